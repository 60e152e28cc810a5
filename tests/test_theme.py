"""Colours: themes, 16 colours, none at all, and the greyed picture."""

from __future__ import annotations

import pytest

from tests.support.staging import staged
from tui import theme


def test_every_colour_is_one_of_the_256() -> None:
    steps = {0, 95, 135, 175, 215, 255}
    for palette in theme.PALETTES.values():
        for value in palette.values():
            red, green, blue = (int(value[place : place + 2], 16) for place in (1, 3, 5))
            is_grey = red == green == blue and (red - 8) % 10 == 0
            assert is_grey or {red, green, blue} <= steps, value


def test_without_colour_only_weight_remains() -> None:
    plain = theme.Inks(theme.TERMINAL, no_color=True)
    assert plain.style("thread bold").color is None and plain.style("thread bold").bold
    assert plain.style("muted").dim
    assert plain.style("foreground bold on select").reverse


def test_sixteen_colours_have_names() -> None:
    color = theme.Inks(theme.TERMINAL).style("thread.low bold").color
    assert color is not None and color.number is not None and color.number < 16


def test_what_is_cut_out_of_a_hue_is_reversed_where_there_is_no_palette() -> None:
    for no_color in (False, True):
        style = theme.Inks(theme.TERMINAL, no_color=no_color).style("background bold on process.mid")
        assert style.reverse and style.bold and (style.color is None) == no_color


def test_a_frozen_picture_has_no_hue() -> None:
    grey = theme.Inks("coreograph-dark", greyed=True)
    assert grey.style("thread").color == grey.style("muted").color
    assert grey.style("foreground").color == theme.Inks("coreograph-dark").style("foreground").color


@pytest.mark.parametrize(("system", "no_color", "name"), [
    ("truecolor", False, "coreograph-dark"), ("256", False, "coreograph-dark"),
    ("standard", False, "ansi-dark"), (None, False, "ansi-dark"), ("truecolor", True, "ansi-dark"),
])  # fmt: skip
def test_the_first_theme(system: str | None, no_color: bool, name: str) -> None:
    assert theme.first_theme(system, no_color) == name


def test_palettes_are_offered_where_they_can_be_read() -> None:
    assert theme.offered("truecolor") == theme.offered("256") == theme.CYCLE
    assert theme.offered("standard") == theme.offered(None) == (theme.TERMINAL,)
    assert set(theme.SAID) == set(theme.CYCLE)


async def test_the_theme_key_turns_through_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "offered", lambda _: theme.CYCLE)
    async with staged() as at:
        before = at.app.theme
        seen = []
        for _ in theme.CYCLE:
            await at.press("t")
            seen.append(at.app.theme)
            assert f" theme: {theme.SAID[at.app.theme]}  " in at.rows()[-1]
            at.rows()
        assert set(seen) == set(theme.CYCLE) and at.app.theme == before


async def test_no_color_draws_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with staged() as at:
        await at.start()
        assert at.app.theme == theme.TERMINAL
        for strip in at.app.screen._compositor.render_strips():
            for segment in strip:
                style = segment.style
                assert style is None or style.color is None or style.color.is_default

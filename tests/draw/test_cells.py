"""Cutting and padding by cell width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.draw.cells import Align, apart, bold, cell_width, cut, fit, fit_name, join, merge, on, pad, tame, width
from tui.draw.glyphs import ASCII, PROJECTOR, UNICODE

ROWS = st.lists(st.tuples(st.text(max_size=12).map(tame), st.sampled_from(["muted", "thread", "key bold"])), max_size=5)


@pytest.mark.parametrize(
    ("given_text", "cells", "align", "expected"),
    [
        ("race", 8, "left", "race    "),
        ("race", 8, "right", "    race"),
        ("race", 8, "centre", "  race  "),
        ("threads vs processes", 10, "left", "threads v…"),
        ("日本語", 6, "left", "日本語"),
        ("日本語", 5, "left", "日本…"),
        ("日本語", 4, "left", "日… "),
        ("a\x1b[31m\tb", 9, "left", "a?[31m b "),
        ("a\u202eb\u200dc", 4, "left", "abc "),
        ("race", 0, "left", ""),
        ("race", 1, "left", "…"),
    ],
)
def test_fit(given_text: str, cells: int, align: Align, expected: str) -> None:
    assert fit(given_text, cells, align) == expected


@given(st.text(), st.integers(-1, 40), st.sampled_from(["left", "right", "centre"]), st.sampled_from(["…", "~", ""]))
def test_fit_is_exact_for_any_text(any_text: str, cells: int, align: Align, more: str) -> None:
    fitted = fit(any_text, cells, align, more)
    assert cell_width(fitted) == cell_len(fitted) == max(0, cells)
    assert tame(fitted) == fitted


@given(ROWS, st.integers(0, 40), st.sampled_from(["…", ""]))
def test_cut_and_pad_are_exact(pieces: list[tuple[str, str]], cells: int, more: str) -> None:
    row = tuple(pieces)
    shorter = cut(row, cells, more)
    assert width(shorter) <= cells
    assert width(pad(row, cells, "muted", "right", more)) == cells
    assert width(apart(row, shorter, cells)) == cells
    assert width(row) > cells or merge(shorter) == merge(row)


def test_rows_are_joined_with_few_pieces() -> None:
    assert join((("a", "muted"),), (("b", "muted"), ("", "key"), ("c", "muted")), (("d", "key"),)) == (
        ("abc", "muted"),
        ("d", "key"),
    )


def test_cut_shows_where_it_cut_in_the_ink_there() -> None:
    row = (("P1 ", "thread"), ("waits: lock", "third"))
    assert cut(row, 8, "…") == (("P1 ", "thread"), ("wait…", "third"))
    assert cut(row, 14, "…") == row


def test_apart_lets_the_left_side_give_way() -> None:
    assert apart((("cpu used by this side", "muted"),), (("400 %", "muted"),), 12) == (("cpu use400 %", "muted"),)
    assert apart((("cpu", "muted"),), (("400 %", "key"),), 12) == (
        ("cpu", "muted"),
        ("    ", "foreground"),
        ("400 %", "key"),
    )


def test_inks_are_put_together_in_order() -> None:
    assert on(bold("thread"), "select") == bold(on("thread", "select")) == "thread bold on select"
    assert bold("key bold") == "key bold"
    assert on("muted on panel", "select") == "muted on select"


def test_every_glyph_takes_one_cell() -> None:
    for glyphs in (UNICODE, PROJECTOR, ASCII):
        drawn = glyphs.blocks + glyphs.heights + glyphs.lane + glyphs.disc + glyphs.yes + glyphs.no
        assert cell_width(drawn) == cell_len(drawn) == len(drawn)
        assert (len(glyphs.blocks), len(glyphs.heights), len(glyphs.lane)) == (8, 9, 6)
        assert len(set(glyphs.heights)) == 9 and len(set(glyphs.lane)) == 6


def test_words_are_spelt_in_ascii() -> None:
    assert ASCII.spell("● running · 3.69× ✓ “made” 日") == '* running . 3.69x v "made" ? '
    assert ASCII.spell("╭─ ▁▂█ ━") == "+- .:# ="
    assert UNICODE.spell("3.69×") == "3.69×"


def test_a_name_that_is_cut_keeps_the_numbers_that_tell_it_apart() -> None:
    assert fit_name("ForkProcess-12", 14) == "ForkProcess-12"
    assert fit_name("ForkProcess-12", 10) == "ForkPr…-12"
    assert fit_name("ThreadPoolExecutor-0_1", 12) == "ThreadP…-0_1"
    assert fit_name("a_long_name", 6) == "a_lon…" and fit_name("ab-123456", 6) == "ab-12…"
    assert fit_name("日本語の名前7", 8) == "日本語…7"
    assert fit_name("ForkPoolWorker-11…20", 14) == "ForkPoo…-11…20"

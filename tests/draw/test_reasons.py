"""Why a worker does not run."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.draw.picture import INK, check_row, text
from tui.draw.glyphs import ASCII, UNICODE, Glyphs
from tui.draw.reasons import REASONS, legend, look
from tui.telemetry.vocabulary import Reason
from tui.words.reasons import wording

GLYPHS = st.sampled_from([UNICODE, ASCII])


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_every_state_has_three_channels(glyphs: Glyphs) -> None:
    looks = [look(reason, "thread", glyphs) for reason in REASONS]
    assert len({shown.glyph for shown in looks}) == len({shown.words for shown in looks}) == len(REASONS)
    assert all(len(shown.words) <= 16 and INK.fullmatch(shown.ink) for shown in looks)
    assert all(len(shown.glyph) == len(shown.mark) == len(shown.lane) == 1 for shown in looks)


def test_everything_telemetry_can_say_is_in_the_table() -> None:
    assert set(get_args(Reason)) <= set(REASONS)
    assert wording("gil").short == "waits: GIL"
    assert wording("something new") == wording("unknown")


def test_a_looks_parts() -> None:
    assert look("running", "process") == ("█", "●", "▆", "process", "running")
    assert look("lock") == ("▓", "○", "▂", "third", "waits: lock")
    assert look("work") == ("▁", "○", "▁", "muted", "no work")
    assert look("ended").lane == " "


def test_legend_leaves_out_what_has_no_room() -> None:
    assert text(legend(["gil", "running"], 30)) == "█ running   ▒ waits: GIL      "
    assert text(legend(["gil", "running"], 20)) == "█ running           "


@given(st.lists(st.sampled_from([*REASONS, "new"])), st.integers(-1, 250), GLYPHS)
def test_any_legend(reasons: list[str], width: int, glyphs: Glyphs) -> None:
    check_row(legend(reasons, width, "thread", glyphs), width, glyphs)

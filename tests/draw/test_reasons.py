"""Why a worker does not run."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.draw.picture import INK, check_row, inks, text
from tui.draw.glyphs import ASCII, UNICODE, Glyphs
from tui.draw.reasons import REASONS, legend, look, reason_lane, share_bar, words
from tui.telemetry.vocabulary import Reason

GLYPHS = st.sampled_from([UNICODE, ASCII])


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_every_state_has_three_channels(glyphs: Glyphs) -> None:
    looks = [look(reason, "thread", glyphs) for reason in REASONS]
    assert len({shown.glyph for shown in looks}) == len({shown.words for shown in looks}) == len(REASONS)
    assert all(len(shown.words) <= 16 and INK.fullmatch(shown.ink) for shown in looks)
    assert all(len(shown.glyph) == len(shown.mark) == len(shown.lane) == 1 for shown in looks)


def test_everything_telemetry_can_say_is_in_the_table() -> None:
    assert set(get_args(Reason)) <= set(REASONS)
    assert words("gil") == "waits: GIL"
    assert words("something new") == words("unknown") == "waits"


def test_a_looks_parts() -> None:
    assert look("running", "process") == ("█", "●", "▆", "process", "running")
    assert look("lock") == ("▓", "○", "▂", "third", "waits: lock")
    assert look("work") == ("▁", "○", "▁", "muted", "no work")
    assert look("ended").lane == " "


def test_time_by_reason() -> None:
    assert share_bar([("gil", 3.0), ("running", 1.0)], 12, "thread") == (("███", "thread"), ("▒▒▒▒▒▒▒▒▒", "third"))
    assert text(share_bar([("gil", 0.5), ("core", 0.25), ("sleep", 0.25)], 8)) == "░░▒▒▒▒··"
    assert text(share_bar([("gil", 3.0), ("running", 1.0)], 8, glyphs=ASCII)) == "##%%%%%%"
    assert share_bar([], 4) == (("    ", "faint"),)


def test_a_lane_of_reasons() -> None:
    row = reason_lane(["running", "running", "queue", "work", None], 7, "thread")
    assert text(row) == "  ▆▆▂▁ "
    assert inks(row) == ["muted", "thread", "third", "muted"]


def test_legend_leaves_out_what_has_no_room() -> None:
    assert text(legend(["gil", "running"], 30)) == "█ running   ▒ waits: GIL      "
    assert text(legend(["gil", "running"], 20)) == "█ running           "


@given(
    st.lists(st.tuples(st.sampled_from([*REASONS, "new"]), st.floats())),
    st.lists(st.one_of(st.none(), st.sampled_from([*REASONS, "new"])), max_size=300),
    st.integers(-1, 250),
    GLYPHS,
)
def test_any_shares(shares: list[tuple[str, float]], lane: list[str | None], width: int, glyphs: Glyphs) -> None:
    check_row(share_bar(shares, width, "thread", glyphs), width, glyphs)
    check_row(reason_lane(lane, width, "thread", glyphs), width, glyphs)
    check_row(legend([reason for reason, _ in shares], width, "thread", glyphs), width, glyphs)

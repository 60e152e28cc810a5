"""Finished, held back, handed over: on one clock."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.draw.picture import check_row, picture
from tui.draw.glyphs import ASCII, UNICODE, Glyphs
from tui.draw.parts.hand_over import Clock, joined, numbers, wedge

CLOCK = Clock(0.0, 1.0, 40)
FINISHED = ((0.2, "2"), (0.3, "3"), (0.5, "1"), (0.51, "4"), (0.9, "5"))
GOT = ((0.5, "1"), (0.5, "2"), (0.5, "3"), (0.51, "4"), (0.9, "5"))
STEPS = ((0.2, 1), (0.3, 2), (0.5, 0))


def test_what_was_finished_waits_for_what_was_not() -> None:
    rows = [
        numbers(FINISHED, CLOCK, "muted"),
        joined(0.2, 0.5, CLOCK, ("2 ready, none delivered", "2 ready"), ("muted", "third"), UNICODE),
        *wedge(STEPS, 2, CLOCK, 2, UNICODE),
        numbers(GOT, CLOCK, "good", "at once"),
    ]
    assert picture(rows).splitlines() == [
        "        2   3       1 4             5",
        "        ╰───────────╮ 2 ready",
        "            ████████",
        "        ████████████",
        "                    1…4 at once     5",
    ]


@pytest.mark.parametrize(("cells", "drawn"), [(40, "1 2 3"), (9, "1 2 3"), (4, "1 2"), (1, "1")])
def test_numbers_of_one_moment_stand_side_by_side(cells: int, drawn: str) -> None:
    assert picture([numbers(((0.0, "1"), (0.0, "2"), (0.0, "3")), Clock(0.0, 1.0, cells), "good")]).startswith(drawn)


def test_many_of_one_moment_are_a_range_or_a_count() -> None:
    def drawn(*texts: str, at_once: str = "") -> str:
        return picture([numbers(tuple((1.0, text) for text in texts), CLOCK, "good", at_once)]).strip()

    assert drawn("1…4", "5…8", "9…12", "13…16") == "1…16"
    assert drawn("1", "3", "2", "9") == "+4 more" and drawn("1", "2", "3", "4", at_once="at once") == "1…4"
    apart = tuple((0.99 + place / 100, str(place)) for place in range(4))
    assert picture([numbers(apart, CLOCK, "good", "at once")]).strip() == "0…3", "not in one moment"


@given(
    times=st.lists(st.integers(-5, 15), max_size=20), cells=st.integers(1, 50), high=st.integers(1, 3),
    glyphs=st.sampled_from([UNICODE, ASCII]),
)  # fmt: skip
def test_any_times_make_rows_of_the_width_asked_for(times: list[int], cells: int, high: int, glyphs: Glyphs) -> None:
    clock = Clock(0.0, 1.0, cells)
    places = tuple((tenths / 10, str(place)) for place, tenths in enumerate(sorted(times)))
    for at_once in ("", "at once"):
        check_row(numbers(places, clock, "good", at_once), cells, UNICODE)
    steps = tuple((at_s, abs(tenths)) for (at_s, _), tenths in zip(places, times, strict=True))
    for row in wedge(steps, 15, clock, high, glyphs):
        check_row(row, cells, glyphs)
    for (from_s, _), (to_s, _) in zip(places, places[::2], strict=False):
        check_row(joined(from_s, to_s, clock, ("7 ready", "7"), ("muted", "third"), glyphs), cells, glyphs)

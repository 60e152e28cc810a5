"""The start-up board and the one on the guard, as pictures."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.draw.picture import check_row, picture
from tests.model.birth.test_births import state_of, watched
from tests.support.bearing import ALONE, REFUSED, Bearing
from tui.boards.birth import birth_rows, guard
from tui.boards.birth.birth_rows import BirthsView, Line, millis
from tui.boards.birth.guard import GuardView
from tui.boards.sheet import Sheet, painted
from tui.draw.glyphs import ASCII, UNICODE, Glyphs
from tui.model.birth.births import Birth, Births, Kind, births
from tui.model.birth.guard import Unguarded

WAYS = tuple(Unguarded(way, mains, born[0] == "a", took_s, error.removeprefix("no error"))
             for way, (mains, born, took_s, error) in ALONE.items())  # fmt: skip
NOTE = "a copy of main as it is: imports and all"


def compared(workers: int = 2, rounds: int = 2) -> BirthsView:
    state = state_of(Bearing(workers=workers, rounds=rounds))
    found = {run.variant: births(run) for run in state.runs}
    lines = tuple(
        Line(way, "thread" if way == "thread" else "process", its[0], NOTE if way == "fork" else "",
             has_memory=way != "thread")
        for way, its in found.items() if its
    )  # fmt: skip
    return BirthsView(lines, "12 heavy imports", "fork server 9.8 MB", "")


def test_every_way_stands_on_one_scale() -> None:
    rows = picture(painted(birth_rows.paint, compared(), Sheet(100, 13, UNICODE))).splitlines()
    assert rows == [
        "╭─ from start() to the first line of your function ─────── 12 heavy imports · the middle one of 4 ─╮",
        "│                                                                  first line   own MB  shared MB  │",
        "│  thread      ●                                                      0.15 ms        –          –  │",
        "│  fork        ▒●  a copy of main as it is: imports and all            2.2 ms      1.4       24.1  │",
        "│  forkserver  ▆▆▒███████████ imports again ███████████▓·░●            159 ms     41.0        8.9  │",
        "│  spawn       ▆▆▒███████████ imports again ████████████▓▓▓▓▓▓·░●      181 ms     41.0        8.9  │",
        "│              0                          100 ms                                                   │",
        "│                                                                                                  │",
        "│  ▆ up  ▒ ready  █ imports  ▓ main  · arguments  ░ untold                                         │",
        "│                                                                                                  │",
        "│  helpers, counted apart: fork server 9.8 MB                                                      │",
        "│                                                                                                  │",
        "╰──────────────────────────────────────────────────────────────────────────────────────────────────╯",
    ]


def test_where_there_is_room_each_worker_has_a_row() -> None:
    few = picture(painted(birth_rows.paint, compared(), Sheet(110, 10, UNICODE)))
    many = picture(painted(birth_rows.paint, compared(), Sheet(110, 30, UNICODE)))
    assert "W1" not in few and many.count("W1 ") == many.count("W2 ") == 8


def test_a_watched_program_has_its_own_ways() -> None:
    run = watched(("spawn", 0.04, 0.2), ("fork", 0.002, 0.003), ("spawn", 0.04, 0.3))
    lines = tuple(Line(its.method, "process", its) for its in births(run))
    text = picture(painted(birth_rows.paint, BirthsView(lines), Sheet(100, 12, UNICODE)))
    assert "main imported again" in text and "imports again" not in text and "200 ms" in text and "3.0 ms" in text


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0.00015, "0.15 ms"), (0.0022, "2.2 ms"), (0.181, "181 ms"), (0.09996, "100 ms"), (0.9996, "1 000 ms"),
        (1.2, "1 200 ms"),
    ],
)  # fmt: skip
def test_all_times_are_in_one_unit(seconds: float, written: str) -> None:
    assert millis(seconds) == written


def test_the_guard_is_told_way_by_way() -> None:
    rows = picture(painted(guard.paint, GuardView(WAYS, "", 0, started=12), Sheet(80, 11, UNICODE))).splitlines()
    assert rows == [
        "╭─ without if __name__ == \"__main__\": ────────────────── real runs, contained ─╮",
        "│  ✓ thread       nothing happens: main is not imported again          0.21 s  │",
        "│  ✓ fork         nothing happens: main is not imported again          0.22 s  │",
        "│  ✗ forkserver   main ran again, and Python refused                   0.31 s  │",
        "│  ✗ spawn        main ran again, and Python refused                   0.24 s  │",
        "│                                                                              │",
        "│  RuntimeError: An attempt has been made to start a new process before the    │",
        "│  current process has finished its bootstrapping phase                        │",
        "│                                                                              │",
        "│  12 processes in all   left running 0                                        │",
        "╰──────────────────────────────────────────────────────────────────────────────╯",
    ]
    assert REFUSED.partition(":")[0] in rows[6]


KINDS: tuple[Kind, ...] = ("made", "ready", "imports", "again", "arguments", "rest")
WORDS = st.text("abc def", max_size=80)
BIRTHS = st.builds(
    lambda sizes, own, name: Birth(
        "spawn", name, 7, sum(sizes), tuple(zip(KINDS, sizes, strict=False)), own, own, 3, is_of_server=bool(own)
    ),
    st.lists(st.floats(0, 1e5), min_size=1, max_size=6), st.none() | st.integers(0, 1 << 50), WORDS,
)  # fmt: skip
LINES = st.builds(
    lambda name, each, note, instead: Line(name, "process", Births("x", tuple(each)) if each else None, note, instead),
    WORDS, st.lists(BIRTHS, max_size=5), WORDS, WORDS,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=6), st.integers(0, 140), st.integers(0, 40), st.sampled_from([UNICODE, ASCII]))
def test_any_births_fill_the_sheet(lines: list[Line], width: int, height: int, glyphs: Glyphs) -> None:
    view = BirthsView(tuple(lines), "12 heavy imports", "fork server", "warned")
    rows = painted(birth_rows.paint, view, Sheet(width, height, glyphs))
    assert len(rows) == height
    for row in rows:
        check_row(row, width, glyphs)

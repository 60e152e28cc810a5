"""Points, lines and marked places over two axes, as pictures."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.draw.picture import check_row, inks, picture, text
from tui.draw.glyphs import ASCII, UNICODE, Glyphs
from tui.draw.parts.xy_chart import Level, Line, Mark, Upright, Word, xy_chart
from tui.draw.parts.xy_scale import Axis


def speed_up(serial: float) -> tuple[tuple[float, float], ...]:
    """Return Amdahl's curve from 1 to 6 workers."""
    return tuple((n / 10, 1 / (serial + (1 - serial) * 10 / n)) for n in range(10, 61))


WORKERS = Axis(1, 6.5, tuple((n, f"{n}") for n in range(1, 7)), title="workers")
TIMES = Axis(1, 5.5, tuple((n, f"{n}×") for n in (5, 1, 2, 3, 4)))
MEASURED = ((1, 1.0, 1.0, 1.0), (2, 1.7, 1.5, 1.75), (4, 2.41, 2.2, 2.5), (6, 2.3, 1.8, 2.6))


def wall(width: int, height: int, glyphs: Glyphs = UNICODE) -> list[str]:
    rows = xy_chart(
        WORKERS, TIMES, width, height, glyphs=glyphs,
        marks=[Mark(n, y, "foreground", "●", low, high) for n, y, low, high in MEASURED],
        lines=[
            Line(speed_up(0.22), "process"),
            Line(((1, 1), (5, 5)), "muted", "dotted"),
            Line(speed_up(0.1), "key", "guess"),
        ],
        uprights=[Upright(4, "faint", ("4 cores end",))],
        levels=[Level(5, "parent", "the wall: 5.00×")],
        words=[Word(2.8, 2.8, "ideal", "muted")],
    )  # fmt: skip
    for row in rows:
        check_row(row, width, glyphs)
    return picture(rows).splitlines()


def test_a_curve_under_a_wall() -> None:
    assert wall(56, 14) == [
        "     the wall: 5.00×            │",
        "5× ┤────────────────────────────│───────·───────────────",
        "                                │     ·",
        "                                │ · ·",
        "4× ┤                          · │            ◇   ◇",
        "                          · ·   │    ◇   ◇",
        "                        ·      ◇│ ◇",
        "3× ┤           ideal  ·  ◇  ◇   │      ▁▁▁▁▁▁▁▁━━━━",
        "                · ·◇  ◇    ▁▁▁▁▁●━━━━━━           │",
        "2× ┤        · · ◇ ▁▁▁▁━━━━━     │                 ●",
        "          ◇▁▁●━━━━              │                 │",
        "      ▁◇━━━  │                  │",
        "1× ┤●━                          │ 4 cores end",
        "    1        2         3        4        5        6",
    ]


def test_the_same_without_unicode() -> None:
    assert wall(42, 10, ASCII) == [
        "     the wall: 5.00x    |",
        "5x |--------------------|---.-.-----------",
        "                        | .          +",
        "4x |                  . |    +   +",
        "3x |         ideal  . + |+           .",
        "              . +  + ...*...========= |",
        "2x |      + .+..=====   |             *",
        "      .+.==*            |             |",
        "1x |*=                  | 4 cores end",
        "    1      2     3      4      5      6",
    ]


def test_two_series_that_cross_on_logarithmic_axes() -> None:
    rows = xy_chart(
        Axis(1e-6, 1e-1, tuple((10.0**k, t) for k, t in ((-6, "1 µs"), (-4, "100 µs"), (-2, "10 ms"))), is_log=True),
        Axis(0.5, 200, ((100, "100 s"), (10, "10 s"), (1, "1 s")), is_log=True, has_grid=True),
        60, 9,
        marks=[Mark(10.0**k, 1 + 2e-4 / 10.0**k, "third") for k in range(-6, 0)],
        lines=[Line(((1e-6, 3), (1e-1, 3)), "process")],
        uprights=[Upright(6.5e-5, "faint", ("65 µs: from here on", "the pool wins"), at="top")],
        words=[Word(3e-6, 3, "loop", "process")],
    )  # fmt: skip
    assert picture(rows).splitlines() == [
        "                          │ 65 µs: from here on",
        "100 s ┤···················│ the pool wins ··················",
        "                          │",
        " 10 s ┤··········●········│·································",
        "                          │",
        "       ━━━━━━━━━━━━━━━━━━━│━●━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━",
        "  1 s ┤···· loop ·········│···········●··········●·········●",
        "                          │",
        "      1 µs                100 µs               10 ms",
    ]


def test_a_steep_line_holds_together() -> None:
    rows = xy_chart(Axis(0, 4), Axis(0, 10), 9, 8, lines=[Line(((0, 0), (2, 1), (3, 9), (4, 10)), "process")])
    assert picture(rows).splitlines() == [
        "      ▁▁━",
        "      │",
        "      │",
        "     ━",
        "     │",
        "  ▁▁▁",
        "━━",
    ]


def test_marks_that_meet_stand_side_by_side_and_numbers_keep_away() -> None:
    rows = xy_chart(Axis(0, 4), Axis(0, 2), 20, 4, marks=[
        Mark(1, 1, "thread", label="1.00"), Mark(1, 1, "process", "◆", label="1.01"), Mark(3, 5, "bad"),
    ])  # fmt: skip
    assert [text(row).rstrip() for row in rows] == ["", "     ●◆ 1.00", "", ""]
    assert inks(rows[1]) == ["foreground", "thread", "process", "thread"]


NUMBERS = st.floats() | st.floats(-10, 10)
AXES = st.builds(
    Axis, NUMBERS, NUMBERS, st.lists(st.tuples(NUMBERS, st.sampled_from(["1×", "10 µs", ""])), max_size=4).map(tuple),
    st.booleans(), st.sampled_from(["", "workers"]), st.booleans(),
)  # fmt: skip
PLACES = st.lists(st.tuples(NUMBERS, NUMBERS), max_size=5).map(tuple)
SAID = st.sampled_from(["", "the wall", "a long word that hardly fits"])
MARKS = st.builds(Mark, NUMBERS, NUMBERS, st.just("bad"), st.just("◆"), NUMBERS, NUMBERS, SAID)
UPRIGHTS = st.builds(Upright, NUMBERS, st.just("faint"), st.tuples(SAID, SAID), st.just("muted"))
KINDS = st.sampled_from(["solid", "dotted", "guess"])
CHARTS = st.fixed_dictionaries({
    "across": AXES,
    "up": AXES,
    "marks": st.lists(MARKS, max_size=4),
    "lines": st.lists(st.builds(Line, PLACES, st.just("process"), KINDS), max_size=3),
    "uprights": st.lists(UPRIGHTS, max_size=2),
    "levels": st.lists(st.builds(Level, NUMBERS, st.just("parent"), SAID), max_size=2),
    "words": st.lists(st.builds(Word, NUMBERS, NUMBERS, SAID, st.just("muted")), max_size=2),
    "glyphs": st.sampled_from([UNICODE, ASCII]),
})  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CHARTS, st.integers(-1, 90), st.integers(-1, 20))
def test_anything_at_any_size(chart: dict[str, Any], width: int, height: int) -> None:
    rows = xy_chart(width=width, height=height, **chart)
    assert len(rows) == max(0, height)
    for row in rows:
        check_row(row, width, chart["glyphs"])

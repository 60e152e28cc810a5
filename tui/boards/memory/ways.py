"""The race of sharing against copying, one bar a way."""

from __future__ import annotations

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.memory import ways_board
from tui.boards.memory.block import painter_bits
from tui.boards.memory.ways_board import Way, WaysView
from tui.boards.sheet import choosing
from tui.boards.side import PresenterSide
from tui.boards.space import Room
from tui.boards.speed.variant_panel import FAILED
from tui.boards.variants import panels_of, turn_of, turns_said
from tui.draw import numbers
from tui.model.memory.readings import Memory, clean_up, memory
from tui.model.readings.memory import HAND_OVER
from tui.model.speed.readings import VariantReading, spread
from tui.play.comparison import Comparison
from tui.telemetry.median import median
from tui.words.numbers import percent


def _view(frame: Frame, _: int) -> WaysView:
    """Return how long each way takes to hand over, and what it copied, so far."""
    comparison = frame.comparison
    state, bits = comparison.state, None
    newest = {run.variant: run for run in state.runs}
    panels = panels_of(comparison)
    seen = {reading.name: memory(newest[reading.name], bits) for reading in panels if reading.name in newest}
    ways = tuple(_way(comparison, reading, seen.get(reading.name)) for reading in panels)
    knobs = dict(state.header.knobs) if state.header else {}
    rounds = int(knobs["rounds"]) if knobs.get("rounds", "").isdigit() else None
    shared = max((way.shared for way in ways), default=0.0)
    copied = max((way.copied or 0.0 for way in ways), default=0.0)
    ends = [end for one in seen.values() if (end := clean_up(one))]
    return WaysView(
        ways=ways,
        payload=shared or (copied / rounds if rounds and copied else None),
        rounds=rounds,
        end=ends[0] if ends else None,
        focused=frame.look.zoomed == "ways",
    )


def _way(comparison: Comparison, reading: VariantReading, seen: Memory | None) -> Way:
    block = seen.block if seen else None
    return Way(
        name=reading.called,
        hue=reading.hue,
        phase="did not run" if reading.phase == "waiting" and comparison.state.is_over else reading.phase,
        took=spread(HAND_OVER.values(comparison.state, reading.name)),
        copied=seen.copied if seen else None,
        through=seen.through if seen else 0,
        shared=float(block.of.size_bytes or 0) if block else 0.0,
        trouble=reading.message if reading.phase in FAILED else "",
        turn=turn_of(comparison) or "has not run",
    )


def _side(comparison: Comparison, reading: VariantReading) -> PresenterSide:
    """Return one way for a room: what a hand-over takes."""
    newest = comparison.state.newest(reading.name)
    seen = memory(newest, painter_bits(comparison)) if newest else None
    number, captions = _number(comparison, reading, seen)
    return PresenterSide(
        name=reading.called,
        hue=reading.hue,
        says=reading.says,
        numbers=(number,) if number else (),
        captions=captions,
        words=_words(reading, seen),
        bars=_shares(comparison, reading),
    )


def _number(comparison: Comparison, reading: VariantReading, seen: Memory | None) -> tuple[str, tuple[str, ...]]:
    """Return the big number and what it is: all ways in one unit, so that they can be compared across the room."""
    if told := HAND_OVER.values(comparison.state, reading.name):
        unit, factor = ("µs", 1e6) if max(_medians(comparison).values()) < 10e-3 else ("ms", 1e3)
        return f"{median(told) * factor:.0f}", (f"{unit} to hand it over", f"{unit} a hand-over", unit)
    if reading.phase == "waiting":
        return "", turns_said(comparison)
    if reading.phase not in ("starting", "running") or seen is None:
        return "", (reading.phase if reading.phase != "ended" else "says nothing of it",)
    if seen.painted is not None:
        return percent(seen.painted.share).replace(" ", ""), ("of the block is written", "written")
    if seen.block is None and seen.through >= 2**20:
        return f"{seen.through / 2**20:.0f}", ("MiB sent so far", "MiB sent")
    return "", ("paints alone" if seen.channels and not seen.block else "starts",)


def _words(reading: VariantReading, seen: Memory | None) -> str:
    if seen is None:
        return ""
    if reading.phase in (*FAILED, "stopped"):
        return reading.phase
    if seen.copied is None:
        return f"{numbers.size_of(seen.through)} sent"
    return "nothing copied" if seen.copied == 0 else f"{numbers.size_of(seen.copied)} copied"


def _medians(comparison: Comparison) -> dict[str, float]:
    """Return what a hand-over takes, by way, of those that are measured."""
    found = {r.name: HAND_OVER.values(comparison.state, r.name) for r in panels_of(comparison)}
    return {name: median(told) for name, told in found.items() if told}


def _shares(comparison: Comparison, reading: VariantReading) -> tuple[float | None, ...]:
    """Return a bar: the time as a share of the slowest way's."""
    found = _medians(comparison)
    slowest = max(found.values(), default=0.0)
    return (found[reading.name] / slowest,) if reading.name in found and slowest > 0 else ()


def _sides(frame: Frame) -> tuple[PresenterSide, ...]:
    """Return up to three ways, with the median time of a hand-over."""
    return tuple(_side(frame.comparison, reading) for reading in panels_of(frame.comparison)[:3])


def _rows(room: Room) -> int:
    """Return a row a way and the frame; where there is room, two a way, and a heading and an end."""
    ways = room.wanted.panels
    if room.kind != "compact":
        return 2 * ways + 4
    return ways + 2 + (room.height >= 21)


def _column(room: Room) -> int:
    return room.wanted.panels + 3


BOARD = Board(
    "ways", ways_board.paint, _view, foot=_rows, column=_column, moves=False, clicked=choosing, sides=_sides
)

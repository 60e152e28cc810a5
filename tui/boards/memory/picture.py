"""Who writes to shared memory: the block as a picture, everybody's address of it, and the race against copying."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from tui.boards.memory import memory_board, ways_board
from tui.boards.memory.memory_view import MemoryView
from tui.boards.memory.ways_board import Way, WaysView
from tui.boards.picture import Frame
from tui.boards.sheet import Painter, Shown, choosing
from tui.boards.space import Kind, Place, Wanted
from tui.boards.speed import views
from tui.boards.speed.views import Slow
from tui.boards.words.presenter_board import PresenterSide
from tui.draw import numbers
from tui.model.memory.readings import Memory, clean_up, memory
from tui.model.readings.memory import HAND_OVER
from tui.model.speed.readings import VariantReading, spread
from tui.model.state.state import RunState
from tui.play.comparison import Comparison

SECOND_S, MOMENT_S = 1.0, 0.25
FAILED = ("failed", "time limit")


class MemoryPicture:
    """The block over the race."""

    enlargeable: tuple[str, ...] = ("memory", "ways")
    moving: tuple[str, ...] = ("memory",)
    slots: tuple[str, ...] = ()

    def boards(self) -> Iterable[Painter]:
        yield Painter("memory", memory_board.paint, choosing("memory"))
        yield Painter("ways", ways_board.paint, choosing("ways"))

    def places(self, kind: Kind, area: Place, wanted: Wanted, low: int) -> dict[str, Place]:
        x, y, width, height = area
        rows = wanted.panels
        ways = rows + 2 if kind == "compact" else 2 * rows + 4
        if kind == "compact" and height >= 21:
            ways += 1
        if low:
            ways = max(ways, low)
        if height >= 32 and kind == "full":
            y, height = y + 1, height - 1
        return {
            "memory": Place(x, y, width, height - ways),
            "ways": Place(x, y + height - ways, width, ways),
        }

    def beside(self, area: Place, wanted: Wanted) -> dict[str, Place]:
        x, y, width, height = area
        ways = wanted.panels + 3
        return {
            "memory": Place(x, y, width, height - ways),
            "ways": Place(x, y + height - ways, width, ways),
        }

    def tell(self, frame: Frame, name: str, board: Shown, due: bool) -> None:
        match name:
            case "memory":
                board.view = memory_view(frame)
            case "ways":
                board.view = ways_view(frame)

    def sides(self, comparison: Comparison, slow: Slow) -> tuple[PresenterSide, ...]:
        return tuple(_side(comparison, reading) for reading in views.panels_of(comparison)[:3])


def memory_view(frame: Frame) -> MemoryView:
    """Return the block of the variant that is chosen, or that runs, or that has one."""
    here = frame.comparison
    panels = views.panels_of(here)
    reading, run = _shown(frame, panels)
    bits = _bits(here)
    if run is None or here.failure:
        says = views.instead(here, reading, reading is panels[0], len(frame.tabs.tabs))
        return MemoryView(reading.name, reading.hue, focused=_is_focused(frame, "memory"), says=says)
    seen = memory(run, bits)
    now_s = here.state.at_s
    return MemoryView(
        variant=reading.name,
        hue=reading.hue,
        seen=seen,
        second_ago=seen.block.cells_at(now_s - SECOND_S) if seen.block else b"",
        moment_ago=seen.block.cells_at(now_s - MOMENT_S) if seen.block else b"",
        painter_bits=bits,
        is_hex=frame.look.is_hex,
        focused=_is_focused(frame, "memory"),
        facts=views.repeat_of(here, reading),
        trouble=reading.message if reading.phase in FAILED else "",
    )


def _bits(comparison: Comparison) -> int | None:
    """How many bits of a byte say who wrote it, as the lesson says."""
    lesson = comparison.lesson
    return lesson.block.painter_bits if lesson and lesson.block else None


def _shown(frame: Frame, panels: tuple[VariantReading, ...]) -> tuple[VariantReading, RunState | None]:
    """Return the variant on the board and its newest run: the chosen one, else the one that runs or has a block."""
    state = frame.comparison.state
    newest = {run.variant: run for run in state.runs}
    if 0 <= frame.look.focus < len(panels):
        reading = panels[frame.look.focus]
        return reading, newest.get(reading.name)
    for wanted in (_runs, _has_block):
        for reading in panels:
            if (run := newest.get(reading.name)) and wanted(run):
                return reading, run
    return panels[0], newest.get(panels[0].name)


def _runs(run: RunState) -> bool:
    return run.phase != "over"


def _has_block(run: RunState) -> bool:
    return bool(run.blocks)


def _is_focused(frame: Frame, name: str) -> bool:
    return frame.look.zoomed == name


def ways_view(frame: Frame) -> WaysView:
    """Return the race so far."""
    here = frame.comparison
    state, bits = here.state, None
    newest = {run.variant: run for run in state.runs}
    panels = views.panels_of(here)
    seen = {reading.name: memory(newest[reading.name], bits) for reading in panels if reading.name in newest}
    ways = tuple(_way(here, reading, seen.get(reading.name)) for reading in panels)
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
        focused=_is_focused(frame, "ways"),
    )


def _way(here: Comparison, reading: VariantReading, seen: Memory | None) -> Way:
    block = seen.block if seen else None
    return Way(
        name=reading.name,
        hue=reading.hue,
        phase="did not run" if reading.phase == "waiting" and here.state.is_over else reading.phase,
        took=spread(HAND_OVER.values(here.state, reading.name)),
        copied=seen.copied if seen else None,
        through=seen.through if seen else 0,
        shared=float(block.size_bytes or 0) if block else 0.0,
        trouble=reading.message if reading.phase in FAILED else "",
    )


def _side(comparison: Comparison, reading: VariantReading) -> PresenterSide:
    """Return one way for a room: what a hand-over takes."""
    newest = comparison.state.newest(reading.name)
    seen = memory(newest, _bits(comparison)) if newest else None
    number, captions = _number(comparison, reading, seen)
    return PresenterSide(
        name=reading.name,
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
        return "", ("waits for its turn",)
    if reading.phase not in ("starting", "running") or seen is None:
        return "", (reading.phase if reading.phase != "ended" else "says nothing of it",)
    if seen.painted is not None:
        return f"{seen.painted.share:.0%}", ("of the block is painted", "painted")
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
    found = {r.name: HAND_OVER.values(comparison.state, r.name) for r in views.panels_of(comparison)}
    return {name: median(told) for name, told in found.items() if told}


def _shares(comparison: Comparison, reading: VariantReading) -> tuple[float | None, ...]:
    """Return a bar: the time as a share of the slowest way's."""
    found = _medians(comparison)
    slowest = max(found.values(), default=0.0)
    return (found[reading.name] / slowest,) if reading.name in found and slowest > 0 else ()

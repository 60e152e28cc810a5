"""The race of ways: what it takes to hand the same bytes to another process, measured, and what moves for it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.framed import BLANK, first_that_fits, framed, plain
from tui.boards.sheet import Sheet
from tui.draw import bars, numbers
from tui.draw.cells import Row, cut, fit, join
from tui.draw.cells import width as row_width
from tui.draw.glyphs import Glyphs
from tui.model.memory.readings import CleanUp
from tui.model.speed.readings import Spread


class Way(Struct, frozen=True):
    """One way to hand the bytes over."""

    name: str
    hue: str
    phase: str
    took: Spread | None = None
    """Medians, one a run."""
    copied: float | None = None
    """Bytes copied in all, as the program says."""
    through: int = 0
    """Bytes that went through queues and pipes, as counted."""
    shared: float = 0.0
    trouble: str = ""
    turn: str = "has not run"
    """What it waits for, or why it never will run, while it has not."""


class WaysView(Struct, frozen=True):
    """The ways that are compared."""

    ways: tuple[Way, ...]
    payload: float | None = None
    """Bytes handed over each time."""
    rounds: int | None = None
    """How often in a run."""
    end: CleanUp | None = None
    """What became of the block."""
    focused: bool = False


def paint(view: WaysView, sheet: Sheet) -> Sequence[Row]:
    """A bar for each way; below it what moved, where there is room."""
    width, glyphs, inner, room = sheet.width, sheet.glyphs, sheet.inner, sheet.room
    count = len(view.ways)
    end = _end(view.end, inner) if view.end and room > count else []
    foot = [_measured(view, inner)] if room > 2 * count + len(end) else []
    spare = room - 2 * count - len(foot) - len(end)
    is_told = room - len(end) >= 2 * count
    rows = [BLANK] if spare >= 2 else []
    label = _label(view)
    for way in view.ways:
        rows.append(_bar(view, way, inner, glyphs))
        if is_told:
            rows.append(join(plain(" " * label), first_that_fits(_moved(way), inner - label)))
        rows += [BLANK] if spare >= count + 2 else []
    rows += foot
    rows = [*rows[: room - len(end)], *[BLANK] * (room - len(end) - len(rows)), *end]
    return framed(
        rows, sheet, title=_title(view, width), facts="" if foot else _facts(view, width), focused=view.focused
    )


def _title(view: WaysView, width: int) -> str:
    if view.payload is None:
        return "the race of ways"
    size = numbers.size_of(view.payload)
    times = f", {numbers.grouped(view.rounds)} times" if view.rounds else ""
    return f"the same {size}{times}" if width >= 100 or width < 60 else f"{size} to another process{times}"


def _facts(view: WaysView, width: int) -> str:
    counts = {way.took.count for way in view.ways if way.took}
    if not counts:
        return "time to hand it over"
    return f"median of {view.rounds}" if view.rounds and max(counts) == 1 else f"{max(counts)} runs"


def _label(view: WaysView) -> int:
    return max((len(way.name) for way in view.ways), default=0) + 2


def _bar(view: WaysView, way: Way, width: int, glyphs: Glyphs) -> Row:
    label = plain(fit(way.name, _label(view)), f"{way.hue} bold")
    spread = way.took
    room = width - row_width(label)
    if spread is None:
        return join(label, cut(_instead(way), room, "…"))
    slowest, last = max((w.took.median, w.name) for w in view.ways if w.took)
    said = f" {numbers.span(spread.median, 0)}"
    range_ = f" ({numbers.span(spread.low, 0)} to {numbers.span(spread.high, 0)})"
    times = spread.median and slowest / spread.median
    faster = f"  {numbers.decimal(times, 1)} times as fast as {last}" if times >= 1.05 and width >= 90 else ""
    tail = said + (range_ if spread.count > 1 else "")
    longest = max(16, room - max(26, len(tail)))
    cells = max(1, bars.filled(spread.median / slowest if slowest else 0.0, longest))
    bar = plain(glyphs.solid * cells, way.hue)
    return cut(join(label, bar, plain(tail, "foreground bold"), plain(faster, "muted")), width)


def _instead(way: Way) -> Row:
    if way.trouble:
        return plain(f"✗ {way.trouble}", "bad")
    if way.phase == "waiting":
        return plain(way.turn, "muted")
    if way.phase == "ended":
        return plain("the program says nothing of it", "muted")
    if way.phase in ("starting", "running"):
        return plain(f"runs: {numbers.size_of(way.through)} went through pipes so far", "muted")
    return plain(way.phase, "muted")


def _moved(way: Way) -> list[Row]:
    """Return what moved, in words, the longest first: the program's number, and ours beside it."""
    if way.copied is None:
        return []
    counted = numbers.size_of(way.through)
    if way.copied == 0:
        words = f"nothing moves: all look at the same {numbers.size_of(way.shared)}"
        more = [f"; short messages of {counted} in all said when", f"; {counted} of short messages", ""]
    else:
        words = f"{numbers.size_of(way.copied)} copied, the program says"
        ours = f"; {counted} seen on the way"
        more = [f"{ours}, with what is wrapped around each message", ours, ""]
    return [plain(words + text, "muted") for text in more]


def _measured(view: WaysView, width: int) -> Row:
    counts = [way.took.count for way in view.ways if way.took]
    if not counts:
        return plain("a bar is the time to hand it over once, the median", "muted")
    runs = f" in each of {max(counts)} runs" if max(counts) > 1 else ""
    of = f" of {numbers.grouped(view.rounds)} times" if view.rounds else ""
    return cut(plain(f"measured here: the median{of}{runs}", "muted"), width)


def _end(end: CleanUp, width: int) -> list[Row]:
    """Return how often the block was opened, closed and unlinked, in the longest words that fit."""
    once = {0: "never", 1: "once"}.get(end.unlinked, f"{end.unlinked} times")
    counts = (
        f"opened by {end.opened}, closed by {end.closed}, unlinked {once}",
        f"closed {end.closed} of {end.opened}, unlinked {end.unlinked}",
    )
    ink = {True: "good", False: "bad", None: "muted"}[end.is_well]
    mark = {True: "✓", False: "✗", None: "·"}[end.is_well]
    rows = [
        join(plain("clean-up  ", "muted"), plain(f"{text}   "), plain(f"{mark} {end.words}", ink))
        for text in counts
    ]
    last = join(plain(f"{mark} {end.words}", ink))
    return [first_that_fits((*rows, last, cut(last, width, "…")), width)]

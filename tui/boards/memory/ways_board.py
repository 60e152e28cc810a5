"""The race of ways: what it takes to hand the same bytes to another process, measured, and what moves for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events

from tui.boards.framed import BLANK, first_that_fits, framed, inner_width, margin_for, plain
from tui.boards.speed.variant_panel import VariantPanel
from tui.draw import bars, numbers
from tui.draw.cells import Row, cut, fit, join
from tui.draw.cells import width as row_width
from tui.model.memory.readings import CleanUp
from tui.model.speed.readings import Spread
from tui.widgets.board import Board


@dataclass(frozen=True, slots=True)
class Way:
    """One way to hand the bytes over."""

    name: str
    hue: str
    phase: str
    hand_over_s: Spread | None = None
    """Medians, one a run."""
    copied: float | None = None
    """Bytes copied in all, as the program says."""
    through: int = 0
    """Bytes that went through queues and pipes, as counted."""
    shared: float = 0.0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class WaysView:
    """The ways that are compared."""

    ways: tuple[Way, ...]
    payload: float | None = None
    """Bytes handed over each time."""
    rounds: int | None = None
    """How often in a run."""
    end: CleanUp | None = None
    """What became of the block."""
    focused: bool = False


class WaysBoard(Board[WaysView]):
    """A bar for each way; below it what moved, where there is room."""

    def on_click(self, event: events.Click) -> None:
        self.post_message(VariantPanel.PanelClicked(self))

    def paint(self, view: WaysView, width: int, height: int) -> Sequence[Row]:
        inner, room = inner_width(width), height - 2
        count = len(view.ways)
        end = self._end(view.end, inner) if view.end and room > count else []
        foot = [self._measured(view, inner)] if room > 2 * count + len(end) else []
        spare = room - 2 * count - len(foot) - len(end)
        is_told = room - len(end) >= 2 * count
        rows = [BLANK] if spare >= 2 else []
        label = self._label(view)
        for way in view.ways:
            rows.append(self._bar(view, way, inner))
            if is_told:
                rows.append(join(plain(" " * label), first_that_fits(self._moved(way), inner - label)))
            rows += [BLANK] if spare >= count + 2 else []
        rows += foot
        rows = [*rows[: room - len(end)], *[BLANK] * (room - len(end) - len(rows)), *end]
        return framed(
            rows,
            width,
            height,
            title=self._title(view, width),
            facts="" if foot else self._facts(view, width),
            focused=view.focused,
            glyphs=self.glyphs,
            margin=margin_for(width),
        )

    def _title(self, view: WaysView, width: int) -> str:
        if view.payload is None:
            return "the race of ways"
        size = numbers.size_of(view.payload, 0, self.glyphs)
        times = f", {numbers.grouped(view.rounds)} times" if view.rounds else ""
        return f"the same {size}{times}" if width >= 100 or width < 60 else f"{size} to another process{times}"

    def _facts(self, view: WaysView, width: int) -> str:
        counts = {way.hand_over_s.count for way in view.ways if way.hand_over_s}
        if not counts:
            return "time to hand it over"
        return f"median of {view.rounds}" if view.rounds and max(counts) == 1 else f"{max(counts)} runs"

    def _label(self, view: WaysView) -> int:
        return max((len(way.name) for way in view.ways), default=0) + 2

    def _bar(self, view: WaysView, way: Way, width: int) -> Row:
        label = plain(fit(way.name, self._label(view)), f"{way.hue} bold")
        spread = way.hand_over_s
        room = width - row_width(label)
        if spread is None:
            return join(label, cut(self._instead(way), room, self.glyphs.more))
        slowest, last = max((w.hand_over_s.median, w.name) for w in view.ways if w.hand_over_s)
        said = f" {numbers.span(spread.median, 0, self.glyphs)}"
        range_ = f" ({numbers.span(spread.low, 0, self.glyphs)} to {numbers.span(spread.high, 0, self.glyphs)})"
        times = spread.median and slowest / spread.median
        faster = f"  {numbers.decimal(times, 1)} times as fast as {last}" if times >= 1.05 and width >= 90 else ""
        tail = said + (range_ if spread.count > 1 else "")
        longest = max(16, room - max(26, len(tail)))
        cells = max(1, bars.filled(spread.median / slowest if slowest else 0.0, longest))
        bar = plain(self.glyphs.solid * cells, way.hue)
        return cut(join(label, bar, plain(tail, "foreground bold"), plain(faster, "muted")), width)

    def _instead(self, way: Way) -> Row:
        """Return what stands where a bar will be."""
        if way.trouble:
            return plain(f"{self.glyphs.no} {self.glyphs.spell(way.trouble)}", "bad")
        if way.phase == "waiting":
            return plain("waits for its turn", "muted")
        if way.phase == "ended":
            return plain("the program says nothing of it", "muted")
        if way.phase in ("starting", "running"):
            return plain(f"runs: {numbers.size_of(way.through, 0, self.glyphs)} went through pipes so far", "muted")
        return plain(way.phase, "muted")

    def _moved(self, way: Way) -> list[Row]:
        """Return what moved, in words, the longest first: the program's number, and ours beside it."""
        if way.copied is None:
            return []
        counted = numbers.size_of(way.through, 0, self.glyphs)
        if way.copied == 0:
            words = f"nothing moves: all look at the same {numbers.size_of(way.shared, 0, self.glyphs)}"
            more = [f"; short messages of {counted} in all said when", f"; {counted} of short messages", ""]
        else:
            words = f"{numbers.size_of(way.copied, 0, self.glyphs)} copied, the program says"
            ours = f"; {counted} seen on the way"
            more = [f"{ours}, with what is wrapped around each message", ours, ""]
        return [plain(words + text, "muted") for text in more]

    def _measured(self, view: WaysView, width: int) -> Row:
        counts = [way.hand_over_s.count for way in view.ways if way.hand_over_s]
        if not counts:
            return plain("a bar is the time to hand it over once, the median", "muted")
        runs = f" in each of {max(counts)} runs" if max(counts) > 1 else ""
        of = f" of {numbers.grouped(view.rounds)} times" if view.rounds else ""
        return cut(plain(f"measured here: the median{of}{runs}", "muted"), width)

    def _end(self, end: CleanUp, width: int) -> list[Row]:
        """Return the line on cleaning up."""
        spell = self.glyphs.spell
        once = {0: "never", 1: "once"}.get(end.unlinked, f"{end.unlinked} times")
        counts = (
            f"opened by {end.opened}, closed by {end.closed}, unlinked {once}",
            f"closed {end.closed} of {end.opened}, unlinked {end.unlinked}",
        )
        ink = {True: "good", False: "bad", None: "muted"}[end.is_well]
        mark = {True: self.glyphs.yes, False: self.glyphs.no, None: self.glyphs.dot}[end.is_well]
        rows = [
            join(plain("clean-up  ", "muted"), plain(f"{text}   "), plain(f"{mark} {spell(end.words)}", ink))
            for text in counts
        ]
        last = join(plain(f"{mark} {spell(end.words)}", ink))
        return [first_that_fits((*rows, last, cut(last, width, self.glyphs.more)), width)]

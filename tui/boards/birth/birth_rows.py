"""The start-up board: a bar for each way to make a worker, from asking for it to its first line, on one scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain

from msgspec import Struct

from tui.boards.framed import BLANK, framed, plain
from tui.boards.sheet import Sheet
from tui.draw.cells import Row, cut, fit, join
from tui.draw.cells import width as row_width
from tui.draw.glyphs import Glyphs
from tui.draw.parts.split_bar import NOT_TOLD, Look, Part, legend, split_bar
from tui.model.birth.births import Birth, Births, Kind
from tui.words.numbers import decimal, grouped

LOOKS: dict[Kind, Look] = {
    "made": Look("asked, process up", "parent", "busy", "up"),
    "ready": Look("Python ready", "third", "medium", "ready"),
    "imports": Look("your imports", "process", "solid", "imports"),
    "again": Look("main once more", "key", "dark", "main"),
    "arguments": Look("arguments", "foreground bold", "dot"),
    "rest": NOT_TOLD,
}
IN_BAR: dict[Kind, str] = {"imports": "imports again", "again": "main imported again"}
TIME, OWN, SHARED = 12, 9, 11
"""Columns of the numbers."""
NARROW, MIDDLING = 60, 84
"""Cells inside the frame from which on own memory is told, and shared memory too."""
LEAST_NOTE = 12
LAST = " of your function"


class Line(Struct, frozen=True):
    """One way to make a worker."""

    name: str
    hue: str
    births: Births | None = None
    note: str = ""
    """What it is, in a few words; stands behind a short bar."""
    instead: str = ""
    """Why there is no bar."""
    is_bad: bool = False
    has_memory: bool = True
    """Whether a worker is a process, with memory of its own."""


class BirthsView(Struct, frozen=True):
    """Every way that is compared, or that a program uses."""

    lines: tuple[Line, ...]
    imports: str = ""
    """What a heavy import is in this run."""
    helpers: str = ""
    """Those who do the bookkeeping, with their memory."""
    warning: str = ""
    focused: bool = False
    is_own: bool = False
    """Whether it is a person's own program, which does not tell when the first line of a function comes."""


def paint(view: BirthsView, sheet: Sheet) -> Sequence[Row]:
    """Return the bars in a frame."""
    long = "from start() to the first line of your function"
    title = "how workers were started" if view.is_own else long if sheet.width >= 70 else long.removesuffix(LAST)
    facts = next((fact for fact in (_facts(view), view.imports) if len(title) + len(fact) + 12 <= sheet.width), "")
    rows = body(view, sheet.part(sheet.inner, sheet.room))
    return framed(rows, sheet, title=title, facts=facts, focused=view.focused)


def bare(view: BirthsView, sheet: Sheet) -> Sequence[Row]:
    """Return the bars without a frame, as the presenter's picture."""
    return body(view, sheet)


def body(view: BirthsView, sheet: Sheet) -> list[Row]:
    """Return the rows: ways and their bars, the axis, what the parts are, and who helps, as far as there is room."""
    width, room = sheet.width, max(0, sheet.height)
    bars = _Bars(view, width, sheet.glyphs)
    ways = [bars.way(line) for line in view.lines]
    spare = room - len(ways)
    looks = legend(bars.looks(), width, 1 if room < 14 else 2, sheet.glyphs) if bars.top_s else []
    axis, below = ([bars.axis()] if bars.top_s and spare > len(looks) else []), looks if spare >= len(looks) else []
    spare -= len(axis) + len(below)
    tail = [row for row in (_warning(view, width), _helpers(view, width)) if row]
    tail = tail[: max(0, spare - 1)]
    spare -= len(tail)
    heading = [bars.heading()] if spare >= 1 and bars.top_s else []
    spare -= len(heading)
    groups = [[way, *more] for way, more in zip(ways, _each(view, bars, spare), strict=True)]
    spare -= sum(map(len, groups)) - len(ways)
    gaps = int(spare >= len(groups) + len(heading)) and not any(len(group) > 1 for group in groups)
    rows = [*heading, *([BLANK] if gaps and heading else [])]
    rows += list(chain.from_iterable([*group, BLANK] if gaps else group for group in groups))
    rows += axis
    left = room - len(rows) - len(below) - len(tail)
    rows += [BLANK] * (left > 0) + below + [BLANK] * (left > 1 and bool(tail)) + tail
    above = max(0, room - len(rows)) // 3
    return [*[BLANK] * above, *rows][:room]


def _each(view: BirthsView, bars: _Bars, spare: int) -> list[list[Row]]:
    """Return below each way its newest workers one by one, as many as there is room for, where there are several."""
    many = [len(line.births.each) if line.births and len(line.births.each) > 1 else 0 for line in view.lines]
    most = next((most for most in range(max(many, default=0), 0, -1) if sum(min(most, n) for n in many) <= spare), 0)
    most = 0 if most < min(2, max(many, default=0)) else most
    return [
        [bars.worker(birth, line) for birth in line.births.each[-most:]] if most and n and line.births else []
        for line, n in zip(view.lines, many, strict=True)
    ]


def _facts(view: BirthsView) -> str:
    counts = {len(line.births.each) for line in view.lines if line.births}
    many = f"the middle one of {max(counts)}" if len(counts) == 1 else "of each the middle one"
    many = many if max(counts, default=0) > 1 else ""
    return " · ".join(part for part in (view.imports, many) if part)


def _helpers(view: BirthsView, width: int) -> Row:
    return cut(plain(f"helpers, counted apart: {view.helpers}", "muted"), width, "…") if view.helpers else BLANK


def _warning(view: BirthsView, width: int) -> Row:
    return cut(plain(view.warning, "bad"), width, "…") if view.warning else BLANK


class _Bars:
    """How wide everything is, and the scale that all bars share."""

    def __init__(self, view: BirthsView, width: int, glyphs: Glyphs) -> None:
        self.view, self.width, self.glyphs = view, width, glyphs
        self.label = min(max((len(line.name) for line in view.lines), default=4) + 2, max(6, 2 * width // 5))
        has_memory = any(line.births and line.births.own_bytes is not None for line in view.lines)
        self.own = OWN if width >= NARROW and has_memory else 0
        self.shared = SHARED if width >= MIDDLING and has_memory else 0
        self.bar = max(0, width - self.label - TIME - self.own - self.shared)
        found = [line.births for line in view.lines if line.births]
        self.top_s = max((births.middle.total_s for births in found), default=0.0)

    def looks(self) -> list[Look]:
        """Return how the parts are drawn that there are."""
        there = {kind for line in self.view.lines if line.births for kind, _ in line.births.middle.phases}
        return [look for kind, look in LOOKS.items() if kind in there]

    def heading(self) -> Row:
        own = "own MB".rjust(self.own) if self.own else ""
        shared = "shared MB".rjust(self.shared) if self.shared else ""
        time = "it begins" if self.view.is_own else "first line"
        return plain(" " * (self.label + self.bar) + time.rjust(TIME) + own + shared, "muted")

    def way(self, line: Line) -> Row:
        name = plain(fit(line.name, self.label - 1) + " ", f"{line.hue} bold")
        if line.births is None:
            return join(name, cut(plain(line.instead, "bad" if line.is_bad else "muted"), self.width - self.label, "…"))
        middle, births = line.births.middle, line.births
        memory = (births.own_bytes, births.shared_bytes) if line.has_memory else (None, None)
        return join(name, self._bar(middle, line.note), self._numbers(middle.total_s, memory, "foreground bold"))

    def worker(self, birth: Birth, line: Line) -> Row:
        name = plain(fit(f"  {birth.name}", self.label - 1) + " ", "muted")
        memory = (birth.own_bytes, birth.shared_bytes) if line.has_memory else (None, None)
        return join(name, self._bar(birth, ""), self._numbers(birth.total_s, memory, "muted"))

    def _bar(self, birth: Birth, note: str) -> Row:
        """Return the parts, a disc at their end, and behind it what there is to say, where it has room."""
        room = max(0, self.bar - 1)
        # One worker may take longer than the middle one of all: its bar ends where the scale does.
        size = min(1.0, self.top_s / birth.total_s) if birth.total_s > 0 else 1.0
        labels = {**IN_BAR, "imports": "imports, in the server"} if birth.is_of_server else IN_BAR
        parts = [Part(LOOKS[kind], seconds * size, labels.get(kind, "")) for kind, seconds in birth.phases]
        bar = split_bar(parts, room, self.top_s, self.glyphs)
        blank = bar[-1][0] if bar and not bar[-1][0].strip() else ""  # No part is drawn in blanks.
        bar = bar[:-1] if blank else bar
        free = len(blank) - 3
        said = f"  {note}" if note and free >= max(LEAST_NOTE, len(note)) else ""
        disc = (self.glyphs.disc, "foreground bold")
        return fit_row(join(bar, (disc,), plain(said, "muted")), self.bar)

    def _numbers(self, total_s: float, memory: tuple[float | None, float | None], ink: str) -> Row:
        own, shared = (("–" if size is None else decimal(size / 1e6, 1)) for size in memory)
        row = plain(millis(total_s).rjust(TIME), ink)
        row = join(row, plain(own.rjust(self.own), "foreground")) if self.own else row
        return join(row, plain(shared.rjust(self.shared), "muted")) if self.shared else row

    def axis(self) -> Row:
        """Return the times below the bars, from 0: as many round ones as there is room for."""
        step_s = _step(self.top_s, max(1, self.bar // 14))
        text = " " * self.label + "0"
        for number in range(1, int(self.top_s / step_s) + 1):
            at = self.label + round(number * step_s / self.top_s * (self.bar - 1))
            word = _round_ms(number * step_s)
            if at < len(text) + 2 or at + len(word) > self.label + self.bar:
                continue
            text = text.ljust(at) + word
        return plain(text, "muted")


def fit_row(row: Row, width: int) -> Row:
    """Return a row in exactly so many cells."""
    short = cut(row, width)
    return join(short, plain(" " * (width - row_width(short))))


def millis(seconds: float) -> str:
    """Return milliseconds, all in one unit so that they can be compared: `0.15 ms`, `2.2 ms`, `181 ms`."""
    ms = seconds * 1e3
    if ms >= 999.5:
        return f"{grouped(ms)} ms"
    return f"{decimal(ms, 2 if ms < 0.995 else 1 if ms < 99.95 else 0)} ms"


def _round_ms(seconds: float) -> str:
    ms = seconds * 1e3
    return f"{grouped(ms) if ms >= 1 else f'{ms:g}'} ms"


def _step(top_s: float, most: int) -> float:
    """Return a round number of seconds of which the top has at most so many."""
    least = max(top_s / max(1, most), 1e-6)
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least * 0.999999)

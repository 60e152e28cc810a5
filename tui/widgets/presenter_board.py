"""The presenter layout: one big number a side, a bar a worker, one sentence. For a room, or a small terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.draw import bars, digits, numbers
from tui.draw.cells import Row, apart, cut, fit, join, pad
from tui.draw.cells import width as row_width
from tui.model.readings import VariantReading
from tui.widgets.board import Board
from tui.widgets.framed import BLANK, first_that_fits, plain, wrapped

BARS = " · a bar for each worker"


@dataclass(frozen=True, slots=True)
class PresenterView:
    """What the room sees."""

    title: str
    summary: str
    place: str
    """`1 / 8`."""
    sides: tuple[VariantReading, ...]
    speeds: tuple[float | None, ...]
    """The big numbers, which change twice a second only."""
    short: Row
    """One sentence."""
    measured: str
    """`12.8 s against 3.4 s, measured just now on 8 cores`."""
    hints: tuple[str, ...]
    """The keys, in several lengths, the longest first."""
    badge: Row
    blank: bool = False
    baseline: str = ""
    """The variant that the others are compared with."""
    is_idle: bool = False
    """Whether nothing was started yet."""


class PresenterBoard(Board[PresenterView]):
    """Everything on the screen, in as few words as possible."""

    def paint(self, view: PresenterView, width: int, height: int) -> Sequence[Row]:
        if view.blank:
            return []
        roomy = height >= 30
        margin = 4 if roomy else 2
        inner = width - 2 * margin
        title = fit(self.glyphs.spell(view.title), max(1, inner - len(view.place) - 2))
        head = [apart(plain(title, "foreground bold"), plain(view.place, "muted"), inner)]
        if roomy:
            about = [] if view.is_idle else wrapped(plain(self.glyphs.spell(view.summary), "muted"), inner)[:1]
            head = [BLANK, *head, BLANK, *about, BLANK, BLANK]
        else:
            head.append(plain(fit(self.glyphs.spell(view.measured), inner), "muted"))
        foot = self._foot(view, inner, roomy)
        room = height - len(head) - len(foot)
        sides = self._sides(view, inner, room, roomy)
        body = [*head, *sides, *[BLANK] * (room - len(sides)), *foot]
        return [join(plain(" " * margin), row) for row in body]

    def _foot(self, view: PresenterView, inner: int, roomy: bool) -> list[Row]:
        spell = self.glyphs.spell
        short = tuple((spell(text), ink) for text, ink in view.short)
        said = [pad(line, inner, align="centre") for line in wrapped(short, inner)[:2]]
        hints = first_that_fits((plain(spell(text), "muted") for text in view.hints), inner - row_width(view.badge) - 2)
        keys = apart(hints, tuple((spell(text), ink) for text, ink in view.badge), inner)
        if not roomy:
            return [*said, BLANK, keys]
        measured = pad(plain(spell(view.measured), "muted"), inner, align="centre")
        rule = plain(self.glyphs.horizontal * inner, "rule")
        return [rule, BLANK, BLANK, *said, BLANK, measured, BLANK, BLANK, keys, BLANK]

    def _sides(self, view: PresenterView, inner: int, room: int, roomy: bool) -> list[Row]:
        count = max(1, len(view.sides))
        gap = 4 if roomy else 2
        share = (inner - gap * (count - 1)) // count
        most = max((len(reading.lanes) for reading in view.sides), default=0)
        both = zip(view.sides, view.speeds, strict=True)
        drawn = [self._side(view, reading, speed, share, room, most) for reading, speed in both]
        space = plain(" " * gap)
        tallest = max((len(side) for side in drawn), default=0)
        return [
            join(*(part for side in drawn for part in (pad(side[y] if y < len(side) else BLANK, share), space)))
            for y in range(min(room, tallest))
        ]

    def _side(  # noqa: PLR0917, the room that is left
        self, view: PresenterView, reading: VariantReading, speed: float | None, width: int, room: int, most: int
    ) -> list[Row]:
        """Return one side; `most` is the number of workers of the side that has the most, so that all look alike."""
        glyphs = self.glyphs
        name = glyphs.spell(reading.name.upper())
        rows: list[Row] = [plain(fit(name, width), f"{reading.hue} bold")]
        rows += [BLANK] if room >= 11 + most else []
        if view.is_idle:
            return [*rows, *wrapped(plain(glyphs.spell(reading.says)), width)]
        rows += [plain(line, reading.hue) for line in self._number(speed, width, room)]
        rows += [plain(fit(glyphs.spell(caption(reading, speed, view.baseline, width)), width), "muted")]
        busy = said(reading)
        busy += BARS if reading.lanes and busy and len(busy) + len(BARS) <= width else ""
        rows += [*([BLANK] if room >= 12 + most else []), plain(fit(glyphs.spell(busy), width))] if busy else []
        lanes = reading.lanes
        roomy = room >= 18
        gaps = roomy and room - len(rows) - 2 >= 2 * most
        rows += [BLANK] if room - len(rows) > most else []
        for number, lane in enumerate(lanes[: max(0, room - len(rows))], 1):
            label = plain(f"{number} ", "muted") if roomy and len(lanes) < 10 else ()
            rows.append(join(label, bars.track(lane.share, width - row_width(label) - 1, reading.hue, glyphs)))
            if gaps:
                rows.append(BLANK)
        return [cut(row, width) for row in rows]

    def _number(self, speed: float | None, width: int, room: int) -> Sequence[str]:
        """Return the speed-up in blocks, as large as the room allows; with the sign of times only where it fits."""
        if speed is None and room >= 10:
            return digits.block(self.glyphs.unknown, 1, self.glyphs)
        text = numbers.decimal(speed, 2, 0, self.glyphs)
        wide = numbers.decimal(speed, 1, 0, self.glyphs)
        for value in (f"{text}×", text, f"{wide}×", wide):
            if room >= 10 and digits.block_width(value) <= width:
                scale = 2 if digits.block_width(value, 2) <= width and room >= 12 else 1
                return digits.block(value, scale, self.glyphs)
        return digits.big(text, self.glyphs, self.glyphs.times)


def caption(reading: VariantReading, speed: float | None, baseline: str, width: int = 99) -> str:
    """Return what the number above it is, or why there is none."""
    if reading.phase == "waiting":
        return "waits for its turn"
    if speed is not None:
        of = f" of {baseline}" if baseline else ""
        return f"times the speed{of}" if len(of) + 15 <= width else f"× the speed{of}"
    if reading.phase in ("starting", "running"):
        share = "" if reading.progress is None else f" {numbers.percent(reading.progress, 1)}"
        return f"is running{share}"
    return "not compared" if baseline else "nothing to compare with"


def said(reading: VariantReading) -> str:
    """Return a few words for one side: `four cores busy`; they name the bars below."""
    if reading.phase == "waiting":
        return ""
    if reading.phase in ("failed", "stopped", "time limit"):
        return reading.phase
    if reading.cores_used is None:
        return "starting"
    whole = round(reading.cores_used)
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")
    if abs(reading.cores_used - whole) <= 0.1 and 1 <= whole < len(words):
        return f"{words[whole]} core{'' if whole == 1 else 's'} busy"
    return f"{reading.cores_used:.1f} cores busy"

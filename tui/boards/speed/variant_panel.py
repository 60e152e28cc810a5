"""One variant of the comparison: its numbers, its work, its workers, and the CPU it used over time."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards import lane_rows
from tui.boards.framed import BLANK, failure, framed, instead, plain
from tui.boards.sheet import Sheet
from tui.draw import area, bars, digits, numbers, reasons
from tui.draw.cells import Ink, Row, apart, fit, join, pad
from tui.draw.cells import width as row_width
from tui.model.speed.readings import VariantReading
from tui.words.numbers import noun
from tui.words.reasons import wording

FAILED = ("failed", "time limit")


class PanelView(Struct, frozen=True):
    """What a panel shows."""

    reading: VariantReading
    hues: tuple[Ink, ...] = ()
    """The hue of each of its lanes."""
    elapsed_s: float | None = None
    """The big numbers, which change twice a second only."""
    speed_up: float | None = None
    cores_used: float | None = None
    axis_s: float = 2.0
    """The length of the time axis, the same in all panels."""
    top: float = 1.0
    """The upper edge of the chart: the cores that the workers could use."""
    cores: float = 1.0
    """The cores that can be used."""
    interval_s: float = 0.1
    focused: bool = False
    facts: str = ""
    """Said in the frame in front of the number of workers: `run 2 of 3`."""
    run: str = ""
    """Said behind `elapsed` where each variant runs several times: `, run 2`."""
    notes: tuple[Row, ...] = ()
    """Said below everything: what changes at the next run, what was not observed."""
    says: tuple[Row, ...] = ()
    """Instead of numbers, while there are none: what to press, or what it waits for."""


def paint(view: PanelView, sheet: Sheet) -> Sequence[Row]:
    """Adapts to any size: what carries the lesson stays longest."""
    reading = view.reading
    failed = reading.phase in FAILED
    return framed(
        instead(view.says, sheet) if view.says else _Body(view, sheet).rows(),
        sheet,
        title=reading.called,
        facts=_facts(view, sheet.inner),
        hue="bad" if failed else reading.hue,
        focused=view.focused or failed,
    )


def _facts(view: PanelView, inner: int) -> str:
    reading = view.reading
    if reading.phase in FAILED:
        return f"✗ {reading.phase}"
    if reading.phase == "stopped":
        return "stopped"
    workers = reading.workers_text
    if workers and inner - len(reading.called) - len(view.facts) < len(workers) + 12:
        workers = f"{len(reading.lanes)} in {len({lane.pid for lane in reading.lanes})}"
    done = "✓" if reading.phase == "ended" else ""
    return " ".join(part for part in (done, view.facts + (" ·" if view.facts and workers else ""), workers) if part)


class _Body:
    """The inside of a panel with numbers: parts, and how the room is shared between them."""

    def __init__(self, view: PanelView, sheet: Sheet) -> None:
        self.view, self.reading = view, view.reading
        self.hue: Ink = view.reading.hue
        self.width, self.glyphs = sheet.inner, sheet.glyphs
        self.roomy = sheet.room >= 16
        self.tail = self._tail()[: max(0, sheet.room - 2)]
        self.room = sheet.room - len(self.tail)
        self.three = self.width >= 50
        """Whether a third big number fits beside elapsed and speed."""

    def rows(self) -> list[Row]:
        numbers_ = self._big() if self.room >= 9 else self._small()
        left = self.room - len(numbers_) - 1
        busy = [self._busy()] if not self.three and len(numbers_) > 1 and left >= 3 else []
        left -= len(busy)
        wants = len(self.reading.lanes)
        charted = self.width >= 30 and left >= min(wants, 4) + 6
        lanes = lane_rows.rows(
            self.reading.lanes, self.width, max(1, left - 6) if charted else max(1, left), self.view.hues, self.glyphs
        )
        left -= len(lanes)
        parts: list[list[Row]] = [numbers_, [self._progress()], lanes, busy]
        gaps = [0, 0, 0, 0]
        charted = charted and left >= 5
        left -= 5 if charted else 0
        for place in (1, 0, 2):
            if left > 0 and (place != 2 or busy):
                gaps[place], left = 1, left - 1
        if left > 0 and lanes and self.width >= 50:
            parts[2] = [lane_rows.heading(self.width, self.reading.lanes, self.view.interval_s), *lanes]
            left -= 1
        above = 1 if left > 0 and charted else 0
        body: list[Row] = [BLANK] * above
        for part, gap in zip(parts, gaps, strict=True):
            body += [*part, *[BLANK] * gap] if part else []
        if charted:
            body += [BLANK, *self._chart(4 + left - above)]
        body += [BLANK] * (self.room - len(body))
        return [*body, *self.tail]

    def _tail(self) -> list[Row]:
        """What stands at the bottom: why it failed, what changes next, what was not seen."""
        reading, rows = self.reading, list[Row]()
        if reading.phase in FAILED:
            rows = failure(reading.message, reading.phase, self.width)
            rows = [BLANK, *rows] if self.roomy else rows
        return rows + [pad(row, self.width, more="…") for row in self.view.notes]

    def _shown(self) -> list[tuple[str, str, str]]:
        """The numbers: label, value, unit."""
        view = self.view
        spread = self.reading.speed_up
        speed = "speed"
        if spread is not None and not self.reading.speed_up_is_final:
            speed = "speed so far"
        elif spread is not None and spread.count > 1:
            speed = f"speed, of {spread.count}"
        places = 2 if (view.elapsed_s or 0) < 100 else 1
        shown = [
            (f"elapsed{view.run}", numbers.decimal(view.elapsed_s, places), "s" if view.elapsed_s is not None else ""),
            (speed, numbers.decimal(view.speed_up, 2), "×" if view.speed_up is not None else ""),
            ("cores busy", numbers.decimal(view.cores_used, 1), ""),
        ]
        if self.reading.baseline and spread is None:  # It is the yardstick, once it is known how long it takes.
            del shown[1]
        return shown[: 3 if self.three else 2]

    def _big(self) -> list[Row]:
        shown = self._shown()
        share = min(self.width // len(shown), 22)
        drawn = [digits.big(value, self.glyphs, unit) for _, value, unit in shown]
        label: Row = (("".join(fit(name, share) for name, _, _ in shown), "muted"),)
        lines = ["".join(fit(big[row], share) for big in drawn) for row in range(3)]
        return [label, *(plain(line, self.hue) for line in lines)]

    def _small(self) -> list[Row]:
        row = join(
            *(
                ((f"{name} ", "muted"), (f"{value}{unit if unit != 's' else ' s'}  ", f"{self.hue} bold"))
                for name, value, unit in self._shown()
            )
        )
        return [row]

    def _progress(self) -> Row:
        reading = self.reading
        about = "about " if reading.progress_is_estimate and reading.progress is not None else ""
        said = f" {about}{numbers.percent(reading.progress, 5)}"
        if reading.tasks_per_s and self.width >= 50:
            said = f"  {numbers.rate(reading.tasks_per_s, 'tasks')} {said}"
        if reading.tasks_total and self.width >= 60:
            said = f"  {reading.tasks_done} of {reading.tasks_total} tasks {said}"
        head: Row = (("work  ", "muted"),) if self.width >= 50 else ()
        room = self.width - row_width(head) - len(said)
        return join(head, bars.progress(reading.progress, room, self.hue, self.glyphs), plain(said))

    def _busy(self) -> Row:
        used = self.view.cores_used
        said = numbers.decimal(used, 1, 5)
        share = None if used is None else used / max(self.view.cores, 1.0)
        meter = bars.meter(share, self.width - 17, self.hue, self.glyphs)
        return join(plain("cores busy", "muted"), plain(said, f"{self.hue} bold"), plain("  "), meter)

    def _chart(self, height: int) -> list[Row]:
        """The label, the chart and a line of words, in exactly `height` rows."""
        reading, view = self.reading, self.view
        top = max(1.0, view.top)
        cells = round(len(reading.chart) * reading.chart_bucket_s / view.axis_s * self.width)
        values = area.resample(reading.chart, min(self.width, max(cells, 1 if reading.chart else 0)))
        wide = self.width >= 42
        said = plain("cores' worth of CPU used" if wide else "CPU used", "muted")
        label = apart(said, plain(f"top: {top:g} {noun(top, 'core')}", "muted"), self.width)
        drawn = area.area(values, self.width, height - 2, top, self.hue, glyphs=self.glyphs)
        return [label, *drawn, apart(self._where_time_went(), plain(self._span(), "muted"), self.width)]

    def _span(self) -> str:
        return f"0 … {self.view.axis_s:.0f} s"

    def _where_time_went(self) -> Row:
        """The shares of the workers' time, largest first."""
        said: list[Row] = []
        room = self.width - len(self._span()) - 1
        for reason, share in self.reading.reasons[:3]:
            if share < 0.005:
                break
            words = f"{wording(reason).short} {numbers.percent(share, 1)}"
            piece: Row = ((("" if not said else "  ") + words, reasons.look(reason, self.hue, self.glyphs).ink),)
            room -= row_width(piece)
            if room < 0:
                break
            said.append(piece)
        return join(*said)

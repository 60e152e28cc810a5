"""One form of counting: what the counter says and should say, what was lost in every repeat, what the form costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.boards.framed import BLANK, failure, first_that_fits, framed, instead, plain
from tui.boards.sheet import Sheet
from tui.boards.speed.variant_panel import FAILED
from tui.draw import bars, digits, numbers
from tui.draw.cells import Row, apart, join, pad
from tui.draw.cells import width as row_width
from tui.draw.histogram import FEWEST_COLUMNS, has_squares, histogram
from tui.model.counter.readings import Form, Price
from tui.words.numbers import of_100, plural


@dataclass(frozen=True, slots=True)
class CounterView:
    """What a panel shows."""

    form: Form
    planned: int | None = None
    """Repeats of a run; None when that is not known."""
    workers: int | None = None
    focused: bool = False
    place: str = ""
    """`2 of 8`."""
    message: str = ""
    """Why the run failed."""
    notes: tuple[Row, ...] = ()
    """What changes at the next run, what was not observed."""
    says: tuple[Row, ...] = ()
    """Instead of numbers, while there are none."""
    is_price_fair: bool = True
    """Whether other programs left this machine alone enough to compare speeds."""


def paint(view: CounterView, sheet: Sheet) -> Sequence[Row]:
    """Adapts to any size: the number and what was lost stay longest."""
    form = view.form
    failed = form.phase in FAILED
    return framed(
        instead(view.says, sheet) if view.says else _Body(view, sheet).rows(),
        sheet,
        title=form.name,
        facts=_facts(view, sheet.inner),
        hue="bad" if failed else form.hue,
        focused=view.focused or failed,
    )


def _facts(view: CounterView, inner: int) -> str:
    form = view.form
    if form.phase in FAILED:
        return f"✗ {form.phase}"
    if form.phase == "stopped":
        return "stopped"
    done = "✓ " if form.phase == "ended" else ""
    runs = f"{view.planned} repeats" if form.phase == "ended" and view.planned == len(form.repeats) else ""
    if form.is_on:
        of = f" of {view.planned}" if view.planned else ""
        runs = f"repeat {min(len(form.repeats) + 1, view.planned or len(form.repeats) + 1)}{of}"
    who = ""
    if form.kind and view.workers:
        who = plural(view.workers, form.kind)
    made = form.of_type if form.kind == "process" else "a global variable" if form.kind == "thread" else ""
    for parts in ((view.place, runs, who, made), (view.place, runs, who), (view.place, runs), (view.place,)):
        text = done + " · ".join(filter(None, parts))
        if len(text) + len(form.name) + 8 <= inner:
            return text
    return done.strip()


class _Body:
    """The inside of a panel with numbers: parts, and how the room is shared between them."""

    def __init__(self, view: CounterView, sheet: Sheet) -> None:
        self.view, self.form = view, view.form
        self.width, self.room, self.glyphs = sheet.inner, sheet.room, sheet.glyphs
        self.is_live = view.form.is_on and view.form.now is not None
        newest = view.form.newest
        self.said = view.form.now if self.is_live else newest.got if newest else None

    def rows(self) -> list[Row]:
        tail = self._tail()
        room = self.room - len(tail)
        head = self._head() if room >= 7 else self._small()
        parts = [head, [self._bar()], self._facts() if room >= 11 else [self._fact()]]
        left = room - sum(map(len, parts))
        graph: list[Row] = []
        if left >= 4:
            taken = left - min(3, left - 4 if left < 8 else 3)
            graph = [self._runs(taken - 1), *histogram(self._shares(), self.width, taken - 1, "bad", self.glyphs)]
        elif left >= 1:
            graph = [self._one_row()]
        left -= len(graph)
        gaps = [0, 0, 0, 0]
        for place in (2, 1, 0, 3):  # before the histogram, before the words, before the bar, at the top
            if left > 0 and (place != 2 or graph):
                gaps[place], left = 1, left - 1
        body: list[Row] = [BLANK] * gaps[3]
        for part, gap in zip((*parts, graph), (gaps[0], gaps[1], gaps[2], 0), strict=True):
            body += [*part, *[BLANK] * gap]
        return [*body, *[BLANK] * (room - len(body)), *tail]

    def _tail(self) -> list[Row]:
        """What stands at the bottom: why it failed, what changes next, what was not seen."""
        phase = self.form.phase
        rows = failure(self.view.message, phase, self.width) if phase in FAILED else []
        return [*rows, *(pad(row, self.width, more="…") for row in self.view.notes)][: self.room - 2]

    def _head(self) -> list[Row]:
        """Big digits: what it says, and beside it what it should say where there is room."""
        said = digits.big(numbers.grouped(self.said), self.glyphs)
        should = digits.big(numbers.grouped(self.form.expected), self.glyphs)
        left = max(len(said[0]), len(should[0])) + 4
        live = self._live()
        says = plain("the counter says", "muted")
        labels: tuple[Row, ...] = (join(says, live), join(plain("it says", "muted"), live), says)
        if left + len(should[0]) > self.width:
            of = plain(f"of {numbers.grouped(self.form.expected)}", "muted")
            label = first_that_fits(labels, self.width - row_width(of) - 1)
            return [apart(label, of, self.width), *(plain(line, self.form.hue) for line in said)]
        left = min(max(left, self.width // 2 + 2), self.width - len(should[0]))
        lines = [join(pad(plain(a, self.form.hue), left), plain(b, "muted")) for a, b in zip(said, should, strict=True)]
        label = first_that_fits(labels, left - 1)
        return [join(pad(label, left), plain("it should say", "muted")), *lines]

    def _live(self) -> Row:
        """Return whether the number is read while the program counts, or why it is not."""
        if self.is_live:
            return ((" ● live", "good"),)
        if self.form.is_on and self.form.kind == "thread":
            return ((" · not live", "muted"),)
        return ()

    def _small(self) -> list[Row]:
        said = numbers.grouped(self.said)
        of = f" of {numbers.grouped(self.form.expected)}"
        row: Row = (("the counter says ", "muted"), (said, f"{self.form.hue} bold"), (of, "muted"))
        with_live = join(row, self._live())
        return [first_that_fits((with_live, row, row[1:]), self.width)]

    def _bar(self) -> Row:
        expected = self.form.expected
        share = None if self.said is None or not expected else self.said / expected
        lost = numbers.percent(share, 5, honest_ends=True)
        said = f" {lost}" + (" so far" if self.is_live and self.width >= 30 else "")
        hue = f"{self.form.hue}.mid" if self.is_live and self.form.hue != "parent" else self.form.hue
        return join(bars.solid(share, self.width - len(said), hue, self.glyphs), plain(said, "foreground bold"))

    def _facts(self) -> list[Row]:
        """Return what was lost, the speed, the waits for the lock; the words of each start in the same columns."""
        newest, form = self.form.newest, self.form
        wide = self.width >= 46
        names, values = (19, 9) if wide else (17, 8)
        rows: list[Row] = []
        lost = "none" if newest and not newest.lost else ""
        if newest and newest.lost:
            lost = f"{of_100(newest.share_lost)} of {'every ' if wide else ''}100"
        last = "updates lost" if not self.is_live else "last repeat lost"
        entries = [
            (last, numbers.grouped(newest.lost if newest else None), lost, self._lost_hue()),
            ("million adds/s", millions(form.speed), self._price(short=not wide), "foreground"),
        ]
        if form.kind == "process" and (form.lock_waits or form.has_its_own_lock or form.is_on):
            waited = f"{numbers.span(form.lock_wait_s, 0)}{' in all' if wide else ''}"
            waited = waited if form.lock_waits else ""
            entries.append(
                ("waits for a lock", numbers.grouped(form.lock_waits), waited, "foreground")
            )
        for name, value, words, ink in entries:
            row: Row = ((name.ljust(names), "muted"), (value.ljust(values), f"{ink} bold"), (words, "foreground"))
            rows.append(first_that_fits((row, row[:2]), self.width))
        return rows

    def _fact(self) -> Row:
        """Return what was lost, and the speed, in one row."""
        newest = self.form.newest
        lost = numbers.grouped(newest.lost if newest else None)
        left: Row = (("lost ", "muted"), (lost, f"{self._lost_hue()} bold"))
        speed = f"{millions(self.form.speed)} M adds/s"
        price = self._price(short=True)
        rights: tuple[Row, ...] = (
            ((f"{speed}, ", "muted"), (price, "foreground")) if price else plain(speed, "muted"),
            plain(speed, "muted"),
            plain(price),
        )
        return apart(left, first_that_fits(rights, self.width - row_width(left) - 1), self.width)

    def _price(self, short: bool = False) -> str:
        if self.form.has_only_slowed:
            return "recording" if short else "not while it is recorded"
        if self.form.speed is not None and not self.view.is_price_fair:
            return "busy machine" if short else "others busy: no fair price"
        price = self.form.price
        return "" if price is None else price_text(price, short=short)

    def _runs(self, height: int) -> Row:
        """Return `0 of 5 runs looked correct`, and what the scale below is."""
        form = self.form
        text = f"{form.right} of {len(form.repeats)} repeats looked correct"
        said: Row = ((text, f"{'good' if not form.loses else 'foreground'} bold"),)
        if not form.repeats:
            said = plain("no repeat has ended yet", "muted")
        scales = [plain("lost, of 100", "muted")]
        if form.repeats and has_squares(self._shares(), height):
            legend = f"{self.glyphs.square} a repeat  {self.glyphs.diamond} the newest   lost, of 100"
            scales.insert(0, plain(legend, "muted"))
        scale = first_that_fits(scales, self.width - row_width(said) - 2)
        return apart(said, scale, self.width)

    def _one_row(self) -> Row:
        """Return the histogram in what is left of a row of words."""
        form = self.form
        if not form.repeats:
            return plain("no repeat has ended yet", "muted")
        ink = f"{'good' if not form.loses else 'foreground'} bold"
        said: Row = (("correct ", "muted"), (f"{form.right} of {len(form.repeats)}", ink), ("  0 ", "muted"))
        end = plain("100 %" if row_width(said) + FEWEST_COLUMNS + 5 <= self.width else "", "muted")
        room = self.width - row_width(said) - row_width(end)
        return join(said, histogram(self._shares(), room, 1, "bad", self.glyphs)[0], end)

    def _shares(self) -> list[float]:
        return [repeat.share_lost for repeat in self.form.repeats]

    def _lost_hue(self) -> str:
        return "bad" if self.form.newest and self.form.newest.lost else "good"


def millions(per_second: float | None) -> str:
    """Return `4.9`, `0.06`: in millions, with two digits at least."""
    size = None if per_second is None else per_second / 1e6
    return numbers.decimal(size, 0 if size and size >= 99.5 else 1 if size and size >= 0.995 else 2)


def price_text(price: Price, *, short: bool = True) -> str:
    """Return `7.3× slower than raw`, `4.0× faster`, `as fast as raw`."""
    if price.is_none:
        return "same speed" if short else f"as fast as {price.than}"
    than = "" if short else f" than {price.than}"
    return f"{price.factor}× {price.direction}{than}"

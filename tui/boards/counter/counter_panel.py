"""One form of counting: how many of every hundred updates it loses, what the counter says, what the form costs.

What is large is the median of the repeats; what one repeat said is small, and called so. Three shapes, each with one
meaning: a thin line is how far a repeat is, a full bar what is right, its shaded end what is lost.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.framed import BLANK, failure, first_that_fits, framed, instead, plain
from tui.boards.sheet import Sheet
from tui.boards.speed.variant_panel import FAILED
from tui.draw import bars, digits, numbers
from tui.draw.cells import Row, apart, join, pad
from tui.draw.cells import width as row_width
from tui.draw.histogram import FEWEST_COLUMNS, has_squares, histogram
from tui.model.counter.readings import Form, Price
from tui.words.numbers import plural


class CounterView(Struct, frozen=True):
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
        title=form.called,
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
    parts = [view.place, form.name if form.title else "", runs, who, made]
    while parts:
        text = done + " · ".join(filter(None, parts))
        if len(text) + len(form.called) + 8 <= inner:
            return text
        parts.pop()
    return done.strip()


OF_EVERY_100 = "lost of every 100"


class _Body:
    """The inside of a panel with numbers: parts, and how the room is shared between them."""

    def __init__(self, view: CounterView, sheet: Sheet) -> None:
        self.view, self.form = view, view.form
        self.width, self.room, self.glyphs = sheet.inner, sheet.room, sheet.glyphs
        self.is_live = view.form.is_on and view.form.now is not None

    def rows(self) -> list[Row]:
        tail = self._tail()
        room = self.room - len(tail)
        head = self._head() if room >= 7 else [self._small()]
        parts = [head, [self._bar()], self._facts() if room >= 11 else [self._fact()]]
        left = room - sum(map(len, parts))
        graph = self._graph(left)
        left -= len(graph)
        gaps = [0, 0, 0, 0]
        for place in (2, 1, 0, 3):  # before the histogram, before the words, before the bar, at the top
            if left > 0 and (place != 2 or graph):
                gaps[place], left = 1, left - 1
        body: list[Row] = [BLANK] * gaps[3]
        for part, gap in zip((*parts, graph), (gaps[0], gaps[1], gaps[2], 0), strict=True):
            body += [*part, *[BLANK] * gap]
        return [*body, *[BLANK] * (room - len(body)), *tail]

    def _graph(self, room: int) -> list[Row]:
        """Return the repeats as a histogram in at most so many rows: what is above it, it, and what its signs mean."""
        if room < 4:
            return [self._one_row()] if room >= 1 else []
        height = max(4, room - 3) - 1
        signs = [self._signs(height - 1)] if height >= 4 and self.form.repeats else []
        return [
            self._runs(), *histogram(self._shares(), self.width, height - len(signs), "bad", self.glyphs), *signs
        ]  # fmt: skip

    def _tail(self) -> list[Row]:
        """What stands at the bottom: why it failed, what changes next, what was not seen."""
        phase = self.form.phase
        rows = failure(self.view.message, phase, self.width) if phase in FAILED else []
        return [*rows, *(pad(row, self.width, more="…") for row in self.view.notes)][: self.room - 2]

    def _head(self) -> list[Row]:
        """Return the median in big digits with its range, and beside it the counter: live, or as a repeat left it."""
        form = self.form
        lost = digits.big(lost_of_100(form.share_lost), self.glyphs)
        is_known = bool(form.repeats)
        notes = ["", *_range(form)] if is_known else ["", "no repeat", "has ended yet"]
        counter = self._counter(self.width - len(lost[0]) - 3)
        taken = max(map(row_width, counter), default=0)
        noted = max(map(len, notes)) + 2 if len(lost[0]) + 2 + max(map(len, notes)) + 3 + taken <= self.width else 0
        left = max(len(lost[0]) + noted, min(len(OF_EVERY_100), self.width - taken - 2))
        at = max(left + 2, min(self.width // 2 + 2, self.width - taken))
        label = first_that_fits((plain(text, "muted") for text in (OF_EVERY_100, "lost of 100", "lost")), at - 2)
        rows = [label]
        for line, note in zip(lost, notes, strict=True):
            beside = plain(f"  {note}" if noted else "", "muted")
            rows.append(join(plain(line, self._lost_hue() if is_known else "muted"), beside))
        return [join(pad(row, at), right) for row, right in zip(rows, counter, strict=True)]

    def _counter(self, width: int) -> list[Row]:
        """Return four rows on the counter itself, none wider than this."""
        form, of = self.form, f"of {numbers.grouped(self.form.expected)}"
        if self.is_live:
            said = numbers.grouped(form.now)
            big = digits.big(said, self.glyphs)
            lines = [plain(line, form.hue) for line in big] if len(big[0]) <= width else [
                plain(said, f"{form.hue} bold"), plain(of, "muted"), BLANK
            ]  # fmt: skip
            live: Row = ((" ● live", "good"),)
            words = (plain("the counter says", "muted"), plain("it says", "muted"), BLANK)
            return [first_that_fits((join(text, live) for text in words), width), *lines]
        if form.is_on and form.kind == "thread":
            return [first_that_fits((plain("the counter: not live", "muted"), plain("not live", "muted")), width),
                    BLANK, BLANK, BLANK]  # fmt: skip
        newest = form.newest
        if newest is None:
            return [BLANK] * 4
        lost = f"{numbers.grouped(newest.lost)} lost" if newest.lost else "none lost"
        labels = (plain("the last repeat said", "muted"), plain("last repeat", "muted"))
        said = numbers.grouped(newest.got)
        return [first_that_fits(labels, width), plain(said), plain(of, "muted"), plain(lost, "muted")]

    def _small(self) -> Row:
        """Return the same in one row."""
        form = self.form
        share = lost_of_100(form.share_lost)
        lost: Row = (("lost ", "muted"), (share, f"{self._lost_hue()} bold"), (" of 100", "muted"))
        if not form.repeats:
            lost = plain("no repeat has ended yet", "muted")
        among = plain(f", {', '.join(_range(form))}" if form.repeats else "", "muted")
        live: Row = ((" ● ", "good"), (numbers.grouped(form.now), f"{form.hue} bold")) if self.is_live else ()
        return first_that_fits((join(lost, among, live), join(lost, live), live or lost), self.width)

    def _bar(self) -> Row:
        """Return how far the repeat is that is counted now; between repeats what was right, and what was lost of it."""
        form = self.form
        if self.is_live or not form.repeats:
            share = form.now / form.expected if self.is_live and form.now is not None and form.expected else None
            said = f" {numbers.percent(share, 5)}" + (" so far" if self.is_live and self.width >= 30 else "")
            return join(bars.progress(share, self.width - len(said), form.hue, self.glyphs), plain(said))
        lost = form.share_lost or 0.0
        right, words = plain("right ", "good"), plain(" lost" if form.loses else " none lost", "muted")
        room = self.width - row_width(right) - row_width(words)
        return join(right, bars.split(1 - lost, room, ("good", "bad"), self.glyphs), words)

    def _facts(self) -> list[Row]:
        """Return the speed and the waits for the lock; the words of each start in the same columns."""
        form = self.form
        wide = self.width >= 46
        names, values = (19, 9) if wide else (17, 8)
        entries = [("million adds/s", millions(form.speed), self._price(short=not wide))]
        if form.kind == "process" and (form.lock_waits or form.has_its_own_lock or form.is_on):
            waited = f"{numbers.span(form.lock_wait_s, 0)}{' in all' if wide else ''}" if form.lock_waits else ""
            entries.append(("waits for a lock", numbers.grouped(form.lock_waits), waited))
        rows: list[Row] = []
        for name, value, words in entries:
            row: Row = ((name.ljust(names), "muted"), (value.ljust(values), "foreground bold"), (words, "foreground"))
            rows.append(first_that_fits((row, row[:2]), self.width))
        return rows

    def _fact(self) -> Row:
        """Return the speed in one row."""
        left: Row = ((millions(self.form.speed), "foreground bold"), (" M adds/s", "muted"))
        room = self.width - row_width(left) - 1
        return apart(left, first_that_fits((plain(self._price()), plain(self._price(short=True))), room), self.width)

    def _price(self, short: bool = False) -> str:
        if self.form.has_only_slowed:
            return "recording" if short else "not while it is recorded"
        if self.form.speed is not None and not self.view.is_price_fair:
            return "busy machine" if short else "others busy: no fair price"
        price = self.form.price
        return "" if price is None else price_text(price, short=short)

    def _runs(self) -> Row:
        """Return `0 of 5 repeats looked correct`."""
        form = self.form
        if not form.repeats:
            return plain("here each repeat will stand", "muted")
        text = f"{form.right} of {len(form.repeats)} repeats looked correct"
        return plain(text, f"{'good' if not form.loses else 'foreground'} bold")

    def _signs(self, height: int) -> Row:
        """Return what the signs of a histogram of this height mean, and its scale."""
        glyphs = self.glyphs
        last = f"{glyphs.up} the last one"
        one = f"{glyphs.square} a repeat   {glyphs.diamond} {last}" if has_squares(self._shares(), height) else last
        return first_that_fits((plain(f"{text}{one}", "muted") for text in ("lost, of 100   ", "")), self.width)

    def _one_row(self) -> Row:
        """Return the histogram in what is left of a row of words."""
        form = self.form
        if not form.repeats:
            return plain("no repeat has ended yet", "muted")
        ink = f"{'good' if not form.loses else 'foreground'} bold"
        said: Row = (("correct ", "muted"), (f"{form.right} of {len(form.repeats)}", ink), ("  lost 0 ", "muted"))
        end = plain("100 %" if row_width(said) + FEWEST_COLUMNS + 5 <= self.width else "", "muted")
        room = self.width - row_width(said) - row_width(end)
        return join(said, histogram(self._shares(), room, 1, "bad", self.glyphs)[0], end)

    def _shares(self) -> list[float]:
        return [repeat.share_lost for repeat in self.form.repeats]

    def _lost_hue(self) -> str:
        return "bad" if self.form.loses else "good"


def _range(form: Form) -> tuple[str, str]:
    """Return of how many repeats the large number is the median, and between which numbers they lie."""
    low, high = lost_of_100(form.least_lost), lost_of_100(form.most_lost)
    count = len(form.repeats)
    return f"median of {count}" if count > 1 else "one repeat", f"{low} to {high}" if low != high else ""


def lost_of_100(share: float | None) -> str:
    """Return `31`, what is less than one with a digit more, `–` for what is not known."""
    if share is None:
        return "–"
    said = share * 100
    return f"{said:.0f}" if said >= 0.995 or not said else f"{said:.1f}" if said >= 0.05 else "<0.1"


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

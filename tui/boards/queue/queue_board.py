"""Producers, the queue slot by slot, consumers, and the items on their way between them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from tui.boards.framed import BLANK, first_that_fits, framed, lines_of, plain
from tui.boards.queue.worker_boxes import CONSUMER, PRODUCER, living_first, margin_of, side_box, stacking
from tui.boards.sheet import Sheet
from tui.draw import area, flow, numbers, slots
from tui.draw.abreast import Labelled, abreast
from tui.draw.cells import Ink, Piece, Row, apart, fit, join, pad
from tui.draw.glyphs import Glyphs
from tui.model.queue.pace import Pace, pace
from tui.model.queue.readings import QueueReading, WorkerReading, faster, maker_of
from tui.model.state.traffic import NONE
from tui.telemetry.who import Who
from tui.words.numbers import verb

QUEUE: Ink = "key"
SIDES = "producers", "consumers"
NARROWEST = 72
"""Below this width only the queue itself is drawn."""
ROOMY = 17
"""From this height on slots are boxes."""
WHOLE = 10
"""Values from which on the chart of the depth takes the whole width; before, each is a column."""
MOST_IN_FLIGHT = 8
"""Items on their way on one side."""
PACE: dict[Pace, tuple[str, ...]] = {
    "untaken": ("nobody takes{consumers}", "nobody takes"),
    "unmade": ("nobody puts{producers}", "nobody puts"),
    "emptying": ("no producer: the queue empties", "the queue empties"),
    "still": ("nothing moves",),
    "grows": ("producers are faster and nothing holds them: it grows", "nothing holds them: it grows", "it grows"),
    "braked": ("producers are faster, so the queue pushes back", "the queue pushes back", "producers wait"),
    "hungry": ("consumers are faster, so they wait for items", "consumers wait for items", "consumers wait"),
    "turns": ("each side waits for the other at times", "both sides wait at times"),
    "fills": ("more goes in than comes out: it fills", "it fills"),
    "drains": ("more comes out than goes in: it empties", "it empties"),
    "even": ("both sides keep each other's pace", "both keep pace"),
    "": (),
}
"""What goes on, in the words of the picture."""
PAST = {
    "producers": ("producers were faster, so the queue pushed back", "producers were faster"),
    "consumers": ("consumers were faster, so they waited for items", "consumers were faster"),
    "even": ("both sides waited about as much",),
    "": (),
}
UNHELD = "producers waited only while there was a bound", "producers were faster"
"""What is said of producers that waited when the last queue had no bound."""


class QueueView(Struct, frozen=True):
    """What the board shows: everything as it was at the last half second, but for what is on its way."""

    reading: QueueReading
    live: QueueReading
    """Of this very moment: only what is on its way, which says nothing of how many there are."""
    now_s: float = 0.0
    """The time of the picture, on the clock of the steps."""
    is_moving: bool = True
    """Whether items may be seen on their way."""
    focused: bool = False
    variant: str = ""
    """Whose run is shown."""
    adds: tuple[tuple[str, str], ...] = ()
    """The keys that add a worker, by side, while they do."""
    says: tuple[Row, ...] = ()
    """Instead of everything, while nothing has run."""

    @property
    def border(self) -> Ink:
        return QUEUE if self.focused else "rule"

    @property
    def title(self) -> str:
        return f"queue of {self.variant}" if self.variant else "queue"


def paint(view: QueueView, sheet: Sheet) -> Sequence[Row]:
    """Three boxes side by side; the queue alone where there is no room for three."""
    width, height = sheet.width, sheet.height
    if view.says:
        words = lines_of(view.says, sheet.inner)
        return framed(
            [BLANK, *words], sheet, title=view.title, hue=QUEUE, focused=view.focused, margin=margin_of(width)
        )
    boxes = _boxes(replace(view, live=view.reading, now_s=0.0), sheet)
    rows = boxes.centre
    if width < NARROWEST:
        return rows
    into = _lines(view, view.reading.producers, boxes.line, height, sheet)
    out = _lines(view, view.reading.consumers, boxes.line, height, sheet)
    return [join(boxes.left[y], into[y], rows[y], out[y], boxes.right[y]) for y in range(height)]


@lru_cache(maxsize=2)
def _boxes(view: QueueView, sheet: Sheet) -> _Boxes:
    """Draw what changes with the reading only."""
    width, height, glyphs = sheet.width, sheet.height, sheet.glyphs
    side, line = (26, 7) if width >= 110 else (20, 5) if width >= 92 else (18, 4)
    line += (width - 110) // 30 if width >= 140 else 0
    middle = width if width < NARROWEST else width - 2 * (side + line)
    sides: list[list[Row]] = [[], []]
    if width >= NARROWEST:
        sides = [side_box(view.reading, "producers", Sheet(side, height, glyphs)),
                 side_box(view.reading, "consumers", Sheet(side, height, glyphs))]  # fmt: skip
    centre = _queue(view, sheet.part(middle, height), alone=width < NARROWEST)
    return _Boxes(sides[0], centre, sides[1], line)


def _lines(view: QueueView, workers: Sequence[WorkerReading], width: int, height: int, sheet: Sheet) -> list[Row]:
    """Return the connectors on one side, each at the height of its worker."""
    rows: list[Row] = [plain(" " * width)] * height
    rows_each, first, shown = stacking(len(workers), height - 2)
    moving = _in_flight(view, workers, width, sheet)
    for place, worker in enumerate(living_first(workers)[:shown]):
        y = 1 + first + place * rows_each + (1 if rows_each > 1 else 0)
        if worker.phase == "gone" or y >= height - 1:
            continue
        ink = "rule" if worker.phase == "empty" else worker.hue
        items = moving.get(worker.who, [])
        is_blocked = worker.phase == "full"
        rows[y] = flow.connector(width, items, ink, blocked=is_blocked, glyphs=sheet.glyphs)
    return rows


def _in_flight(
    view: QueueView, workers: Sequence[WorkerReading], width: int, sheet: Sheet
) -> dict[Who, list[tuple[int, Piece]]]:
    """Return the items that moved within the last second and where they are on the line by now."""
    who = {worker.who: worker.is_producer for worker in workers}
    found: dict[Who, list[tuple[int, Piece]]] = {}
    steps = [step for step in reversed(view.live.steps) if who.get(step.who) is step.is_put]
    drawn = 0
    for step in steps:
        cell = flow.place(view.now_s - step.at_s, width)
        if cell is None or drawn >= MOST_IN_FLIGHT:
            continue
        its = found.setdefault(step.who, [])
        if view.is_moving or not its:
            its.append((cell if view.is_moving else (width - 1) // 2, _mark(step.item, view.live, sheet)))
            drawn += 1
    return found


def _mark(item: str, reading: QueueReading, sheet: Sheet) -> Piece:
    plain_marks = sheet.no_color or sheet.glyphs.ascii_only
    maker = maker_of(item, reading.makers)
    ink = "muted" if maker is None else reading.producers[maker].hue
    return slots.mark(maker, ink, is_none=item == NONE, plain=plain_marks, glyphs=sheet.glyphs)


def _queue(view: QueueView, sheet: Sheet, *, alone: bool) -> list[Row]:
    """Return the queue's box."""
    reading, width, height, glyphs = view.reading, sheet.width, sheet.height, sheet.glyphs
    inner, room, roomy = width - 2 - 2 * margin_of(width), height - 2, height >= ROOMY
    body = [BLANK] if roomy else []
    if alone and reading.producers + reading.consumers and room > 10:
        body += [_summary("producers", reading.producers), _summary("consumers", reading.consumers)]
    drawn = slot_rows(reading, inner, sheet, roomy=roomy)
    said = first_that_fits((plain(text) for text in inside_said(reading)), inner - 12)
    where = plain(fit("".join(text for text, _ in said), inner - 10, "centre"), "muted")
    ends = join(plain("in   ", "muted"), where, plain("  out", "muted"))
    body += [ends, *(*drawn, BLANK, BLANK)[:3], _facts(reading, inner), BLANK] if roomy else drawn
    body += _numbers(reading, inner, glyphs)
    body += [BLANK] if roomy else []
    last = _last(view, inner) if room - len(body) >= 3 else []
    body += chart(reading, inner, room - len(body) - len(last), glyphs)
    return framed(
        [*body, *last], sheet, title=view.title, hue=QUEUE, focused=view.focused,
        facts=_made_as(reading, width - len(view.title) - 10), margin=margin_of(width),
    )  # fmt: skip


def _made_as(reading: QueueReading, width: int) -> str:
    """What kind of queue it is, and its bound; which one of the run where it is not the first."""
    if not reading.type:
        return ""
    number = f", no. {reading.place}" if reading.place > 1 else ""
    bound = f"max {reading.maxsize}" if reading.maxsize else "no bound"
    long = f"{reading.type}({reading.maxsize or ''}){number}"
    return long if len(long) <= width else bound


def _summary(title: str, workers: Sequence[WorkerReading]) -> Row:
    waits = sum(worker.phase in ("full", "empty") for worker in workers)
    there = sum(worker.phase != "gone" and not worker.by_hand for worker in workers)
    hue = PRODUCER if title == "producers" else CONSUMER
    count = sum(worker.count for worker in workers)
    said = f" {there}, {waits} {verb(waits, 'wait')}, {numbers.grouped(count)} items"
    return join(plain(title, f"{hue} bold"), plain(said))


def slot_rows(
    reading: QueueReading, width: int, sheet: Sheet, *, roomy: bool, wide: bool = False
) -> list[Row]:
    """Return the items inside, the next one to leave at the right: three rows, or one."""
    if not reading.is_known:
        return [plain(f"{numbers.grouped(reading.depth)} items, not followed one by one", "muted")]
    items = [_mark(item, reading, sheet) for item in reading.items]
    if not items and reading.maxsize is None:
        nothing = [pad(plain("nothing inside", "muted"), width, align="right")]
        return [BLANK, *nothing, BLANK] if roomy else nothing
    if roomy:
        cells = slots.widest(len(items), reading.maxsize, width) if wide else slots.BOX
        drawn = slots.boxes(items, reading.maxsize, width, wide=cells, glyphs=sheet.glyphs)
        return [pad(row, width, align="right") for row in drawn]
    of = f"of {numbers.grouped(reading.maxsize)}" if reading.maxsize else "inside"
    said = f"  {numbers.grouped(len(items))} {of}".rjust(11)
    room = max(0, width - len(said))
    return [join(pad(slots.line(items, reading.maxsize, room, glyphs=sheet.glyphs), room, align="right"), plain(said))]


def _facts(reading: QueueReading, width: int) -> Row:
    """What is known of the items inside: size and age."""
    size = f"{numbers.size_of(reading.bytes_per_item)} each" if reading.bytes_per_item else ""
    age = f"oldest {numbers.span(reading.oldest_s, 0)}" if reading.oldest_s is not None else ""
    said = (" · ".join(part for part in parts if part) for parts in ([size, age], [age]))
    return first_that_fits((plain(text, "muted") for text in said), width)


def inside_said(reading: QueueReading) -> tuple[str, ...]:
    """Where the items are, the longest first: put() hands them to a buffer, which a helper thread empties."""
    if reading.in_buffers is None or reading.is_over:
        return ()
    inside = f"{numbers.grouped(reading.in_buffers)} in buffers, {numbers.grouped(reading.in_pipe)} in the pipe"
    inside += f", {reading.nones} None" if reading.nones else ""
    return inside, inside.replace(" in buffers", " buffered").replace(" in the pipe", " piped")


def _numbers(reading: QueueReading, width: int, glyphs: Glyphs) -> list[Row]:
    of = f" of {numbers.grouped(reading.maxsize)}" if reading.maxsize else ""
    per = ("/s, mean", "/s, mean") if reading.is_over else ("per second", "/s")
    shown = [
        Labelled((f"in {per[0]}", f"in {per[1]}"), *_rate(reading.rates[0]), PRODUCER),
        Labelled((f"out {per[0]}", f"out {per[1]}"), *_rate(reading.rates[1]), CONSUMER),
    ]
    if width >= 44:
        shown.insert(0, Labelled(("depth",), numbers.grouped(reading.depth), of, QUEUE))
    return abreast(shown, width, glyphs)


def chart(reading: QueueReading, width: int, height: int, glyphs: Glyphs, whose: str = "") -> list[Row]:
    """Return the depth over time; `whose` stands before what it is, where nothing else says which variant's it is."""
    if height < 1:
        return []
    top = float(reading.maxsize or max([reading.deepest, 4]))
    label: list[Row] = []
    if height >= 3:
        said = whose + (f"depth over {reading.chart_s:.0f} s" if reading.chart_s >= 1 else "depth")
        edge = f"{'full' if reading.maxsize else 'top'}: {numbers.grouped(top)}"
        label = [apart(plain(said, "muted"), plain(edge, "muted"), width)]
    values = area.resample(reading.chart, width if len(reading.chart) >= WHOLE else len(reading.chart))
    return [*label, *area.area(values, width, height - len(label), top, QUEUE, glyphs=glyphs)]


def _last(view: QueueView, width: int) -> list[Row]:
    """Return what to say of both sides: which one is missing, else who waits for whom; when it is over, who did."""
    reading, keys = view.reading, dict(view.adds)
    adds = {side: f": {keys[side]} adds a {side[:-1]}" if side in keys else "" for side in SIDES}
    said = tuple(text.format(**adds) for text in PACE[pace(reading)])
    if reading.is_over:
        side = faster(reading)
        said = UNHELD if side == "producers" and reading.maxsize is None else PAST[side]
    return [first_that_fits((plain(text) for text in said), width)]


class _Boxes(Struct, frozen=True):
    """Everything but the connectors."""

    left: list[Row]
    centre: list[Row]
    right: list[Row]
    line: int
    """Cells of a connector."""


def _rate(per_s: float | None) -> tuple[str, str]:
    """Return a rate as digits and what stands small behind them."""
    if per_s is None:
        return "–", ""
    if per_s >= 9_999.5:
        return f"{per_s / 1000:.0f}", " k"
    return f"{per_s:.0f}", ""

"""A row for each way to get results: a dot where one came, all on one clock, and at its end what it came to."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.framed import BLANK, first_that_fits, framed, plain
from tui.boards.sheet import Sheet
from tui.draw.cells import Ink, Piece, Row, cut, fit, join, merge, on
from tui.draw.glyphs import Glyphs
from tui.draw.parts.hand_over import Clock
from tui.words.numbers import decimal, in_words, plural

Columns = tuple[tuple[str, int], ...]
NUMBERS: Columns = (("first", 8), ("last", 8), ("held", 6), ("inputs", 8))
"""What stands at the end of a row, and in how many cells."""
SOON = 1.25
"""A first result that took up to so many times as long as the soonest counts as soon."""


class Way(Struct, frozen=True):
    """One way to get results."""

    name: str
    hue: str
    phase: str
    dots: tuple[tuple[float, int], ...] = ()
    """Seconds from the call to a delivery, and how many results came with it."""
    first_s: float | None = None
    last_s: float | None = None
    """None as long as it runs."""
    held: int | None = None
    """How many results were finished and not delivered, the most at a time."""
    inputs: int | None = None
    """How many inputs had been taken before the first result was asked for, as the program says."""
    says: str = ""
    turn: str = ""
    """What it waits for, or why it never will run, while it has not."""
    trouble: str = ""


class DeliveriesView(Struct, frozen=True):
    """The ways that are compared."""

    ways: tuple[Way, ...]
    until_s: float = 0.0
    """The longest time of all: the right edge."""
    chosen: str = ""
    tasks: int | None = None
    lacks: tuple[str, str] = ("", "")
    """What this Python does not have, and what it would need."""
    repeats: int = 1
    doubt: str = ""
    focused: bool = False


def paint(view: DeliveriesView, sheet: Sheet) -> Sequence[Row]:
    """A heading, the ways, and below them how far the inputs were read, as far as there is room."""
    inner, room, count = sheet.inner, sheet.room, len(view.ways)
    name = max((len(way.name) for way in view.ways), default=0) + 2
    shown = _numbers(inner - name)
    cells = max(8, inner - name - sum(size for _, size in shown))
    foot = _foot(view, inner) if room > count + 1 else []
    foot = foot[: room - count - 1]
    gap = room - count - 1 - len(foot)
    rows = [BLANK] * (gap > 2)
    rows.append(_heading(name, cells, shown, view))
    rows += [BLANK] * (gap > 1)
    rows += [_way(way, view, (name, cells), shown, sheet) for way in view.ways]
    if room < count + 1:
        rows = rows[-count:]
    rows += [BLANK] * (gap > 0 and bool(foot)) + foot
    facts = view.doubt or _each(view, sheet.glyphs)
    return framed(rows[:room], sheet, title=_title(view), facts=facts, focused=view.focused)


def _title(view: DeliveriesView) -> str:
    tasks = f", the same {plural(view.tasks, 'task')}" if view.tasks else ""
    return f"{in_words(len(view.ways), 'way')}{tasks}"


def _each(view: DeliveriesView, glyphs: Glyphs) -> str:
    runs = f"medians of {view.repeats} runs, dots of the last" if view.repeats > 1 else "one clock"
    return f"every {glyphs.disc} a delivery · {runs}"


def _numbers(width: int) -> Columns:
    """Return the numbers that have room behind dots."""
    shown = NUMBERS
    while shown and sum(size for _, size in shown) + 14 > width:
        shown = shown[:-1] if len(shown) != 3 else (shown[0], shown[2])
    return shown


def _heading(name: int, cells: int, shown: Columns, view: DeliveriesView) -> Row:
    span = f"0 … {view.until_s:.1f} s" if view.until_s else ""
    text = "way" if name > 4 else ""
    middle = f"results from the call on: {span}" if cells >= 44 and span else span or "results"
    titles = "".join(fit(title, size, "right") for title, size in shown)
    return plain(fit(text, name) + fit(middle, cells) + titles, "muted")


def _way(way: Way, view: DeliveriesView, widths: tuple[int, int], shown: Columns, sheet: Sheet) -> Row:
    name, cells = widths
    is_chosen = way.name == view.chosen
    label = plain(fit(way.name, name), f"{way.hue} bold" if is_chosen else way.hue)
    if way.trouble or (way.first_s is None and not way.dots and way.phase != "running"):
        text, ink = (f"✗ {way.trouble}", "bad") if way.trouble else (_instead(way), "muted")
        return _lit(cut(join(label, plain(text, ink)), sheet.inner, "…"), is_chosen, sheet)
    clock = Clock(0.0, view.until_s or 1.0, cells)
    numbers = join(*(_number(title, size, way, view) for title, size in shown))
    return _lit(join(label, dots(way.dots, clock, sheet.glyphs), numbers), is_chosen, sheet)


def _lit(row: Row, is_chosen: bool, sheet: Sheet) -> Row:
    """Return the row of the way that is shown above on another ground."""
    if not is_chosen or sheet.no_color or not sheet.has_tones:
        return row
    return merge((text, on(ink, "select")) for text, ink in row)


def _instead(way: Way) -> str:
    if way.phase == "waiting":
        return f"{way.says}: {way.turn}" if way.says else way.turn
    return {"starting": "starts", "ended": "nothing is known of its results"}.get(way.phase, way.phase)


def dots(came: Sequence[tuple[float, int]], clock: Clock, glyphs: Glyphs) -> Row:
    """Return a row with a dot where results came, and before it how many where they are several and it has room."""
    counts: dict[int, int] = {}
    for at_s, many in came:
        counts[clock.cell(at_s)] = counts.get(clock.cell(at_s), 0) + many
    row: list[Piece] = [(glyphs.dot, "faint")] * clock.cells
    for cell, many in counts.items():
        row[cell] = (glyphs.disc, "good")
        text = str(many) if many > 1 else ""
        before = range(cell - len(text), cell)
        if text and cell >= len(text) and not any(place in counts for place in before):
            row[before.start : cell] = [(character, "good bold") for character in text]
    return merge(row)


def _number(title: str, size: int, way: Way, view: DeliveriesView) -> Row:
    if title in ("first", "last"):
        value = way.first_s if title == "first" else way.last_s
        text = "–" if value is None else f"{decimal(value, 2)} s"
        return plain(fit(text, size, "right"), _ink_of_first(way, view) if title == "first" else "foreground")
    count = way.held if title == "held" else way.inputs
    ink: Ink = "third bold" if title == "held" and count else "foreground"
    return plain(fit("–" if count is None else str(count), size, "right"), ink)


def _ink_of_first(way: Way, view: DeliveriesView) -> Ink:
    """Return green for the ways whose first result came soonest, or about as soon: once two are to be compared."""
    known = [one.first_s for one in view.ways if one.first_s is not None]
    is_soon = way.first_s is not None and way.first_s <= SOON * min(known)
    is_ranked = max(known, default=0.0) > SOON * min(known, default=0.0) and not view.doubt
    return "good bold" if is_soon and is_ranked else "foreground"


def _foot(view: DeliveriesView, width: int) -> list[Row]:
    return [row for row in (_inputs(view, width), _lacks(view, width)) if row]


def _inputs(view: DeliveriesView, width: int) -> Row:
    """Return how many inputs were taken before the first result was asked for: once, where it is the same for all."""
    known = [(way.name, way.inputs) for way in view.ways if way.inputs is not None]
    if not known:
        return ()
    counts = {count for _, count in known}
    many = f"all {known[0][1]}" if known[0][1] == view.tasks else str(known[0][1])
    if len(counts) == 1:
        told = f"{many}, whichever the way" if len(known) > 1 else f"{many}, by {known[0][0]}"
    else:
        told = ", ".join(f"{name} {count}" for name, count in known)
    heads = ("inputs taken from the iterator before the first result was asked for: ", "inputs taken before asking: ")
    return first_that_fits([join(plain(head, "muted"), plain(told, "foreground bold")) for head in heads], width)


def _lacks(view: DeliveriesView, width: int) -> Row:
    what, needs = view.lacks
    if not what:
        return ()
    row = join(plain(f"{needs} has ", "muted"), plain(what, "key"), plain(": this Python has it not", "muted"))
    return cut(row, width, "…")

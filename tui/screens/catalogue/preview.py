"""The marked lesson, explained: what is asked, what is compared, what came of its last run here, what is near."""

from __future__ import annotations

from collections.abc import Sequence

from tui.boards.framed import BLANK, first_that_fits, framed, plain, wrapped
from tui.boards.sheet import Sheet
from tui.draw.bars import filled
from tui.draw.cells import Row, cell_width, cut, fit, join
from tui.learning.last_runs import LastRun
from tui.screens.catalogue.lines import labelled, said_at
from tui.screens.catalogue.view import CatalogueView, Lesson, neighbours, short, takes
from tui.words.numbers import span

LABEL = 13
"""Cells of the labels."""
FRAME = 9
"""Cells of a frame's upper side beside its title and its facts."""
OPEN = "enter  open it"
NONE = "No lesson holds these words. esc takes them away again."


def paint(page: CatalogueView, sheet: Sheet) -> Sequence[Row]:
    """Return it in a box."""
    lesson = page.at
    if lesson is None:
        return framed([BLANK, *wrapped(plain(NONE, "muted"), sheet.inner)], sheet, title="nothing found")
    rows = [BLANK, *_body(page, lesson, sheet)]
    place = [its for its in page.lessons if its.group == lesson.group].index(lesson) + 1
    hue = "bad" if lesson.progress is None else "foreground"
    where = f"{short(lesson.group)} {place}"
    facts = [plain(f"{where} · next", "muted")] if page.next is lesson else []
    fact = first_that_fits([*facts, plain(where, "muted")], sheet.width - cell_width(lesson.title) - FRAME)
    return framed(rows, sheet, title=lesson.title, facts=fact, hue=hue)


def clicked(page: CatalogueView, sheet: Sheet, x: int, y: int) -> str | None:
    """Return that the lesson is to be opened, for a click on the row that says so."""
    return said_at(paint(page, sheet)[y], x, {OPEN: "open"})


def _body(page: CatalogueView, lesson: Lesson, sheet: Sheet) -> list[Row]:
    """Return the parts that have room, each below a blank row; what is long is shortened, then some are left out."""
    width, room = sheet.inner, sheet.room - 1
    foot: list[Row] = [(("enter", "key bold"), (OPEN.removeprefix("enter"), "foreground"))]
    if lesson.progress is None:
        return [*wrapped(plain(lesson.summary, "bad"), width), BLANK, *foot]
    asked = labelled("you predict", wrapped(plain(lesson.question), width - LABEL), LABEL) if lesson.question else []
    last = _last(lesson.last, width, sheet) if lesson.last else []
    kept: list[tuple[int, list[Row]]] = []
    for most in (9, 2, 1):
        parts = [
            (0, wrapped(plain(lesson.summary), width)),
            (2, asked),
            (3, last),
            (4, _compared(lesson, width, most)),
            (1, _beside(page, lesson, width)),
            (0, foot),
        ]
        kept = [part for part in parts if part[1]]
        if _tall(kept) <= room:
            break
    while len(kept) > 1 and _tall(kept) > room:
        kept.remove(max(kept, key=lambda part: part[0]))
    return [line for _, rows in kept for line in (BLANK, *rows)][1:]


def _tall(parts: Sequence[tuple[int, list[Row]]]) -> int:
    return sum(len(rows) + 1 for _, rows in parts) - 1


def _compared(lesson: Lesson, width: int, most: int) -> list[Row]:
    """Return at most so many rows for each variant: its name, and how it is done."""
    found = [plain("it compares", "muted")]
    names = min(16, max((cell_width(name) for name, _, _ in lesson.compared), default=0))
    for name, hue, says in lesson.compared:
        wide = max(8, width - names - 4)
        how = shortened(wrapped(plain(says, "muted"), wide), most, wide)
        heads = [plain(f"  {fit(name, names)}  ", f"{hue} bold"), *[plain(" " * (names + 4))] * (len(how) - 1)]
        found += [join(head, row) for head, row in zip(heads, how, strict=True)]
    return found


def _last(run: LastRun, width: int, sheet: Sheet) -> list[Row]:
    """Return when it ran, a bar of its time for each variant, and what it taught."""
    when = f"{run.when[:10]} {run.when[11:16]}"
    own = "" if run.is_default else ", not with the lesson's own settings"
    found = [*wrapped(plain(f"your last run {when}, {run.python}{own}", "muted"), width)]
    longest = max((one.elapsed_s for one in run.variants), default=0.0)
    names = min(16, max((cell_width(one.called) for one in run.variants), default=0))
    for one in run.variants:
        said = f" {span(one.elapsed_s)}"
        cells = max(1, filled(one.elapsed_s / longest if longest else 0.0, max(1, width - 2 - names - 2 - 8)))
        bar = (sheet.glyphs.solid * cells, one.hue)
        found.append((("  ", "muted"), (fit(one.called, names + 2), f"{one.hue} bold"), bar, (said, "foreground")))
    if run.doubt:
        found += wrapped(plain(f"Not to be relied on: {run.doubt}.", "muted"), width)
    elif run.said:
        found += wrapped(plain(run.said), width)
    return found


def _beside(page: CatalogueView, lesson: Lesson, width: int) -> list[Row]:
    """Return how long it takes, and which lessons stand before and behind it in its group."""
    before, behind = neighbours(page, lesson)
    found = labelled("takes", [plain(takes(lesson))], LABEL)
    for label, its in (("after", before), ("then", behind)):
        if its is not None:
            sign: Row = ((" ✓", "good"),) if its.is_finished else ()
            title = cut(plain(its.title), width - LABEL - 2, "…")
            found += labelled(label, [join(title, sign)], LABEL)
    return found


def brief(page: CatalogueView, sheet: Sheet) -> Sequence[Row]:
    """Return it in a few rows without a box: its name, what it is about, how long it takes."""
    lesson, width = page.at, sheet.width - 4
    if lesson is None:
        return [_indented(row) for row in wrapped(plain(NONE, "muted"), width)]
    comes = ["next"] if page.next is lesson else []
    facts = [" · ".join([*filter(None, [told]), *comes]) for told in (takes(lesson), lesson.seconds, "")]
    title = plain(lesson.title, "foreground bold")
    head = first_that_fits([*(join(title, plain(f"   {fact}", "muted")) for fact in facts)], width) or title
    about = wrapped(plain(lesson.summary, "foreground" if lesson.progress else "bad"), width)
    rows = [cut(head, width, "…"), *shortened(about, sheet.height - 1, width)]
    return [_indented(row) for row in rows]


def shortened(rows: Sequence[Row], most: int, width: int) -> list[Row]:
    """Return the first of these rows, so many at most; the last says that it goes on."""
    if len(rows) <= most:
        return [*rows]
    rest = [piece for row in rows[most - 1 :] for piece in (*row, (" ", "foreground"))]
    return [*rows[: most - 1], cut(join(tuple(rest)), width, "…")] if most > 0 else []


def _indented(row: Row) -> Row:
    return join(plain("  "), row)

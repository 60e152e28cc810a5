"""What is said of somebody's way through the lessons, and the way as a row of dots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.boards.framed import BLANK, framed, lines_of, plain
from tui.boards.sheet import Sheet
from tui.draw.cells import Row, cell_width, cut, fit, join
from tui.draw.cells import width as row_width
from tui.screens.catalogue.lines import said_at
from tui.screens.catalogue.view import CatalogueView, Lesson, short
from tui.words.numbers import grouped, in_words, plural, span


def sentences(page: CatalogueView) -> list[Row]:
    """Return how far somebody is, what comes next, and what was missed."""
    comes, many = page.next, page.many
    if comes is None:
        return [plain(f"You have finished all {plural(many, 'lesson')}.{_guessed(page)}")]
    if page.is_new:
        said = f"Here are {in_words(many, 'lesson')}: you predict, you run a plain program, you see why it came out so."
        return [plain(said), _opens("Begin with ", comes, f" Its run takes about {comes.seconds}.")]
    rows = [plain(f"You have finished {grouped(page.finished)} of {plural(many, 'lesson')}.{_guessed(page)}")]
    missed = comes.progress.missed if comes.progress else 0
    again = f" You missed {in_words(missed, 'question')} of it." if missed else ""
    rows.append(_opens(f"Next in {comes.group}: ", comes, again))
    other = next((its for its in page.lessons if its is not comes and its.progress and its.progress.missed), None)
    if other is not None and other.progress is not None:
        before = f"You missed {in_words(other.progress.missed, 'question')} elsewhere: y asks again in "
        rows.append(_opens(before, other, ""))
    return rows


def _opens(before: str, lesson: Lesson, after: str) -> Row:
    """Return a sentence that ends with a lesson's title, which may be a question, and what is said after it."""
    stop = "" if lesson.title.endswith(("?", "!", ".")) else "."
    return ((before, "foreground"), (lesson.title, "foreground bold"), (f"{stop}{after}", "foreground"))


def _guessed(page: CatalogueView) -> str:
    right, clear = page.guesses
    if not clear:
        return ""
    if clear == 1:
        return f" Your prediction was {'right' if right else 'not right'}."
    if not right:
        return f" None of your {grouped(clear)} predictions was right."
    often = f"all {grouped(clear)}" if right == clear else f"{grouped(right)} of {grouped(clear)}"
    return f" Your predictions were right {often} times."


def tries(page: CatalogueView, width: int) -> Row:
    """Return `try  enter open tiny tasks   ↑ ↓ choose`, with as much as fits."""
    marked, many = page.at, len(page.groups)
    pieces = [("enter", f"open {marked.title}")] if marked else []
    pieces += [("esc", "all lessons again")] if page.find else []
    pieces += [("↑ ↓", "choose")] if marked else []
    pieces += [(f"1-{min(many, 9)}", "a group")] if many > 1 else []
    row = plain("try  ", "muted")
    for key, what in pieces:
        piece: Row = ((key, "key bold"), (f" {what}   ", "muted"))
        if row_width(row) + row_width(piece) - 3 <= width:
            row = join(row, piece)
    return row


def paint(page: CatalogueView, sheet: Sheet) -> Sequence[Row]:
    """Return the box at the foot."""
    rows, foot = lines_of(sentences(page), sheet.inner), tries(page, sheet.inner)
    spare = sheet.room - len(rows) - 1
    above = [BLANK] if spare >= 2 else []
    rows = rows[: sheet.room - 1]
    body = [*above, *rows, *[BLANK] * max(0, sheet.room - len(above) - len(rows) - 1), foot]
    return framed(body, sheet, title="what you are seeing")


def clicked(page: CatalogueView, sheet: Sheet, x: int, y: int) -> str | None:
    """Return what is to be tried under the pointer."""
    return said_at(paint(page, sheet)[y], x, _actions(page))


def brief_clicked(page: CatalogueView, sheet: Sheet, x: int, y: int) -> str | None:
    return said_at(brief(page, sheet)[0], x, _actions(page))


def _actions(page: CatalogueView) -> Mapping[str, str]:
    return {f"enter open {page.at.title if page.at else ''}": "open", "esc all lessons again": "leave"}


def brief(page: CatalogueView, sheet: Sheet) -> Sequence[Row]:
    """Return one row: what to press."""
    return [join(plain("  "), tries(page, sheet.width - 4))]


def way(page: CatalogueView, sheet: Sheet) -> Sequence[Row]:
    """Return all lessons as dots, group after group, with the groups' names below; nothing where there is no room."""
    dots, names = plain("  your way   ", "muted"), plain(" " * 13)
    for group in page.groups:
        row = join(*(piece for its in page.lessons if its.group == group for piece in (_dot(page, its), plain(" "))))
        wide = max(row_width(row), cell_width(short(group)) + 1) + 1
        line = sheet.glyphs.horizontal * (wide - row_width(row)) if group != page.groups[-1] else ""
        dots = join(dots, row, plain(line, "rule"), plain(" "))
        names = join(names, plain(fit(short(group), wide + 1), "muted"))
    if max(row_width(dots), row_width(names)) > sheet.width:
        return []
    here = next((its for its in page.lessons if its.place == page.here), None)
    said = join(plain("◆", "key bold"), plain(" on the stage now   ", "muted")) if here else BLANK
    return [dots, names, BLANK, cut(join(plain(" " * 13), said, plain(_left(page), "muted")), sheet.width, "…")]


def _left(page: CatalogueView) -> str:
    """Return how many lessons are left, and what the runs take of those that were not run yet."""
    left = [its for its in page.lessons if its.progress and not its.is_finished]
    seconds = sum(its.expected_s for its in left if its.progress and its.progress.ran == "open")
    runs = f", about {span(seconds)} of runs" if seconds else ""
    return f"{plural(len(left), 'lesson')} left{runs}" if left else ""


def _dot(page: CatalogueView, lesson: Lesson) -> Row:
    if lesson.place == page.here:
        return plain("◆", "key bold")
    if lesson.is_finished:
        return plain("●", "good")
    if lesson.progress is None or lesson.progress.missed:
        return plain("✗", "bad")
    return plain("○", "muted")

"""The list of lessons, group after group; where there is not room for all of them, the group at hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tui.boards.sheet import Sheet
from tui.draw.cells import Row, join
from tui.draw.parts.listed import Item, Listed, Section, columns_of, listed, sideways, under
from tui.screens.catalogue.lines import signs
from tui.screens.catalogue.view import CatalogueView, Lesson

WIDE = 130
"""From so many cells on three columns may stand side by side."""
MARGIN: Row = ((" ", "foreground"),)


class Shown(NamedTuple):
    """The picture, and the lessons in it."""

    listed: Listed
    lessons: tuple[Lesson, ...]


def shown(page: CatalogueView, sheet: Sheet) -> Shown:
    """Return what stands in a list of so many cells."""
    width, most = sheet.width - 2, 3 if sheet.width >= WIDE else 2
    found = page.found
    if page.at is not None and not page.find and not columns_of(_sections(page, found), width, sheet.height, most=most):
        found = tuple(its for its in found if its.group == page.at.group)
    at = next((place for place, its in enumerate(found) if its.place == page.marked), -1)
    return Shown(listed(_sections(page, found), at, width, sheet.height, most=most, glyphs=sheet.glyphs), found)


def _sections(page: CatalogueView, lessons: Sequence[Lesson]) -> list[Section]:
    names = dict.fromkeys(its.group for its in lessons)
    return [Section(name, tuple(_item(page, its) for its in lessons if its.group == name)) for name in names]


def _item(page: CatalogueView, lesson: Lesson) -> Item:
    ends = signs(lesson.progress.parts) if lesson.progress else ((" ✗ ", "bad"),)
    return Item(lesson.title, lesson.seconds, ends, lesson.place == page.here)


def paint(page: CatalogueView, sheet: Sheet) -> Sequence[Row]:
    return [join(MARGIN, row) for row in shown(page, sheet).listed.rows]


def clicked(page: CatalogueView, sheet: Sheet, x: int, y: int) -> str | None:
    """Return that the lesson under the pointer is to be marked."""
    found = shown(page, sheet)
    at = under(found.listed, x - len(MARGIN[0][0]), y)
    return None if at is None else f"mark({found.lessons[at].place})"


def beside(page: CatalogueView, sheet: Sheet, step: int) -> int | None:
    """Return the place of the lesson in the next column; None where there is no other column."""
    found = shown(page, sheet)
    at = next((at for at, its in enumerate(found.lessons) if its.place == page.marked), -1)
    if at < 0 or len({spot.column for spot in found.listed.spots.values()}) < 2:
        return None
    return found.lessons[sideways(found.listed, at, step)].place

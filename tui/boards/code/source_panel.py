"""The program's source, with the one word lit that makes each variant, and the lesson's remarks on its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct

from tui.boards.framed import BLANK, framed, plain, wrapped
from tui.boards.sheet import Sheet
from tui.draw.cells import Ink, Row, cut, join, merge
from tui.draw.glyphs import Glyphs
from tui.draw.source import Gutter, LineMark, Present, folded, gutter, light, numbered

if TYPE_CHECKING:
    from pygments.token import _TokenType

ROOM_FOR_NOTES = 14
"""Rows inside the frame from which on there are remarks below the source."""

ROOM_FOR_HINT = 20
"""Rows inside the frame from which on the keys are said below the remarks."""

MARGIN = 2
"""Lines that stay in sight above and below a line that is to be seen."""


class SourceView(Struct, frozen=True):
    """The source and what is said about it."""

    path: str
    """As a person would write it."""
    text: str
    words: tuple[tuple[str, str], ...] = ()
    """A word and the hue of the variant it makes."""
    notes: tuple[tuple[str, str], ...] = ()
    """A piece of a line, and the remark on that line."""
    note: int = -1
    """The remark that is chosen, counted from 0 in the order of the lines; -1 for none."""
    first: int = 0
    """The first line shown, from 0, unless `sight` asks for another."""
    sight: tuple[int, ...] = ()
    """Line numbers to keep on the screen; those that are there more often count for more."""
    present: tuple[tuple[int, Present], ...] = ()
    """Line number, and a worker that is there."""
    held: tuple[tuple[int, Present], ...] = ()
    """Who holds a lock, at the line where it took it."""
    hot: tuple[tuple[int, str], ...] = ()
    """Line number, and the share of the CPU that it took: `47 %`."""
    hint: str = "c hide"
    trouble: str = ""
    """What is wrong with a person's own copy, in a sentence."""
    copy: str = ""
    """Where the copy is, when it is what is shown."""
    says: str = ""
    """Instead of a source where there is none."""


class Shown(Struct, frozen=True):
    """What of the source stands on a sheet."""

    first: int
    """The first line, from 0: never so far down that rows stay empty."""
    rows: int
    """The rows there are for the source."""
    lines: tuple[tuple[Row, ...], ...]
    """All lines of the source, each as the rows that it takes."""
    below: list[Row]
    """What is said below it."""


def paint(view: SourceView, sheet: Sheet) -> Sequence[Row]:
    """Numbered source above, remarks below."""
    if view.says:
        return framed([BLANK, *wrapped(plain(view.says), sheet.inner)], sheet, title=view.path, facts=view.hint)
    shown = shown_of(view, sheet)
    front, lines = _front(view, sheet), shown.lines[shown.first : shown.first + shown.rows]
    rows = numbered(lines, shown.first + 1, sheet.inner, _marks(view), front=front, glyphs=sheet.glyphs)[: shown.rows]
    spare = sheet.room - len(shown.below) - shown.rows
    body = [*[BLANK] * spare, *rows, *[BLANK] * (shown.rows - len(rows)), *shown.below]
    return framed(body, sheet, title=view.path, facts=_facts(view, shown, sheet.width - len(view.path) - 8))


def shown_of(view: SourceView, sheet: Sheet) -> Shown:
    """Return the lines that fit above the remarks, the first of them counted from 0."""
    if sheet.room <= 0:
        return Shown(view.first, 0, (), [])
    below = _below(view, sheet.inner, sheet.room, sheet.glyphs)
    rows = sheet.room - len(below)
    rows = max(0, rows - (rows >= ROOM_FOR_HINT))
    lines = folded_source(view.text, view.words, sheet.inner - _front(view, sheet).width, sheet.glyphs)
    first = in_sight(view.first, rows, [len(line) for line in lines], view.sight)
    return Shown(first, rows, lines, below)


def _front(view: SourceView, sheet: Sheet) -> Gutter:
    return gutter(view.text.count("\n") + 1, roomy=sheet.inner >= 70)


def _facts(view: SourceView, shown: Shown, room: int) -> str:
    """Return what the frame says: which lines these are, where not all of them are shown, and the keys that fit."""
    sizes, first = [len(line) for line in shown.lines], shown.first
    last, used = first, 0
    while last < len(sizes) and used + sizes[last] <= shown.rows:
        used += sizes[last]
        last += 1
    is_whole = first == 0 and last == len(sizes)
    where = f"{len(sizes)} lines" if is_whole else f"{first + 1}-{last} of {len(sizes)}"
    parts = [where, *view.hint.split(" · ")] if view.hint else [where]
    while len(parts) > 1 and len(" · ".join(parts)) > room:
        parts.pop()
    return " · ".join(parts)


def _below(view: SourceView, width: int, room: int, glyphs: Glyphs) -> list[Row]:
    """Return what stands below the source: a rule, what is wrong, the remarks, and the keys for them."""
    trouble = wrapped(plain(view.trouble, "bad"), width) if view.trouble else []
    trouble += folded(plain(f"Your copy: {view.copy}", "muted"), width, glyphs) if view.copy else []
    notes: list[Row] = []
    if room >= ROOM_FOR_NOTES:
        notes = _notes(view, width, (room * 2 // 5 if room >= ROOM_FOR_HINT else room // 3) - len(trouble))
    if not trouble and not notes:
        return []
    return [plain(glyphs.horizontal * width, "rule"), *trouble, *notes]


def _notes(view: SourceView, width: int, most: int) -> list[Row]:
    """Return the remarks in at most so many rows: all of them in full, or only the chosen one in full."""
    found = sorted(noted(view.text, view.notes).items())
    if not found or most < 2:
        return []
    hint: list[Row] = []
    if most >= ROOM_FOR_HINT // 3:
        which = f" {max(0, view.note) + 1} of {len(found)}" if len(found) > 1 else ""
        keys = f"↑ ↓ note{which}   PgUp PgDn scroll"
        hint = [plain(keys, "faint")]
    most -= len(hint)
    entries = [
        _note(number, says, width, place == view.note) for place, (number, says) in enumerate(found)
    ]
    if sum(map(len, entries)) <= most:
        return [row for rows in entries for row in rows] + hint
    chosen = max(0, view.note)
    others = max(0, most - len(entries[chosen]))
    start = max(0, min(chosen - others // 2, len(entries) - 1 - others))
    rows: list[Row] = []
    for place in range(start, min(len(entries), start + others + 1)):
        whole = entries[place]
        rows += whole if place == chosen or len(whole) == 1 else [_opening(whole, width)]
    return rows[:most] + hint


def _note(number: int, says: str, width: int, chosen: bool) -> list[Row]:
    """Return one remark in as many rows as it takes, its line's number before the first."""
    rows: list[Row] = []
    for place, line in enumerate(wrapped(plain(says), width - 6)):
        mark = "▸" if chosen and place == 0 else " "
        rows.append(join(plain(f"{number if place == 0 else '':>3} {mark} ", "key bold"), line))
    return rows


def _opening(rows: Sequence[Row], width: int) -> Row:
    return cut(join(rows[0], plain(" " + "…", "muted")), width, "…")


def _marks(view: SourceView) -> dict[int, LineMark]:
    """Return what is said about each line that anything is said about."""
    notes = sorted(noted(view.text, view.notes))
    chosen = notes[view.note] if 0 <= view.note < len(notes) else 0
    present: dict[int, list[Present]] = {}
    for number, who in view.present:
        present.setdefault(number, []).append(who)
    held: dict[int, list[Present]] = {}
    for number, who in view.held:
        held.setdefault(number, []).append(who)
    hot = {number: Present(f"CPU {share}", "third") for number, share in view.hot}
    return {
        number: LineMark(
            arrow=number in present,
            lit=number in present or number == chosen,
            noted=number in notes,
            present=(*present.get(number, ()), *held.get(number, ()), *([hot[number]] if number in hot else ())),
        )
        for number in {*notes, *present, *held, *hot}
    }


def in_sight(first: int, shown: int, sizes: Sequence[int], sight: Sequence[int]) -> int:
    """Return the first line to show, from 0, moved from `first` as little as possible.

    `shown` is the rows there are, `sizes` the rows of each line. The last rows are not left empty. Of the lines that
    are to be in sight, those that are named most often win when not all of them fit.
    """
    if not sizes or shown <= 0:
        return 0
    starts = [0, *accumulate(sizes)]
    last = next(line for line in range(len(sizes)) if starts[-1] - starts[line] <= shown or line == len(sizes) - 1)
    wanted: list[int] = []
    for line, _ in Counter(number - 1 for number in sight if 0 < number <= len(sizes)).most_common():
        both = [*wanted, line]
        if starts[max(both) + 1] - starts[min(both)] <= shown:
            wanted = both
    first = max(0, min(first, last))
    if wanted:
        low = max(0, min(wanted) - MARGIN)
        high = min(len(sizes) - 1, max(wanted) + MARGIN)
        while first < min(wanted) and starts[high + 1] - starts[first] > shown:
            first += 1
        if first > low and starts[max(wanted) + 1] - starts[low] <= shown:
            first = low
        first = min(first, *wanted)
    return max(0, min(first, last))


@lru_cache(maxsize=16)
def noted(text: str, notes: tuple[tuple[str, str], ...]) -> dict[int, str]:
    """Return line number → remark; a remark whose text is nowhere in the source is left out."""
    found: dict[int, str] = {}
    for piece, says in notes:
        for number, line in enumerate(text.splitlines(), 1):
            if piece in line and number not in found:
                found[number] = says
                break
    return found


@lru_cache(maxsize=16)
def folded_source(
    text: str, words: tuple[tuple[str, str], ...], width: int, glyphs: Glyphs
) -> tuple[tuple[Row, ...], ...]:
    """Return each line of the source as the rows that it takes in this width."""
    return tuple(folded(row, width, glyphs) for row in coloured(text, words))


@lru_cache(maxsize=16)
def coloured(text: str, words: tuple[tuple[str, str], ...]) -> tuple[Row, ...]:
    """Return the source as rows in inks: comments and texts muted, keywords bold, each variant's word in its hue."""
    rows: list[list[tuple[str, Ink]]] = [[]]
    from pygments import lex  # noqa: PLC0415 - 10 ms that no picture without a source takes
    from pygments.lexers.python import PythonLexer  # noqa: PLC0415

    for kind, value in lex(text, PythonLexer(stripnl=False, ensurenl=False)):
        for place, part in enumerate(value.split("\n")):
            if place:
                rows.append([])
            if part:
                rows[-1].append((part, _ink(kind)))
    return tuple(_lit(merge(row), words) for row in rows)


def _ink(kind: _TokenType) -> Ink:
    if kind[:1] == ("Comment",) or kind[:2] == ("Literal", "String"):
        return "muted"
    return "foreground bold" if kind[:1] == ("Keyword",) else "foreground"


def _lit(row: Row, words: tuple[tuple[str, str], ...]) -> Row:
    """Return the row with the variants' words in their hues, on `select`."""
    line = "".join(text for text, _ in row)
    for word, hue in words:
        start = line.find(word)
        while start >= 0:
            row = _hued(light(row, start, start + len(word)), start, start + len(word), f"{hue} bold on select")
            start = line.find(word, start + len(word))
    return row


def _hued(row: Row, start: int, end: int, ink: Ink) -> Row:
    pieces: list[tuple[str, Ink]] = []
    at = 0
    for text, here in row:
        for character in text:
            pieces.append((character, ink if start <= at < end else here))
            at += 1
    return merge(pieces)


def line_of(text: str, piece: str) -> int:
    """Return the first line (from 0) that holds the piece; 0 when none does."""
    return next((place for place, line in enumerate(text.splitlines()) if piece in line), 0)

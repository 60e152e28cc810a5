"""The program's source, with the one word lit that makes each variant, and the lesson's remarks on its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pygments import lex
from pygments.lexers.python import PythonLexer
from pygments.token import _TokenType

from tui.draw.cells import Ink, Row, join, merge
from tui.draw.source import LineMark, light, numbered
from tui.widgets.board import Board
from tui.widgets.framed import BLANK, framed, inner_width, margin_for, plain, wrapped


@dataclass(frozen=True, slots=True)
class SourceView:
    """The source and what is said about it."""

    path: str
    """As a person would write it."""
    text: str
    words: tuple[tuple[str, str], ...] = ()
    """A word and the hue of the variant it makes."""
    notes: tuple[tuple[str, str], ...] = ()
    """A piece of a line, and the remark on that line."""
    first: int = 0
    """The first line shown, from 0."""
    hint: str = "c hide"
    says: str = ""
    """Instead of a source where there is none."""


class SourcePanel(Board[SourceView]):
    """Numbered source above, remarks below."""

    first_shown = 0
    """The first line that stands on the screen, from 0: never so far down that rows stay empty."""

    def paint(self, view: SourceView, width: int, height: int) -> Sequence[Row]:
        inner, room = inner_width(width), height - 2
        if view.says:
            body: list[Row] = [BLANK, *wrapped(plain(view.says), inner)]
            margin = margin_for(width)
            return framed(body, width, height, title=view.path, facts=view.hint, glyphs=self.glyphs, margin=margin)
        lines = coloured(view.text, view.words)
        notes = self._notes(view, inner) if room >= 14 else []
        shown = room - (len(notes) + 1 if notes else 0)
        first = self.first_shown = max(0, min(view.first, len(lines) - shown))
        marked = {number: LineMark(arrow=True, lit=True) for number in noted(view.text, view.notes)}
        roomy = inner >= 70
        body = list(
            numbered(lines[first : first + shown], first + 1, inner, marked, roomy=roomy, glyphs=self.glyphs)
        )
        body += [BLANK] * (shown - len(body))
        if notes:
            body += [plain(self.glyphs.horizontal * inner, "rule"), *notes]
        last = min(len(lines), first + shown)
        where = f"{first + 1}-{last} of {len(lines)} · " if last - first < len(lines) else ""
        return framed(
            body, width, height, title=view.path, facts=f"{where}{view.hint}", glyphs=self.glyphs,
            margin=margin_for(width),
        )

    def _notes(self, view: SourceView, width: int) -> list[Row]:
        """Return the remarks, each behind its line's number."""
        rows: list[Row] = []
        for number, says in sorted(noted(view.text, view.notes).items()):
            for place, line in enumerate(wrapped(plain(self.glyphs.spell(says)), width - 5)):
                rows.append(join(plain(f"{number if place == 0 else '':>3}  ", "key bold"), line))
        return rows


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
def coloured(text: str, words: tuple[tuple[str, str], ...]) -> tuple[Row, ...]:
    """Return the source as rows in inks: comments and texts muted, keywords bold, each variant's word in its hue."""
    rows: list[list[tuple[str, Ink]]] = [[]]
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

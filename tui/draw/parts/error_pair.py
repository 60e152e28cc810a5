"""An exception as two saw it: the one whose code raised it, and the one who asked for the result. Side by side, or one
above the other.

A traceback is drawn as Python prints it, with the program's own frames only; where not all have room the outer ones
give way first, and the exception itself never does.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import NamedTuple

from tui.draw.cells import Ink, Row, bold, cut, join, pad
from tui.draw.glyphs import UNICODE, Glyphs

HEAD = "Traceback (most recent call last):"
SIDE_BY_SIDE = 90
"""Columns from which on two stand beside each other."""


class TraceLine(NamedTuple):
    """A frame."""

    file: str
    line: int
    function: str
    text: str = ""
    """The line of the source; empty where it is not known."""


class Trace(NamedTuple):
    """A traceback, or in its place what is said of there being none."""

    frames: tuple[TraceLine, ...] = ()
    type: str = ""
    """Of the exception; empty for none."""
    text: str = ""
    says: tuple[str, ...] = ()
    """Sentences below it, or in its place."""
    ink: Ink = "bad"
    """Of the exception's type."""


def is_beside(width: int) -> bool:
    """Whether two tracebacks stand side by side in so many columns, frames and all."""
    return width >= SIDE_BY_SIDE


def traced(trace: Trace, width: int, most: int, glyphs: Glyphs = UNICODE) -> list[Row]:
    """Return a traceback in at most so many rows of `width` cells."""
    says = [plain(line, "muted") for text in trace.says for line in wrap(text, max(1, width))]
    last: list[Row] = []
    if trace.type:
        said: Row = ((f": {trace.text}", "foreground"),) if trace.text else ()
        last = [join(plain(trace.type, bold(trace.ink)), said)]
    rows = _frames(trace.frames, most - len(last) - len(says))
    if len(rows) + len(last) + len(says) > most:
        says = says[: max(0, most - len(last))]
    return [_exactly(row, width, glyphs) for row in (*rows, *last, *says)][: max(0, most)]


def _frames(frames: Sequence[TraceLine], most: int) -> list[Row]:
    """Return as many frames as have room, the innermost ones, with their lines where these have room too."""
    if not frames or most <= 0:
        return []
    rows = [row for frame in frames for row in _frame(frame)]
    if len(rows) + 1 <= most:
        return [plain(HEAD, "muted"), *rows]
    if len(rows) <= most:
        return rows
    short = [row for frame in frames[:-1] for row in _frame(frame)[:1]] + _frame(frames[-1])
    return short[len(short) - most :] if len(short) > most else short


def _frame(frame: TraceLine) -> list[Row]:
    place: Row = (
        ("  File ", "muted"), (f'"{frame.file}"', "foreground"), (f", line {frame.line}, in ", "muted"),
        (frame.function, "foreground bold"),
    )  # fmt: skip
    return [place, plain(f"    {frame.text}", "muted")] if frame.text else [place]


def _exactly(row: Row, width: int, glyphs: Glyphs) -> Row:
    spelt = tuple((glyphs.spell(text), ink) for text, ink in row)
    return pad(cut(spelt, width, glyphs.more), width)


def plain(text: str, ink: Ink) -> Row:
    return ((text, ink),)

"""The picture of the presenter layout before anything was started: what to ask the room, what is compared, the key."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.frame import Frame
from tui.boards.framed import BLANK, plain, wrapped
from tui.boards.sheet import Sheet
from tui.draw.cells import Row, cell_width, fit, join
from tui.draw.cells import width as row_width
from tui.feeds.live.plan import workers_of
from tui.learning.learning import question_for
from tui.words.numbers import plural

WIDEST = 100
"""Columns of text: a longer line is hard to read from afar."""


class OpeningView(Struct, frozen=True):
    """What stands there."""

    question: str = ""
    """What to ask before it runs; empty where the lesson's question is not about the next run."""
    answers: tuple[str, ...] = ()
    variants: tuple[tuple[str, str, str], ...] = ()
    """What the next run compares: name, hue, how it is done."""
    takes: str = ""
    """`takes about 10 s`, where that is known."""
    is_own: bool = False
    """Whether it is a program of a person's own, which no key starts and of which nothing is known yet."""


def paint(view: OpeningView, sheet: Sheet) -> Sequence[Row]:
    """The question, its answers, what is compared, and the key: in the middle, as loose as the room allows."""
    width = min(WIDEST, sheet.width)
    parts = _fitting(view, width, sheet.height)
    gap = next(n for n in (3, 2, 1, 0) if _height(parts, n) <= sheet.height or n == 0)
    rows = [line for part in parts for line in (*[BLANK] * gap, *part)][gap:]
    above = max(0, (sheet.height - len(rows)) // 2)
    return [*[BLANK] * above, *(_shifted(row, sheet.width - width) for row in rows)][: sheet.height]


def _fitting(view: OpeningView, width: int, height: int) -> list[list[Row]]:
    """Return the parts that fit with a blank row between two: at first how each is done is left out, then more."""
    asked = _middle(wrapped(plain(view.question, "foreground bold"), width), width) if view.question else []
    answers = _block([plain(f"– {text}") for text in view.answers], width)
    compared, names = _block(_compared(view), width, 3 + _longest(view)), _middle(_names(view, width), width)
    key = _middle([_key(view)], width)
    whole, short = [asked, answers, compared, key], [asked, answers, names, key]
    choices = (whole, short, [asked, answers, key], [asked, key], [key])
    kept = [[part for part in parts if part] for parts in choices]
    return next((parts for parts in kept if _height(parts, 1) <= height), kept[-1])


def _height(parts: Sequence[Sequence[Row]], gap: int) -> int:
    return sum(len(part) for part in parts) + gap * (len(parts) - 1)


def _compared(view: OpeningView) -> list[Row]:
    """Return a row for each variant: its name, and how it is done."""
    longest = _longest(view)
    return [((fit(name, longest), f"{hue} bold"), (f"   {says}", "foreground")) for name, hue, says in view.variants]


def _longest(view: OpeningView) -> int:
    return max((cell_width(name) for name, _, _ in view.variants), default=0)


def _names(view: OpeningView, width: int) -> list[Row]:
    """Return the names, as few rows as they need; none is broken over two."""
    lines: list[Row] = []
    for name, hue, _ in view.variants:
        piece = plain(name, f"{hue} bold")
        if lines and row_width(lines[-1]) + 3 + row_width(piece) <= width:
            lines[-1] = join(lines[-1], plain("   "), piece)
        else:
            lines.append(piece)
    return lines


def _key(view: OpeningView) -> Row:
    if view.is_own:
        return (("Your program starts by itself.", "foreground"),)
    return (("space", "key bold"), ("  start", "foreground bold"), (f"   {view.takes}" if view.takes else "", "muted"))


def _block(rows: Sequence[Row], width: int, indent: int = 2) -> list[Row]:
    """Return the rows below each other, the longest of them in the middle; one too long goes on below."""
    lines = [line for row in rows for line in _hanging(row, width, indent)]
    longest = max((row_width(line) for line in lines), default=0)
    return [_shifted(line, width - longest) for line in lines]


def _hanging(row: Row, width: int, indent: int) -> list[Row]:
    if row_width(row) <= width:
        return [row]
    first, *more = wrapped(row, width - indent)
    return [first, *(join(plain(" " * indent), line) for line in wrapped(join(*more), width - indent))]


def _middle(rows: Sequence[Row], width: int) -> list[Row]:
    return [_shifted(row, width - row_width(row)) for row in rows]


def _shifted(row: Row, spare: int) -> Row:
    return join(plain(" " * max(0, spare // 2)), row) if row else row


def opening_of(frame: Frame) -> OpeningView | None:
    """Return what to show before anything was started; None when something was, or could not be."""
    here = frame.comparison
    if here.scenario is None or here.player is not None or here.failure or frame.broken is not None:
        return None
    asked, many = question_for(here), workers_of(here.knobs)
    takes = [f"takes about {here.scenario.expected_s:g} s"] if here.is_default and not here.is_own else []
    takes += [plural(many, "worker")] if many else []
    return OpeningView(
        question=asked.question if asked else "",
        answers=tuple(choice.text for choice in asked.choices) if asked else (),
        variants=tuple((variant.called, variant.hue, variant.says) for variant in here.variants),
        takes=", ".join(takes),
        is_own=here.is_own,
    )

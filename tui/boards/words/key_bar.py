"""The last line: the keys that matter now, made from the key table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.boards.framed import first_that_fits, plain
from tui.boards.sheet import Sheet
from tui.draw.cells import Row, apart, join, pad
from tui.draw.cells import width as row_width


@dataclass(frozen=True, slots=True)
class KeyCap:
    """A key in the bar."""

    shown: str
    label: str
    action: str
    rank: int
    """How important, 1 first; what does not fit is left out, the least important first."""
    dimmed: bool = False


@dataclass(frozen=True, slots=True)
class KeysView:
    """The bar: keys in their order, and what stands at the right."""

    caps: tuple[KeyCap, ...]
    right: tuple[str, ...] = ()
    """The same words in several lengths, the longest first."""
    note: str = ""
    """A sentence that stands in front of the keys for a while."""


GROUND = "foreground on panel"


def paint(view: KeysView, sheet: Sheet) -> Sequence[Row]:
    """`space stop  r restart  +/- workers      ^p palette`."""
    width = sheet.width
    shown = fitting(view.caps, _room(view, width))
    left = join(plain(" ", GROUND), _note(view, width), *(_cap(cap) for cap in shown))
    palette: Row = (("^p", "key on panel"), (" palette ", "muted on panel"))
    spare = width - row_width(left) - 1
    words = (join(plain(f"{text}   ", "muted on panel"), palette) for text in view.right)
    return [apart(left, first_that_fits((*words, palette), spare), width, GROUND)]


def _room(view: KeysView, width: int) -> int:
    """Return the cells for keys: what stands at the right keeps its place where the terminal is wide."""
    words = len(view.right[0]) + 3 if view.right and width >= 100 else 0
    return width - 2 - len("  ^p palette ") - words - row_width(_note(view, width))


def _note(view: KeysView, width: int) -> Row:
    """Return the sentence, cut where it is longer than the bar."""
    if not view.note:
        return ()
    row = plain(view.note, "key bold on panel")
    room = max(1, width - 20)
    row = pad(row, room, GROUND, more="…") if row_width(row) > room else row
    return join(row, plain("   ", GROUND))


def _cap(cap: KeyCap) -> Row:
    key = "muted on panel" if cap.dimmed else "key bold on panel"
    label = "muted on panel" if cap.dimmed else "foreground on panel"
    return ((cap.shown, key), (f" {cap.label}  ", label))


def clicked(view: KeysView, sheet: Sheet, x: int, y: int) -> str | None:
    """Return what the key under the pointer does."""
    at = 1 + row_width(_note(view, sheet.width))
    for cap in fitting(view.caps, _room(view, sheet.width)):
        size = row_width(_cap(cap))
        if at <= x < at + size - 2 and not cap.dimmed:
            return cap.action
        at += size
    return "app.command_palette" if x >= sheet.width - len("^p palette ") else None


def fitting(caps: Sequence[KeyCap], width: int) -> list[KeyCap]:
    """Return the keys that fit, in their order; the least important give way."""
    kept = list(caps)
    while kept and sum(len(cap.shown) + len(cap.label) + 3 for cap in kept) - 2 > width:
        kept.remove(max(kept, key=lambda cap: cap.rank))
    return kept

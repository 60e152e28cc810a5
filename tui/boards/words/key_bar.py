"""The last line: the keys that matter now, made from the key table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events

from tui.boards.framed import first_that_fits, plain
from tui.draw.cells import Row, apart, join, pad
from tui.draw.cells import width as row_width
from tui.messages import DoAction
from tui.widgets.board import Board


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


class KeyBar(Board[KeysView]):
    """`space stop  r restart  +/- workers      ^p palette`."""

    GROUND = "foreground on panel"

    def paint(self, view: KeysView, width: int, height: int) -> Sequence[Row]:
        shown = fitting(view.caps, self._room(view, width))
        left = join(plain(" ", self.GROUND), self._note(view, width), *(self._cap(cap) for cap in shown))
        palette: Row = (("^p", "key on panel"), (" palette ", "muted on panel"))
        spare = width - row_width(left) - 1
        words = (join(plain(f"{self.glyphs.spell(text)}   ", "muted on panel"), palette) for text in view.right)
        return [apart(left, first_that_fits((*words, palette), spare), width, self.GROUND)]

    def _room(self, view: KeysView, width: int) -> int:
        """Return the cells for keys: what stands at the right keeps its place where the terminal is wide."""
        words = len(view.right[0]) + 3 if view.right and width >= 100 else 0
        return width - 2 - len("  ^p palette ") - words - row_width(self._note(view, width))

    def _note(self, view: KeysView, width: int) -> Row:
        """Return the sentence, cut where it is longer than the bar."""
        if not view.note:
            return ()
        row = plain(self.glyphs.spell(view.note), "key bold on panel")
        room = max(1, width - 20)
        row = pad(row, room, self.GROUND, more=self.glyphs.more) if row_width(row) > room else row
        return join(row, plain("   ", self.GROUND))

    def _cap(self, cap: KeyCap) -> Row:
        spell = self.glyphs.spell
        key = "muted on panel" if cap.dimmed else "key bold on panel"
        label = "muted on panel" if cap.dimmed else "foreground on panel"
        return ((spell(cap.shown), key), (f" {spell(cap.label)}  ", label))

    def on_click(self, event: events.Click) -> None:
        view: KeysView | None = self.view
        if view is None:
            return
        at = 1 + row_width(self._note(view, self.size.width))
        for cap in fitting(view.caps, self._room(view, self.size.width)):
            size = row_width(self._cap(cap))
            if at <= event.x < at + size - 2 and not cap.dimmed:
                self.post_message(DoAction(cap.action))
                return
            at += size
        if event.x >= self.size.width - len("^p palette "):
            self.post_message(DoAction("app.command_palette"))


def fitting(caps: Sequence[KeyCap], width: int) -> list[KeyCap]:
    """Return the keys that fit, in their order; the least important give way."""
    kept = list(caps)
    while kept and sum(len(cap.shown) + len(cap.label) + 3 for cap in kept) - 2 > width:
        kept.remove(max(kept, key=lambda cap: cap.rank))
    return kept

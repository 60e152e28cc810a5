"""Cells that are written once: what comes first stays, and nothing is drawn over it."""

from __future__ import annotations

from itertools import groupby

from tui.draw.cells import PLAIN, Ink, Row


class Canvas:
    """So many cells; a text is written whole or not at all."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._texts = [[" "] * width for _ in range(height)]
        self._inks = [[PLAIN] * width for _ in range(height)]
        self._held: set[tuple[int, int]] = set()

    def free(self, x: int, y: int, cells: int = 1) -> bool:
        """Whether these cells are on the canvas, and neither written nor held."""
        inside = 0 <= y < self.height and x >= 0 and x + cells <= self.width
        return inside and not any((there, y) in self._held for there in range(x, x + cells))

    def hold(self, x: int, y: int, cells: int = 1) -> None:
        """Let nothing more be written to these cells."""
        self._held.update((there, y) for there in range(x, x + cells))

    def write(self, x: int, y: int, text: str, ink: Ink) -> bool:
        """Write the text if all of its cells are free; tell whether it was. Each character takes one cell."""
        if not self.free(x, y, len(text)):
            return False
        self.hold(x, y, len(text))
        self._texts[y][x : x + len(text)] = text
        self._inks[y][x : x + len(text)] = [ink] * len(text)
        return True

    def rows(self) -> tuple[Row, ...]:
        """Return what is drawn; blanks join the piece before them."""
        return tuple(self._row(y) for y in range(self.height))

    def _row(self, y: int) -> Row:
        inks, ink = [], PLAIN
        for text, here in zip(self._texts[y], self._inks[y], strict=True):
            ink = here if text != " " else ink
            inks.append(ink)
        pieces, start = [], 0
        for ink, run in groupby(inks):
            end = start + len(list(run))
            pieces.append(("".join(self._texts[y][start:end]), ink))
            start = end
        return tuple(pieces)

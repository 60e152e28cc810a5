"""One picture of a whole screen: what stands on it, read back as text, and what it was told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from tui.boards.space import Place
from tui.draw.cells import Row
from tui.model.state.state import ComparisonState, RunState

TITLE = re.compile(r"[╭┌]─ (\S[^─]*)")


@dataclass(frozen=True)
class Shot:
    """What stood on the screen at one moment."""

    where: str
    """Which tape, when, how large, how it was looked at."""
    size: tuple[int, int]
    looked: str
    """`stage`, `presented`, `code`, or the board that is enlarged."""
    listed: tuple[str, ...]
    """The boards of what is played, on the screen or not."""
    boards: Mapping[str, Sequence[Row]]
    """What was painted, by the name of the widget: as many rows as it is high, each as wide as it is."""
    places: Mapping[str, Place]
    states: Mapping[str, ComparisonState]
    """What each widget was painted from: boards that do not move are told twice a second."""

    @property
    def state(self) -> ComparisonState:
        """What the sentence was made from, or else the first board."""
        return self.states.get("sentence") or next(iter(self.states.values()))

    @property
    def run(self) -> RunState | None:
        """The run that is shown as long as nobody has chosen another."""
        return self.state.newest()

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return all(state.is_over for state in self.states.values())

    def lines(self, board: str) -> list[str]:
        """Return the rows of one widget; none where it is not on the screen."""
        return ["".join(text for text, _ in row) for row in self.boards.get(board, ())]

    def text(self, board: str) -> str:
        """Return what one widget says, as one line without the frame."""
        return " ".join(" ".join(line.strip("│ ") for line in self.lines(board)).split())

    @cached_property
    def rows(self) -> list[str]:
        """The whole screen, from the top."""
        width, height = self.size
        cells = [[" "] * width for _ in range(height)]
        for name in self.boards:
            x, y, _, _ = self.places[name]
            for down, line in enumerate(self.lines(name)):
                cells[y + down][x : x + len(line)] = line
        return ["".join(row) for row in cells]

    @cached_property
    def all_text(self) -> str:
        """Everything in words, board by board, as one line."""
        return " ".join(self.text(name) for name in self.boards)

    def box(self, title: str) -> list[str]:
        """Return what is inside the first frame whose title begins so; nothing where there is none."""
        for y, row in enumerate(self.rows):
            for found in TITLE.finditer(row):
                if found[1].startswith(title):
                    left = found.start()
                    right = min(end for mark in "╮┐" if (end := row.find(mark, left)) >= 0)
                    below = [line[left : right + 1] for line in self.rows[y + 1 :]]
                    return [line[1:-1] for line in takewhile(lambda line: line[0] not in "╰└", below)]
        return []

    @property
    def picture(self) -> str:
        """The screen, to be printed."""
        return "\n".join(f"{y:2}|{row}|" for y, row in enumerate(self.rows))


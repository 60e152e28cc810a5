"""The journal as a table: the newest first, and how often each lesson came out right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from tui.draw.cells import Ink, Row, fit, join
from tui.journal import Entry
from tui.screens.dialog import Dialog
from tui.screens.learning import Learner
from tui.widgets.framed import BLANK, plain, wrapped

SAID: dict[str, tuple[str, Ink]] = {
    "right": ("✓ right", "good"),
    "too_high": ("✗ too high", "bad"),
    "too_low": ("✗ too low", "bad"),
    "wrong": ("✗ wrong", "bad"),
    "inconclusive": ("– inconclusive", "muted"),
}
ROOMY = 130
"""From this many cells on an entry takes one row."""


class JournalTable(Dialog):
    """Predictions and answers, newest first."""

    TITLE_HERE = "journal"
    FACTS = "n questions on/off · esc close"
    WIDTH: ClassVar[int] = 150
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "close", "close", show=False),
        Binding("n", "turn", "questions on or off", show=False),
    ]

    def __init__(self, learner: Learner) -> None:
        super().__init__()
        self._learner = learner
        self._entries = learner.journal.read()
        self._asks = learner.settings.asks
        self._table_of: tuple[int, tuple[Row, ...]] = (0, ())
        """The entries' rows, and the width that they were made for."""

    def rows(self, width: int) -> Sequence[Row]:
        asks: Row = (
            ("Questions before the first run of a lesson: ", "foreground"),
            ("yes" if self._asks else "no", "key bold"), (". ", "foreground"), ("n", "key bold"),
            (" turns them off." if self._asks else " turns them on.", "foreground"),
        )  # fmt: skip
        found = wrapped(asks, width)
        if self._learner.trouble:
            found += wrapped(plain(self._learner.trouble, "bad"), width)
        if not self._entries:
            text = (
                "Nothing is in the journal yet. Your guesses before a run and your answers in the quiz (y) come here."
            )
            return [*found, BLANK, *wrapped(plain(text, "muted"), width)]
        found += [BLANK, *_totals(self._entries, width), BLANK]
        if self._table_of[0] != width:
            self._table_of = width, tuple(self._table(width) if width >= ROOMY else self._narrow(width))
        return [*found, *self._table_of[1]]

    def _table(self, width: int) -> list[Row]:
        rest = width - 17 - 22 - 12 - 16
        said, came = rest // 2, rest - rest // 2
        heads = ("when", 17), ("lesson", 22), ("", 12), ("outcome", 16), ("you said", said), ("measured here", came)
        found: list[Row] = [tuple((_cell(text, size), "muted") for text, size in heads)]
        for entry in self._entries:
            word, ink = SAID[entry.outcome]
            found.append((
                (_cell(_when(entry), 17), "muted"), (_cell(entry.lesson, 22), "foreground"),
                (_cell(entry.kind, 12), "muted"), (_cell(word, 16), f"{ink} bold"),
                (_cell(entry.guess, said), "foreground"), (_cell(entry.measured, came), "muted"),
            ))  # fmt: skip
        return found

    def _narrow(self, width: int) -> list[Row]:
        found: list[Row] = []
        for entry in self._entries:
            word, ink = SAID[entry.outcome]
            rest = max(0, width - 13 - 15 - 11)
            found.append((
                (_cell(_when(entry)[5:], 13), "muted"), (_cell(word, 15), f"{ink} bold"),
                (_cell(entry.kind, 11), "muted"), (_cell(entry.lesson, min(rest, 22)), "foreground"),
                (_cell(entry.question, rest - 22 if rest >= 46 else 0), "muted"),
            ))  # fmt: skip
            came = f" · here: {entry.measured}" if entry.measured else ""
            found.append(join(plain("  "), plain(_cell(f"{entry.guess}{came}", max(0, width - 2)), "foreground")))
        return found

    def action_turn(self) -> None:
        self._asks = not self._asks
        trouble = self._learner.settings.set_asks(self._asks)
        self.say(trouble or ("You are asked again." if self._asks else "You are not asked any more."))


def _totals(entries: Sequence[Entry], width: int) -> list[Row]:
    """Return a row for each lesson: predictions right of those clear, and the newest answer to each question."""
    found: list[Row] = []
    for lesson in sorted({entry.lesson for entry in entries}):
        mine = [entry for entry in entries if entry.lesson == lesson]
        clear = [entry for entry in mine if entry.kind == "prediction" and entry.outcome != "inconclusive"]
        answers: dict[str, Entry] = {}
        for entry in mine:
            if entry.kind == "quiz" and entry.outcome != "inconclusive":
                answers.setdefault(entry.question, entry)
        right = sum(entry.outcome == "right" for entry in clear)
        known = sum(entry.outcome == "right" for entry in answers.values())
        if width < 70:
            both = f"guesses {right}/{len(clear)} · quiz {known}/{len(answers)} right"
        else:
            guesses = f"predictions {right} of {len(clear)} right" if clear else "no prediction yet"
            both = f"{guesses:27}" + (f"quiz {known} of {len(answers)} right" if answers else "no quiz yet")
        found.append(((_cell(lesson, min(24, width // 3)), "foreground bold"), (both, "foreground")))
    return found


def _when(entry: Entry) -> str:
    """Return `2026-05-31 14:05`, as it was where it was written."""
    return entry.when[:16].replace("T", " ")


def _cell(text: str, size: int) -> str:
    """Return the text in a column: cut where needed, a space apart from the next."""
    return fit(fit(text, size - 1), size) if size > 1 else ""

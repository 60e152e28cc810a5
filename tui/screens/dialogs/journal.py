"""The journal as a table: the newest first, and how often each lesson came out right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from tui.boards.framed import BLANK, plain, wrapped
from tui.draw.cells import Ink, Row, cell_width, fit, join, pad
from tui.learning.journal import Entry
from tui.learning.learning import Learner
from tui.screens.dialogs.dialog import Dialog
from tui.words.numbers import plural

SAID: dict[str, tuple[str, Ink]] = {
    "right": ("✓ right", "good"),
    "too_high": ("✗ too high", "bad"),
    "too_low": ("✗ too low", "bad"),
    "wrong": ("✗ wrong", "bad"),
    "inconclusive": ("– inconclusive", "muted"),
}
UNCLEAR = "inconclusive"
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
            guess = wrapped(plain(entry.guess), said - 1)
            measured = wrapped(plain(entry.measured, "muted"), came - 1)
            for number in range(max(1, len(guess), len(measured))):
                head: Row = (
                    (_cell(_when(entry), 17), "muted"), (_cell(entry.lesson, 22), "foreground"),
                    (_cell(entry.kind, 12), "muted"), (_cell(word, 16), f"{ink} bold"),
                )  # fmt: skip
                texts = (pad(lines[number] if number < len(lines) else (), size) for lines, size in
                         ((guess, said), (measured, came)))  # fmt: skip
                found.append(join(plain(" " * 67) if number else head, *texts))
        return found

    def _narrow(self, width: int) -> list[Row]:
        """Return each entry in several rows: what was asked, what was said and what came, all in full."""
        found: list[Row] = []
        for entry in self._entries:
            word, ink = SAID[entry.outcome]
            head: Row = (
                (_cell(_when(entry)[5:], 13), "muted"), (_cell(word, 15), f"{ink} bold"),
                (_cell(entry.kind, 11), "muted"),
            )  # fmt: skip
            is_beside = cell_width(entry.lesson) <= width - 39
            found.append(join(head, plain(entry.lesson)) if is_beside else head)
            asked = entry.question if is_beside else f"{entry.lesson} · {entry.question}"
            came = f" · here: {entry.measured}" if entry.measured else ""
            for text, its in ((asked, "muted"), (f"{entry.guess}{came}", "foreground")):
                found += [join(plain("  "), line) for line in wrapped(plain(text, its), max(8, width - 2))]
        return found

    def action_turn(self) -> None:
        self._asks = not self._asks
        trouble = self._learner.settings.set_asks(self._asks)
        self.say(trouble or ("You are asked again." if self._asks else "You are not asked any more."))


def _totals(entries: Sequence[Entry], width: int) -> list[Row]:
    """Return for each lesson how many predictions and answers are right of those graded, and how many are not.

    Of each question of the quiz the newest graded answer counts.
    """
    found: list[Row] = []
    for lesson in sorted({entry.lesson for entry in entries}):
        mine = [entry for entry in entries if entry.lesson == lesson]
        guesses = [entry for entry in mine if entry.kind == "prediction"]
        answers: dict[str, Entry] = {}
        for entry in sorted((entry for entry in mine if entry.kind == "quiz"), key=lambda e: e.outcome == UNCLEAR):
            answers.setdefault(entry.question, entry)
        name = min(24, width // 3)
        parts = [_counted("prediction", guesses), _counted("quiz", list(answers.values()))]
        rest = max(8, width - name)
        if max(27, len(parts[0]) + 2) + len(parts[1]) <= rest:
            parts = [f"{parts[0]:25}  {parts[1]}"]
        lines = [line for part in parts for line in wrapped(plain(part), rest)] if len(parts) > 1 else [plain(parts[0])]
        for number, line in enumerate(lines):
            found.append(join(((_cell("" if number else lesson, name), "foreground bold"),), line))
    return found


def _counted(kind: str, entries: Sequence[Entry]) -> str:
    """Return `predictions 1 of 2 right, 1 inconclusive`, `1 prediction, inconclusive`, `no quiz yet`."""
    outcomes = [entry.outcome for entry in entries if entry.outcome != UNCLEAR]
    unclear = len(entries) - len(outcomes)
    many = f"{kind}s" if kind == "prediction" else kind
    if outcomes:
        said = f"{many} {outcomes.count('right')} of {len(outcomes)} right"
        return f"{said}, {unclear} inconclusive" if unclear else said
    if not unclear:
        return f"no {kind} yet"
    return f"{plural(unclear, kind if kind == 'prediction' else 'answer')}, inconclusive"


def _when(entry: Entry) -> str:
    """Return `2026-05-31 14:05`, as it was where it was written."""
    return entry.when[:16].replace("T", " ")


def _cell(text: str, size: int) -> str:
    """Return the text in a column: cut where needed, a space apart from the next."""
    return fit(fit(text, size - 1), size) if size > 1 else ""

"""The journal as a table: the newest first, searched and sorted, and how often the marked lesson came out right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from tui.boards.framed import BLANK, plain, wrapped
from tui.boards.space import Place
from tui.draw.cells import Ink, Row
from tui.learning.journal import Entry
from tui.learning.learning import Learner
from tui.screens.dialogs.filled import Filled
from tui.widgets.page import Page
from tui.widgets.table import WIDEST, Cell, Table
from tui.words.numbers import plural

SAID: dict[str, tuple[str, Ink]] = {
    "right": ("✓ right", "good"),
    "too_high": ("✗ too high", "bad"),
    "too_low": ("✗ too low", "bad"),
    "wrong": ("✗ wrong", "bad"),
    "inconclusive": ("– inconclusive", "muted"),
}
UNCLEAR = "inconclusive"
SEARCH = "search "
NARROW = 24
"""Cells of a column where not all have room side by side: a long guess stands in full below the table."""
TITLES = ("when", "lesson", "outcome", "you said", "measured here", "kind", "question")
EMPTY = "Nothing is in the journal yet. Your guesses before a run and your answers in the quiz (y) come here."


class JournalTable(Filled):
    """Predictions and answers; `/` searches in all that stands in them."""

    TITLE_HERE = "journal"
    WIDTH: ClassVar[int] = 150
    BINDINGS: ClassVar[list[BindingType]] = [("j", "close"), ("n", "turn"), ("slash", "search")]

    def __init__(self, learner: Learner) -> None:
        super().__init__()
        self._learner = learner
        self._entries = learner.journal.read()
        self._asks = learner.settings.asks

    def facts(self) -> str:
        if not self._entries:
            return "n questions on/off · esc close"
        every = "n questions on/off · / search · s sort · y copy row · Y copy all · esc close"
        return every if self.size.width >= 100 else "n on/off · / search · s sort · y copy · esc"

    def compose(self) -> ComposeResult:
        yield Page(id="page")
        yield Table[Entry](id="body")
        yield Input(id="search", compact=True, placeholder="press / and type", select_on_focus=False)

    @property
    def table(self) -> Table[Entry]:
        return self.query_one(Table)

    def on_mount(self) -> None:
        self.fill()
        self.table.focus()

    def body_rows(self, width: int) -> int:
        return len(self.table.lines) + 1 if self.table.lines else 0

    def fill(self) -> None:
        words = self.query_one(Input).value.casefold().split()
        found = [entry for entry in self._entries if all(word in _text(entry) for word in words)]
        self.table.widest = NARROW if self.app.size.width < self.WIDTH else WIDEST
        self.table.fill(TITLES, [(entry, _cells(entry)) for entry in found])
        self.show()

    def above(self, width: int) -> Sequence[Row]:
        asks: Row = (
            ("Questions before the first run of a lesson: ", "foreground"),
            ("yes" if self._asks else "no", "key bold"), (". ", "foreground"), ("n", "key bold"),
            (" turns them off." if self._asks else " turns them on.", "foreground"),
        )  # fmt: skip
        found = wrapped(asks, width)
        if self._learner.trouble:
            found += wrapped(plain(self._learner.trouble, "bad"), width)
        if not self._entries:
            return [*found, BLANK, *wrapped(plain(EMPTY, "muted"), width)]
        search = plain(SEARCH, "muted") if self.table.lines else plain(f"{SEARCH:40}Nothing has these words.", "muted")
        return [*found, search, BLANK]

    def below(self, width: int) -> Sequence[Row]:
        """Return the marked entry in full, and how its lesson came out."""
        entry = self.table.marked
        if entry is None:
            return ()
        came = f" · here: {entry.measured}" if entry.measured else ""
        mine = [other for other in self._entries if other.lesson == entry.lesson]
        said = ((entry.guess, f"{SAID[entry.outcome][1]} bold"), (came, "foreground"))
        parts = wrapped(((f"{entry.lesson}  ", "foreground bold"), (_totals(mine), "foreground")), width)
        return [BLANK, *wrapped(plain(entry.question), width), *wrapped(said, width), *parts]

    def _arranged(self, width: int, height: int) -> Mapping[str, Place]:
        """Put the field to search in beside its word, two rows over the table."""
        places = super()._arranged(width, height)
        if not self._entries:
            return places
        page, wide = places["page"], min(width, self.WIDTH) - 6
        x, y = page.x + 3 + len(SEARCH), page.y + len(self.above(wide)) - 1
        return {**places, "search": Place(x, y, 32, 1)}

    def on_input_changed(self, message: Input.Changed) -> None:
        self.fill()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        self.table.focus()

    def action_search(self) -> None:
        self.query(Input).focus()

    def action_close(self) -> None:
        """Leave the search first, then the journal."""
        for field in self.query(Input):
            if field.has_focus or field.value:
                field.value = ""
                self.table.focus()
                return
        super().action_close()

    def action_turn(self) -> None:
        self._asks = not self._asks
        trouble = self._learner.settings.set_asks(self._asks)
        self.say(trouble or ("You are asked again." if self._asks else "You are not asked any more."))


def _cells(entry: Entry) -> tuple[Cell, ...]:
    word, ink = SAID[entry.outcome]
    texts = ((_when(entry), "muted"), (entry.lesson, "foreground"), (word, f"{ink} bold"), (entry.guess, "foreground"),
             (entry.measured, "muted"), (entry.kind, "muted"), (entry.question, "foreground"))  # fmt: skip
    return tuple(Cell(plain(text, ink)) for text, ink in texts)


def _text(entry: Entry) -> str:
    """Return everything that can be searched."""
    return " ".join(cell.text for cell in _cells(entry)).casefold()


def _totals(entries: Sequence[Entry]) -> str:
    """Return how many predictions and answers of a lesson are right of those graded, and how many are not.

    Of each question of the quiz the newest graded answer counts.
    """
    guesses = [entry for entry in entries if entry.kind == "prediction"]
    answers: dict[str, Entry] = {}
    for entry in sorted((entry for entry in entries if entry.kind == "quiz"), key=lambda e: e.outcome == UNCLEAR):
        answers.setdefault(entry.question, entry)
    return f"{_counted('prediction', guesses)}  {_counted('quiz', list(answers.values()))}"


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

"""The help screen, made from the key table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from tui import keys
from tui.boards.framed import BLANK, plain, wrapped
from tui.draw.cells import Row, fit
from tui.lessons.catalogue import Scenario
from tui.play.lesson_keys import keys_of
from tui.screens.dialogs.dialog import Told


def every_key(scenario: Scenario | None, of_boards: tuple[keys.Key, ...] = ()) -> Told:
    """Return the page of every key, by where it works."""
    return Told("keys", partial(rows, (*keys_of(scenario), *of_boards)), "question_mark")


def rows(more: tuple[keys.Key, ...], width: int) -> Sequence[Row]:
    """Return each key and what it does; `more` are those of the lesson and its boards."""
    found: list[Row] = []
    for heading, entries in keys.by_place(more):
        found += [BLANK, plain(heading, "muted")]
        for key in entries:
            for place, line in enumerate(_without_orphan(key.says, width - 12)):
                label = keys.names(key) if place == 0 else ""
                found.append(((fit(label, 12), "key bold"), *line))
    return [*found, BLANK, (("ctrl+p", "key bold"), ("      every command, by name", "foreground"))]


def _without_orphan(text: str, width: int) -> list[Row]:
    """Return the text in rows, of which the last is more than one word where the one before can spare some."""
    best = wrapped(plain(text), width)
    for narrower in range(width - 1, width * 2 // 3, -1):
        lines = wrapped(plain(text), narrower)
        if len(best) < 2 or len(lines) != len(best) or any(word == " " for word, _ in best[-1]) or _words(best[-1]) > 1:
            break
        best = lines
    return best


def _words(row: Row) -> int:
    return len("".join(text for text, _ in row).split())

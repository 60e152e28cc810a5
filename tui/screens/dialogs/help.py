"""The help screen, made from the key table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from tui import keys
from tui.boards.framed import BLANK, plain, wrapped
from tui.draw.cells import Row, fit
from tui.lessons.catalogue import Scenario
from tui.play.lesson_keys import keys_of
from tui.screens.dialogs.dialog import Told

AS_EVERYWHERE: Mapping[str, str] = {}
IN_REPLAY = {
    "start_stop": "hold the recording, and let it go on; at its end from the beginning",
    "restart": "back to the beginning of the recording",
}
"""What is done in a replay by keys that start and stop runs elsewhere, by their actions."""


def every_key(
    scenario: Scenario | None, of_boards: tuple[keys.Key, ...] = (), says: Mapping[str, str] = AS_EVERYWHERE
) -> Told:
    """Return the page of every key, by where it works; some actions may do something else here than elsewhere."""
    return Told("keys", partial(rows, (*keys_of(scenario), *of_boards), says=says), "question_mark")


def rows(more: tuple[keys.Key, ...], width: int, *, says: Mapping[str, str] = AS_EVERYWHERE) -> Sequence[Row]:
    """Return each key and what it does; `more` are those of the lesson and its boards."""
    found: list[Row] = []
    for heading, entries in keys.by_place(more):
        found += [BLANK, plain(heading, "muted")]
        for key in entries:
            for place, line in enumerate(_without_orphan(says.get(key.action, key.says), width - 12)):
                label = keys.names(key) if place == 0 else ""
                found.append(((fit(label, 12), "key bold"), *line))
    return [*found, BLANK, (("ctrl+p", "key bold"), ("      every command, by name", "foreground"))]


OF_CATALOGUE = (
    ("letters", "find the lessons that hold what you type, in their names and in what is said of them"),
    ("backspace", "take the last letter away"),
    ("↑ ↓", "the lesson before, and the next one"),
    ("◂ ▸", "the next column of the list, or the next group"),
    ("1-9", "a group: its first lesson that is not finished"),
    ("tab PgDn", "the next group; shift+tab and PgUp: the one before"),
    ("enter space", "put the marked lesson on the stage; a run that is on there is ended"),
    ("esc", "take away what was typed; then back to the stage, as with 0"),
    ("● ● ●", "predicted, run, all questions answered rightly; ✗ one of them was missed, · it has none"),
    ("ctrl+c", "leave coreograph"),
)
"""What the keys do on the page of all lessons."""


def of_catalogue() -> Told:
    """Return the page on the keys of all lessons."""
    return Told("keys of all lessons", _of_catalogue, "question_mark")


def _of_catalogue(width: int) -> Sequence[Row]:
    found: list[Row] = [BLANK]
    for name, says in OF_CATALOGUE:
        for place, line in enumerate(_without_orphan(says, width - 12)):
            found.append(((fit(name if place == 0 else "", 12), "key bold"), *line))
    return found


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

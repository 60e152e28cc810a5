"""Where in an object the part is that could not be pickled, as Python notes it on the exception from 3.14 on."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

_DICT: Any = vars(BaseException)["__dict__"]
_NOTE = "when serializing "
_POOLS = "concurrent.futures."
"""Its objects around a task are not the program's."""


def leaf_of(error: BaseException) -> str:
    """Return `Job.settings.handlers[0].lock`, from the outermost object on; nothing where that is not noted.

    No code of the program runs for it: notes are texts in the exception's own dictionary.
    """
    notes = _DICT.__get__(error).get("__notes__")
    if type(notes) is not list or not all(type(note) is str and note.startswith(_NOTE) for note in notes):
        return ""
    return path_of(note[len(_NOTE) :] for note in reversed(notes))


def path_of(notes: Iterable[str]) -> str:
    """Return the way that notes tell of, the outermost first; it ends before the first that is of another kind."""
    owner, path, is_state = "", "", False
    for note in notes:
        if note.endswith(" object"):
            name = note[: -len(" object")]
            if not owner and not name.startswith(_POOLS):
                owner, path = name, ""
        elif note.startswith(("list item ", "tuple item ")):
            path += f"[{note.rpartition(' ')[2]}]"
        elif note.startswith("dict item "):
            key = note[len("dict item ") :]
            name = key[1:-1]
            path += f".{name}" if is_state and name.isidentifier() else f"[{key}]"
        elif not note.endswith(" state"):
            break
        is_state = note.endswith(" state")
    return owner + path if owner and path else ""

"""The rooms of the house: what is in each, and which rooms it may import. One table, for the tests and the README.

`python -m tests.rooms` prints the README's map.
"""

from __future__ import annotations

from typing import NamedTuple


class Room(NamedTuple):
    """One folder or file of `tui/`."""

    holds: str
    imports: frozenset[str]
    """The rooms of ours that it may import besides itself."""


def _room(holds: str, imports: str = "") -> Room:
    return Room(holds, frozenset(imports.split()))


ROOMS: dict[str, Room] = {
    "probe": _room("rides inside the observed processes; `reap/` owns every run and ends it"),
    "telemetry": _room("the vocabulary of what a run says, and its recording format"),
    "board_names": _room("the table of boards"),
    "files": _room("files and folders, opened with care"),
    "spent": _room("where our own CPU time goes"),
    "words": _room("numbers, counts, lists and wait reasons as text"),
    "lessons": _room("reads the lessons of `demos/`", "telemetry model board_names files"),
    "model": _room(
        "the pure fold into one frozen state, and what is known of each thing: readings, sentences",
        "telemetry words",
    ),
    "feeds": _room(
        "where telemetry comes from: `live/` with `board/`, `sampling/` and `burst/`; recorded",
        "telemetry probe lessons board_names files spent",
    ),
    "draw": _room("numbers in, cells out", "words"),
    "learning": _room(
        "what a learner guessed and answered, and how it came out", "telemetry words lessons model feeds files"
    ),
    "play": _room(
        "one scenario, its knobs and its play, without a widget",
        "telemetry words lessons model feeds draw learning keys board_names files spent",
    ),
    "boards": _room(
        "what is drawn of each thing: a view of the state, and rows painted from it",
        "draw telemetry words lessons model feeds learning play keys board_names",
    ),
    "widgets": _room("the Textual widgets that show a board or a page", "draw boards theme messages telemetry console"),
    "screens": _room(
        "the stage and its dialogs",
        "boards widgets draw telemetry words lessons model feeds learning play keys messages theme reports spent",
    ),
    "reports": _room(
        "the same state as text, JSON, Markdown and CSV", "telemetry words lessons model feeds learning play draw files"
    ),
    "keys": _room("the table of keys"),
    "messages": _room("requests that boards make of the screen"),
    "theme": _room("colours", "draw terminal"),
    "terminal": _room("what the terminal can, and its size"),
    "console": _room(
        "the terminal under the app: its keys, its modes, its first picture, who ends us and who restores it",
        "probe terminal files lessons",
    ),
    "streams": _room("our two outputs", "telemetry"),
    "options": _room("the command line", "streams telemetry"),
    "headless": _room("plays a feed without a screen", "play feeds model reports streams"),
    "plain": _room(
        "`run` and `replay` without a screen, a shell's completion",
        "feeds headless model reports streams learning play telemetry lessons",
    ),
    "watching": _room("`watch` without a screen", "feeds headless model reports streams"),
    "served": _room("the app in a page of a browser, for each visitor anew", "terminal streams options"),
    "app": _room(
        "the app: screens, themes, app-wide keys",
        "console screens learning theme keys play feeds lessons model terminal served",
    ),
    "cli": _room(
        "from the command line to the app, a report or a list",
        "options plain watching app console feeds reports telemetry lessons play learning terminal streams served "
        "files",
    ),
    "start": _room("what runs first: `PYTHON…` variables are the program's", "cli console"),
    "__main__": _room("`python -m tui`", "start"),
    "__init__": _room("the version"),
}


_FILES = (
    "board_names", "keys", "messages", "theme", "terminal", "files", "spent", "streams", "options", "headless",
    "watching",
    "app", "cli", "start",
)  # fmt: skip


def table() -> str:
    """Return the README's map: folders only."""
    folders = {"`demos/`": "the scenarios: plain programs, each with its lesson beside it"}
    folders |= {f"`tui/{name}/`": room.holds for name, room in ROOMS.items() if name not in _FILES and name[0] != "_"}
    folders["`tests/`"] = "mirrors the rooms"
    rows = [f"| {name} | {holds} |" for name, holds in folders.items()]
    return "\n".join(["| room | what is in it |", "|---|---|", *rows])


if __name__ == "__main__":
    print(table())

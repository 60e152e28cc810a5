"""The keys: one table. The bindings, the key bar, the help screen, the palette and the page on keys are made from it.

The keys of a lesson's own knobs and commands stand in the lesson, those of a board in its declaration.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

Where = Literal["run", "lesson", "look", "scenario", "code", "board", "presenter", "replay", "app"]
"""The part of the help screen a key stands in; `code`, `board`, `presenter` and `replay` keys work only there."""

WHERE: dict[Where, str] = {
    "run": "running",
    "lesson": "this lesson",
    "look": "looking",
    "scenario": "scenarios",
    "code": "while the code is open",
    "board": "while their board is on the stage",
    "presenter": "in the presenter layout",
    "replay": "in a replay",
    "app": "everywhere",
}


class Key(Struct, frozen=True):
    """One entry: keys that do one thing."""

    keys: tuple[str, ...]
    """Textual's names, or characters."""
    shown: str
    """The keys as a person reads them."""
    action: str
    """What is done, by name: a function in `tui.screens.stage.actions`, or with `app.` in front one of the app."""
    label: str
    """In the key bar: one or two words."""
    says: str
    """In the help screen: one line."""
    where: Where
    rank: int = 0
    """Place in the key bar's order of importance, 1 first; 0 is not in the key bar."""
    numbered: bool = False
    """Whether the action is given the key, as for the digits."""

    def action_for(self, key: str) -> str:
        """Return the action that one of its keys does."""
        return f"{self.action}({key})" if self.numbered else self.action


DIGITS = tuple("123456789")

KEYS: tuple[Key, ...] = (
    Key(("space",), "space", "start_stop", "start", "start the comparison, or stop the one that is on", "run", 1),
    Key(("r",), "r", "restart", "restart", "stop what is on and start again", "run", 3),
    Key(("v",), "v", "variants", "variants", "choose which variants to compare", "run", 7),
    Key(("k",), "k", "knobs", "knobs", "type or turn every knob of this scenario", "run", 8),
    Key(("L",), "L", "time_limit", "time limit", "lift the time limit of a run, or bring it back", "run"),
    Key(("s",), "s", "slow_motion", "slow motion", "turns of threads last 200 ms, or their own time again", "run", 9),
    Key(("m",), "m", "microscope", "microscope", "the workers' next 250 ms, millisecond by millisecond", "look", 10),
    Key(("W",), "W", "watching", "watching", "what watching costs, and where it goes", "look"),
    Key(("full_stop",), ".", "freeze", "freeze", "hold the picture still; the program and its data run on", "look", 9),
    Key(("c",), "c", "code", "code", "show or hide the program's source", "look", 5),
    Key(("e",), "e", "edit", "edit", "edit a copy of the program in $EDITOR, and run the copy", "look", 14),
    Key(("E",), "E", "original", "original", "back to the lesson's own program; again: to your copy", "look"),
    Key(("z",), "z", "zoom", "zoom", "enlarge a panel, then the next, then back", "look", 6),
    Key(("tab",), "tab", "next_panel", "next panel", "choose the next panel; more panels than fit turn over", "look"),
    Key(("shift+tab",), "shift+tab", "previous_panel", "previous panel", "choose the panel before", "look"),
    Key(("l",), "l", "explanation", "explain", "what this lesson is about, and why", "look", 9),
    Key(("o",), "o", "output", "output", "what the program wrote; y copies it", "look", 11),
    Key(("a",), "a", "results", "results", "all results so far: s sorts, y copies, x writes files", "look", 14),
    Key(("enter",), "enter", "message", "message", "why a run failed, in full; or your guess and the result", "look"),
    Key(("y",), "y", "quiz", "quiz", "a few questions on this lesson", "look", 15),
    Key(("j",), "j", "journal", "journal", "your guesses and answers: / searches, n turns questions off", "look"),
    Key(("p",), "p", "present", "present", "the presenter layout, for a room", "look", 10),
    Key(("0",), "0", "lessons", "lessons", "all lessons: what you have done, and what comes next", "scenario"),
    Key(("left",), "◂", "left", "previous", "the lesson before in its group; in a replay: back in time", "scenario"),
    Key(("right",), "▸", "right", "next", "the next lesson of its group; in a replay: forward in time", "scenario"),
    Key(DIGITS, "1-9", "show_tab", "scenario", "show this lesson of the group", "scenario", numbered=True),
    Key(("up",), "↑", "note(-1)", "note", "the remark before, and its line", "code"),
    Key(("down",), "↓", "note(1)", "next note", "the next remark on the source, and its line", "code"),
    Key(("pageup",), "PgUp", "page(-1)", "page up", "a page of the source up; the lesson before, of all", "code"),
    Key(("pagedown",), "PgDn", "page(1)", "page down", "a page of the source down; the next lesson, of all", "code"),
    Key(("b",), "b", "blank", "blank", "blank the screen, and show it again; so does .", "presenter"),
    Key(("n",), "n", "notes", "notes", "show or hide notes for who speaks; ↑ ↓ move long ones", "presenter"),
    Key(("f5",), "F5", "present_start", "start", "start, as a presentation remote says it", "presenter"),
    Key(("escape",), "esc", "leave", "leave", "leave the presenter layout, the code, a zoom; never the app", "look"),
    Key(("home",), "home", "rewind", "rewind", "back to the beginning of the recording", "replay"),
    Key(("end",), "end", "to_end", "to the end", "to the end of the recording", "replay"),
    Key(("t",), "t", "app.turn_theme", "theme", "dark, light, projector, the terminal's own colours", "app", 12),
    Key(("?",), "?", "help", "help", "what all the keys do", "app", 2),
    Key(("q",), "q", "app.quit", "quit", "end what is on and leave; ctrl+q and ctrl+c too", "app", 13),
)


SAME = {"=": "+", "_": "-"}
"""Keys that mean the same as another, because they lie on it."""

OF_PRESENTER = frozenset(name for key in KEYS if key.where == "presenter" for name in key.keys)
"""Keys that the presenter layout has for itself, whatever a board does with them on the stage."""


def find(action: str) -> Key:
    """Return the entry of an action; KeyError when there is none."""
    for key in KEYS:
        if key.action == action:
            return key
    raise KeyError(action)


def by_place(more: tuple[Key, ...] = ()) -> Iterator[tuple[str, tuple[Key, ...]]]:
    """Yield each part of the help screen: its heading and its keys; `more` are those of the lesson and its boards."""
    for where, heading in WHERE.items():
        if found := tuple(key for key in (*KEYS, *more) if key.where == where):
            yield heading, found


def names(key: Key) -> str:
    """Return all the keys of an entry as a person reads them: `+ =`."""
    others = () if key.numbered else (name for name in key.keys if len(name) == 1 and name not in key.shown.split())
    return " ".join((key.shown, *others))

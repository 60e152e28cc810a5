"""The picture of last time, on the terminal before anything else is imported: the real one takes half a second.

What is shown is what an idle app drew here at its last start (`tui.console.keeping` keeps it), without its numbers, and
only if all is as it was then: the terminal, its size and colours, this Python, our version, and the lessons.
What is kept is cells: a text that can be printed, and SGR parameters, which are digits. The escapes are written here,
so nothing else gets to the terminal, whatever lies in the file.

The terminal has the app's modes from then on: what is typed waits for the app and is not shown, and the guardian
restores it if we are killed. Whatever ends us before the app has it restores it: `leave`. Rule of this file: it imports
next to nothing.
"""

from __future__ import annotations

import _signal as signal  # type: ignore[import-not-found]  # `signal` itself builds enums: 4 ms in which nothing is seen
import os
import sys
import termios
from binascii import crc32

from tui import __version__
from tui.console.guardian import OFF, ON, RESTORING, guardian
from tui.files import read_own, state_folder
from tui.lessons.index import OURS, how_lessons_are
from tui.terminal import is_served, no_screen

PICTURES = "pictures"
LEARNT = ("journal.jsonl", "journal-before.jsonl", "settings.json", "edited")
"""What a person has guessed, chosen and edited: an idle app asks for a guess, or does not any more."""
RUNS = "runs.json"
"""What was run: whoever has this file does not begin with all lessons, whatever stands in it."""
MOST_BYTES = 400_000
MOST_INK = 60
BEGIN = b"\x1b[?1049h\x1b[?25l"
LFLAG, IFLAG = 3, 0
BY_SIGNAL = 128
ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)

Row = list[tuple[str, str]]
"""Ink, as SGR parameters like `1;38;5;7`, and the text that is written with it."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tui.console.guardian import Guardian, Modes


class Opening:
    """A picture that is on the terminal until the app has drawn its own."""

    def __init__(self, guards: Guardian, before: Modes) -> None:
        self.guardian = guards
        self.before = before
        """The terminal's modes without us."""
        self.is_on = True
        ends = {number: signal.getsignal(number) for number in (*ENDS, signal.SIGTSTP)}
        self._before = {number: handler for number, handler in ends.items() if handler != signal.SIG_IGN}
        for number in self._before:
            signal.signal(number, self._end)

    def leave(self) -> None:
        """Give the terminal back as it was, unless the app has it by now. Safe to call twice."""
        if self.is_on:
            self.is_on = False
            os.write(1, RESTORING)
            termios.tcsetattr(0, termios.TCSANOW, self.before)
            self.guardian.tell(OFF)

    def is_taken(self) -> bool:
        """Let the app have the terminal, with this picture on it; return whether it was on."""
        was_on, self.is_on = self.is_on, False
        for number, handler in self._before.items():
            if signal.getsignal(number) == self._end:
                signal.signal(number, handler)
        return was_on

    def _end(self, number: int, frame: object) -> None:
        """Restore the terminal and end with 128 and the signal's number, or stop; who is continued opens as ever."""
        self.leave()
        if number != signal.SIGTSTP:
            os._exit(BY_SIGNAL + number)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)


def show() -> Opening | None:
    """Show the picture of last time, where it may be shown."""
    size = known_size()
    key = key_of(*size) if size and not (is_served() or no_screen()) else ""
    rows = kept(key, *size) if key and size else None
    if rows is None:
        return None
    try:
        before = termios.tcgetattr(0)
    except termios.error:
        return None
    guards = guardian()
    if guards is None:
        return None
    opening = Opening(guards, before)
    guards.tell(ON)
    try:
        termios.tcsetattr(0, termios.TCSANOW, _patched(before))
        _write(BEGIN + painted(rows))
    except (OSError, termios.error):
        opening.leave()
    return opening


def known_size() -> tuple[int, int] | None:
    """Return columns and rows of the terminal; None where it does not say."""
    try:
        columns, rows = os.get_terminal_size(1)
    except OSError:
        return None
    return (columns, rows) if columns and rows else None


def key_of(columns: int, rows: int) -> str:
    """Return in lines all that decides what an idle app draws, but for the numbers; empty when that is not known."""
    lessons = how_lessons_are()
    encoding = getattr(sys.__stdout__, "encoding", None) or ""
    if not lessons or encoding.lower() != "utf-8":
        return ""
    gil = getattr(sys, "_is_gil_enabled", bool)()
    told = [f"{name}={value}" for name, value in sorted(os.environ.items()) if _is_asked(name)]
    with os.scandir(OURS) as found:
        code = sorted(f"{its.name} {its.stat().st_mtime_ns}" for its in found if its.name[0] not in "._")
    facts = [f"coreograph {__version__} at {columns}x{rows}", f"{sys.executable} {sys.version} {gil}", *code, *told]
    facts += map(_of_the_person, LEARNT)
    facts.append(f"something was run: {_of_the_person(RUNS) != f'no {RUNS}'}")
    return "\n".join(line.replace("\n", " ") for line in [*facts, *lessons])


def _of_the_person(name: str) -> str:
    """Return how something in the state folder is."""
    try:
        its = os.stat(f"{state_folder()}/{name}")  # noqa: PTH116 - pathlib takes its time
    except (OSError, RuntimeError):
        return f"no {name}"
    return f"{name} {its.st_size} {its.st_mtime_ns}"


def _is_asked(name: str) -> bool:
    """Whether a variable may have a say in how something is drawn."""
    return name in ("TERM", "COLORTERM", "NO_COLOR", "LANG", "SSH_CONNECTION") or name.startswith(
        ("TERM_", "LC_", "TEXTUAL", "FORCE_", "TTY_", "CLICOLOR", "COREOGRAPH_", "COLOR")
    )


def path_of(key: str) -> str:
    """Return where the picture for a key is kept."""
    return f"{state_folder()}/{PICTURES}/{crc32(os.fsencode(key)):08x}"


def kept(key: str, columns: int, rows: int) -> list[Row] | None:
    """Return the rows that were kept for this key; None unless they are all that a picture of this size may be."""
    try:
        head, _, body = read_own(path_of(key), MOST_BYTES).decode().partition("\n\n")
        found: list[Row] = [[] for _ in range(rows)]
        for line in body.split("\n") if head == key else ():
            number, ink, text = line.split("\t")
            if not (0 <= int(number) < rows and _is_ink(ink) and text.isprintable()):
                return None
            found[int(number)].append((ink, text))
    except (OSError, ValueError, RuntimeError):
        return None
    is_whole = all(0 < sum(len(text) for _, text in row) <= columns for row in found)
    return found if head == key and is_whole else None


def _is_ink(ink: str) -> bool:
    return not ink or (len(ink) <= MOST_INK and ink.isascii() and ink.replace(";", "0").isdecimal())


def painted(rows: list[Row]) -> bytes:
    """Return the escapes and texts that draw these rows."""
    drawn = []
    for number, row in enumerate(rows, 1):
        runs = "".join(f"\x1b[0;{ink}m{text}" if ink else f"\x1b[0m{text}" for ink, text in row)
        drawn.append(f"\x1b[{number};1H{runs}")
    return ("\x1b[?7l" + "".join(drawn) + "\x1b[0m").encode()


def _patched(modes: Modes) -> Modes:
    """Return the modes in which the app has the terminal."""
    patched = list(modes)
    patched[LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)  # type: ignore[operator]
    patched[IFLAG] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)  # type: ignore[operator]
    return patched


def _write(data: bytes) -> None:
    while data:
        data = data[os.write(1, data) :]

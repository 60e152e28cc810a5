"""A person's own copy of a lesson's program: where it lies, the editor that is opened on it, and whether it compiles.

Rules of this file: the lesson's own file is only read; a copy that a person has worked on is never overwritten; the
editor has the terminal to itself, so whoever calls `open_editor` has let go of it before.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tui.feeds.live.interpreter import TIME_LIMIT_S, answer
from tui.files import own_folder, private_file, state_folder
from tui.telemetry.text import plain

ASKED_FOR = ("VISUAL", "EDITOR")
"""The variables that name a person's editor, the first one that is set counts."""

USUAL = ("nano", "vi")

EDITED = "edited"

CHECK = """
import sys, warnings
warnings.simplefilter("ignore")
said = "fine"
try:
    with open(sys.argv[1], "rb") as file:
        compile(file.read(), sys.argv[1], "exec", dont_inherit=True)
except SyntaxError as error:
    said = "line %s: %s" % (error.lineno, error.msg) if error.lineno else str(error.msg)
except Exception as error:
    said = "%s: %s" % (type(error).__name__, error)
sys.stdout.buffer.write(("coreograph-check\\n" + said).encode("utf-8", "replace"))
"""
"""Asks the Python that will run a program whether it can compile it; works on every Python from 3.9 on."""


class EditError(RuntimeError):
    """Why a program cannot be edited; the text is one sentence: what, and what to do."""


class EditedCopy(Struct, frozen=True):
    """A copy that compiles, as it was when that was found."""

    path: Path
    text: str


def copies_folder() -> Path:
    """Return where copies are kept: beside the recordings, in the user's state folder."""
    return Path(state_folder()) / EDITED


def copy_of(program: Path) -> Path:
    """Return where the copy of a program is or would be; it has the program's own name."""
    return copies_folder() / program.name


def find_editor(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the command that opens a person's editor. EditError when none is named and none of the usual is there."""
    import shlex  # noqa: PLC0415  # Seldom needed.

    for name in ASKED_FOR:
        value = environment.get(name, "")
        try:
            words = shlex.split(value)
        except ValueError:
            raise EditError(f"{name} is {value!r}, where a quotation mark is missing: set it again.") from None
        if words and shutil.which(words[0], path=environment.get("PATH")) is None:
            raise EditError(f"{name} is {value!r}, which is not there: set it to an editor that is.")
        if words:
            return tuple(words)
    for usual in USUAL:
        if shutil.which(usual, path=environment.get("PATH")):
            return (usual,)
    raise EditError("No editor was found: set EDITOR to the one that you use.")


def ready_copy(program: Path) -> Path:
    """Return the copy of a program, made now if there is none. EditError when it cannot be written."""
    copy = copy_of(program)
    try:
        own_folder(EDITED)
        if not copy.exists():
            with private_file(copy) as file:
                file.write(program.read_bytes())
    except OSError as error:
        where = shown_home(copy)
        raise EditError(f"The copy {where} cannot be written ({error.strerror}): see to its folder.") from None
    return copy


def open_editor(editor: Sequence[str], copy: Path) -> str:
    """Let a person edit, in the foreground of the terminal; return a sentence when the editor did not end well."""
    name = plain(editor[0])
    try:
        with _passing_signals_on() as opened, subprocess.Popen([*editor, str(copy)]) as process:
            opened.append(process)
            code = process.wait()
    except OSError as error:
        return f"{name} cannot be started ({error.strerror}): set EDITOR to another editor."
    if code < 0:
        return f"{name} was ended by signal {-code}: nothing is changed, e opens the copy again."
    return f"{name} ended with exit code {code}: nothing is changed, e opens the copy again." if code else ""


@contextmanager
def _passing_signals_on() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Leave ctrl+c and ctrl+\\ to the editor that is put into the list, and let it end when the app is told to.

    As these signals are caught here, the editor begins with their defaults, also where we were started to ignore them.
    """
    opened: list[subprocess.Popen[bytes]] = []

    def leave_it(number: int, frame: object) -> None:
        """The editor has got it, too: it came from the terminal."""

    def pass_on(number: int, frame: FrameType | None) -> None:
        for process in opened:
            process.send_signal(number)
        if callable(ours := before.get(signal.Signals(number))):
            ours(number, frame)

    before: dict[signal.Signals, Any] = {}
    chosen = {signal.SIGINT: leave_it, signal.SIGQUIT: leave_it, signal.SIGTERM: pass_on, signal.SIGHUP: pass_on}
    for caught, handler in chosen.items():
        before[caught] = signal.signal(caught, handler)
    try:
        yield opened
    finally:
        for caught, kept in before.items():
            signal.signal(caught, kept)


def read_copy(copy: Path) -> str:
    """Return what a copy says; nothing when it is gone or cannot be read."""
    try:
        return copy.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def forget_unedited(program: Path) -> bool:
    """Remove a copy that says what the program says; return whether there is nothing of a person's."""
    copy = copy_of(program)
    if copy.exists() and read_copy(copy) != read_copy(program):
        return False
    with suppress(OSError):
        copy.unlink(missing_ok=True)
    return True


def trouble(copy: Path, python: str) -> str:
    """Return why a Python cannot compile a copy, as `line 12: invalid syntax`; nothing when it can."""
    try:
        said = answer([python, "-I", "-c", CHECK, str(copy)]).decode(errors="replace")
    except subprocess.TimeoutExpired:
        return f"it could not be compiled within {TIME_LIMIT_S:g} s"
    except (OSError, ValueError) as error:
        return f"{plain(python)} cannot be executed ({getattr(error, 'strerror', None) or error})"
    _, mark, found = said.partition("coreograph-check\n")
    if not mark:
        return "Python broke down when it compiled it"
    return "" if found == "fine" else plain(found.splitlines()[0])


class Edit(Struct, frozen=True):
    """What came of an edit."""

    copy: EditedCopy | None
    """What is to run from now on; None for the lesson's own program."""
    says: str
    """One sentence."""
    is_new: bool = False
    """Whether there is something new to run."""
    is_broken: bool = False


def judge(program: Path, before: str, used: EditedCopy | None, python: str) -> Edit:
    """Return what to do with the copy as it is now; `before` is what it said, `used` what runs until now."""
    path = copy_of(program)
    if forget_unedited(program):
        return Edit(None, "The copy is the same as the original, so there is nothing new to run.")
    text = read_copy(path)
    if not text.strip():
        path.unlink(missing_ok=True)
        return Edit(None, "The copy was empty and is gone: the original stays, and e begins anew.")
    if why := trouble(path, python):
        return Edit(None, f"Your copy cannot run: {why}. The original stays; e goes on editing.", is_broken=True)
    if text == before:
        return Edit(used, "Nothing was changed; E goes back to the original." if used else "Nothing was changed.")
    return Edit(EditedCopy(path, text), "Your copy runs; E goes back to the original.", is_new=True)


def kept(program: Path, python: str) -> Edit:
    """Return what to do with the copy of an earlier edit, when a person wants it back."""
    if forget_unedited(program):
        return Edit(None, "There is no copy yet: e makes one.")
    edit = judge(program, "", None, python)
    return replace(edit, says="Your copy is next: r runs it.") if edit.is_new else edit


def shown_home(path: Path) -> str:
    """Return a path as a person writes it: `~/…` inside the home folder."""
    home = os.path.expanduser("~") + os.sep  # noqa: PTH111 - Path.home() fails where there is none
    return plain("~/" + str(path)[len(home) :] if str(path).startswith(home) else str(path))

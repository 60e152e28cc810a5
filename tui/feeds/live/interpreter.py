"""What a Python on this machine is and can, asked of it by running it once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

from tui.feeds.live.python_facts import facts
from tui.telemetry.text import plain

OLDEST = (3, 9)
TIME_LIMIT_S = 10.0
QUESTIONS = Path(__file__).with_name("python_facts.py")


class InterpreterError(RuntimeError):
    """A Python that cannot be used; the text is one sentence: what, and what to do."""


class Interpreter(Struct, frozen=True):
    """One Python, as it is when it runs a program without options."""

    executable: str
    """As it was given."""
    version: str
    """Like 3.13.0."""
    implementation: str
    gil: bool | None
    """Whether threads take turns; None when this Python does not say."""
    free_threaded_build: bool
    """Whether it can run without the GIL."""
    switch_interval_s: float
    start_methods: tuple[str, ...]
    """Empty for the Python that runs this: telling them takes multiprocessing, which this process never imports."""
    default_start_method: str
    has: frozenset[str]
    """Those of the asked `module:attribute` features that it has."""


def inspect_interpreter(executable: str, needs: Iterable[str] = ()) -> Interpreter:
    """Ask one Python, for 10 s at most. InterpreterError when it is missing, too old, no Python, or does not answer."""
    try:
        said = answer([executable, "-I", str(QUESTIONS), *needs])
    except subprocess.TimeoutExpired:
        raise InterpreterError(
            f"{plain(executable)} did not answer within {TIME_LIMIT_S:g} s: choose another Python."
        ) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise InterpreterError(f"{plain(executable)} cannot be executed ({why}): choose another Python.") from None
    _, mark, text = said.decode(errors="replace").partition("coreograph-facts\n")
    lines = text.splitlines()
    if not mark or len(lines) < 2:
        raise InterpreterError(f"{plain(executable)} is no Python 3 that works: choose another one.")
    return _interpreter(executable, lines)


def answer(command: list[str]) -> bytes:
    """Return what a command writes. TimeoutExpired after 10 s: it is ended then with all that it has started."""
    null = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=null, stdout=subprocess.PIPE, stderr=null, start_new_session=True) as process:
        try:
            return process.communicate(timeout=TIME_LIMIT_S)[0]
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise


def _interpreter(executable: str, told: list[str]) -> Interpreter:
    version, implementation, *more = told
    if not more:
        oldest = ".".join(map(str, OLDEST))
        raise InterpreterError(f"{plain(executable)} is Python {version}, which is too old: choose {oldest} or newer.")
    gil, free_threaded, interval, methods, default, *has = more
    return Interpreter(
        executable=executable,
        version=version,
        implementation=implementation,
        gil={"on": True, "off": False}.get(gil),
        free_threaded_build=free_threaded == "yes",
        switch_interval_s=float(interval),
        start_methods=tuple(filter(None, methods.split(","))),
        default_start_method=default,
        has=frozenset(has),
    )


@cache
def known_interpreter(executable: str, needs: tuple[str, ...] = ()) -> Interpreter:
    """Return what a Python is, asked once as long as the app is open. InterpreterError as `inspect_interpreter`."""
    if executable == sys.executable:
        return _interpreter(executable, facts(list(needs), asks_methods=False))
    return inspect_interpreter(executable, needs)


def find_interpreters() -> tuple[str, ...]:
    """Return the Pythons of this machine that are easily found, this one first, without running any.

    Looks into PATH, pyenv's versions and uv's directory. Links to one file count once; whether one is
    old or broken shows only when it is inspected.
    """
    found: dict[Path, str] = {}
    for candidate in [Path(sys.executable), *_on_path(), *_installed()]:
        if candidate.is_file() and os.access(candidate, os.X_OK):
            found.setdefault(candidate.resolve(), str(candidate))
    return tuple(found.values())


def _is_python(name: str) -> bool:
    """Whether a file is named python3, python3.13, python3.14t or the like."""
    version = name.removeprefix("python").removesuffix("t")
    return name in ("python", "python3") or (version.startswith("3.") and version[2:].isdigit() and name != version)


def _on_path() -> Iterator[Path]:
    """Give the Pythons on PATH; pyenv's shims are skipped, as they are scripts that lead to its versions."""
    for folder in map(Path, filter(None, os.environ.get("PATH", "").split(os.pathsep))):
        if folder.name != "shims" and folder.is_dir():
            yield from sorted(path for path in _listing(folder) if _is_python(path.name))


def _installed() -> Iterator[Path]:
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR") or data / "uv" / "python")
    for folder in (pyenv, uv):
        for version in sorted(_listing(folder)):
            yield version / "bin" / "python3"


def _listing(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []

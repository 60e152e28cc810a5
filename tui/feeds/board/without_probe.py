"""Why the probe is not in a process: how it was started, by the kernel's word."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tui.feeds.kept_pack import PROBE
from tui.probe.layout import RUN_DIRECTORY_VARIABLE

SOON_S, LATE_S = 0.3, 3.0
"""How long a process may live before the lack of the probe in it is believed: where it cannot come, and else."""
_LEAVES_OUT = {
    "E": "it was started with -E, which leaves out what the run's environment says",
    "I": "it was started with -I, which leaves out what the run's environment says",
    "S": "it was started with -S, which leaves out every sitecustomize, the probe's too",
}
_CLEANED = "it was started without the run's environment"
UNKNOWN = "its Python has not loaded it"
_TAKE_A_VALUE = "WX"


def why(pid: int, run_directory: str) -> str:
    """Return why a Python process does not load the probe; an empty text while nothing speaks against it."""
    environment = _words(pid, "environ")
    if environment is None:
        return ""
    paths = "".join(word.removeprefix("PYTHONPATH=") for word in environment if word.startswith("PYTHONPATH="))
    if f"{RUN_DIRECTORY_VARIABLE}={run_directory}" not in environment or str(PROBE / "boot") not in paths.split(":"):
        return _CLEANED
    return told_of(_words(pid, "cmdline") or [])


def told(pid: int, run_directory: str, lives_s: float) -> str | None:
    """Return what is to be said of a Python that has lived for so long without the probe; None when it may yet come."""
    if lives_s <= SOON_S:
        return None
    return why(pid, run_directory) or (UNKNOWN if lives_s > LATE_S else None)


def told_of(words: Sequence[str], *, has_run: bool = True) -> str:
    """Return why a Python with this command line, begun with or without the run's environment, has no probe in it."""
    if not has_run:
        return _CLEANED
    return next((_LEAVES_OUT[letter] for letter in _flags(list(words)) if letter in _LEAVES_OUT), "")


def _flags(arguments: list[str]) -> str:
    """Return the letters of an interpreter's own options."""
    letters = ""
    rest = iter(arguments[1:])
    for argument in rest:
        if not argument.startswith("-") or argument in ("-", "--"):
            break
        if argument.startswith("--"):
            continue
        for place, letter in enumerate(argument[1:], 2):
            if letter in "cm":
                return letters
            if letter in _TAKE_A_VALUE:
                if place == len(argument):
                    next(rest, None)
                break
            letters += letter
    return letters


def _words(pid: int, what: str) -> list[str] | None:
    """Return the words of a file of /proc; None when there is none or we may not read it."""
    try:
        return Path(f"/proc/{pid}/{what}").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return None

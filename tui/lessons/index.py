"""What `list` says of each lesson, kept from one start to the next: no lesson is read for it.

Reading the lessons takes 80 ms, most of it the import of what checks them. What was read holds as long as neither a
lesson nor a file of ours that had a part in reading it has changed: its size, its times and its inode are as they were.
A file that has just been changed is not relied on, as it may change again within one tick of its clock. What is kept is
the user's own file; one that is missing, broken, somebody else's or of another version is as none, and one that cannot
be written is left unwritten. Rule of this file: it imports nearly nothing, at least as long as what was kept holds.
"""

from __future__ import annotations

import os
import sys

from tui import __version__
from tui.files import put_in_place, read_own, stamp, state_folder
from tui.lessons import LessonError
from tui.telemetry.text import quoted

OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib takes its time
LESSONS = f"{os.path.dirname(OURS)}/demos"  # noqa: PTH120
"""Where the scenarios that come with coreograph lie."""
KEPT = "lessons"
MOST_BYTES = 200_000

Lines = list[tuple[str, ...]]
"""Of a scenario its name, group, seconds, title and summary; of a lesson that could not be read name and sentence."""


def index(folder: str = LESSONS) -> tuple[Lines, Lines]:
    """Return the scenarios of a folder, group after group, and the lessons that could not be read."""
    before = how_lessons_are(folder)
    found = _kept(before)
    if found is None:
        found = _read(folder)
        if before and before == how_lessons_are(folder):
            _keep(before, found)
    return found


def must_be_there(name: str, folder: str = LESSONS) -> None:
    """Raise a LessonError that names the scenarios there are unless this is one of them, or says what ails it."""
    scenarios, broken = index(folder)
    names = [its for its, *_ in scenarios]
    if name in names:
        return
    for its, sentence in broken:
        if its == name:
            raise LessonError(sentence)
    raise LessonError(f"There is no scenario {quoted(name)}: choose from {', '.join(names)}.")


def _read(folder: str) -> tuple[Lines, Lines]:
    from pathlib import Path  # noqa: PLC0415

    from tui.lessons.catalogue import catalogue  # noqa: PLC0415

    scenarios, broken = catalogue(Path(folder))
    told: Lines = [(its.name, its.group, f"{its.expected_s:g}", its.title, its.summary) for its in scenarios]
    return told, [(its.name, its.sentence) for its in broken]


def how_lessons_are(folder: str = LESSONS) -> list[str]:
    """Return a line on which Python and which lessons are there, and how each is; nothing when that is not settled."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".toml"))  # noqa: PTH208
        lines = [stamp(f"{folder}/{name}") for name in names]
        has_program = [str(os.path.isfile(f"{folder}/{name[:-5]}.py")) for name in names]  # noqa: PTH113
    except (OSError, ValueError):
        return []
    python = f"{sys.implementation.cache_tag} {sys.hexversion}"
    head = [f"coreograph {__version__}", python, f"{len(names)} lessons of {folder}"]
    return [*head, *map("\t".join, zip(lines, has_program, strict=True))]


def _kept(lessons: list[str]) -> tuple[Lines, Lines] | None:
    """Return what was kept, if it holds; it is what `_keep` writes, line by line."""
    try:
        lines = read_own(f"{state_folder()}/{KEPT}", MOST_BYTES).decode().split("\n") if lessons else []
        given, counts, rest = lines[: len(lessons)], lines[len(lessons)].split(), lines[len(lessons) + 1 :]
        code, scenarios, broken = map(int, counts)
        if given != lessons or len(rest) != code + scenarios + broken + 1 or code < 1 or rest.pop() != "end":
            return None
        if any(stamp(line.partition("\t")[0]) != line for line in rest[:code]):
            return None
        told = [tuple(line.split("\t")) for line in rest[code:]]
        if [len(line) for line in told] != [5] * scenarios + [2] * broken:
            return None
    except (OSError, ValueError, LookupError, RuntimeError):
        return None
    return told[:scenarios], told[scenarios:]


def _keep(lessons: list[str], found: tuple[Lines, Lines]) -> None:
    """Keep it for the next start, if it can be kept: what was told is one line, and the folder can be written."""
    if not all(part.isprintable() for lines in found for line in lines for part in line):
        return
    told = ["\t".join(line) for lines in found for line in lines]
    from pathlib import Path  # noqa: PLC0415

    try:
        code = [stamp(path) for path in sorted(_had_a_part())]
        counts = f"{len(code)} {len(found[0])} {len(found[1])}"
        put_in_place(Path(state_folder()), KEPT, "\n".join([*lessons, counts, *code, *told, "end"]).encode())
    except (OSError, ValueError, RuntimeError):
        return


def _had_a_part() -> list[str]:
    """Return our files that are imported by now: all that has had a part in reading the lessons, and few more."""
    files = [getattr(module, "__file__", None) for name, module in sys.modules.items() if name.split(".")[0] == "tui"]
    return [file for file in files if file]

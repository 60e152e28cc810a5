"""Whose code a file is: Python's own, an installed package's, the probe's, or the program's.

An installed package is the program's, too, where it is what is run, or where a person says so: the run's file `own`.
What the others make for themselves is not looked at, but counted.
"""

from __future__ import annotations

import os
import sys

from . import layout, segment
from .files import FLAGS

LIBRARY = os.path.dirname(os.__file__) + os.sep
copies: list[str] = []
"""Folders of packages that are plain copies of multiprocessing, as far as they are looked at."""
_FOLDERS = ("site-packages" + os.sep, "dist-packages" + os.sep)
_MOST_BYTES = 1 << 16
_MOST_FILES = 4000
_own: list[list[tuple[tuple[str, str], str]]] = []
"""Once it is read: how the paths of each package of the program begin, below the folder of packages, and what has to
be run for it to be the program's."""
_made: dict[tuple[str, str], list[None]] = {}
"""Package, and what it made: as long as it has made of that."""
_told: dict[tuple[str, str], int] = {}


def inside(path: str) -> str:
    """Return a path below the standard library; in a copy of a package of it as in the original; else an empty text."""
    for folder in copies:
        if path.startswith(folder):
            return "multiprocessing" + os.sep + path[len(folder) :]
    return path[len(LIBRARY) :] if path.startswith(LIBRARY) and not is_installed(path) else ""


PROBE = inside.__code__.co_filename.rpartition("whose")[0]
"""How the names of the files begin that the probe's code says it is from: see `pack`."""


def is_installed(path: str) -> bool:
    """Whether a file is part of an installed package, and not the program itself, which may lie among them."""
    return ("site-packages" in path or "dist-packages" in path) and not _is_programs(path)


def is_library(path: str) -> bool:
    """Whether a file is part of Python or of an installed package, and not of the program."""
    return is_installed(path) or is_pythons_own(path)


def is_pythons_own(path: str) -> bool:
    """Whether a file is part of Python itself."""
    return own_files[path]


class _OwnFiles(dict):  # type: ignore[type-arg]
    """Whether files are part of Python itself, each looked at once: asking again is no call."""

    def __missing__(self, path: str) -> bool:
        found = path.startswith(LIBRARY) and "-packages" not in path
        if len(self) < _MOST_FILES:
            self[path] = found
        return found


own_files: dict[str, bool] = _OwnFiles()
"""What is made in these, Python's library makes for itself, like the lock inside each future: it is not told of."""


def path_at(depth: int) -> str:
    """Return the file of the code at this depth, counted from who asks; a path of Python's own where there is none."""
    try:
        return sys._getframe(depth + 1).f_code.co_filename
    except ValueError:  # A new thread calls it, and nothing else.
        return LIBRARY


def package_of(path: str) -> str:
    """Return the installed package, or module, that a file is part of; nothing where it is of none."""
    return _below(path).partition(os.sep)[0].partition(".")[0]


def _below(path: str) -> str:
    return next((path.partition(folder)[2] for folder in _FOLDERS if folder in path), "")


def _is_programs(path: str) -> bool:
    main = getattr(sys.modules.get("__main__"), "__file__", None)
    main = main if type(main) is str else ""
    if path == main:
        return True
    if not _own:
        _read()
    below = _below(path)
    return any(below.startswith(begins) and _runs(main, what) for its in _own for begins, what in its)


def _runs(main: str, what: str) -> bool:
    """Whether it is still run what was started: `coverage run` and its kind become another program's runner."""
    return not (what and main) or main.startswith(what) or "-packages" in main


def _read() -> None:
    """Read which packages are the program's; a line for each: package, and the file that must be what is run."""
    board = segment.board()
    if board is None:
        return
    try:
        file = os.open(board.directory + "/" + layout.OWN_FILE, os.O_RDONLY | FLAGS)
        try:
            lines = os.read(file, _MOST_BYTES).decode("utf-8", "surrogateescape").split("\n")
        finally:
            os.close(file)
    except OSError:
        lines = []
    found = [(name.replace(".", os.sep), what) for name, _, what in [line.partition("\t") for line in lines] if name]
    _own[:] = [[((name + os.sep, name + ".py"), what) for name, what in found]]


def count(path: str, what: str) -> None:
    """Count what an installed package makes for itself; told at 1, 2, 4, 8 … of it, and when somebody looks."""
    its = package_of(path), what
    if not _made:
        from . import insides  # noqa: F401, PLC0415 - most programs need it not

        segment.begins_anew(_begin)
    made = _made.setdefault(its, [])
    made.append(None)
    if len(made) & (len(made) - 1) == 0:
        _tell(its, len(made))


def _tell(its: tuple[str, str], number: int) -> None:
    board = segment.board()
    if board is not None and number > _told.get(its, 0):
        _told[its] = number
        board.line("U", *its, number)


def _look() -> None:
    for its, made in list(_made.items()):
        _tell(its, len(made))


def _begin() -> None:
    """Begin from nothing in a forked child."""
    _made.clear()
    _told.clear()


segment.looks.append(_look)

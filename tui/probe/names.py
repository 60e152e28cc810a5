"""Where code lies: in the program, in Python, in an installed package; and how and where an object is made there."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

LIBRARY = os.path.dirname(os.__file__) + os.sep
MANAGERS, DUMMIES = (
    tuple(package + name for package in ("multiprocessing", "multiprocess")) for name in (".managers", ".dummy")
)
copies: list[str] = []
"""Folders of packages that are plain copies of multiprocessing, as far as they are looked at."""


def of(frame: FrameType | None, type_name: str, called: str = "") -> tuple[str, str]:
    """Return the name, or an empty text, and the place as `file.py:12`.

    `called` is what the program calls to make it, where that is not the type's own name.
    """
    if frame is None:
        return "", ""
    place = place_of(frame.f_code.co_filename) + ":" + str(frame.f_lineno)
    try:
        from . import assigned  # noqa: PLC0415 - it knows this module

        return assigned.name_of(frame, called or type_name.rpartition(".")[2], type_name), place
    except Exception:  # noqa: BLE001
        return "", place


PROBE = of.__code__.co_filename.rpartition("names")[0]
"""How the names of the files begin that the probe's code says it is from: see `pack`."""


def inside(path: str) -> str:
    """Return a path below the standard library; in a copy of a package of it as in the original; else an empty text."""
    for folder in copies:
        if path.startswith(folder):
            return "multiprocessing" + os.sep + path[len(folder) :]
    return path[len(LIBRARY) :] if path.startswith(LIBRARY) and not is_installed(path) else ""


def package_of(its: type) -> str:
    """Return `multiprocessing.` for a class of it or made from one, `multiprocess.` where that is the copy's."""
    found = (of.__module__.partition(".")[0] for of in its.__mro__)
    return "multiprocess." if "multiprocess" in found else "multiprocessing."


def is_installed(path: str) -> bool:
    """Whether a file is part of an installed package, and not the program itself, which may lie among them."""
    if "site-packages" not in path and "dist-packages" not in path:
        return False
    return path != getattr(sys.modules.get("__main__"), "__file__", None)


def is_library(path: str) -> bool:
    """Whether a file is part of Python or of an installed package, and not of the program."""
    return is_installed(path) or (path.startswith(LIBRARY) and "-packages" not in path)


def is_made_by_library(depth: int) -> bool:
    """Whether the code at this depth, counted from who asks, is Python's own: what that makes for itself is not told.

    A quick look at one frame, for what programs make often without knowing, like the lock inside each future.
    """
    try:
        path = sys._getframe(depth + 1).f_code.co_filename
    except ValueError:
        return False
    return path.startswith(LIBRARY) and "-packages" not in path


def is_pythons_own(path: str) -> bool:
    """Whether a file is part of Python itself."""
    return path.startswith(LIBRARY) and "-packages" not in path


def place_of(path: str) -> str:
    """Return a path as seen from the current folder, or only its last part when it lies elsewhere."""
    try:
        here = os.getcwd() + os.sep
    except OSError:
        here = os.sep + os.sep
    return path[len(here) :] if path.startswith(here) else os.path.basename(path)

"""How and where in the program an object is made."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

MANAGERS, DUMMIES = (
    tuple(package + name for package in ("multiprocessing", "multiprocess")) for name in (".managers", ".dummy")
)


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


def package_of(its: type) -> str:
    """Return `multiprocessing.` for a class of it or made from one, `multiprocess.` where that is the copy's."""
    found = (of.__module__.partition(".")[0] for of in its.__mro__)
    return "multiprocess." if "multiprocess" in found else "multiprocessing."


def place_of(path: str) -> str:
    """Return a path as seen from the current folder, or only its last part when it lies elsewhere."""
    try:
        here = os.getcwd() + os.sep
    except OSError:
        here = os.sep + os.sep
    return path[len(here) :] if path.startswith(here) else os.path.basename(path)

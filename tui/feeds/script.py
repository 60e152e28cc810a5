"""Whether there is a program where a person says so. It imports next to nothing: a slip is told at once."""

from __future__ import annotations

import os

from tui.lessons import LessonError
from tui.telemetry.text import plain


def script(target: str) -> str:
    """Return the path of the file that Python runs when it is given this path; LessonError where there is none."""
    there = f"{target}.py"
    if not os.path.exists(target):  # noqa: PTH110 - pathlib raises for a name that is too long
        is_there = os.path.isfile(there)  # noqa: PTH113 - the same
        instead = f"did you mean {there!r}?" if is_there else "give a Python file, or -m and a module."
        raise LessonError(f"There is no program {plain(repr(target), 300)}: {instead}")
    if not os.path.isdir(target):  # noqa: PTH112 - pathlib takes its time
        return target
    main = os.path.join(target, "__main__.py")  # noqa: PTH118
    if not os.path.exists(main):  # noqa: PTH110
        raise LessonError(f"{target!r} is a folder without a __main__.py: give a Python file, or -m and a module.")
    return main

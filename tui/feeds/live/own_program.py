"""A person's own program as a scenario: one variant, no knobs, nothing known of what it does."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tui.board_names import OF_ANY_RUN
from tui.feeds.live.interpreter import answer
from tui.lessons.catalogue import LessonError, Scenario, Variant

VARIANT = "program"
"""The one variant of a program that is watched."""


FIND = """
import importlib._bootstrap, sys
name, path, spec = "", None, None
for part in [*sys.argv[1].split("."), "__main__"]:
    if name and path is None:
        spec = spec if part == "__main__" else None
        break
    name = name + "." + part if name else part
    spec = importlib._bootstrap._find_spec(name, path)
    if spec is None:
        break
    path = spec.submodule_search_locations
found = spec.origin if spec is not None and spec.has_location else ""
sys.stdout.buffer.write(("coreograph-module\\n" + found).encode("utf-8", "surrogateescape"))
"""
"""Asks a Python which file -m runs, without importing a package on the way; works on every Python from 3.9 on."""


def module_file(module: str, python: str) -> Path | None:
    """Return the file that `-m module` runs in this Python, in the folder we are in; None where it finds none."""
    try:
        said = answer([python, "-c", FIND, module])
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    path = os.fsdecode(said.partition(b"coreograph-module\n")[2])
    return Path(path) if path.endswith(".py") else None


def program_scenario(target: str, arguments: Sequence[str], *, is_module: bool, python: str = "") -> Scenario:
    """Return the scenario of a script, or of a module that is run with -m; LessonError when there is no such script.

    A module's source is where this Python finds it; without a Python it is not looked for.
    """
    path = Path(target)
    if not is_module and not path.exists():
        there = Path(f"{target}.py")
        instead = f"did you mean {str(there)!r}?" if there.is_file() else "give a Python file, or -m and a module."
        raise LessonError(f"There is no program {target!r}: {instead}")
    if not is_module and path.is_dir() and not (path / "__main__.py").exists():
        raise LessonError(f"{target!r} is a folder without a __main__.py: give a Python file, or -m and a module.")
    name = target if is_module else path.name
    if is_module:
        path = (module_file(target, python) if python else None) or Path(f"{target}.py")
    elif path.is_dir():
        path /= "__main__.py"
    return Scenario(
        name="",
        program=path,
        order=0,
        tab=name.rsplit(".", 1)[-1] if is_module else Path(target).stem,
        title=name,
        summary="Your own program, as it is: what it starts, what runs, what waits and for what.",
        expected_s=0.0,
        time_limit_s=1e9,
        variants=(Variant(VARIANT, "process", "as it is, watched", tuple(arguments)),),
        knobs=(),
        boards=tuple(OF_ANY_RUN),
        target=("-m", target) if is_module else (target,),
    )

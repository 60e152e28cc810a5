"""A person's own program as a scenario: one variant, no knobs, nothing known of what it does."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tui.board_names import OF_ANY_RUN
from tui.feeds.live.interpreter import answer
from tui.feeds.script import script
from tui.lessons.lesson import Scenario, Variant
from tui.telemetry.text import plain

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


def program_scenario(words: Sequence[str], *, options: Sequence[str] = (), python: str = "") -> Scenario:
    """Return the scenario of what stands behind `python` and its options; LessonError when there is no such script.

    `words` begin with a script, with `-m` and a module or with `-c` and code. A module's source is where this Python
    finds it; without a Python it is not looked for.
    """
    is_script, target = words[0] not in ("-m", "-c"), words[0]
    if words[0] == "-m":
        path, name = (module_file(words[1], python) if python else None) or Path(f"{words[1]}.py"), words[1]
        tab = name.rsplit(".", 1)[-1]
    elif words[0] == "-c":
        path, name, tab = Path("-c"), "python -c", "-c"
    else:
        path, name, tab = Path(script(target)), Path(target).name, Path(target).stem
    own, name, tab = 1 if is_script else 2, plain(name), plain(tab, 60)
    return Scenario(
        name="",
        program=path,
        order=0,
        tab=tab,
        title=name,
        summary="Your own program, as it is: what it starts, what runs, what waits and for what.",
        expected_s=0.0,
        time_limit_s=1e9,
        variants=(Variant(VARIANT, "process", "as it is, watched", tuple(words[own:])),),
        knobs=(),
        boards=tuple(OF_ANY_RUN),
        target=tuple(words[:own]),
        options=tuple(options),
    )

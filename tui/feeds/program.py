"""Somebody's own program as a scenario: one variant, no knobs, nothing known of what it does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from demos.catalogue import LessonError, Scenario, Variant

VARIANT = "program"
"""The one variant of a program that is watched."""


def program_scenario(target: str, arguments: Sequence[str], *, is_module: bool) -> Scenario:
    """Return the scenario of a script, or of a module that is run with -m; LessonError when there is no such script."""
    path = Path(target)
    if not is_module and not path.exists():
        raise LessonError(f"There is no program {target!r}: give a Python file, or -m and a module.")
    if not is_module and path.is_dir() and not (path / "__main__.py").exists():
        raise LessonError(f"{target!r} is a folder without a __main__.py: give a Python file, or -m and a module.")
    name = target if is_module else path.name
    return Scenario(
        name="",
        program=path if not is_module else Path(f"{target}.py"),
        order=0,
        tab=name.rsplit(".", 1)[-1] if is_module else path.stem,
        title=name,
        summary="Your own program, as it is: what it starts, what runs, what waits and for what.",
        expected_s=0.0,
        time_limit_s=1e9,
        variants=(Variant(VARIANT, tuple(arguments), "process", "as it is, watched"),),
        knobs=(),
        about="program",
        target=("-m", target) if is_module else (target,),
    )

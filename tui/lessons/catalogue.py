"""The scenarios of a folder: each a plain program and its lesson, read, checked and in their order.

A broken lesson never breaks the others: `catalogue()` returns it as a `BrokenLesson` with the sentence to show.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tui.lessons import LessonError
from tui.lessons.groups import GROUPS
from tui.lessons.knob import KnobValue
from tui.lessons.lesson import Scenario, Variant
from tui.lessons.read_lesson import read_lesson, scenario_name
from tui.telemetry.shape import shown

__all__ = [
    "FOLDER", "BrokenLesson", "KnobValue", "LessonError", "Scenario", "Variant", "catalogue", "find", "read_lesson",
]  # fmt: skip

FOLDER = Path(__file__).resolve().parents[2] / "demos"
"""Where the scenarios that come with coreograph lie."""


class BrokenLesson(NamedTuple):
    """A lesson that could not be read, and the sentence that says why."""

    name: str
    sentence: str


def catalogue(folder: Path = FOLDER) -> tuple[tuple[Scenario, ...], tuple[BrokenLesson, ...]]:
    """Return the scenarios of a folder in their order, group after group, and the lessons that could not be read."""
    scenarios, broken = [], []
    for lesson in sorted(folder.glob("*.toml")):
        try:
            scenarios.append(read_lesson(lesson))
        except LessonError as error:
            broken.append(BrokenLesson(scenario_name(lesson), str(error)))
    return tuple(sorted(scenarios, key=lambda s: (GROUPS.index(s.group), s.order, s.name))), tuple(broken)


def find(name: str, folder: Path = FOLDER) -> Scenario:
    """Return the scenario of this name; LessonError names the ones there are."""
    scenarios, broken = catalogue(folder)
    for scenario in scenarios:
        if scenario.name == name:
            return scenario
    for lesson in broken:
        if lesson.name == name:
            raise LessonError(lesson.sentence)
    raise LessonError(f"There is no scenario {shown(name)}: choose from {', '.join(s.name for s in scenarios)}.")

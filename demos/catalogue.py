"""Reads the lessons beside the programs and gives them as checked, frozen values.

A broken lesson never breaks the others: `catalogue()` returns it as a `BrokenLesson` with the sentence to show.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

FOLDER = Path(__file__).resolve().parent
"""Where the scenarios that come with coreograph lie."""

Hue = Literal["thread", "process", "parent", "third", "good", "bad", "key"]
KnobValue = int | float | str
HUES = ("thread", "process", "parent", "third", "good", "bad", "key")


class LessonError(ValueError):
    """A lesson, variant or knob that cannot be used; the text is one sentence: what, and what to do."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One form of a scenario."""

    name: str
    arguments: tuple[str, ...]
    """What the program is started with to run this form."""
    hue: Hue
    """The theme token that draws it."""
    says: str
    baseline: bool = False
    """Whether the speed-up of the others is measured against this one."""
    word: str | None = None
    """The word of the source that makes this variant, lit in the code panel."""
    needs: str | None = None
    """`module:attribute` that the running Python must have."""
    needs_says: str = ""


@dataclass(frozen=True, slots=True)
class Knob:
    """A parameter of the program that a person can turn."""

    name: str
    option: str
    kind: Literal["int", "float", "choice"]
    default: KnobValue
    """A value, or `cores` (as many as the usable cores), or `calibrated` (found by a short measurement)."""
    says: str
    minimum: float = -math.inf
    maximum: float = math.inf
    step: float = 1.0
    factor: float | None = None
    """One key press multiplies or divides by this; without it, `step` is added or taken away."""
    unit: str = ""
    choices: tuple[str, ...] = ()
    at_least: int = 1
    at_most: int = 64

    def parse(self, text: str) -> KnobValue:
        """Return the value that a person typed; LessonError when it is none or out of range."""
        if self.kind == "choice":
            if text not in self.choices:
                raise LessonError(f"{self.name} cannot be {text!r}: choose {', '.join(self.choices)}.")
            return text
        try:
            value: int | float = int(text) if self.kind == "int" else float(text)
        except ValueError:
            wanted = "a whole number" if self.kind == "int" else "a number"
            raise LessonError(f"{self.name} cannot be {text!r}: give {wanted}, {self.range_text}.") from None
        if not self.minimum <= value <= self.maximum:
            raise LessonError(f"{self.name} cannot be {text}: give {self.range_text}.")
        return value

    @property
    def range_text(self) -> str:
        return f"from {self.minimum:g} to {self.maximum:g}" if self.maximum < 1e6 else f"{self.minimum:g} or more"

    def turned(self, value: KnobValue, clicks: int) -> KnobValue:
        """Return the value after so many presses up (positive) or down, kept within the range."""
        if self.kind == "choice":
            place = self.choices.index(str(value)) if value in self.choices else 0
            return self.choices[(place + clicks) % len(self.choices)]
        number = float(value)
        number = number * self.factor**clicks if self.factor else number + self.step * clicks
        number = min(self.maximum, max(self.minimum, number))
        return round(number) if self.kind == "int" else round(number, 3)


@dataclass(frozen=True, slots=True)
class Calibration:
    """How to find the calibrated knob: two short runs of one variant, whose CPU times give seconds per unit."""

    knob: str
    variant: str
    seconds: float
    """How long the variant shall take with every knob at its default."""
    small: int
    large: int
    knobs: Mapping[str, KnobValue]
    """What else the two short runs are given."""
    scales_with: tuple[str, ...] = ()
    """Knobs, besides the calibrated one, that the work is proportional to."""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a line of the source, found by its text so that it moves with the line."""

    text: str
    says: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """One entry of the catalogue: a plain program and its lesson."""

    name: str
    """The file's stem with hyphens."""
    program: Path
    order: int
    tab: str
    title: str
    summary: str
    expected_s: float
    time_limit_s: float
    variants: tuple[Variant, ...]
    knobs: tuple[Knob, ...]
    calibration: Calibration | None = None
    notes: tuple[Note, ...] = field(default=())

    def variant(self, name: str) -> Variant:
        for variant in self.variants:
            if variant.name == name:
                return variant
        names = ", ".join(variant.name for variant in self.variants)
        raise LessonError(f"{self.name} has no variant {name!r}: choose from {names}.")

    def knob(self, name: str) -> Knob:
        for knob in self.knobs:
            if knob.name == name:
                return knob
        raise LessonError(f"{self.name} has no knob {name!r}: choose from {', '.join(k.name for k in self.knobs)}.")

    @property
    def baseline(self) -> Variant | None:
        return next((variant for variant in self.variants if variant.baseline), None)


@dataclass(frozen=True, slots=True)
class BrokenLesson:
    """A lesson that could not be read, and the sentence that says why."""

    name: str
    sentence: str


def catalogue(folder: Path = FOLDER) -> tuple[tuple[Scenario, ...], tuple[BrokenLesson, ...]]:
    """Return the scenarios of a folder in their order, and the lessons that could not be read."""
    scenarios, broken = [], []
    for lesson in sorted(folder.glob("*.toml")):
        try:
            scenarios.append(read_lesson(lesson))
        except LessonError as error:
            broken.append(BrokenLesson(scenario_name(lesson), str(error)))
    return tuple(sorted(scenarios, key=lambda s: (s.order, s.name))), tuple(broken)


def find(name: str, folder: Path = FOLDER) -> Scenario:
    """Return the scenario of this name; LessonError names the ones there are."""
    scenarios, broken = catalogue(folder)
    for scenario in scenarios:
        if scenario.name == name:
            return scenario
    for lesson in broken:
        if lesson.name == name:
            raise LessonError(lesson.sentence)
    raise LessonError(f"There is no scenario {name!r}: choose from {', '.join(s.name for s in scenarios)}.")


def scenario_name(path: Path) -> str:
    return path.stem.replace("_", "-")


def read_lesson(lesson: Path) -> Scenario:
    """Read one lesson; LessonError says in a sentence which file, what is wrong and where."""
    try:
        table = tomllib.loads(lesson.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LessonError(f"The lesson {lesson.name} cannot be read: {error}.") from None
    program = lesson.with_suffix(".py")
    if not program.is_file():
        raise LessonError(f"The lesson {lesson.name} has no program: put {program.name} beside it.")
    try:
        return _scenario(table, program)
    except LessonError as error:
        raise LessonError(f"The lesson {lesson.name} is broken: {error}") from None


def _scenario(table: Mapping[str, Any], program: Path) -> Scenario:
    scenario = Scenario(
        name=scenario_name(program),
        program=program,
        order=_take(table, "order", int, 1000),
        tab=_take(table, "tab", str, scenario_name(program)),
        title=_take(table, "title", str),
        summary=_take(table, "summary", str),
        expected_s=_number(table, "expected_s"),
        time_limit_s=_number(table, "time_limit_s"),
        variants=tuple(_variant(entry) for entry in _tables(table, "variants")),
        knobs=tuple(_knob(entry) for entry in _tables(table, "knobs")),
        calibration=_calibration(_take(table, "calibration", dict)) if "calibration" in table else None,
        notes=tuple(Note(_take(n, "text", str), _take(n, "says", str)) for n in _tables(table, "notes")),
    )
    if not scenario.variants:
        raise LessonError("it has no [[variants]]; give at least one.")
    if scenario.time_limit_s <= 0:
        raise LessonError("time_limit_s must be above 0.")
    if scenario.calibration:
        scenario.variant(scenario.calibration.variant)
        for name in (scenario.calibration.knob, *scenario.calibration.knobs, *scenario.calibration.scales_with):
            scenario.knob(name)
    elif any(knob.default == "calibrated" for knob in scenario.knobs):
        raise LessonError("a knob is calibrated, but there is no [calibration].")
    return scenario


def _variant(table: Mapping[str, Any]) -> Variant:
    hue = _take(table, "hue", str)
    if hue not in HUES:
        raise LessonError(f"hue {hue!r} is unknown; choose from {', '.join(HUES)}.")
    return Variant(
        name=_take(table, "name", str),
        arguments=tuple(map(str, _take(table, "arguments", list, []))),
        hue=hue,
        says=_take(table, "says", str, ""),
        baseline=_take(table, "baseline", bool, False),
        word=_take(table, "word", str, "") or None,
        needs=_take(table, "needs", str, "") or None,
        needs_says=_take(table, "needs_says", str, ""),
    )


def _knob(table: Mapping[str, Any]) -> Knob:
    name, kind = _take(table, "name", str), _take(table, "kind", str)
    if kind not in ("int", "float", "choice"):
        raise LessonError(f"knob {name!r} has kind {kind!r}; choose int, float or choice.")
    choices = tuple(map(str, _take(table, "choices", list, [])))
    default = table.get("default")
    if not isinstance(default, int | float | str) or (kind == "choice" and default not in choices):
        raise LessonError(f"knob {name!r} needs a default that fits its kind.")
    if kind != "choice" and isinstance(default, str) and default not in ("cores", "calibrated"):
        raise LessonError(f"knob {name!r} has the default {default!r}; give a number, cores or calibrated.")
    return Knob(
        name=name,
        option=_take(table, "option", str),
        kind=kind,
        default=default,
        says=_take(table, "says", str, ""),
        minimum=_number(table, "minimum", -math.inf),
        maximum=_number(table, "maximum", math.inf),
        step=_number(table, "step", 1.0),
        factor=_number(table, "factor") if "factor" in table else None,
        unit=_take(table, "unit", str, ""),
        choices=choices,
        at_least=_take(table, "at_least", int, 1),
        at_most=_take(table, "at_most", int, 64),
    )


def _calibration(table: Mapping[str, Any]) -> Calibration:
    small, large = _take(table, "small", int), _take(table, "large", int)
    if not 0 < small < large:
        raise LessonError("[calibration] needs 0 < small < large.")
    return Calibration(
        knob=_take(table, "knob", str),
        variant=_take(table, "variant", str),
        seconds=_number(table, "seconds"),
        small=small,
        large=large,
        knobs=dict(_take(table, "knobs", dict, {})),
        scales_with=tuple(map(str, _take(table, "scales_with", list, []))),
    )


_MISSING: Any = object()


def _take(table: Mapping[str, Any], key: str, kind: type, default: Any = _MISSING) -> Any:
    value = table.get(key, default)
    if value is _MISSING:
        raise LessonError(f"{key} is missing.")
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise LessonError(f"{key} must be {_KIND_NAMES[kind]}.")
    return value


_KIND_NAMES = {int: "a whole number", str: "a text", list: "a list", dict: "a table", bool: "true or false"}


def _number(table: Mapping[str, Any], key: str, default: Any = _MISSING) -> float:
    value = table.get(key, default)
    if value is _MISSING:
        raise LessonError(f"{key} is missing.")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise LessonError(f"{key} must be a number.")
    return float(value)


def _tables(table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    entries = _take(table, key, list, [])
    if not all(isinstance(entry, dict) for entry in entries):
        raise LessonError(f"{key} must be a list of tables, [[{key}]].")
    return list(entries)

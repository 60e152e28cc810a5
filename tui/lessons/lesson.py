"""What a lesson says, as frozen values: the scenario, its variants, knobs, notes, and how it is steered."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tui.board_names import COMPARED
from tui.lessons.questions import Prediction, QuizQuestion
from tui.lessons.toml_table import LessonError

Hue = Literal["thread", "process", "parent", "third", "good", "bad", "key"]
KnobValue = int | float | str
HUES = ("thread", "process", "parent", "third", "good", "bad", "key")


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
    kind: Literal["int", "float", "choice", "flag"]
    """A flag is off or on, and its option has no value."""
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
    command: str = ""
    """What tells the running program: `make {value}`, or `producer {change:+d}`. Empty: a change needs a new run."""
    less: str = ""
    """The key that turns it down one step; empty for none."""
    more: str = ""
    """The key that turns it up."""
    toggle: str = ""
    """The key that turns it to `toggled`, and back to its default."""
    toggled: KnobValue = ""
    label: str = ""
    """In the key bar: one or two words."""

    def parse(self, text: str) -> KnobValue:
        """Return the value that a person typed; LessonError when it is none or out of range."""
        if self.choices:
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
        if self.choices:
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
class Command:
    """A line that a person may send to the running program."""

    text: str
    says: str
    key: str = ""
    label: str = ""
    """In the key bar: one or two words."""


@dataclass(frozen=True, slots=True)
class Control:
    """How the running program is steered: by lines on its standard input."""

    option: str
    """What the program is started with so that it listens."""
    end: str
    """The line that ends it."""
    endless: str = ""
    """The line after which it goes on until it is ended: sent when a person first tells it something."""
    commands: tuple[Command, ...] = ()
    """What can be told besides the knobs that have a `command`."""


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A kind of line that the program prints, and the readings in it."""

    pattern: re.Pattern[str]
    """Its named groups are readings."""
    scale: Mapping[str, float]
    """What a group's number is multiplied with, where it is not printed in the reading's own unit."""

    def read(self, line: str) -> tuple[tuple[str, float], ...]:
        """Return the readings of a line; none when it is of another kind."""
        found = self.pattern.search(line)
        if found is None:
            return ()
        try:
            told = {name: float(text.replace(",", "")) for name, text in found.groupdict().items() if text}
        except ValueError:
            return ()
        return tuple((name, number * self.scale.get(name, 1.0)) for name, number in told.items())


@dataclass(frozen=True, slots=True)
class Closeness:
    """How closely the lesson asks the probe to look, beyond what costs next to nothing."""

    level: Literal["lean", "counts", "hold"] = "lean"
    """Of locks."""
    microscope: int = 0
    """Which shared value records its accesses, counted from 1; 0 for none."""
    traffic: bool = False
    """Whether each item put and taken is told."""


@dataclass(frozen=True, slots=True)
class BlockPicture:
    """How to draw the program's block of shared memory: as a picture of one byte per pixel."""

    row: str
    """The knob that says how many bytes a row has."""
    painter_bits: int
    """How many of a byte's lower bits say who wrote it, from 0 on; the others are its brightness. The byte 0 was not
    written yet."""


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
    notes: tuple[Note, ...] = ()
    explanation: tuple[str, ...] = ()
    """Paragraphs on what was to be seen, for after the run."""
    prediction: Prediction | None = None
    quiz: tuple[QuizQuestion, ...] = ()
    control: Control | None = None
    boards: tuple[str, ...] = COMPARED
    """The names of the boards that show it, in their order."""
    results: tuple[ResultLine, ...] = ()
    """How to read what the program prints."""
    looks: Closeness = Closeness()
    target: tuple[str, ...] = ()
    """What a Python is given to run it, where that is not the program's path: as `-m` and a module."""
    block: BlockPicture | None = None

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

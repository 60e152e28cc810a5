"""A parameter of a lesson's program that a person can turn."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from msgspec import Struct
from msgspec.structs import force_setattr

from tui.lessons import LessonError
from tui.telemetry.shape import FromText, ShapeError, Within, choose, shown

KnobValue = int | float | str
MOST_NUMBER, MOST_FACTOR, MOST_WORKERS = 1e12, 1000.0, 1024


def _command(text: str) -> str:
    try:
        text.format(value=1, change=1)
    except (LookupError, ValueError):
        raise ShapeError("may hold {value} and {change:+d}, nothing else in braces") from None
    return text


def _key(text: str) -> str:
    if len(text) > 1:
        raise ShapeError("must be one character")
    return text


OneKey = Annotated[str, FromText(_key)]
"""The key a person presses for it; empty for none."""


class Knob(Struct, frozen=True):
    """A parameter of the program that a person can turn."""

    name: str
    """`workers` is the one over which the speed-up curve is drawn."""
    option: str
    """What the program is started with, the value behind it."""
    kind: Literal["int", "float", "choice", "flag"]
    """A flag is off or on, and its option has no value."""
    default: KnobValue
    """A value, or `cores` (as many as the usable cores), or `calibrated` (found by a short measurement)."""
    says: str = ""
    minimum: float = -math.inf
    maximum: float = math.inf
    step: Annotated[float, Within(above=0, most=MOST_NUMBER)] = 1.0
    factor: float | None = None
    """One key press multiplies or divides by this; without it, `step` is added or taken away."""
    unit: str = ""
    choices: tuple[str, ...] = ()
    """The values of a choice."""
    at_least: Annotated[int, Within(1, MOST_WORKERS)] = 1
    at_most: Annotated[int, Within(1, MOST_WORKERS)] = 64
    """The bounds of a default of `cores`."""
    beyond: Annotated[int, Within(0, MOST_WORKERS)] = 0
    """How many more than the usable cores a default of `cores` is, within its bounds."""
    command: Annotated[str, FromText(_command)] = ""
    """What tells the running program: `make {value}`, or `producer {change:+d}`. Empty: a change needs a new run."""
    less: OneKey = ""
    """The key that turns it down one step."""
    more: OneKey = ""
    """The key that turns it up."""
    toggle: OneKey = ""
    """The key that turns it to `toggled`, and back to its default."""
    toggled: KnobValue = ""
    label: str = ""
    """In the key bar: one or two words."""

    def __post_init__(self) -> None:
        if self.kind == "flag":
            force_setattr(self, "choices", ("off", "on"))
            force_setattr(self, "toggled", self.toggled or "on")
        for name in ("minimum", "maximum"):
            if self.kind == "int" and math.isfinite(bound := getattr(self, name)) and not bound.is_integer():
                raise ShapeError(f"must be a whole number, not {bound:g}", name)
        if self.minimum > self.maximum:
            raise ShapeError(f"must be {self.minimum:g}, the minimum, or more", "maximum")
        if self.factor is not None and not 1 < self.factor <= MOST_FACTOR:
            raise ShapeError(f"must be above 1, at most {MOST_FACTOR:g}", "factor")
        if self.kind == "choice" and not self.choices:
            raise ShapeError("is missing", "choices")
        if self.default not in ("cores", "calibrated") or self.choices:
            self._check("default", self.default)
        if self.toggle:
            self._check("toggled", self.toggled)

    def _check(self, field: str, value: KnobValue) -> None:
        """Raise ShapeError unless the value, said by this field, is one that the knob can have."""
        try:
            fits = self.parse(str(value)) == value
        except LessonError:
            fits = False
        if not fits:
            also = ", or cores or calibrated" if field == "default" else ""
            of = choose(self.choices) if self.choices else f"give {self._wanted}, {self.range_text}{also}"
            raise ShapeError(f"cannot be {shown(value)}: {of}", field)

    def default_for(self, usable_cores: float) -> KnobValue:
        """Return its default on a machine with so many usable cores."""
        if self.default != "cores" or self.choices:
            return self.default
        return max(self.at_least, min(self.at_most, int(usable_cores) + self.beyond))

    def parse(self, text: str) -> KnobValue:
        """Return the value that a person typed; LessonError when it is none or out of range."""
        if self.choices:
            if text not in self.choices:
                raise LessonError(f"{self.name} cannot be {text!r}: choose {', '.join(self.choices)}.")
            return text
        try:
            value: int | float = int(text) if self.kind == "int" else float(text)
        except ValueError:
            raise LessonError(f"{self.name} cannot be {text!r}: give {self._wanted}, {self.range_text}.") from None
        if not self.minimum <= value <= self.maximum or math.isinf(value):
            raise LessonError(f"{self.name} cannot be {text}: give {self.range_text}.")
        return value

    @property
    def _wanted(self) -> str:
        return "a whole number" if self.kind == "int" else "a number"

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

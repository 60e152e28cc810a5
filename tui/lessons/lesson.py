"""What a lesson says, as frozen values: the scenario, its variants, knobs, notes, and how it is steered."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from msgspec import Struct, field

from tui.board_names import BOARDS, COMPARED
from tui.lessons import LessonError
from tui.lessons.groups import OWN, Group
from tui.lessons.knob import Knob, KnobValue, OneKey
from tui.lessons.printed import PrintedTable, ResultLine
from tui.lessons.questions import Prediction, QuizQuestion
from tui.telemetry.shape import FromText, ShapeError, Within, choose, shown

A_DAY_S = 86_400.0
Hue = Literal["thread", "process", "parent", "third", "good", "bad", "key"]


class Variant(NamedTuple):
    """One form of a scenario."""

    name: str
    hue: Hue
    """The theme token that draws it."""
    says: str = ""
    """How it is done, in a few words."""
    arguments: tuple[str, ...] = ()
    """What the program is started with to run this form."""
    baseline: bool = False
    """Whether the speed-up of the others is measured against this one."""
    word: str | None = None
    """The word of the source that makes this variant, lit in the code panel."""
    needs: str | None = None
    """`module:attribute` that the running Python must have."""
    needs_says: str = ""
    """What to say where it has not: `Python 3.14 or later`."""
    title: str = ""
    """What a person calls it, in words that need no explanation; empty for its name."""
    is_apart: bool = False
    """Whether it does other work than the others, so that no speed-up is told of it."""

    @property
    def called(self) -> str:
        return self.title or self.name


class Calibration(Struct, frozen=True):
    """How to find the calibrated knob: two short runs of one variant, whose CPU times give seconds per unit."""

    knob: str
    variant: str
    seconds: Annotated[float, Within(above=0, most=A_DAY_S)]
    """How long the variant shall take with every knob at its default."""
    small: int
    large: int
    """The knob's values in the two short runs."""
    knobs: Mapping[str, KnobValue] = field(default_factory=dict)
    """What else the two short runs are given."""
    scales_with: tuple[str, ...] = ()
    """Knobs, besides the calibrated one, that the work is proportional to."""

    def __post_init__(self) -> None:
        if not 0 < self.small < self.large:
            raise ShapeError("needs 0 < small < large")


class Note(NamedTuple):
    """A remark on a line of the source, found by its text so that it moves with the line."""

    text: str
    """A part of the line."""
    says: str


class Command(NamedTuple):
    """A line that a person may send to the running program."""

    text: str
    """The line, as the program reads it."""
    says: str
    key: OneKey = ""
    label: str = ""
    """In the key bar: one or two words."""


class Control(NamedTuple):
    """How the running program is steered: by lines on its standard input."""

    option: str
    """What the program is started with so that it listens."""
    end: str
    """The line that ends it."""
    endless: str = ""
    """The line after which it goes on until it is ended: sent when a person first tells it something."""
    commands: tuple[Command, ...] = ()
    """What can be told besides the knobs that have a `command`."""


class ProbeSettings(Struct, frozen=True):
    """What the lesson asks of the probe, beyond what costs next to nothing."""

    level: Literal["lean", "counts", "hold"] = "lean"
    """How closely locks are watched."""
    microscope: Annotated[int, Within(0, 1000)] = 0
    """Which shared value records its accesses, counted from 1; 0 for none."""
    traffic: bool = False
    """Whether each item put and taken is told."""


class BlockPicture(NamedTuple):
    """How to draw the program's block of shared memory: as a picture of one byte per pixel."""

    row: str
    """The knob that says how many bytes a row has."""
    painter_bits: Annotated[int, Within(0, 3)]
    """How many of a byte's lower bits say who wrote it, from 0 on: eight colours at most. The others are its
    brightness. The byte 0 was not written yet."""


def _board(name: str) -> str:
    if name not in BOARDS:
        raise ShapeError(f"is {shown(name)}, which is no board; {choose(BOARDS)}")
    return name


class Scenario(Struct, frozen=True, kw_only=True):
    """One entry of the catalogue: a plain program and its lesson."""

    name: str
    """The file's stem with hyphens."""
    program: Path
    order: int = 1000
    """Its place among the lessons of its group."""
    group: Group = OWN
    """Where it stands among all lessons: groups follow each other as they are written here."""
    tab: str
    """A word for its tab."""
    title: str
    summary: str
    """One sentence, for the list of lessons and the first screen."""
    expected_s: Annotated[float, Within(0, A_DAY_S)]
    """Seconds that all variants take with every knob at its default."""
    time_limit_s: Annotated[float, Within(above=0, most=A_DAY_S)]
    """Seconds after which a run is ended."""
    variants: tuple[Variant, ...] = ()
    knobs: tuple[Knob, ...] = ()
    calibration: Calibration | None = None
    notes: tuple[Note, ...] = ()
    speaker_notes: tuple[str, ...] = ()
    """What who presents it may say and ask, and which key to press: a few lines, which `n` shows."""
    explanation: tuple[str, ...] = ()
    """Paragraphs on what was to be seen, for after the run."""
    prediction: Prediction | None = None
    quiz: tuple[QuizQuestion, ...] = ()
    control: Control | None = None
    boards: tuple[Annotated[str, FromText(_board)], ...] = COMPARED
    """The names of the boards that show it, in their order."""
    results: tuple[ResultLine, ...] = ()
    """How to read what the program prints."""
    tables: tuple[PrintedTable, ...] = ()
    """Rows that the program prints, kept as they are."""
    probe: ProbeSettings = ProbeSettings()
    target: tuple[str, ...] = ()
    """What a Python is given to run it, where that is not the program's path: as `-m` and a module."""
    options: tuple[str, ...] = ()
    """What a Python is told before that, as `-X` and `dev`."""
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

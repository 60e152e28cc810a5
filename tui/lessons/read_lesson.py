"""Reads one lesson from its TOML file, checked; LessonError says in a sentence what is wrong with it, and where."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tui.files import read_at_most
from tui.lessons import LessonError
from tui.lessons.lesson import Scenario
from tui.lessons.measurement import Condition, Quantity, Term
from tui.telemetry.shape import ShapeError, Shapes, choose, shown
from tui.telemetry.text import plain

MOST_BYTES = 1_000_000


def scenario_name(path: Path) -> str:
    return plain(path.stem.replace("_", "-"), 60)


def read_lesson(lesson: Path) -> Scenario:
    """Read one lesson; LessonError says in a sentence which file, what is wrong and where."""
    program, file, name = lesson.with_suffix(".py"), plain(lesson.name, 80), scenario_name(lesson)
    try:
        text = read_at_most(lesson, MOST_BYTES).decode()
        if len(text) == MOST_BYTES:
            raise ValueError("it is too large")
        table = tomllib.loads(text.replace("\r\n", "\n"))
    except (OSError, ValueError, RecursionError) as error:
        why = getattr(error, "strerror", None) or ("its tables are too deep" if error.args == () else error)
        raise LessonError(f"The lesson {file} cannot be read: {plain(str(why), 200).rstrip('.')}.") from None
    if not program.is_file():
        raise LessonError(f"The lesson {file} has no program: put {plain(program.name, 80)} beside it.")
    try:
        scenario = SHAPES.read(Scenario, {"tab": name} | table, name=name, program=program, target=())
        _check(scenario)
    except ShapeError as fault:
        from tui.lessons.fault_place import line_of, place_of  # noqa: PLC0415  # Seldom needed.

        line = line_of(fault.path, text)
        where = f" in line {line}" if line else ""
        raise LessonError(f"The lesson {file} is broken{where}{place_of(fault, table)}.") from None
    return scenario


def _shown_text(text: str) -> str:
    """Return a text that a terminal shows as it is; its lines become one, for each place has a width of its own."""
    if "\t" in text:
        raise ShapeError("holds a tabulator: write spaces")
    text = " ".join(text.split("\n")).strip() if "\n" in text else text
    if not text.isprintable() and plain(text, len(text)) != text:
        raise ShapeError("holds a character that cannot be shown")
    return text


SHAPES = Shapes(_shown_text)


def _check(scenario: Scenario) -> None:
    """Raise ShapeError unless the parts of a lesson fit together."""
    if not scenario.variants:
        raise ShapeError("has no [[variants]]; give at least one")
    if not scenario.boards:
        raise ShapeError("must name one at least", "boards")
    if scenario.quiz and not 3 <= len(scenario.quiz) <= 5:
        raise ShapeError(f"has {len(scenario.quiz)} [[quiz]] questions; give three to five")
    if scenario.control is None and any(knob.command for knob in scenario.knobs):
        raise ShapeError("has a knob with a command, but no [control]")
    if scenario.calibration is None and any(knob.default == "calibrated" for knob in scenario.knobs):
        raise ShapeError("has a knob that is calibrated, but no [calibration]")
    _check_names(scenario)
    keys = [key for knob in scenario.knobs for key in (knob.less, knob.more, knob.toggle) if key]
    keys += [command.key for command in scenario.control.commands if command.key] if scenario.control else []
    for key in keys:
        if keys.count(key) > 1:
            raise ShapeError(f"has two things for the key {key!r}; each can do one only")


def _check_names(scenario: Scenario) -> None:
    """Every variant and knob that is named must be there."""
    variants, knobs = [variant.name for variant in scenario.variants], [knob.name for knob in scenario.knobs]
    if its := scenario.calibration:
        _must_be_one_of(variants, "variant", its.variant, "calibration", "variant")
        for field, names in (("knob", [its.knob]), ("knobs", its.knobs), ("scales_with", its.scales_with)):
            for name in names:
                _must_be_one_of(knobs, "knob", name, "calibration", field)
    if scenario.block:
        whole = [knob.name for knob in scenario.knobs if knob.kind == "int"]
        _must_be_one_of(whole, "whole number", scenario.block.row, "block", "row")
    if scenario.prediction and scenario.prediction.kind == "curve":
        whole = [knob.name for knob in scenario.knobs if knob.kind == "int"]
        _must_be_one_of(whole, "whole number", scenario.prediction.over, "prediction", "over")
    for path, reading in _compared(scenario):
        _must_be_one_of(variants, "variant", reading.variant, *path)


def _must_be_one_of(names: list[str], kind: str, name: str, *path: str | int) -> None:
    if name not in names:
        raise ShapeError(f"names the {kind} {shown(name)}, which is not there; {choose(names)}", *path)


def _compared(scenario: Scenario) -> list[tuple[tuple[str | int, ...], Term]]:
    """Return every reading that a question compares with, and what leads to it."""
    asked = scenario.prediction
    choices = asked.choices if asked else ()
    found: list[tuple[tuple[str | int, ...], Quantity | Condition | None]] = [
        (("prediction", "reading"), asked.reading if asked else None),
        *((("prediction", "choices", place, "when"), choice.when) for place, choice in enumerate(choices)),
        *((("quiz", place, "graded_by"), question.graded_by) for place, question in enumerate(scenario.quiz)),
    ]
    return [(path, reading) for path, compared in found if compared for reading in compared.readings]

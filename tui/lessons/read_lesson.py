"""Reads one lesson from its TOML file, checked; LessonError says in a sentence what is wrong with it."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tui.board_names import BOARDS, COMPARED
from tui.lessons.lesson import (
    HUES,
    BlockPicture,
    Calibration,
    Closeness,
    Command,
    Control,
    Knob,
    Note,
    ResultLine,
    Scenario,
    Variant,
)
from tui.lessons.measurement import known
from tui.lessons.questions import read_prediction, read_quiz
from tui.lessons.toml_table import LessonError, number, tables, take, texts


def scenario_name(path: Path) -> str:
    return path.stem.replace("_", "-")


def read_lesson(lesson: Path) -> Scenario:
    """Read one lesson; LessonError says in a sentence which file, what is wrong and where."""
    try:
        text = lesson.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LessonError(f"The lesson {lesson.name} cannot be read: {error}.") from None
    program = lesson.with_suffix(".py")
    if not program.is_file():
        raise LessonError(f"The lesson {lesson.name} has no program: put {program.name} beside it.")
    try:
        _check_boards(texts(table, "boards"), text)
        return _scenario(table, program)
    except LessonError as error:
        raise LessonError(f"The lesson {lesson.name} is broken: {error}") from None


def _check_boards(boards: tuple[str, ...], text: str) -> None:
    """Every board that the lesson lists must be there."""
    for name in boards:
        if name not in BOARDS:
            line = next((n for n, said in enumerate(text.splitlines(), 1) if f'"{name}"' in said), 1)
            raise LessonError(f"line {line}: there is no board {name!r}; choose from {', '.join(BOARDS)}.")


def _scenario(table: Mapping[str, Any], program: Path) -> Scenario:
    scenario = Scenario(
        name=scenario_name(program),
        program=program,
        order=take(table, "order", int, 1000),
        tab=take(table, "tab", str, scenario_name(program)),
        title=take(table, "title", str),
        summary=take(table, "summary", str),
        expected_s=number(table, "expected_s"),
        time_limit_s=number(table, "time_limit_s"),
        variants=tuple(_variant(entry) for entry in tables(table, "variants")),
        knobs=tuple(_knob(entry) for entry in tables(table, "knobs")),
        calibration=_calibration(take(table, "calibration", dict)) if "calibration" in table else None,
        notes=tuple(Note(take(n, "text", str), take(n, "says", str)) for n in tables(table, "notes")),
        explanation=texts(table, "explanation"),
        prediction=read_prediction(take(table, "prediction", dict)) if "prediction" in table else None,
        quiz=read_quiz(table),
        control=_control(take(table, "control", dict)) if "control" in table else None,
        boards=texts(table, "boards") or COMPARED,
        results=tuple(_result_line(entry) for entry in tables(table, "results")),
        looks=_closeness(take(table, "looks", dict, {})),
        block=_block(take(table, "block", dict)) if "block" in table else None,
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
    if scenario.block and scenario.knob(scenario.block.row).kind != "int":
        raise LessonError(f"knob {scenario.block.row!r} is to say how many bytes a row has; it must be an int.")
    _check_readings(scenario)
    if scenario.control is None and any(knob.command for knob in scenario.knobs):
        raise LessonError("a knob has a command, but there is no [control].")
    keys = [key for knob in scenario.knobs for key in (knob.less, knob.more, knob.toggle) if key]
    keys += [command.key for command in scenario.control.commands if command.key] if scenario.control else []
    if any(len(key) != 1 for key in keys) or len(set(keys)) != len(keys):
        raise LessonError("a key must be one character, and each can do one thing only.")
    return scenario


def _one_of(table: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> Any:
    """Return the word, or the first allowed one where it is missing."""
    word = take(table, name, str, allowed[0])
    if word not in allowed:
        raise LessonError(f"{name} {word!r} is unknown; choose from {', '.join(allowed)}.")
    return word


def _result_line(table: Mapping[str, Any]) -> ResultLine:
    text = take(table, "pattern", str)
    try:
        pattern = re.compile(text)
    except re.error as error:
        raise LessonError(f"the pattern {text!r} of [[results]] is no regular expression: {error}.") from None
    scale = {name: float(factor) for name, factor in take(table, "scale", dict, {}).items()}
    for name in (*pattern.groupindex, *scale):
        known(name, " of [[results]]")
    return ResultLine(pattern, scale)


def _closeness(table: Mapping[str, Any]) -> Closeness:
    level = _one_of(table, "level", ("lean", "counts", "hold"))
    return Closeness(level, take(table, "microscope", int, 0), take(table, "traffic", bool, False))


def _block(table: Mapping[str, Any]) -> BlockPicture:
    bits = take(table, "painter_bits", int)
    if not 0 <= bits <= 3:
        raise LessonError("painter_bits of [block] must be from 0 to 3: eight colours at most.")
    return BlockPicture(take(table, "row", str), bits)


def _check_readings(scenario: Scenario) -> None:
    """Every variant that a question compares with must be there."""
    readings = list(scenario.prediction.readings) if scenario.prediction else []
    for question in scenario.quiz:
        readings += question.graded_by.readings if question.graded_by else ()
    names = [variant.name for variant in scenario.variants]
    for reading in readings:
        if reading.variant not in names:
            raise LessonError(f"{reading.name}:{reading.variant} is of no variant; choose from {', '.join(names)}.")


def _variant(table: Mapping[str, Any]) -> Variant:
    hue = take(table, "hue", str)
    if hue not in HUES:
        raise LessonError(f"hue {hue!r} is unknown; choose from {', '.join(HUES)}.")
    return Variant(
        name=take(table, "name", str),
        arguments=tuple(map(str, take(table, "arguments", list, []))),
        hue=hue,
        says=take(table, "says", str, ""),
        baseline=take(table, "baseline", bool, False),
        word=take(table, "word", str, "") or None,
        needs=take(table, "needs", str, "") or None,
        needs_says=take(table, "needs_says", str, ""),
    )


def _knob(table: Mapping[str, Any]) -> Knob:
    name, kind = take(table, "name", str), take(table, "kind", str)
    if kind not in ("int", "float", "choice", "flag"):
        raise LessonError(f"knob {name!r} has kind {kind!r}; choose int, float, choice or flag.")
    choices = ("off", "on") if kind == "flag" else tuple(map(str, take(table, "choices", list, [])))
    default = table.get("default")
    if not isinstance(default, int | float | str) or (kind in ("choice", "flag") and default not in choices):
        raise LessonError(f"knob {name!r} needs a default that fits its kind.")
    if kind in ("int", "float") and isinstance(default, str) and default not in ("cores", "calibrated"):
        raise LessonError(f"knob {name!r} has the default {default!r}; give a number, cores or calibrated.")
    return Knob(
        name=name,
        option=take(table, "option", str),
        kind=kind,
        default=default,
        says=take(table, "says", str, ""),
        minimum=number(table, "minimum", -math.inf),
        maximum=number(table, "maximum", math.inf),
        step=number(table, "step", 1.0),
        factor=number(table, "factor") if "factor" in table else None,
        unit=take(table, "unit", str, ""),
        choices=choices,
        at_least=take(table, "at_least", int, 1),
        at_most=take(table, "at_most", int, 64),
        command=_command(take(table, "command", str, "")),
        less=take(table, "less", str, ""),
        more=take(table, "more", str, ""),
        toggle=take(table, "toggle", str, ""),
        toggled=_toggled(name, kind, table),
        label=take(table, "label", str, ""),
    )


def _toggled(name: str, kind: str, table: Mapping[str, Any]) -> int | float | str:
    """Return what the toggle key turns the knob to: `on` for a flag, else what the lesson says."""
    value: int | float | str = table.get("toggled", "on" if kind == "flag" else "")
    if "toggle" in table and (not isinstance(value, int | float | str) or value == ""):
        raise LessonError(f"knob {name!r} has a toggle key; say with `toggled` what it turns to.")
    return value


def _command(text: str) -> str:
    try:
        text.format(value=1, change=1)
    except (LookupError, ValueError):
        raise LessonError(f"command {text!r} may hold {{value}} and {{change:+d}}, nothing else in braces.") from None
    return text


def _control(table: Mapping[str, Any]) -> Control:
    commands = tuple(
        Command(take(c, "text", str), take(c, "says", str), take(c, "key", str, ""), take(c, "label", str, ""))
        for c in tables(table, "commands")
    )
    return Control(take(table, "option", str), take(table, "end", str), take(table, "endless", str, ""), commands)


def _calibration(table: Mapping[str, Any]) -> Calibration:
    small, large = take(table, "small", int), take(table, "large", int)
    if not 0 < small < large:
        raise LessonError("[calibration] needs 0 < small < large.")
    return Calibration(
        knob=take(table, "knob", str),
        variant=take(table, "variant", str),
        seconds=number(table, "seconds"),
        small=small,
        large=large,
        knobs=dict(take(table, "knobs", dict, {})),
        scales_with=tuple(map(str, take(table, "scales_with", list, []))),
    )

"""Every field of a lesson and every board, as tables for `demos/README.md`.

`python -m tests.lesson_fields` prints them, made from the classes that a lesson is read into.
"""

from __future__ import annotations

import ast
import inspect
import math
import types
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT

from tui.board_names import OF_A_LESSON, OF_ANY_RUN
from tui.lessons.catalogue import Scenario, Variant
from tui.lessons.knob import Knob
from tui.lessons.lesson import BlockPicture, Calibration, Command, Control, Note, ProbeSettings
from tui.lessons.printed import PrintedTable, ResultLine
from tui.lessons.questions import Prediction, PredictionChoice, QuizQuestion
from tui.telemetry.shape import defaults_of

TABLES: Mapping[str, type[Any]] = {
    "the top of the file": Scenario,
    "[[variants]]": Variant,
    "[[knobs]]": Knob,
    "[calibration]": Calibration,
    "[[notes]]": Note,
    "[prediction]": Prediction,
    "[[prediction.choices]]": PredictionChoice,
    "[[quiz]]": QuizQuestion,
    "[control]": Control,
    "[[control.commands]]": Command,
    "[[results]]": ResultLine,
    "[[tables]]": PrintedTable,
    "[probe]": ProbeSettings,
    "[block]": BlockPicture,
}
NOT_WRITTEN = {"name", "program", "target", "options"}
"""Fields of a scenario that its files' place says."""
WORDS: Mapping[Any, str] = {str: "text", int: "whole number", float: "number", bool: "true or false"}


def reference() -> str:
    """Return the reference: a table of fields for each table of the file, then the boards."""
    return "\n".join([
        *(line for title, told in TABLES.items() for line in _table(title, told)),
        "### Boards\n",
        "Of this lesson, or of how its variants compare: " + ", ".join(f"`{name}`" for name in OF_A_LESSON) + ".\n",
        "Of any run: " + ", ".join(f"`{name}`" for name in OF_ANY_RUN) + ".\n",
    ])  # fmt: skip


def _table(title: str, told: type[Any]) -> list[str]:
    hints, says = get_type_hints(told, include_extras=True), _attribute_docstrings(told)
    head = title if title.startswith("the") else f"`{title}`"
    rows = [
        f"| `{name}` | {_kind(hints[name])} | {_default(name, value)} | {says.get(name, '')} |"
        for name, value in defaults_of(told).items()
        if told is not Scenario or name not in NOT_WRITTEN
    ]
    about = " ".join((told.__doc__ or "").split())
    return [f"### {head}\n", f"{about}\n", "| field | holds | without it | |\n|---|---|---|---|", *rows, ""]


def _attribute_docstrings(told: type[Any]) -> dict[str, str]:
    """Return the text below each attribute of a class, on one line."""
    body = ast.parse(inspect.getsource(told).lstrip()).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for line, below in zip(body.body, body.body[1:], strict=False):
        is_text = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and is_text:
            found[line.target.id] = " ".join(str(ast.literal_eval(below.value)).split()).replace("|", "\\|")  # type: ignore[attr-defined]
    return found


def _kind(hint: Any) -> str:
    if get_origin(hint) is Annotated:
        inner, *more = get_args(hint)
        return "text" if any(type(one).__name__ == "FromText" for one in more) else _kind(inner)
    if get_origin(hint) is Literal:
        return ", ".join(f"`{value}`" for value in get_args(hint))
    if get_origin(hint) in (Union, types.UnionType):
        kinds = dict.fromkeys(_kind(one) for one in get_args(hint) if one is not type(None))
        return " or ".join(kinds)
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return "a list of texts" if inner is str or get_origin(inner) is Annotated else "tables, see below"
    if get_origin(hint) is not None:
        return "a table"
    return WORDS.get(hint, "a table, see below")


def _default(name: str, value: Any) -> str:
    if value is NODEFAULT:
        return "the file's name" if name == "tab" else "**needed**"
    if isinstance(value, tuple) and value:
        return ", ".join(f"`{one}`" for one in value)
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    is_number = isinstance(value, int | float) and math.isfinite(value)
    return f"`{value}`" if is_number or (isinstance(value, str) and value) else ""


if __name__ == "__main__":
    print(reference())

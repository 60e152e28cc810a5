"""The JSON Schema (2020-12) of what `--json` prints, made from the classes, their docstrings and the readings."""

from __future__ import annotations

import ast
import inspect
import textwrap
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from tui.model.readings.reading import Fact, Group, Reading, groups
from tui.reports.as_json.comparison import ComparisonReport, Range
from tui.reports.as_json.data import Report
from tui.reports.as_json.program import ProgramReport

Schema = dict[str, Any]
TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


def schema() -> Schema:
    """Return the schema: an object for each class under `$defs`, each before those that it is made of."""
    defs: Schema = {}
    either = [_ref(cls, defs) for cls in (ComparisonReport, ProgramReport)]
    draft = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": draft, "title": "What coreograph --json prints", "anyOf": either, "$defs": defs}


def docs_of(cls: type) -> dict[str, str]:
    """Return the docstring below each attribute, inherited ones too; empty where there is none."""
    found: dict[str, str] = {}
    for each in reversed(cls.__mro__[:-1]):
        body = ast.parse(textwrap.dedent(inspect.getsource(each))).body[0].body  # type: ignore[attr-defined]
        for statement, below in zip(body, [*body[1:], None], strict=True):
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                is_said = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
                found[statement.target.id] = _one_line(below.value.value) if is_said else ""
    return found


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _ref(cls: Any, defs: Schema) -> Schema:
    """Return the reference to a class, which is then among the definitions: `#/$defs/Variant`."""
    name = cls.__name__.removesuffix("Report")
    if name not in defs:
        defs[name] = {}
        docs = docs_of(cls)
        properties: Schema = {}
        for key, field in cls.keys().items():
            if key == "groups":
                properties |= {group.name: _group(group, entries, defs) for group, entries in groups().items()}
            else:
                properties[key] = _of(field.type, defs) | _described(docs[field.name])
        defs[name] = _object(properties, _one_line(cls.__doc__))
    return {"$ref": f"#/$defs/{name}"}


def _object(properties: Schema, says: str) -> Schema:
    shape = {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}
    return shape | _described(says)


def _described(text: str) -> dict[str, str]:
    return {"description": text} if text else {}


def _group(group: Group, entries: list[Reading | Fact], defs: Schema) -> Schema:
    properties = {one.name: _of(_type(one), defs) | _described(one.says) for one in entries}
    return {"anyOf": [_object(properties, group.says), {"type": "null"}]}


def _type(one: Reading | Fact) -> Any:
    if isinstance(one, Reading):
        return Range | None if one.tells == "spread" else int | None
    return float | None if one.digits else int | None


def _of(hint: Any, defs: Schema) -> Schema:
    """Return the schema of a type."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _of(parts[0], defs)
    if origin in (Union, UnionType):
        return {"anyOf": [_of(part, defs) for part in parts]}
    if origin is Literal:
        return {"enum": [*parts]}
    if origin is tuple:
        return {"type": "array", "items": _of(parts[0], defs)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _of(parts[1], defs)}
    is_object = isinstance(hint, type) and issubclass(hint, Report)
    return _ref(hint, defs) if is_object else {"type": TYPES[hint]} if hint in TYPES else {}

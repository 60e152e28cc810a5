"""The reference of what coreograph writes for programs: the `README.md` here, made by `python -m tui.reports`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tui.model.readings.reading import readings
from tui.reports.as_csv import BEHIND, FIRST
from tui.reports.as_json.schema import Schema, schema

PAGE = Path(__file__).parent / "README.md"
WORDS = {"string": "text", "integer": "whole number", "boolean": "true or false", "object": "object"}

OPENING = """\
# What coreograph writes for programs

<!-- made by `python -m tui.reports` from the classes in `as_json/` and the readings in `tui/model/readings/` -->

## JSON

`run --json`, `watch --json` and `replay FILE --json` print one object: a [comparison](#comparison), or of a program of
your own a [program](#program), which has all of a comparison's keys and more. `coreograph schema` prints its JSON
Schema. Unknown is `null`, never 0. Names that end in `_s` are seconds, in `_share` shares from 0 to 1. Times in a
program count from the run's start. What is measured several times is a [range](#range).
"""

READINGS = """\
## Readings

What a lesson may predict, ask and compare (`lost:raw > 0`), and what the results show.
"""

CSV = """\
## CSV

`x` on the page of results writes one line for each run; where the program repeats its work itself, one for each of
these rounds, and what was measured once for the whole run stands in the first. Numbers are in seconds, bytes, shares
from 0 to 1; not measured is empty.
"""


def page() -> str:
    """Return the whole page."""
    every = readings().values()
    measured = ((f"`{one.name}`", one.unit, one.says) for one in every)
    columns = {**FIRST, **{one.key: one.says for one in every}, **BEHIND}
    parts = [OPENING, *_objects(schema()["$defs"]), READINGS, _table(("reading", "unit", "what it is"), measured)]
    return "\n".join([*parts, CSV, _table(("column", "what it holds"), ((f"`{k}`", v) for k, v in columns.items()))])


def _objects(defs: Schema) -> Iterator[str]:
    """Yield a heading and a table for each object; a program's keys without those that a comparison has as well."""
    for name, shape in defs.items():
        known = defs["Comparison"]["properties"] if name == "Program" else {}
        own = {key: value for key, value in shape["properties"].items() if known.get(key) != value}
        yield f"### {name}\n\n{shape['description']}\n"
        yield _table(("key", "value", "what it is"), _rows(own))


def _rows(properties: Schema, before: str = "") -> Iterator[Sequence[str]]:
    for key, value in properties.items():
        inside: Schema = next((part for part in value.get("anyOf", ()) if "properties" in part), {})
        yield f"`{before}{key}`", _words(value), value.get("description") or inside.get("description", "")
        yield from _rows(inside.get("properties", {}), f"{before}{key}.")


def _words(value: Schema) -> str:
    """Return a type in words: `list of [Worker](#worker)`, `number or null`."""
    if "anyOf" in value:
        return " or ".join(map(_words, value["anyOf"]))
    if "enum" in value:
        return ", ".join(f"`{each}`" for each in value["enum"])
    if "$ref" in value:
        cls = value["$ref"].rpartition("/")[2]
        return f"[{cls}](#{cls.lower()})"
    inner = value.get("items") or value.get("additionalProperties")
    if inner:
        return f"list of {_words(inner)}" if "items" in value else f"object: a name, {_words(inner)}"
    name = str(value.get("type", "anything"))
    return WORDS.get(name, name)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    cells = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in cells)

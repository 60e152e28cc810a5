"""What `--json` prints is what the schema and the reference say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.own_program import Own
from tests.support.taped import told_in
from tui.cli import main
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.reports.as_json.schema import docs_of, schema
from tui.reports.as_json.told import json_of
from tui.reports.reference import PAGE, page

RECORDINGS = sorted((Path(__file__).parent.parent / "recordings").glob("*.jsonl"))
KINDS = {"string": str, "integer": int, "boolean": bool, "null": type(None), "array": list, "object": dict}


def faults(value: Any, shape: dict[str, Any], defs: dict[str, Any], at: str = "") -> list[str]:
    """Return where a value is not what a schema says; only of the words that ours uses."""
    if "$ref" in shape:
        return faults(value, defs[shape["$ref"].rpartition("/")[2]], defs, at)
    if "anyOf" in shape:
        each = [faults(value, part, defs, at) for part in shape["anyOf"]]
        return [] if [] in each else min(each, key=len)
    if "enum" in shape:
        return [] if value in shape["enum"] else [f"{at}: {value!r} is none of {shape['enum']}"]
    kind = shape.get("type")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if (kind == "number" and not is_number) or (kind in ("integer",) and isinstance(value, bool)):
        return [f"{at}: {value!r} is no {kind}"]
    if kind in KINDS and not isinstance(value, KINDS[kind]):
        return [f"{at}: {value!r} is no {kind}"]
    found = []
    if kind == "array":
        found = [fault for n, one in enumerate(value) for fault in faults(one, shape["items"], defs, f"{at}[{n}]")]
    if kind == "object":
        properties, more = shape.get("properties", {}), shape["additionalProperties"]
        found += [f"{at}.{name} is missing" for name in shape.get("required", ()) if name not in value]
        for name, one in value.items():
            if name in properties or more:
                found += faults(one, properties.get(name, more), defs, f"{at}.{name}")
            else:
                found.append(f"{at}.{name} is not in the schema")
    return found


def checked(state: ComparisonState) -> None:
    whole = schema()
    told = json.loads(json.dumps(json_of(state)))
    name = "Program" if state.is_own else "Comparison"
    assert faults(told, whole["$defs"][name], whole["$defs"]) == []


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_what_a_recording_tells_is_what_the_schema_says(path: Path) -> None:
    telemetry = told_in(path)
    for share in (0.0, 0.1, 0.5, 1.0):
        checked(fold(ComparisonState(), telemetry[: int(share * len(telemetry))]))


def test_a_program_that_was_watched_is_what_the_schema_says() -> None:
    own = Own()
    checked(fold(ComparisonState(), own.told))
    checked(fold(ComparisonState(), own.ends()))


def test_a_fault_is_found() -> None:
    whole = schema()
    told = json_of(ComparisonState()) | {"trusted": 1, "more": None}
    del told["python"]
    assert sorted(faults(told, whole["$defs"]["Comparison"], whole["$defs"])) == [
        ".more is not in the schema", ".python is missing", ".trusted: 1 is no boolean"
    ]  # fmt: skip


def test_the_command_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0 and json.loads(capsys.readouterr().out) == json.loads(json.dumps(schema()))
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_reference_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tui.reports"


def test_a_docstring_below_an_attribute_is_its_description() -> None:
    class Told:
        at_s: float
        """When,
        in seconds."""
        name: str

    assert docs_of(Told) == {"at_s": "When, in seconds.", "name": ""}

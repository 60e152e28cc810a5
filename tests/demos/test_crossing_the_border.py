"""What crosses, what is refused and what surprises: the program alone, and the walk to the leaf that says no."""

from __future__ import annotations

import importlib.util
import threading
from collections import defaultdict
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.support.border import read
from tests.support.interpreters import Interpreter
from tests.support.plain import DEMOS, lines, refusal
from tests.support.ways import WAYS

SMALL = ("--largest", 0.02, "--repeats", 3, "--table", 0.01, "--tasks", 5)
DEEP = "job.settings.handlers[0].lock"
METHODS = {"fork": "119", "spawn": "100", "forkserver": "100"}
"""What a changed class attribute makes of a price in a worker that was started after the change."""


def tables(*options: object, **settings: Any) -> dict[str, list[dict[str, Any]]]:
    """Run it; return the rows of each table, as the lesson reads them."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for name, row in read("\n".join(lines("crossing_the_border", *options, **settings))):
        found[name].append(dict(row))
    return found


@pytest.fixture(scope="module")
def program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("crossing_the_border", DEMOS / "crossing_the_border.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@WAYS
def test_all_of_it_on_every_python(python: Interpreter, method: str) -> None:
    found = tables(*SMALL, "--start-method", method, python=python.path)
    crossings = found["crossings"]
    kinds = [row["kind"] for row in crossings]
    assert kinds == [*["floats"] * 3, "bytes", "array", "objects", *["shared memory"] * 3]
    assert [row["bytes"] for row in crossings[:3]] == [1000, 10000, 20000]
    assert {row["times"] for row in crossings} == {3}
    for row in crossings:
        parts = sum(row[f"{name}_ms"] for name in ("pickle", "send", "unpickle"))
        assert row["arrived"] == "as it was" and abs(parts - row["total_ms"]) < 0.0003
        assert row["least_ms"] <= row["total_ms"] <= row["most_ms"]
        assert row["sent"] < 150 if row["kind"] == "shared memory" else abs(row["sent"] / row["bytes"] - 1) < 0.15
    assert len(found["filled"]) == 1

    refused, mended = found["refused"], found["mended"]
    assert [row["what"] for row in refused] == [row["what"] for row in mended]
    assert {row["outcome"] for row in mended} == {"crossed"} and {row["alone"] for row in refused} == {"the same alone"}
    assert {row["error"] for row in refused} <= {"AttributeError", "PicklingError", "TypeError"}
    paths = {row["what"]: row["path"] for row in refused}
    assert len(paths) == 8 and paths["a settings object"] == DEEP
    assert paths["a running thread"].startswith("job.helper.")

    rows = {row.pop("what"): row for row in found["surprises"]}
    assert rows["a logger"] == {"here": "1", "there": "0", "means": "handlers"}
    assert rows["a socket"]["here"] == rows["a socket"]["there"] == "5"
    assert rows["a multiprocessing.Lock"]["there"] == "RuntimeError"
    lengths = rows["a default argument"]
    assert lengths["here"] == "0" and sum(map(int, lengths["there"].split(", "))) == 20
    classes = {what.removeprefix("a class, "): row for what, row in rows.items() if what.startswith("a class, ")}
    assert {method: row["there"] for method, row in classes.items()} == METHODS
    each, once = found["tables"]
    assert (each["pickled"], once["pickled"]) == (5, 0 if method == "fork" else 2)
    assert each["result"] == once["result"] == "right" and each["took_s"] > 0 < once["took_s"]


@pytest.mark.parametrize("kind", ["bytes", "array", "objects"])
def test_another_kind_in_all_sizes(kind: str) -> None:
    found = tables("sizes", *SMALL, "--kind", kind)["crossings"]
    assert [row["kind"] for row in found[:3]] == [kind] * 3
    assert {row["kind"] for row in found[3:6]} == {"bytes", "array", "floats", "objects"} - {kind}


@pytest.mark.parametrize("largest", [0.001, 0.0015, 1.1])
def test_the_largest_is_as_large_as_asked(largest: float) -> None:
    rows = tables("sizes", "--largest", largest, "--repeats", 1)["crossings"]
    sizes = [row["bytes"] for row in rows if row["kind"] == "floats"]
    assert sizes[-1] == round(largest * 1e6) and sizes == sorted(set(sizes)) and sizes[0] == 1000


def test_the_leaf_is_found_wherever_it_is(program: ModuleType) -> None:
    lock, circle = threading.Lock(), SimpleNamespace()
    circle.back = {"to": [circle]}
    circle.last = (1, {"a b": [None, lock]})
    leaf, error = program.refusal_of(circle)
    assert leaf is lock and isinstance(error, TypeError)
    assert program.path_to(leaf, circle) == "job.last[1]['a b'][1]"
    assert str(program.refusal_of(leaf)[1]) == str(error)
    assert program.refusal_of({"all": [1, "b", print]}) == (None, None)


def test_a_leaf_that_no_step_leads_to_is_said_to_be_somewhere(program: ModuleType) -> None:
    lock = threading.Lock()
    job = SimpleNamespace(held=frozenset([lock]))
    assert program.path_to(program.refusal_of(job)[0], job) == "somewhere in job"


@pytest.mark.parametrize(
    "options",
    [("--kind", "x"), ("--largest", 0), ("--largest", "nan"), ("--repeats", 0), ("--workers", 17), ("--tasks", "x")],
)
def test_settings_that_cannot_be(options: tuple[object, ...]) -> None:
    assert refusal("crossing_the_border", *options)

"""From tables to frozen classes: what fits becomes a value, what does not is said with its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from tui.lessons.lesson import Calibration, ProbeSettings, Scenario
from tui.lessons.printed import ResultLine
from tui.telemetry.shape import Else, FromText, ShapeError, Shapes, Within, defaults_of


def halved(text: str) -> int:
    if not text.isdigit():
        raise ShapeError("must hold digits")
    return int(text) // 2


class Part(Struct, frozen=True):
    name: str
    size: Annotated[int, Within(1, 9)] = 1

    def __post_init__(self) -> None:
        if self.name == "odd":
            raise ShapeError("cannot be odd", "name")


class Whole(Struct, frozen=True):
    parts: tuple[Part, ...]
    pair: tuple[int, float] = (0, 0.0)
    kind: Literal["a", "b"] = "a"
    half: Annotated[int, FromText(halved)] = 0
    share: Annotated[float | None, Within(above=0)] | None = None
    kept: Annotated[bool, Else(False)] = True
    scale: Mapping[str, float | str] | None = None


SHAPES = Shapes(str.strip)


def test_a_table_becomes_a_value() -> None:
    table = {"parts": [{"name": " x "}, {"name": "y", "size": 9}], "pair": [1, 2], "kind": "b", "half": "8",
             "share": 2, "kept": "?", "scale": {"m": 1, "n": "n"}}  # fmt: skip
    found = SHAPES.read(Whole, table)
    assert found == Whole((Part("x"), Part("y", 9)), (1, 2.0), "b", 4, 2.0, False, {"m": 1.0, "n": "n"})
    assert isinstance(found.pair[1], float)


@pytest.mark.parametrize(
    ("table", "path", "says"),
    [
        ([], (), "must be a table, not a list"),
        ({}, ("parts",), "is missing"),
        ({"parts": [], "kindd": 1}, ("kindd",), "is unknown; perhaps kind"),
        ({"parts": {}}, ("parts",), "must be a list, not a table"),
        ({"parts": [{"name": "x"}, {"name": 3}]}, ("parts", 1, "name"), "must be a text, not 3"),
        ({"parts": [{"name": "x", "size": 0}]}, ("parts", 0, "size"), "must be from 1 to 9, not 0"),
        ({"parts": [{"name": "x", "size": True}]}, ("parts", 0, "size"), "must be a whole number, not true"),
        ({"parts": [{"name": "x", "size": 10**5000}]}, ("parts", 0, "size"), "not a number of many digits"),
        ({"parts": [{"name": "odd"}]}, ("parts", 0, "name"), "cannot be odd"),
        ({"parts": [], "pair": [1]}, ("pair",), "must have 2 entries, not 1"),
        ({"parts": [], "pair": [1, "x"]}, ("pair", 1), "must be a number, not 'x'"),
        ({"parts": [3] * 100_001}, ("parts",), "must have 100000 entries at most, not 100001"),
        ({"parts": [], "kind": "\x1b"}, ("kind",), r"'\x1b' is unknown; choose from a, b"),
        ({"parts": [], "half": "h"}, ("half",), "must hold digits"),
        ({"parts": [], "share": 0}, ("share",), "must be above 0, not 0"),
        ({"parts": [], "scale": {"m": []}}, ("scale", "m"), "must be a number or a text, not a list"),
    ],
)
def test_what_does_not_fit_is_said_with_its_place(table: Any, path: tuple[str | int, ...], says: str) -> None:
    with pytest.raises(ShapeError) as caught:
        SHAPES.read(Whole, table)
    assert caught.value.path == path and says in str(caught.value)


def test_what_is_given_has_no_place_in_the_table() -> None:
    assert SHAPES.read(Part, {"size": 2}, name=" as it is ") == Part(" as it is ", 2)
    with pytest.raises(ShapeError, match="is unknown"):
        SHAPES.read(Part, {"name": "x"}, name="y")


def test_what_is_unknown_may_be_passed_by() -> None:
    assert Shapes(str, passes_unknown=True).read(Part, {"name": "x", "later": 1}) == Part("x")


def test_a_type_without_a_reader_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="has no reader"):
        SHAPES.reader(dict[str, int])


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "size", "m"]), inner),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from([*Whole.__struct_fields__]), _JSON, max_size=3))
def test_whatever_comes_is_read_or_refused(table: dict[str, Any]) -> None:
    try:
        assert isinstance(SHAPES.read(Whole, {"parts": []} | table), Whole)
    except ShapeError as fault:
        assert fault.path and "\n" not in str(fault)


@pytest.mark.parametrize("kind", [Whole, Part, Scenario, Calibration, ResultLine, ProbeSettings])
def test_what_a_field_is_by_default_is_what_its_class_says(kind: type[Struct]) -> None:
    said = {
        field.name: field.default if field.default_factory is NODEFAULT else field.default_factory()
        for field in fields(kind)
    }
    assert defaults_of(kind) == said

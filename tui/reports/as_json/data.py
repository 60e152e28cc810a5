"""How a report's class becomes a JSON object: its fields in order, numbers rounded, and what it is filled from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

DIGITS = 4
Micros = Annotated[float, 6]
"""A number with this many decimals in JSON, in place of the four that others have."""
EXACT = 400
Exact = Annotated[float, EXACT]
"""A number as it is."""


class Field(NamedTuple):
    """One key of an object."""

    name: str
    key: str
    """In JSON: `try_` is `try`, which is no name in Python."""
    type: Any
    digits: int | None
    """Decimals of its numbers; None where what it stands in says so."""
    has_default: bool


@cache
def fields_of(cls: Any) -> tuple[Field, ...]:
    """Return a class's fields, in the order of the keys."""
    hints = get_type_hints(cls, include_extras=True)
    return tuple(
        Field(one.name, one.name.rstrip("_"), hints[one.name], _digits(hints[one.name]), one.default is not MISSING)
        for one in fields(cls)
    )


def _digits(hint: Any) -> int | None:
    if get_origin(hint) is Annotated:
        return next((each for each in hint.__metadata__ if isinstance(each, int)), None)
    return next(filter(None, map(_digits, get_args(hint))), None)


def may_be_null(hint: Any) -> bool:
    return get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint)


Report = TypeVar("Report")


def filled(cls: type[Report], *sources: object, **given: object) -> Report:
    """Return an object of a class: what is not given comes from the first source that has a field of that name.

    An empty text is None where None may stand; what no source has is the class's default, else None.
    """
    for field in fields_of(cls):  # type: ignore[arg-type]  # A class is hashable.
        if field.name not in given:
            source = next((source for source in sources if hasattr(source, field.name)), None)
            if source is not None or not field.has_default:
                given[field.name] = getattr(source, field.name, None)
        if given.get(field.name) == "" and may_be_null(field.type):
            given[field.name] = None
    return cls(**given)


def as_data(value: Any, digits: int = DIGITS) -> Any:
    """Return a report as what `json.dumps` takes."""
    if is_dataclass(value) and not isinstance(value, type):
        found: dict[str, Any] = {}
        for field in fields_of(type(value)):
            told = as_data(getattr(value, field.name), digits if field.digits is None else field.digits)
            found |= told if field.key == "groups" else {field.key: told}
        return found
    if isinstance(value, Mapping):
        return {key: as_data(each, digits) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [as_data(each, digits) for each in value]
    return round(value, digits) if isinstance(value, float) else value

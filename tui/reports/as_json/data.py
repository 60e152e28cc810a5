"""How a report's classes become JSON: keys in order, numbers rounded, and what an object is filled from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Self, Union, dataclass_transform, get_args, get_origin, get_type_hints

DIGITS = 4
"""Decimals of a number that says nothing else."""
Micros = Annotated[float, 6]
EXACT = 400
Exact = Annotated[float, EXACT]


class Key(NamedTuple):
    """One key of an object."""

    name: str
    """The attribute; `try_` is `try` in JSON, which is no name in Python."""
    type: Any
    digits: int | None
    """Decimals of its numbers; None where what it stands in says so."""
    has_default: bool

    @property
    def may_be_null(self) -> bool:
        return get_origin(self.type) in (Union, UnionType) and NoneType in get_args(self.type)


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Report:
    """An object in JSON. Each class of it is a frozen dataclass; the docstring below a field says what the key is."""

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True, kw_only=True)(cls)

    @classmethod
    @cache
    def keys(cls) -> dict[str, Key]:
        """Return the keys in their order."""
        hints = get_type_hints(cls, include_extras=True)
        known = [(one.name, hints[one.name], one.default is not MISSING) for one in fields(cls)]  # type: ignore[arg-type]
        return {name.rstrip("_"): Key(name, hint, _digits(hint), default) for name, hint, default in known}

    @classmethod
    def of(cls, *sources: object, **given: object) -> Self:
        """Return one; what is not given comes from the first source that has an attribute of that name.

        An empty text is None where None may stand; what no source has is the class's default, else None.
        """
        for key in cls.keys().values():
            if key.name not in given:
                source = next((source for source in sources if hasattr(source, key.name)), None)
                if source is not None or not key.has_default:
                    given[key.name] = getattr(source, key.name, None)
            if given.get(key.name) == "" and key.may_be_null:
                given[key.name] = None
        return cls(**given)


def _digits(hint: Any) -> int | None:
    if get_origin(hint) is Annotated:
        return next((each for each in hint.__metadata__ if isinstance(each, int)), None)
    return next(filter(None, map(_digits, get_args(hint))), None)


def as_data(value: Any, digits: int = DIGITS) -> Any:
    """Return a report as what `json.dumps` takes."""
    if isinstance(value, Report):
        found: dict[str, Any] = {}
        for name, key in value.keys().items():
            told = as_data(getattr(value, key.name), digits if key.digits is None else key.digits)
            found |= told if name == "groups" else {name: told}
        return found
    if isinstance(value, Mapping):
        return {key: as_data(each, digits) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [as_data(each, digits) for each in value]
    return round(value, digits) if isinstance(value, float) else value

"""From tables to frozen classes: what `json` and `tomllib` read becomes the values that a class's type hints say.

Tables come from outside. Nothing is believed: a value of another type, a missing or an unknown field, a number out of
bounds is a ShapeError that says what is wrong, and where. A class's own `__post_init__` may raise one, too.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Annotated, Any, Literal, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT, Meta, Struct

from tui.telemetry.text import plain, quoted

MOST_ITEMS = 100_000
"""Entries of a list."""
MOST_FLOAT, MOST_INT = 1e15, 2**63
Float = Annotated[float, Meta(gt=-MOST_FLOAT, lt=MOST_FLOAT)]
Int = Annotated[int, Meta(ge=-MOST_INT, le=MOST_INT - 1)]
"""Numbers from outside, in classes that msgspec decodes as well: it keeps to the bounds that a reader here keeps to."""
_NAMES: dict[Any, str] = {float: "a number", int: "a whole number", bool: "true or false", str: "a text",
                          list: "a list", dict: "a table"}  # fmt: skip
Read = Callable[..., Any]
_T = TypeVar("_T")


class ShapeError(ValueError):
    """Something that does not fit. `str()` is what is wrong with it, without its name: `must be a text, not 3`."""

    def __init__(self, what: str, *path: str | int) -> None:
        super().__init__(what)
        self.path = path
        """What leads to it from the outermost table: names, and places in lists from 0."""

    def within(self, step: str | int) -> ShapeError:
        """Return the same, as it is seen from one table or list further out."""
        return ShapeError(str(self), step, *self.path)


class Fact(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a feed says, and the parts of it: written down without what goes without saying."""


class FromText:
    """In `Annotated[T, FromText(read)]`: it stands in the table as a text, which `read` makes a T or refuses."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        self.read = read


class Else:
    """In `Annotated[T, Else(value)]`: what does not fit counts as this value."""

    def __init__(self, value: Any) -> None:
        self.value = value


class Within:
    """In `Annotated[T, Within(least, most)]`: the bounds of a number, which belong to it; `above` does not."""

    def __init__(self, least: float = -MOST_FLOAT, most: float = MOST_FLOAT, above: float = -MOST_FLOAT) -> None:
        self.least, self.most, self.above = least, most, above

    def __call__(self, value: float) -> float:
        if self.above < value and self.least <= value <= self.most:
            return value
        wanted = f"{self.least:g} or more"
        if self.above > -MOST_FLOAT:
            wanted = f"above {self.above:g}" + (f", at most {self.most:g}" if self.most < MOST_FLOAT else "")
        elif self.most < MOST_FLOAT:
            wanted = f"from {self.least:g} to {self.most:g}"
        raise ShapeError(f"must be {wanted}, not {shown(value)}")


class Shapes:
    """Readers of one kind of table, made once for each type hint.

    Hints are scalars, `Literal` of texts, unions, tuples, `Mapping[str, T]`, Structs and named tuples, which are
    tables, and `Annotated` of these.
    """

    def __init__(self, text: Callable[[str], str], *, passes_unknown: bool = False) -> None:
        """`text` is done to every text. With `passes_unknown` a field that a class does not have is passed by."""
        self._passes_unknown = passes_unknown
        words = _exactly(str)
        self._readers: dict[Any, Read] = {
            float: _float, int: _int, bool: _exactly(bool), str: lambda value: text(words(value))
        }  # fmt: skip

    def read(self, kind: type[_T], table: Any, **given: Any) -> _T:
        """Return the table as this class; what is `given` is taken as it is, and has no place in the table."""
        key = (kind, *given) if given else kind
        if key not in self._readers:
            self._readers[key] = self._table(kind, frozenset(given))
        found: _T = self._readers[key](table, **given)
        return found

    def reader(self, hint: Any) -> Read:
        """Return what reads values of a type. TypeError for a hint that has no reader."""
        if hint not in self._readers:
            self._readers[hint] = self._made(hint)
        return self._readers[hint]

    def _made(self, hint: Any) -> Read:
        origin, parts = get_origin(hint), get_args(hint)
        if origin is None and (is_struct(hint) or hasattr(hint, "_fields")):
            return self._table(hint, frozenset())
        if origin is Annotated:
            return self._annotated(*parts)
        if origin is Literal:
            return _word(parts)
        if origin in (Union, types.UnionType):
            kinds = [_unmarked(part) for part in parts]
            return _first_of({kind: self.reader(kind) for kind in kinds if kind is not type(None)}, kinds)
        if origin is tuple:
            is_any = parts[1:] == (...,)
            entries = repeat(self.reader(parts[0])) if is_any else [self.reader(part) for part in parts]
            return _list(entries, None if is_any else len(parts))
        if origin is Mapping:
            return _mapping(self.reader(parts[1]))
        raise TypeError(f"{hint} has no reader")

    def _annotated(self, hint: Any, mark: Any) -> Read:
        if isinstance(mark, Meta):
            return self.reader(hint)
        if isinstance(mark, Else):
            return _or_else(self.reader(hint), mark.value)
        reader, more = (self.reader(str), mark.read) if isinstance(mark, FromText) else (self.reader(hint), mark)
        return lambda value: more(reader(value))

    def _table(self, kind: Any, given_names: frozenset[str]) -> Read:
        hints = get_type_hints(kind, include_extras=True)
        defaults = {name: value for name, value in defaults_of(kind).items() if name not in given_names}
        parts = [(name, self.reader(hints[name])) for name in defaults]
        needed = {name for name, value in defaults.items() if value is NODEFAULT}

        def read(table: Any, **given: Any) -> Any:
            if type(table) is not dict:
                _refuse(dict, table)
            if not (self._passes_unknown or table.keys() <= defaults.keys()):
                _refuse_unknown(table, defaults)
            if not needed <= table.keys():
                raise ShapeError("is missing", min(needed - table.keys()))
            found, name = given, ""
            try:
                for name, reader in parts:
                    if name in table:
                        found[name] = reader(table[name])
            except ShapeError as fault:
                raise fault.within(name) from None
            return kind(**found)

        return read


def _unmarked(hint: Any) -> Any:
    """Return a number's type without its bounds."""
    return {Float: float, Int: int}.get(hint, hint)


def is_struct(kind: Any) -> bool:
    """Return whether it is a class of Structs."""
    return isinstance(kind, type) and issubclass(kind, Struct)


def defaults_of(kind: Any) -> dict[str, Any]:
    """Return what each field of a Struct or a named tuple is where a table has it not; NODEFAULT for what it must.

    The class is asked itself: `msgspec.structs.fields` reads all type hints once more, 2 ms of the first picture.
    """
    if not is_struct(kind):
        return {name: kind._field_defaults.get(name, NODEFAULT) for name in kind._fields}
    names, values = kind.__struct_fields__, kind.__struct_defaults__
    needed = len(names) - len(values)
    given = (value.factory() if hasattr(value, "factory") else value for value in values)
    return dict.fromkeys(names[:needed], NODEFAULT) | dict(zip(names[needed:], given, strict=True))


def shown(value: Any) -> str:
    """Return a value as it stands in a sentence: short, and harmless."""
    if isinstance(value, list | dict):
        return _NAMES[type(value)]
    if isinstance(value, int) and not -MOST_INT <= value < MOST_INT:
        return "a number of many digits"
    if isinstance(value, bool):
        return str(value).lower()
    return quoted(value) if isinstance(value, str) else plain(repr(value), 40)


def choose(names: Iterable[str]) -> str:
    """Return the end of a sentence that says what there is."""
    return f"choose from {plain(', '.join(names), 400)}"


def _refuse(kind: type, value: Any) -> NoReturn:
    raise ShapeError(f"must be {_NAMES[kind]}, not {shown(value)}")


def _refuse_unknown(table: Iterable[str], names: Iterable[str]) -> NoReturn:
    from difflib import get_close_matches  # noqa: PLC0415 - seldom needed

    name = next(name for name in table if name not in names)
    near = get_close_matches(name, names, 1)
    raise ShapeError("is unknown; " + (f"perhaps {near[0]}" if near else choose(sorted(names))), name)


def _float(value: Any) -> float:
    if (type(value) is float or type(value) is int) and -MOST_FLOAT < value < MOST_FLOAT:
        return float(value)
    _refuse(float, value)


def _int(value: Any) -> int:
    if type(value) is int and -MOST_INT <= value < MOST_INT:
        return value
    _refuse(int, value)


def _exactly(kind: type) -> Read:
    return lambda value: value if type(value) is kind else _refuse(kind, value)


def _word(words: tuple[str, ...]) -> Read:
    def read(value: Any) -> str:
        if type(value) is not str:
            _refuse(str, value)
        if value in words:
            return value
        raise ShapeError(f"{shown(value)} is unknown; {choose(words)}")

    return read


def _first_of(readers: Mapping[Any, Read], hints: Sequence[Any]) -> Read:
    """Return what takes None where the hints have it, and else the first reader that a value fits."""
    only = next(iter(readers.values()))
    if len(readers) == 1:
        return lambda value: None if value is None else only(value)
    kinds = " or ".join(_NAMES[kind] for kind in readers if not (kind is int and float in hints))

    def read(value: Any) -> Any:
        for reader in readers.values():
            try:
                return reader(value)
            except ShapeError:
                continue
        raise ShapeError(f"must be {kinds}, not {shown(value)}")

    return read


def _or_else(reader: Read, otherwise: Any) -> Read:
    def read(value: Any) -> Any:
        try:
            return reader(value)
        except ShapeError:
            return otherwise

    return read


def _list(readers: Iterable[Read], length: int | None) -> Read:
    def read(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            _refuse(list, value)
        if len(value) > MOST_ITEMS or (length is not None and len(value) != length):
            wanted = f"{MOST_ITEMS} entries at most" if length is None else f"{length} entries"
            raise ShapeError(f"must have {wanted}, not {len(value)}")
        found: list[Any] = []
        try:
            for reader, one in zip(readers, value):  # noqa: B905 - there may be readers without end
                found.append(reader(one))
        except ShapeError as fault:
            raise fault.within(len(found)) from None
        return tuple(found)

    return read


def _mapping(entry: Read) -> Read:
    def read(value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            _refuse(dict, value)
        found = {}
        for name, one in value.items():
            try:
                found[name] = entry(one)
            except ShapeError as fault:
                raise fault.within(name) from None
        return found

    return read

"""`multiprocessing.Value`, `Array` and their raw forms that the program makes. The rules stand in `guard`.

All that is told is where the bytes are: the app reads them from outside, at no cost here.
"""

from __future__ import annotations

import os
import sys

from .. import microscope, names, objects
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "shared values"
_PASSED_BY = ("multiprocessing/context.py", "multiprocessing/sharedctypes.py")
_NAMES = ("Value", "Array", "RawValue", "RawArray")
_MOST_FIELDS = 150
"""Characters that fields are told in."""
_made_so_far: list[None] = []


def install(sharedctypes: Any) -> str | None:
    """Look at values; return what is missing where this is not possible."""
    if not all(hasattr(sharedctypes, name) for name in (*_NAMES, "rebuild_ctype", "reduce_ctype")):
        return WHAT
    for name in ("RawValue", "RawArray"):
        replace(sharedctypes, name, _making(sharedctypes))
    replace(sharedctypes, "rebuild_ctype", _arriving(sharedctypes))
    return None


def _making(sharedctypes: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def made(value: Any) -> None:
        _made(value, sharedctypes)

    make = guarded(WHAT, made)

    def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
        def RawValue(*args: Any, **kwargs: Any) -> Any:  # noqa: N802
            value = original(*args, **kwargs)
            make(value)
            return value

        return RawValue

    return wrap


def _made(value: Any, sharedctypes: Any) -> None:
    frame = objects.maker(_PASSED_BY, what="value")
    if frame is None:
        return
    (arena, start, _), size = value._wrapper._state
    code, length, fields = _code(type(value))
    key = objects.value_key(os.fstat(arena.fd).st_ino, start)
    name = called(frame)
    more = arena.fd, start, size, code, length, os.getpid(), fields
    its = getattr(type(value), "_type_", None) if length else type(value)
    of = repr(code) if code else getattr(its, "__name__", "")
    type_name = names.package_of(type(value._wrapper)) + name + "(" + of + ")"
    counted = objects.made("value", key, type_name, frame, *more, called=name)
    objects.newest_value[0] = key
    _made_so_far.append(None)
    if counted is not None and length == 0 and code and microscope.is_wanted(len(_made_so_far)):
        microscope.announce(counted)
        microscope.arm(value, counted, sharedctypes)
    elif counted is not None and microscope.is_on() and microscope.is_announced(key):
        microscope.retire(value, key)


def _code(its: Any) -> tuple[str, int, str]:
    """Return the type code, for an array its length, and the fields of a structure; an unknown code is empty."""
    length = getattr(its, "_length_", 0)
    if length or hasattr(its, "_length_"):
        its = its._type_
    code = getattr(its, "_type_", "")
    is_plain = isinstance(code, str) and len(code) == 1
    return (code if is_plain else ""), length, ("" if is_plain else _fields(its))


def _fields(its: Any) -> str:
    """Return the numbers in a structure, as many as fit into the line."""
    found = ""
    for of in reversed(its.__mro__):
        for name, type_, *bits in of.__dict__.get("_fields_", ()):
            code = getattr(type_, "_type_", "")
            if not bits and isinstance(code, str) and len(code) == 1:
                field = ":".join((name, code, str(getattr(its, name).offset)))
                if len(found) + len(field) >= _MOST_FIELDS:
                    return found
                found += ("," if found else "") + field
    return found


def called(frame: Any) -> str:
    """Return by which of the four names the program made it."""
    inner = sys._getframe(1)
    while inner.f_back is not None and inner.f_back is not frame:
        inner = inner.f_back
    name = inner.f_code.co_name
    return name if name in _NAMES else "Value"


def _arriving(sharedctypes: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def arrived(value: Any) -> None:
        if not microscope.is_on():
            return
        (arena, start, _), _ = value._wrapper._state
        key = objects.value_key(os.fstat(arena.fd).st_ino, start)
        if microscope.is_announced(key):
            counted = objects.counted(key)
            if counted is not None:
                microscope.arm(value, counted, sharedctypes)

    arrive = guarded(WHAT, arrived)

    def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
        def rebuild_ctype(type_: Any, wrapper: Any, length: Any) -> Any:
            value = original(type_, wrapper, length)
            arrive(value)
            return value

        return rebuild_ctype

    return wrap

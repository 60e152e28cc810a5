"""How the program calls an object: the variable, attribute or item that the statement making it assigns to.

Only the assignment of what a call gives names that call's object: an argument of another call has no name, and what a
method of the new object gives is not that object. Neither has what is not plain (a very long file); that is no error.

A *way* says how one gets from the assigned value to the object: a text for each index or key on it, or a loop of a
comprehension, whose index or key the frame knows.
"""

from __future__ import annotations

import itertools
import sys

from .statements import inside, is_at, position, statement
from .whose import PROBE, is_library

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

    from .statements import Position

    Way = list[Any]
    """Texts, and `Loop`s."""

_MOST_FRAMES = 4
_IN_A_FRAME = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")
_GIVES_ITS_ARGUMENT = ("enter_context", "enter_async_context", "list", "tuple")
_READS_LOCALS = sys.version_info < (3, 12) or sys.version_info >= (3, 13)
"""Whether a comprehension's variables can be looked at: before 3.12 it has a frame of its own, from 3.13 on a look at
those of a function leaves nothing behind."""
_plans: dict[tuple[str, Position], tuple[Any, ...]] = {}
"""Statement, call, kind and way of each place whose columns are told, once it was looked at."""
_turns: dict[tuple[Any, ...], itertools.count[int]] = {}
"""How many objects one place has made, where nothing else tells them apart. They come from left to right."""


class Loop:
    """A loop of a comprehension on the way to the object."""

    __slots__ = ("depth", "is_key", "many", "variable")

    def __init__(self, variable: str, depth: int, *, is_key: bool = False, many: int | None = None) -> None:
        self.variable = variable
        """What has the index, or the key."""
        self.depth = depth
        """How many loops are further inside."""
        self.is_key = is_key
        self.many = many
        """How often it goes round, where the source says so."""


def name_of(frame: FrameType | None, called: str, type_name: str) -> str:
    """Return how the program calls what is being made at this frame; an empty text where that is not plain."""
    is_direct, way = _is_direct(frame), list[str]()
    for depth in range(_MOST_FRAMES):
        if frame is None or is_library(frame.f_code.co_filename):
            return ""
        its, call, kind, found = _plan(frame, called if depth == 0 else "", type_name)
        if call is None or (depth == 0 and not is_direct and _last(call.func) != called):
            return ""
        if kind == "Expr" and _last(call.func) == "__init__" and depth == 0:
            found = []  # What a class's own `__init__` has made is the object that its caller makes.
        elif found is None or kind == "Expr":
            return ""
        way = [_said(part, frame, call) for part in found] + way
        if kind not in ("Return", "Expr"):
            return _assigned(its.targets[0] if kind == "Assign" else its.target, way, frame)
        while frame is not None and frame.f_code.co_name in _IN_A_FRAME:
            frame = frame.f_back
        frame = frame.f_back if frame is not None else None
    return ""


def _plan(frame: FrameType, called: str, type_name: str) -> tuple[Any, Any, str, Way | None]:
    """Return the statement that a frame is in, the call in it, the statement's kind, and the way, as far as known."""
    place = frame.f_code.co_filename, position(frame)
    plan = _plans.get(place)
    if plan is None:
        its = statement(*place)
        call = _call(its, place, called, type_name) if its is not None else None
        kind, value = _part(its, call, frame) if call is not None else ("", None)
        plan = its, call, kind, _way(value, call) if call is not None else None
        if place[1][1] >= 0:
            _plans[place] = plan
    return plan


def _is_direct(frame: FrameType | None) -> bool:
    """Whether this frame itself calls what makes the object, and not something that makes one for its own ends."""
    inner: FrameType | None = sys._getframe(1)
    while inner is not None and inner.f_back is not frame:
        inner = inner.f_back
    if inner is None:
        return True
    name = inner.f_code.co_name
    return name == "__init__" or name[:1].isupper() or inner.f_code.co_filename.startswith(PROBE)


def _call(within: Any, place: tuple[str, Position], called: str, type_name: str) -> Any:
    """Return the call in a statement that a frame is in; None where that is not known.

    No two calls end at the same column; a frame may also be about to look up what it calls. Where columns are not told
    it is the call with the name, or the only one.
    """
    line, column, *end = place[1]
    calls = [node for node in inside(within) if hasattr(node, "func") and is_at(node, (line, -1, -1, -1))]
    if column >= 0:
        ends = [(its, [node.end_lineno, node.end_col_offset]) for its in calls for node in (its, its.func)]
        return next((its for its, its_end in ends if its_end == end), None)
    calls = [its for its in calls if called and _last(its.func) == called] or [
        its for its in calls if _way(within.value, its) is not None
    ]
    calls.sort(key=lambda its: (its.end_lineno, its.end_col_offset))
    turn = next(_turns.setdefault((place[0], within.lineno, type_name), itertools.count())) if len(calls) > 1 else 0
    return calls[turn % len(calls)] if calls else None


def _part(within: Any, call: Any, frame: FrameType) -> tuple[str, Any]:
    """Return the kind of a statement and its value; in a lambda what that returns."""
    if frame.f_code.co_name == "<lambda>":
        bodies = [node.body for node in inside(within) if type(node).__name__ == "Lambda"]
        return "Return", next((body for body in reversed(bodies) if _way(body, call) is not None), None)
    return type(within).__name__, within.value


def _way(node: Any, call: Any) -> Way | None:
    """Return how one gets from a value to what a call in it gives; None when that is not in it."""
    if node is call:
        return []
    kind = type(node).__name__
    if kind in ("ListComp", "SetComp", "GeneratorExp", "DictComp"):
        within = _way(node.value if kind == "DictComp" else node.elt, call)
        return None if within is None else [_loop(node, kind, within), *within]
    if kind in ("List", "Tuple", "Set", "Dict"):
        return _item(node, kind, call)
    if kind == "Call":
        inner = node.args if len(node.args) == 1 and _last(node.func) in _GIVES_ITS_ARGUMENT else ()
    else:
        fields = {"IfExp": ("body", "orelse"), "NamedExpr": ("value",), "Await": ("value",), "Starred": ("value",)}
        inner = node.values if kind == "BoolOp" else [getattr(node, field) for field in fields.get(kind, ())]
    return next((way for way in (_way(one, call) for one in inner) if way is not None), None)


def _item(node: Any, kind: str, call: Any) -> Way | None:
    is_counted = kind in ("List", "Tuple")
    for number, item in enumerate(node.values if kind == "Dict" else node.elts):
        within = _way(item, call)
        if within is not None:
            key = getattr(node.keys[number], "value", None) if kind == "Dict" else None
            is_counted = is_counted and not any(type(one).__name__ == "Starred" for one in node.elts[: number + 1])
            text = str(number) if is_counted else repr(key) if isinstance(key, (int, str)) else ""
            return [text, *within]
    return None


def _loop(node: Any, kind: str, within: Way) -> Loop | str:
    """Return the loop that tells the index or key of what a comprehension makes; an empty text when none does."""
    names = [its.variable for its in within if isinstance(its, Loop)]
    generator, depth = node.generators[0], len(names)
    variable, over = getattr(generator.target, "id", ""), generator.iter
    is_key = kind == "DictComp"
    if is_key:
        variable = getattr(node.key, "id", "")
    is_plain = len(node.generators) == 1 and not generator.ifs and kind in ("ListComp", "GeneratorExp")
    first = _last(getattr(over, "func", None)) if getattr(over, "args", None) else ""
    if first == "enumerate" and is_plain and len(over.args) == 1:
        variable = getattr((getattr(generator.target, "elts", None) or [None])[0], "id", "")
    elif not is_key and not (is_plain and first == "range" and _is_from_zero(over)):
        return ""
    if not variable or (variable in names and sys.version_info >= (3, 12)):
        return ""
    many = getattr(over.args[-1], "value", None) if first == "range" and not is_key else None
    return Loop(variable, depth, is_key=is_key, many=many if type(many) is int and not names else None)


def _is_from_zero(over: Any) -> bool:
    return len(over.args) == 1 or (len(over.args) == 2 and getattr(over.args[0], "value", None) == 0)


def _said(part: Any, frame: FrameType, call: Any) -> str:
    """Return an index or key as a person writes it; an empty text when it is not known."""
    if not isinstance(part, Loop):
        return str(part)
    its: FrameType | None = frame
    for _ in range(part.depth):
        its = its.f_back if its is not None and its.f_code.co_name in _IN_A_FRAME else its
    value = _local(its, part.variable)
    if value is None and part.many and not _READS_LOCALS:
        place = frame.f_code.co_filename, call.end_lineno, call.end_col_offset
        value = next(_turns.setdefault(place, itertools.count())) % part.many
    return repr(value) if type(value) is int or (part.is_key and type(value) is str) else ""


def _local(frame: FrameType | None, name: str) -> Any:
    """Return what a variable of a frame has; None where a look would leave something behind in it."""
    if frame is None:
        return None
    has_own = frame.f_code.co_name in _IN_A_FRAME or frame.f_code.co_name == "<module>"
    return frame.f_locals.get(name) if has_own or sys.version_info >= (3, 13) else None


def _assigned(target: Any, way: list[str], frame: FrameType) -> str:
    parts = getattr(target, "elts", None)
    while parts is not None and way and way[0].isdigit():
        if any(type(part).__name__ == "Starred" for part in parts) or int(way[0]) >= len(parts):
            return ""
        target, way = parts[int(way[0])], way[1:]
        parts = getattr(target, "elts", None)
    if parts is not None:
        return ", ".join(filter(None, (_text(part, frame) for part in parts))) if not way else ""
    text = _text(target, frame)
    return text + "".join(["[" + part + "]" for part in way]) if text else ""


def _last(node: Any) -> str:
    """Return the last name of what is called: `Queue` of `queue.Queue`."""
    return str(getattr(node, "id", "") or getattr(node, "attr", ""))


def _text(node: Any, frame: FrameType) -> str:
    kind = type(node).__name__
    if kind == "Name":
        return str(node.id)
    if kind == "Attribute":
        owner = _text(node.value, frame)
        return owner + "." + str(node.attr) if owner else str(node.attr)
    if kind == "Subscript":
        key = getattr(node.slice, "value", None)
        if type(node.slice).__name__ == "Name":
            key = _local(frame, node.slice.id)
        said = repr(key) if type(key) in (int, str) else _text(node.slice, frame)
        return _text(node.value, frame) + "[" + said + "]"
    return ""

"""What a pool's worker tells, of whichever kind it is: a task begins in this thread, or ends, and what it calls.

Each task passes `starts` and `ends` once. Each is one function that calls nothing of ours unless there is something
new: through a function for each part a task would pass 12 calls more.
"""

from __future__ import annotations

import sys
from _struct import Struct
from _weakref import ref
from time import perf_counter_ns, thread_time_ns
from types import BuiltinFunctionType, FunctionType, MethodType

from . import control, errors, layout, lines, pace, segment, tasks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_CPU_SEEN_NS = 200_000
"""How long a thread's CPU time is not looked at again after a task, whose look would cost more than an empty task."""
_POKED_NS = 1_000_000
"""How long it is not looked again what the app asks for: a task that takes longer than that is near enough."""
_TAKES_ALL = 0x0C
"""Flags of a function's code that takes any arguments, named ones too."""
_pack_into = Struct("=qqqq").pack_into


def starts(  # noqa: PLR0917
    slot: segment.ThreadSlot, key: int, task: int, function: Any, calls: int, arguments: tuple[Any, ...] = ()
) -> None:
    """Say that a task of this pool begins in this thread, and what it calls how often, with which arguments."""
    is_last = slot.last() is function and slot.pool == key and function is not None
    of = slot.of if is_last else _of(slot, key, function, arguments)
    if calls != 1:
        of += (calls if calls < tasks.MOST_CALLS else tasks.MOST_CALLS) - 1
    own, now_ns = slot.own, perf_counter_ns()
    if now_ns - slot.poked_ns > _POKED_NS:
        slot.poked_ns, asked = now_ns, control.words
        if asked[layout.C_SWITCH_US] or pace.ours_s or (asked[layout.C_LINES_HZ] and not lines.now):
            lines.poke()
            now_ns = perf_counter_ns()
    slot.task, slot.since_ns, before = task, now_ns, slot.started
    if before < layout.FIRST_LOOKS or before & 63 == 15:
        own[layout.S_FIRST_NS] = own[layout.S_FIRST_NS] or now_ns
        slot.look_ns = thread_time_ns()
    slot.started = own[layout.S_STARTED] = before + 1
    number = (slot.next_number or slot.open_ring())()
    if slot.next_offset is not None:
        _pack_into(slot.buffer, slot.next_offset(), now_ns, number << 8 | layout.EVENT_TASK_STARTED, task, of)
    own[layout.S_RING_COUNT] = number


def _of(slot: segment.ThreadSlot, key: int, function: Any, arguments: tuple[Any, ...]) -> int:
    """Return what an event says of one call of a function; the next call of a plain one is known by that function."""
    if slot.pool != key:
        slot.pool = slot.own[layout.S_POOL] = key
    its = function.__func__ if type(function) is MethodType else function
    is_plain = type(its) is FunctionType
    number = slot.board.works.get((key, its.__module__, its.__qualname__)) if is_plain else None
    if number is None:
        number = tasks.work(key, *called(function, arguments))
    slot.of = number << 32 | 1
    slot.last = ref(function) if is_plain else type(None)
    return slot.of


def ends(slot: segment.ThreadSlot, calls: int, failed: bool) -> None:
    """Say that the task in this thread is over, and how many calls it was."""
    now_ns = perf_counter_ns()
    own, task, kind = slot.own, slot.task, layout.EVENT_TASK_ENDED
    slot.task = -1
    if failed:
        kind = layout.EVENT_TASK_FAILED
        slot.fail()
    slot.ended = own[layout.S_ENDED] = slot.ended + 1
    took_ns = now_ns - slot.since_ns
    slot.last_ns, slot.in_tasks_ns = now_ns, slot.in_tasks_ns + took_ns
    if slot.look_ns >= 0:
        ran_ns, slot.look_ns = thread_time_ns() - slot.look_ns, -1
        own[layout.S_TASKS_CPU_NS] += ran_ns if slot.started <= layout.FIRST_LOOKS else ran_ns * layout.LOOKS_EVERY
    if now_ns - slot.cpu_seen_ns > _CPU_SEEN_NS:
        slot.cpu_seen_ns = own[layout.S_LAST_NS] = now_ns
        own[layout.S_IN_TASKS_NS] = slot.in_tasks_ns
        own[layout.S_CPU_NS] = thread_time_ns()
    number = (slot.next_number or slot.open_ring())()
    if slot.next_offset is not None:
        _pack_into(slot.buffer, slot.next_offset(), now_ns, number << 8 | kind, task, took_ns)
    own[layout.S_RING_COUNT] = number
    slot.calls = own[layout.S_CALLS] = slot.calls + calls


def called(function: Any, arguments: tuple[Any, ...] = ()) -> tuple[str, str]:
    """Return module and name of what a task calls in the end. No code of the program runs for it."""
    for _ in range(8):
        found = _handed_on(function, arguments)
        if found is None:
            break
        function, arguments = found
    if type(function) in (FunctionType, BuiltinFunctionType):
        module = function.__module__
        name = function.__qualname__ if type(function) is FunctionType else function.__name__
        return (module if type(module) is str else ""), name
    return "", errors.name_of(function if isinstance(function, type) else type(function))


def _handed_on(function: Any, arguments: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]] | None:
    """Return what a callable hands its call on to, and with which arguments; None when it does the work itself."""
    kind = type(function)
    if kind is MethodType:
        return function.__func__, arguments
    if is_partial(function):
        return function.func, (*function.args, *arguments)
    if kind is BuiltinFunctionType and function.__name__ == "run" and arguments:
        is_context = type(function.__self__) is getattr(sys.modules.get("_contextvars"), "Context", None)
        return (arguments[0], arguments[1:]) if is_context else None
    if kind is getattr(sys.modules.get("functools"), "_lru_cache_wrapper", None):
        return function.__wrapped__, arguments
    inner = _decorated(function) if kind is FunctionType else None
    return (inner, arguments) if inner is not None else None


def _decorated(function: Any) -> Any:
    """Return the one function that a decorator's inner function holds, which takes whatever there is; None else."""
    flags, cells = function.__code__.co_flags, function.__closure__ or ()
    if function.__code__.co_argcount or flags & _TAKES_ALL != _TAKES_ALL or "<locals>" not in function.__qualname__:
        return None
    held = [_content(cell) for cell in cells]
    found = [one for one in held if type(one) is FunctionType or type(one) is MethodType]
    return found[0] if len(found) == 1 else None


def _content(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # It is empty yet.
        return None


def is_partial(function: Any) -> bool:
    """Whether a function is a `functools.partial` and nothing that only looks like it."""
    return type(function) is getattr(sys.modules.get("functools"), "partial", None)

"""asyncio's event loops: in which threads they run, when they have nothing to do, and when they stand still.

A loop looks its own methods up for each turn: `_run_once` before it waits for something to do, `_process_events` right
after. That is when a turn is over and when the next one begins; no frame of ours is on the stack meanwhile. Loops that
are not made of asyncio's are only known to run. The rules stand in `guard`.
"""

from __future__ import annotations

import sys
from _thread import get_ident
from _weakref import ref
from time import monotonic, perf_counter_ns

from .. import layout, lines, objects, places, segment
from ..guard import Before, failing, guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "event loops"
_WAITS = layout.waits_word(layout.OBJECT_SLOTS, layout.WAIT_LOOP)
_MOST_LINES = 200
"""Looks at loops that stand still, in one process."""
_turning: dict[int, Any] = {}
"""Loops that run, by their threads' identifiers; known by weak references only."""
_looks: list[None] = []


def install(module: Any) -> str | None:
    """Look at the part of asyncio that this module is; return what is missing where this is not possible."""
    part: Callable[[Any], str | None] = globals()["_" + module.__name__.rpartition(".")[2]]
    return part(module)


def _events(events: Any) -> str | None:
    if not hasattr(events, "_set_running_loop"):
        return WHAT
    replace(events, "_set_running_loop", _running)
    return None


def _base_events(base_events: Any) -> str | None:
    its: Any = getattr(base_events, "BaseEventLoop", object)
    if "_run_once" not in vars(its) or "_set_running_loop" not in its.run_forever.__code__.co_names + _setup(its):
        return WHAT
    its._run_once = Over(vars(its)["_run_once"])
    its._coreograph = None
    if hasattr(its, "set_default_executor"):
        replace(its, "set_default_executor", _using)
    return None


def _using(original: Callable[..., Any]) -> Callable[..., Any]:
    note = guarded("thread executor tasks", _used)

    def set_default_executor(self: Any, executor: Any) -> None:
        original(self, executor)
        note(executor)

    return set_default_executor


def _used(executor: Any) -> None:
    from . import futures  # noqa: PLC0415 - it is imported with concurrent.futures

    futures.is_default(executor)


def _setup(its: Any) -> tuple[str, ...]:
    return its._run_forever_setup.__code__.co_names if hasattr(its, "_run_forever_setup") else ()


def _selector_events(selector_events: Any) -> str | None:
    its: Any = getattr(selector_events, "BaseSelectorEventLoop", object)
    if "_process_events" not in vars(its):
        return WHAT
    its._process_events = Begins(vars(its)["_process_events"])
    return None


def _tasks(tasks: Any) -> str | None:
    if not hasattr(tasks, "run_coroutine_threadsafe"):
        return "results of event loops"
    replace(tasks, "run_coroutine_threadsafe", _handing_over)
    return None


class Turn(Before):
    """A method that a loop looks up once in each of its turns. What is done then is spelled out: it is done often."""

    _failed = staticmethod(failing(WHAT))

    def __init__(self, original: Callable[..., Any]) -> None:
        super().__init__(original, _nothing)


def _nothing(loop: Any) -> None:
    """A turn tells nobody."""


class Over(Turn):
    """Looked up when a turn is over: the loop is going to wait for something to do."""

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self.__wrapped__
        try:
            own = instance._coreograph
            if own is not None:
                now_ns = perf_counter_ns()
                if now_ns - own[_TURN_NS] >= _LONG_NS:
                    _over(own, now_ns, instance)
                own[_WAIT_SINCE_NS] = now_ns
                own[_WAITS_FOR] = _WAITS
        except Exception as error:  # noqa: BLE001
            self._failed(error)
        return self._bind(instance, owner)


class Begins(Turn):
    """Looked up when a turn begins: there is something to do, if only to look at the clock."""

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self.__wrapped__
        try:
            own = instance._coreograph
            if own is not None:
                own[_TURN_NS] = perf_counter_ns()
                own[_WAITS_FOR] = 0
        except Exception as error:  # noqa: BLE001
            self._failed(error)
        return self._bind(instance, owner)


_TURN_NS, _WAIT_SINCE_NS, _WAITS_FOR = layout.S_TURN_NS, layout.S_WAIT_SINCE_NS, layout.S_WAITS_FOR
_LONG_NS = layout.LONG_TURN_NS


def _over(own: Any, now_ns: int, loop: Any) -> None:
    """Count a turn that took long, if something else in the loop was due meanwhile."""
    if own[_TURN_NS] and own[_WAITS_FOR] != _WAITS and _is_late(loop):
        _stood(own, now_ns - own[_TURN_NS])


def _stood(own: Any, took_ns: int) -> None:
    own[layout.S_STOOD] += 1
    own[layout.S_STOOD_NS] += took_ns
    own[layout.S_LONGEST_NS] = max(own[layout.S_LONGEST_NS], took_ns)


def _is_late(loop: Any) -> bool:
    """Whether something else was due while a turn lasted: a timer, a callback, or a file that may have been ready."""
    timers = loop._scheduled
    if len(loop._ready) > 1 or (timers and timers[0]._when < monotonic() - layout.LONG_TURN_NS / 2e9):
        return True
    files = loop._selector.get_map()
    return files is not None and len(files) > 1


def _running(original: Callable[..., Any]) -> Callable[..., Any]:
    tell = guarded(WHAT, _told)

    def _set_running_loop(loop: Any) -> None:
        tell(loop)
        original(loop)

    return _set_running_loop


def _told(loop: Any) -> None:
    """Write that a loop runs in this thread, or no longer."""
    slot = segment.slot()
    if slot is None:
        return
    own = slot.own
    if loop is None:
        before = _turning.pop(get_ident(), None)
        before = before() if before is not None else None
        now_ns = perf_counter_ns()
        if before is not None and now_ns - own[_TURN_NS] >= _LONG_NS:
            _over(own, now_ns, before)
        own[layout.S_LOOP] = own[_TURN_NS] = own[_WAITS_FOR] = 0
        return
    lines.poke()
    segment.begins_anew(begin)
    its = type(loop)
    is_told = _has_turn(its, "_run_once") and _has_turn(its, "_process_events")
    own[layout.S_LOOP] = layout.LOOP_TOLD if is_told else layout.LOOP_ANY
    _turning[get_ident()] = ref(loop)
    if is_told:
        objects.marked(loop, own)


def _has_turn(its: type, name: str) -> bool:
    """Whether a class of loops has this method from asyncio, be it by another that it defines itself."""
    return any(isinstance(vars(base).get(name), Turn) for base in its.__mro__)


class OfLoop:
    """Stands for a row where the result of a loop's task is waited for: what is waited for is the loop's thread."""

    __slots__ = ("_ident",)

    def __init__(self, ident: int) -> None:
        self._ident = ident

    @property
    def row(self) -> int:
        board = segment.board()
        slot = board.slots.get(self._ident) if board is not None else None
        return layout.OBJECT_SLOTS if slot is None else layout.of_thread(slot.index)

    @property
    def pending(self) -> tuple[list[int], ...]:
        return _NOT_ADDED_UP

    def settle(self, kind: int, waits: int, total_ns: int) -> None:
        """There is no row to add up in."""
        for found in _NOT_ADDED_UP:
            found.clear()


_NOT_ADDED_UP: tuple[list[int], ...] = tuple([[] for _ in layout.WAIT_NAMES])


def _handing_over(original: Callable[..., Any]) -> Callable[..., Any]:
    mark = guarded(WHAT, _mark)

    def run_coroutine_threadsafe(coro: Any, loop: Any) -> Any:
        future = original(coro, loop)
        mark(future, loop)
        return future

    return run_coroutine_threadsafe


def _mark(future: Any, loop: Any) -> None:
    """Have whoever waits for this future wait for the thread of the loop."""
    ident = getattr(loop, "_thread_id", None)
    if type(ident) is int:
        future._condition._coreograph = (OfLoop(ident), layout.WAIT_RESULT, 0, 0)


def look() -> None:
    """Tell in which function each loop stands that stands still; from any thread."""
    if not _turning:
        return
    board, now_ns = segment.board(), perf_counter_ns()
    for ident, found in list(_turning.items()):
        slot = board.slots.get(ident) if board is not None else None
        if slot is None or board is None or ident == get_ident():
            continue
        since_ns = slot.own[_TURN_NS] if slot.own[_WAITS_FOR] != _WAITS else 0
        if since_ns and now_ns - since_ns >= layout.LONG_TURN_NS and len(_looks) < _MOST_LINES:
            _looks.append(None)
            loop, frame = found(), sys._current_frames().get(ident)
            where = places.function_of(frame)
            if loop is not None and where is not None:
                board.line("B", slot.index, now_ns, since_ns, int(_is_late(loop)), *where)


def begin() -> None:
    """Begin anew in a forked child, in which no loop goes on."""
    _looks.clear()
    _turning.clear()


segment.looks.append(guarded(WHAT, look))

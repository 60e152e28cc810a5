"""`multiprocessing.managers`: what the program has in a manager's process, and its calls there.

The rules stand in `guard`. A proxy is looked at as it comes to be, by the last thing that its `__init__` does, and from
then on where it looks for its connection: what its manager answers is raised by multiprocessing itself, without a frame
of ours in the traceback. Queues, locks and the like are told as such. Their calls go to another process and back; only
what takes longer than that is a wait. What a proxy's method returns as a proxy of its own, as an iterator does, counts
as the proxy itself.
"""

from __future__ import annotations

import sys
from time import perf_counter_ns

from .. import layout, lines, names, objects, segment, updates, whose
from ..guard import failing, guarded, replace
from ..tallies import EMPTY, FULL, JOIN, Tally, Waits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "managers"
ROUND_TRIP_NS = 1_000_000
"""A call of a queue or lock that takes no longer has not waited."""
_OFTEN = 15
"""Once in so many calls and one it is looked whether the app asks for current lines."""
_FILE = "multiprocessing/managers.py"
_LOCK = layout.WAIT_LOCK, layout.L_WAITS, layout.L_WAIT_NS
_SIGNAL = layout.WAIT_SIGNAL, layout.L_SIGNAL_WAITS, layout.L_SIGNAL_NS
_REPLY = layout.WAIT_REPLY, layout.P_CALLS, layout.P_NS
_WAITS = {
    "queue": {"get": layout.WAIT_EMPTY, "put": layout.WAIT_FULL, "join": layout.WAIT_JOIN},
    "lock": {"acquire": layout.WAIT_LOCK, "wait": layout.WAIT_SIGNAL},
}
"""Kind of object → method → what a long call of it waits for; all other calls wait for a reply."""
_COUNTS = {"put": layout.Q_PUTS, "put_nowait": layout.Q_PUTS, "get": layout.Q_GETS, "get_nowait": layout.Q_GETS,
           "task_done": layout.Q_DONE}  # fmt: skip
_SIGNS = (("queue", {"put", "get", "qsize"}), ("lock", {"acquire", "release"}), ("lock", {"set", "clear", "wait"}),
          ("lock", {"wait", "abort", "reset"}))  # fmt: skip
"""What is called so is of this kind, whatever its type is called in its manager."""
_PERMITS = {"Semaphore": "value", "BoundedSemaphore": "value", "Barrier": "parties"}


def install(managers: Any) -> str | None:
    """Look at proxies; return what is missing where this is not possible."""
    its: Any = getattr(managers, "BaseProxy", None)
    if not all(hasattr(its, name) for name in ("_callmethod", "_after_fork")):
        return WHAT
    makes, calls = (its.__dict__[name].__code__.co_names for name in ("__init__", "_callmethod"))
    if "register_after_fork" not in makes or "_tls" not in calls:
        return WHAT
    setattr(its, objects.MARK, None)
    replace(managers.util, "register_after_fork", _registering(its))
    return None


def _registering(its: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    make = guarded(WHAT, _made)
    last = its._after_fork

    def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
        def register_after_fork(obj: Any, func: Any) -> None:
            original(obj, func)
            if func is last:
                make(obj)

        return register_after_fork

    return wrap


def _made(proxy: Any) -> None:
    board = segment.board()
    if board is None or board.role == layout.ROLE_HELPER:
        return
    frame: Any = sys._getframe(1)
    depth, parent = 1, None
    given: tuple[Any, Any] = (), {}
    while frame is not None and _is_passed_by(frame):
        name = frame.f_code.co_name
        if name == "_callmethod":
            parent = frame.f_locals["self"]
            break
        if name == "temp":
            given = frame.f_locals["args"], frame.f_locals["kwds"]
        frame, depth = frame.f_back, depth + 1
    token = proxy._token
    kind = _kind(proxy)
    key = objects.proxy_key(_where(token.address), str(token.typeid) + " " + str(token.id))
    counted = getattr(parent, objects.MARK, None) if parent is not None else objects.known(key)
    if counted is None and parent is None:
        counted = _new(proxy, kind, key, objects.maker((), depth + 1), given)
    if counted is not None:
        _begin(proxy, counted, kind if parent is None else _kind(parent))


def _is_passed_by(frame: Any) -> bool:
    """Whether a frame is of ours or of the managers', whose proxies' methods are made from a text."""
    path = frame.f_code.co_filename
    return path.startswith(whose.PROBE) or whose.inside(path) == _FILE or (
        path == "<string>" and "__name__" not in frame.f_globals
    )  # fmt: skip


def _where(address: Any) -> str:
    """Return a manager's place. A port is known by different names of its machine in different processes."""
    return str(address[1]) if type(address) is tuple and len(address) > 1 else str(address)


def _kind(proxy: Any) -> str:
    exposed = set(getattr(proxy, "_exposed_", None) or ())
    return next((kind for kind, signs in _SIGNS if signs <= exposed), "proxy")


def _new(proxy: Any, kind: str, key: int, frame: Any, given: Any) -> objects.Counted | None:
    if frame is None:
        return None
    of, typeid = type(proxy._manager), str(proxy._token.typeid)
    package = names.package_of(type(proxy))
    is_known = proxy._manager is None or of.__module__.startswith(package)
    type_name = (package + "Manager." if is_known else of.__name__ + ".") + typeid
    args, named = given
    first = args[0] if args else named.get("maxsize", named.get(_PERMITS.get(typeid, ""), 1 if kind == "lock" else 0))
    number = first if type(first) is int and 0 < first < 1 << 30 else 0
    more = {"queue": (number, "first"), "lock": (0, number if typeid in _PERMITS else 0)}.get(kind, ())
    return objects.made(kind, key, type_name, frame, *more)


def _begin(proxy: Any, counted: objects.Counted, kind: str) -> None:
    if not counted.tallies:
        if kind == "queue":
            tallies = [Tally(counted, word) for word in (layout.Q_PUTS, layout.Q_GETS, layout.Q_DONE)]
            counted.tallies = (Waits(counted, EMPTY, FULL, JOIN), *tallies)
        else:
            counted.tallies = (Waits(counted, *((_LOCK, _SIGNAL) if kind == "lock" else (_REPLY,))),)
        if kind == "lock":
            counted.words[counted.base + layout.L_LEVEL] = layout.LEVEL_LEAN + 1
    objects.marked(proxy, counted)
    object.__setattr__(proxy, "_tls", Line(proxy._tls, counted, kind))


class Line:
    """Where a proxy looks for its thread's connection; all else is the business of what was there."""

    __slots__ = ("_call", "_counted", "_kind", "_tls", "_word")

    def __init__(self, tls: Any, counted: objects.Counted, kind: str) -> None:
        word = layout.waits_word(counted.row, layout.WAIT_REPLY)
        its = ("_tls", tls), ("_counted", counted), ("_kind", kind), ("_word", word)
        for name, value in (*its, ("_call", Asking if kind == "proxy" else Call)):
            object.__setattr__(self, name, value)

    @property
    def connection(self) -> Any:
        """A connection for one call. Where there is none yet, `__getattr__` says so as ever."""
        return self._call(self._tls.connection, self)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tls, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._tls, name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self._tls, name)


class Call:
    """A connection for one call, which begins now."""

    __slots__ = ("_connection", "_counted", "_kind", "_line", "_method", "_since_ns", "send")

    def __init__(self, connection: Any, line: Line) -> None:
        self._connection, self._line = connection, line
        self.send = connection.send
        self._since_ns = perf_counter_ns()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def recv(self) -> Any:
        """Return the answer; the call is over."""
        self._counted, self._kind = self._line._counted, self._line._kind
        self._method = _method(sys._getframe(1))
        begun = _begin_call(self)
        answer = None
        try:
            answer = self._connection.recv()
        finally:
            _end_call(self, begun, answer)
        return answer


class Asking(Call):
    """A call of what is neither a queue nor a lock. It costs each call of a proxy, so all is done in place."""

    __slots__ = ()

    def recv(self) -> Any:
        """Return the answer; the call is over."""
        slot, counted, since_ns = None, self._line._counted, self._since_ns
        number = 64
        try:
            counted.gets = number = counted.gets + 1
            if number & _OFTEN == 1:
                lines.poke()
            try:
                slot = segment.threads.slot
            except AttributeError:
                slot = segment.slot()
            if slot is not None:
                slot_words, waits_for = slot.words, slot.waits_for
                slot_words[slot.wait_since] = since_ns
                slot_words[waits_for] = self._line._word
        except Exception as error:  # noqa: BLE001
            _failed(error)
        try:
            answer = self._connection.recv()
        finally:
            try:
                if slot is not None:
                    slot_words[waits_for] = 0
                if number & updates.OFTEN < updates.WINDOW:
                    updates.called(counted, sys._getframe(1), since_ns)
                pending, waits = counted.pending[layout.WAIT_REPLY], counted.tallies[0]
                pending.append(perf_counter_ns() - since_ns)
                while pending and waits.busy.acquire(False):
                    words, at = counted.words, counted.base + layout.P_CALLS
                    while pending:
                        counted.puts = number = counted.puts + 1
                        words[at] = number
                        counted.sent = number = counted.sent + pending.pop()
                        words[at + 1] = number
                    waits.busy.release()
            except Exception as error:  # noqa: BLE001
                _failed(error)
        return answer


def _begun(call: Call) -> Any:
    lines.poke()
    slot = segment.slot()
    if slot is None:
        return None
    kind = _WAITS[call._kind].get(call._method, layout.WAIT_REPLY)
    since_ns = call._since_ns if kind == layout.WAIT_REPLY else call._since_ns + ROUND_TRIP_NS
    return slot, slot.wait(layout.waits_word(call._counted.row, kind), since_ns)


def _ended(call: Call, begun: Any, answer: Any) -> None:
    counted, kind, took_ns = call._counted, call._kind, perf_counter_ns() - call._since_ns
    if begun is not None:
        begun[0].wait(begun[1], call._since_ns)
    waits, *tallies = counted.tallies
    waited_for = _WAITS[kind].get(call._method, layout.WAIT_REPLY)
    if waited_for != layout.WAIT_REPLY and took_ns > ROUND_TRIP_NS:
        counted.pending[waited_for].append(took_ns - ROUND_TRIP_NS)
    waits.settle()
    if kind == "queue" and call._method in _COUNTS and answer is not None and answer[0] == "#RETURN":
        word = counted.base + _COUNTS[call._method]
        next(tally for tally in tallies if tally.word == word).one_more()


_failed = failing(WHAT)
_method = guarded(WHAT, lambda frame: str(frame.f_locals["methodname"]))
_begin_call, _end_call = guarded(WHAT, _begun), guarded(WHAT, _ended)

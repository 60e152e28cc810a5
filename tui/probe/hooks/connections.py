"""`multiprocessing.Pipe`, and the pipes inside queues: messages, bytes, waits. The rules stand in `guard`.

A connection that carries a mark is counted as it sends and receives; all others only look for one. Time within `recv`
is waiting, unless it is too short for that. Whether a `send` has waited for room cannot be told from one that waited
for its turn on the interpreter without asking the kernel before each: 0.5 µs. So that is said to be not observed.
"""

from __future__ import annotations

import os
from struct import Struct
from time import perf_counter_ns

from .. import layout, lines, names, objects, pickling, places, segment, traffic
from ..guard import failing, guarded, replace
from . import again

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "pipes"
ROOM = "waits for room in a pipe"
WHY = "they are not counted; on Linux the kernel tells who waits just now"
_PASSED_BY = ("multiprocessing/context.py",)
_RARELY_NS = 1_000_000
"""Where messages are asked for more often than this, a thread that asks does not write where it does."""
_HEADER = 4
_JOINED = 16384
"""A message up to this size is sent in one piece with its header."""
_BODIES = {"_send_bytes": ("len", "struct", "pack", "_send"), "_recv_bytes": ("_recv", "struct", "unpack", "getvalue")}
"""What the functions use whose work is done in place of them."""
_RECEIVE = ("self", "size", "read")
"""The first variables of what reads."""


def install(connection: Any) -> str | None:
    """Look at connections; return what is missing where this is not possible."""
    its: Any = getattr(connection, "Connection", None)
    if not all(hasattr(its, name) for name in ("_send_bytes", "_recv_bytes", "_poll", "fileno")):
        return WHAT
    if not hasattr(connection, "rebuild_connection"):
        return WHAT
    if any(getattr(its, name).__code__.co_names != names for name, names in _BODIES.items()):
        return WHAT
    if its._recv.__code__.co_varnames[:3] != _RECEIVE or its._recv.__defaults__ != (os.read,):
        return WHAT
    setattr(its, objects.MARK, None)
    is_large = pickling.watcher(connection)
    replace(its, "_send_bytes", _sending(is_large))
    replace(its, "_recv_bytes", _receiving(is_large, its))
    replace(its, "_poll", _polling)
    traffic.watch_connections(its)
    replace(connection, "rebuild_connection", _arriving)
    replace(connection, "Pipe", _making)
    return None


def _making(original: Callable[..., Any]) -> Callable[..., Any]:
    make = guarded(WHAT, _made)

    def Pipe(duplex: Any = True) -> Any:  # noqa: N802
        ends = original(duplex)
        make(ends)
        return ends

    return Pipe


def _made(ends: Any) -> None:
    frame = objects.maker(_PASSED_BY, what="pipe")
    if frame is None:
        return
    keys = [objects.pipe_key(end.fileno()) for end in ends]
    type_name = names.package_of(type(ends[0])) + "Pipe"
    for end, key, other in zip(ends, keys, reversed(keys)):  # noqa: B905 - Python 3.9
        is_told = key == other and end is ends[1]
        made = objects.counted(key) if is_told else objects.made("pipe", key, type_name, frame, other)
        if made is not None:
            made.is_sent_at_once = True
            objects.marked(end, made)
    segment.not_observed(ROOM, WHY)


def _arriving(original: Callable[..., Any]) -> Callable[..., Any]:
    arrive = guarded(WHAT, _arrived)

    def rebuild_connection(df: Any, readable: Any, writable: Any) -> Any:
        connection = original(df, readable, writable)
        arrive(connection)
        return connection

    return rebuild_connection


def _arrived(connection: Any) -> None:
    """Look whether a connection that is new in this process belongs to a pipe of the program."""
    found = objects.known(objects.pipe_key(connection.fileno()))
    if found is not None:
        found.is_sent_at_once = True
        objects.marked(connection, found)


def _sending(is_large: Callable[[], None]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """As `_receiving` it runs for every item of every queue of the program: it does the original's work in place."""
    failed, unsent, header = failing(WHAT), guarded(WHAT, _unsent), Struct("!i").pack

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def _send_bytes(self: Any, buf: Any) -> None:
            counted = self._coreograph
            size = len(buf)
            is_one = size <= _JOINED
            try:
                if is_one:
                    self._send(header(size) + buf)
                else:
                    is_large()
                    send_large(original, self, buf, counted)
            except BaseException as error:
                if counted is not None:
                    unsent(counted)
                if is_one:
                    original(again.Sending(error), buf)
                raise
            if counted is None:
                return
            try:
                words = counted.words
                counted.sent = number = counted.sent + 1
                words[counted.at_sent] = number
                counted.bytes_put = number = counted.bytes_put + size
                words[counted.at_bytes_put] = number
            except Exception as error:  # noqa: BLE001
                failed(error)

        return _send_bytes

    return make


_stays, _left = guarded(WHAT, lambda: places.stays(4)), guarded(WHAT, places.left)


def send_large(original: Callable[..., Any], connection: Any, buf: Any, counted: Any) -> None:
    """Send what may not fit the pipe: meanwhile it is told where, if the pipe is the program's."""
    slot = None if counted is None else _stays()
    try:
        original(connection, buf)
    finally:
        if slot is not None:
            _left(slot)


def _unsent(counted: objects.Counted) -> None:
    if counted.is_sent_at_once:
        counted.words[counted.base + layout.Q_LOST] += 1


def _receiving(  # noqa: PLR0915, what it calls would cost each item
    is_large: Callable[[], None], its: Any
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    receive, clock, header, long_header = its._recv, perf_counter_ns, Struct("!i").unpack, Struct("!Q").unpack
    (read,) = receive.__defaults__
    failed, waited, waited_in_vain = failing(WHAT), guarded(WHAT, _waited), guarded(WHAT, _waited_in_vain)
    short_ns, rarely_ns, of_wait = layout.SHORT_WAIT_NS, _RARELY_NS, places.of_wait

    def make(original: Callable[..., Any]) -> Callable[..., Any]:  # noqa: PLR0915
        def _recv_bytes(self: Any, maxsize: Any = None) -> Any:  # noqa: PLR0912, PLR0915
            counted, slot, since_ns = self._coreograph, None, 0
            if counted is not None:
                since_ns = clock()
                try:
                    try:
                        slot = segment.threads.slot
                    except AttributeError:
                        slot = segment.slot()
                    if slot is not None:
                        slot_words = slot.words
                        if since_ns - counted.since_ns > rarely_ns:
                            of_wait(slot, since_ns)
                        slot_words[slot.wait_since] = counted.since_ns = since_ns
                        slot_words[slot.waits_for] = counted.waits_empty
                except Exception as error:  # noqa: BLE001
                    failed(error)
            elif type(self) is not its:
                return original(self, maxsize)
            try:
                start = read(self._handle, _HEADER)
                if len(start) < _HEADER:
                    start = _rest(self._handle, start)
            except BaseException as error:
                if counted is not None:
                    waited_in_vain(counted, slot, since_ns)
                original(again.Receiving(receive, b"", error), maxsize)
                raise
            if len(start) < _HEADER:
                if counted is not None:
                    waited_in_vain(counted, slot, since_ns)
                return original(again.Receiving(receive, start), maxsize)
            if counted is not None:
                try:
                    took_ns = clock() - since_ns
                    if slot is not None:
                        slot_words[slot.waits_for] = 0
                    if took_ns > short_ns or counted.pending_empty:
                        waited(counted, took_ns)
                except Exception as error:  # noqa: BLE001
                    failed(error)
            (size,) = header(start)
            if size == -1:
                (size,) = long_header(self._recv(8).getvalue())
            if maxsize is not None and size > maxsize:
                return None
            try:
                message = self._recv(size)
            except BaseException as error:
                original(again.Receiving(receive, start, error, is_body=True), maxsize)
                raise
            if size > _JOINED:
                is_large()
            if counted is not None:
                try:
                    words = counted.words
                    words[counted.at_gets] = counted.gets = counted.gets + 1
                    words[counted.at_bytes_got] = counted.bytes_got = counted.bytes_got + size
                except Exception as error:  # noqa: BLE001
                    failed(error)
            return message

        return _recv_bytes

    return make


def _rest(handle: int, start: bytes) -> bytes:
    """Return a header of which the beginning has come; less when no more comes."""
    more = start
    while more and len(start) < _HEADER:
        more = os.read(handle, _HEADER - len(start))
        start += more
    return start


def _waited(counted: objects.Counted, took_ns: int) -> None:
    lines.poke()
    words, base = counted.words, counted.base
    if took_ns > layout.SHORT_WAIT_NS:
        words[base + layout.Q_EMPTY_WAITS] += 1
        words[base + layout.Q_EMPTY_NS] += took_ns
    counted.settle(layout.WAIT_EMPTY, layout.Q_EMPTY_WAITS, layout.Q_EMPTY_NS)


def _waited_in_vain(counted: objects.Counted, slot: segment.ThreadSlot | None, since_ns: int) -> None:
    """Nothing came: the other end is closed, or a signal's handler raised."""
    if slot is not None:
        slot.words[slot.waits_for] = 0
    _waited(counted, perf_counter_ns() - since_ns)


def _polling(original: Callable[..., Any]) -> Callable[..., Any]:
    begin = guarded(WHAT, objects.begin_wait)
    end = guarded(WHAT, objects.end_wait)

    def _poll(self: Any, timeout: Any) -> Any:
        counted = self._coreograph
        if counted is None or timeout == 0:
            return original(self, timeout)
        begun = begin(counted, layout.WAIT_EMPTY)
        try:
            return original(self, timeout)
        finally:
            if begun is not None:
                end(counted, begun)

    return _poll

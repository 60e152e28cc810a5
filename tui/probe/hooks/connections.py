"""`multiprocessing.Pipe`, and the pipes inside queues: messages, bytes, waits. The rules stand in `guard`.

A connection that carries a mark is counted as it sends and receives; all others only look for one. Time within `recv`
is waiting, unless it is too short for that.
"""

from __future__ import annotations

from time import perf_counter_ns

from .. import layout, lines, objects, segment, traffic
from ..guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WHAT = "pipes"
_PASSED_BY = ("multiprocessing/context.py",)


def install(connection: Any) -> str | None:
    """Look at connections; return what is missing where this is not possible."""
    its = getattr(connection, "Connection", None)
    if not all(hasattr(its, name) for name in ("_send_bytes", "_recv_bytes", "_poll", "fileno")):
        return WHAT
    if not hasattr(connection, "rebuild_connection"):
        return WHAT
    replace(its, "_send_bytes", _sending)
    replace(its, "_recv_bytes", _receiving)
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
    frame = objects.maker(_PASSED_BY)
    if frame is None:
        return
    keys = [objects.pipe_key(end.fileno()) for end in ends]
    for end, key, other in zip(ends, keys, reversed(keys)):  # noqa: B905 - Python 3.9
        is_told = key == other and end is ends[1]
        made = objects.counted(key) if is_told else objects.made("pipe", key, "multiprocessing.Pipe", frame, other)
        if made is not None:
            objects.marked(end, (made, True))


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
        objects.marked(connection, (found, True))


def _sending(original: Callable[..., Any]) -> Callable[..., Any]:
    """Written out in full, as `_receiving`. Whether a sender waits for room is left to the kernel's own view."""
    puts, sent, bytes_put = layout.Q_PUTS, layout.Q_SENT, layout.Q_BYTES_PUT
    unsent = guarded(WHAT, _unsent)

    def _send_bytes(self: Any, buf: Any) -> None:
        mark = self.__dict__.get("_coreograph")
        if mark is None:
            original(self, buf)
            return
        counted, is_pipe = mark
        if is_pipe:
            counted.puts = number = counted.puts + 1
            counted.words[counted.base + puts] = number
        try:
            original(self, buf)
        except BaseException:
            if is_pipe:
                unsent(counted)
            raise
        words, base = counted.words, counted.base
        counted.sent = number = counted.sent + 1
        words[base + sent] = number
        counted.bytes_put = number = counted.bytes_put + len(buf)
        words[base + bytes_put] = number

    return _send_bytes


def _unsent(counted: objects.Counted) -> None:
    counted.words[counted.base + layout.Q_LOST] += 1


def _receiving(original: Callable[..., Any]) -> Callable[..., Any]:
    """Written out in full: it runs for every item of every queue of the program."""
    clock, thread_slot, waited = perf_counter_ns, segment.slot, guarded(WHAT, _waited)
    waits_for, wait_since = layout.S_WAITS_FOR, layout.S_WAIT_SINCE_NS
    gets, bytes_got = layout.Q_GETS, layout.Q_BYTES_GOT
    short_ns, empty = objects.SHORT_WAIT_NS, layout.WAIT_EMPTY

    def _recv_bytes(self: Any, maxsize: Any = None) -> Any:
        mark = self.__dict__.get("_coreograph")
        if mark is None:
            return original(self, maxsize)
        here = 0
        message = None
        try:
            counted = mark[0]
            words = counted.words
            slot = thread_slot()
            if slot is not None:
                here = slot.base + waits_for
                since_ns = clock()
                words[slot.base + wait_since] = since_ns
                words[here] = counted.waits_empty
        except Exception:  # noqa: BLE001
            here = 0
        try:
            message = original(self, maxsize)
        finally:
            if here:
                took_ns = clock() - since_ns
                words[here] = 0
                if took_ns > short_ns or counted.pending[empty]:
                    waited(counted, took_ns)
            if message is not None:
                try:
                    base = counted.base
                    counted.gets = number = counted.gets + 1
                    words[base + gets] = number
                    counted.bytes_got = number = counted.bytes_got + message.tell()
                    words[base + bytes_got] = number
                except Exception:  # noqa: BLE001
                    here = 0
        return message

    return _recv_bytes


def _waited(counted: objects.Counted, took_ns: int) -> None:
    lines.poke()
    words, base = counted.words, counted.base
    if took_ns > objects.SHORT_WAIT_NS:
        words[base + layout.Q_EMPTY_WAITS] += 1
        words[base + layout.Q_EMPTY_NS] += took_ns
    counted.settle(layout.WAIT_EMPTY, layout.Q_EMPTY_WAITS, layout.Q_EMPTY_NS)


def _polling(original: Callable[..., Any]) -> Callable[..., Any]:
    begin = guarded(WHAT, objects.begin_wait)
    end = guarded(WHAT, objects.end_wait)

    def _poll(self: Any, timeout: Any) -> Any:
        mark = self.__dict__.get("_coreograph")
        if mark is None or timeout == 0:
            return original(self, timeout)
        begun = begin(mark[0], layout.WAIT_EMPTY)
        try:
            return original(self, timeout)
        finally:
            if begun is not None:
                end(mark[0], begun)

    return _poll

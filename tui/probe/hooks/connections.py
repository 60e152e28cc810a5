"""`multiprocessing.Pipe`, and the pipes inside queues: messages, bytes, waits. The rules stand in `guard`.

A connection that carries a mark is counted as it sends and receives; all others only look for one. Time within `recv`
and `send` is waiting, unless it is too short for that.
"""

from __future__ import annotations

from time import perf_counter_ns

from .. import layout, objects
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
    begin = guarded(WHAT, objects.begin_wait)
    sent = guarded(WHAT, _sent)
    unsent = guarded(WHAT, _unsent)

    def _send_bytes(self: Any, buf: Any) -> None:
        mark = self.__dict__.get("_coreograph")
        if mark is None:
            original(self, buf)
            return
        counted, is_pipe = mark
        begun = None
        if is_pipe:
            counted.words[counted.base + layout.Q_PUTS] += 1
            begun = begin(counted, layout.WAIT_FULL)
        try:
            original(self, buf)
        except BaseException:
            unsent(counted, begun)
            raise
        sent(counted, begun, len(buf))

    return _send_bytes


def _sent(counted: objects.Counted, begun: Any, size: int) -> None:
    words, base = counted.words, counted.base
    words[base + layout.Q_SENT] += 1
    words[base + layout.Q_BYTES_PUT] += size
    if begun is not None:
        slot, before, since_ns, _ = begun
        if slot is not None:
            slot.wait(before, since_ns)
        took_ns = perf_counter_ns() - since_ns
        if took_ns > objects.SHORT_SEND_NS:
            words[base + layout.Q_FULL_WAITS] += 1
            words[base + layout.Q_FULL_NS] += took_ns


def _unsent(counted: objects.Counted, begun: Any) -> None:
    if begun is not None:
        counted.words[counted.base + layout.Q_LOST] += 1
        if begun[0] is not None:
            begun[0].wait(begun[1], begun[2])


def _receiving(original: Callable[..., Any]) -> Callable[..., Any]:
    begin = guarded(WHAT, objects.begin_wait)
    received = guarded(WHAT, _received)

    def _recv_bytes(self: Any, maxsize: Any = None) -> Any:
        mark = self.__dict__.get("_coreograph")
        if mark is None:
            return original(self, maxsize)
        counted = mark[0]
        begun = begin(counted, layout.WAIT_EMPTY)
        message = None
        try:
            message = original(self, maxsize)
        finally:
            received(counted, begun, message)
        return message

    return _recv_bytes


def _received(counted: objects.Counted, begun: Any, message: Any) -> None:
    words, base = counted.words, counted.base
    slot, before, since_ns, _ = begun
    if slot is not None:
        slot.wait(before, since_ns)
    if message is not None:
        words[base + layout.Q_GETS] += 1
        words[base + layout.Q_BYTES_GOT] += message.getbuffer().nbytes
    took_ns = perf_counter_ns() - since_ns
    if took_ns > objects.SHORT_WAIT_NS:
        words[base + layout.Q_EMPTY_WAITS] += 1
        words[base + layout.Q_EMPTY_NS] += took_ns
    if counted.pending[layout.WAIT_EMPTY]:
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

"""Who put and who took: a record for each item that a queue or pipe of the program takes in, sends or gives away.

Asked for by the run's `ctl` file before the program starts: without that no hook of this file is put in place, and none
costs anything. With it an item costs about 1 µs more at each end of a queue of threads, 2 µs of one of processes. The
hooks go around those that count, so all their rules hold here too.

- Records of one queue and kind are written under the queue's own lock, after the clock was read, so their times are in
  the order of what they tell. A put and the writing to a pipe are told before they happen, a get after it: whoever
  reads the record of a get finds that of the put.
- `S_PUTS` and `S_GETS` are the thread's own, so they are exact also when its ring overflows.
"""

from __future__ import annotations

from time import perf_counter_ns

from . import control, layout, segment
from .guard import guarded, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .objects import Counted

WHAT = "who puts and takes"


def is_wanted() -> bool:
    """Whether the app asks for it."""
    return control.word(layout.C_TRAFFIC) == 1


def _tell_put(counted: Counted, is_none: bool, number: int) -> None:
    """Tell of a put; `number`: which one of this process it is, counted from 1."""
    slot = segment.slot()
    if slot is not None:
        kind = layout.EVENT_PUT_NONE if is_none else layout.EVENT_PUT
        slot.record(perf_counter_ns(), kind, counted.key, number)
        slot.words[slot.base + layout.S_PUTS] += layout.ONE_NONE if is_none else 1


def _tell_got(counted: Counted, is_none: bool) -> None:
    slot = segment.slot()
    if slot is not None:
        kind = layout.EVENT_GOT_NONE if is_none else layout.EVENT_GOT
        slot.record(perf_counter_ns(), kind, counted.key, counted.words[counted.at_gets])
        slot.words[slot.base + layout.S_GETS] += layout.ONE_NONE if is_none else 1


def _tell_sending(counted: Counted, message: Any) -> None:
    number = counted.words[counted.at_sent] + 1
    if counted.is_sent_at_once:
        _tell_put(counted, _is_none(message), number + counted.words[counted.base + layout.Q_LOST])
        return
    slot = segment.slot()
    if slot is not None:
        slot.record(perf_counter_ns(), layout.EVENT_SENT, counted.key, number)


def _tell_unsent(counted: Counted) -> None:
    slot = segment.slot()
    if slot is not None:
        is_lost = counted.is_sent_at_once
        kind, word = (layout.EVENT_LOST, layout.Q_LOST) if is_lost else (layout.EVENT_UNSENT, layout.Q_SENT)
        slot.record(perf_counter_ns(), kind, counted.key, counted.words[counted.base + word])


def _tell_lost(counted: Counted) -> None:
    slot = segment.slot()
    if slot is not None and is_wanted():
        slot.record(perf_counter_ns(), layout.EVENT_LOST, counted.key, counted.words[counted.base + layout.Q_LOST])


def _is_none(message: Any) -> bool:
    """Whether a message is a pickled None: two bytes of protocol, `N.`."""
    return len(message) == 4 and message[2] == 78


tell_put = guarded(WHAT, _tell_put)
tell_got = guarded(WHAT, _tell_got)
tell_sending = guarded(WHAT, _tell_sending)
tell_unsent = guarded(WHAT, _tell_unsent)
tell_lost = guarded(WHAT, _tell_lost)
tell_received = guarded(WHAT, lambda counted, message: _tell_got(counted, _is_none(message.getbuffer())))


def watch_thread_queues(classes: Any) -> None:
    """Tell what goes through the classes of `queue`. Their hooks count first; the queue's mutex is held."""
    if is_wanted():
        for its in classes:
            replace(its, "_put", _telling_puts)
            replace(its, "_get", _telling_gets)


def watch_buffers(buffer_class: Any) -> None:
    """Tell what is put into a process queue's buffer; the queue's condition is held."""
    if is_wanted():
        replace(buffer_class, "append", _telling_appends)


def watch_connections(connection_class: Any) -> None:
    """Tell what is written to pipes and read from them."""
    if is_wanted():
        replace(connection_class, "_send_bytes", _telling_sends)
        replace(connection_class, "_recv_bytes", _telling_receives)


def _telling_puts(original: Callable[..., Any]) -> Callable[..., Any]:
    def _put(self: Any, item: Any) -> None:
        original(self, item)
        counted = self._coreograph
        if counted is not None:
            tell_put(counted, item is None, counted.words[counted.at_puts])

    return _put


def _telling_gets(original: Callable[..., Any]) -> Callable[..., Any]:
    def _get(self: Any) -> Any:
        item = original(self)
        counted = self._coreograph
        if counted is not None:
            tell_got(counted, item is None)
        return item

    return _get


def _telling_appends(original: Callable[..., Any]) -> Callable[..., Any]:
    def append(self: Any, item: Any) -> None:
        if item is not self.sentinel:
            counted = self.counted
            tell_put(counted, item is None, counted.words[counted.at_puts] + 1)
        original(self, item)

    return append


def _telling_sends(original: Callable[..., Any]) -> Callable[..., Any]:
    def _send_bytes(self: Any, buf: Any) -> None:
        counted = self._coreograph
        if counted is None:
            original(self, buf)
            return
        tell_sending(counted, buf)
        try:
            original(self, buf)
        except BaseException:
            tell_unsent(counted)
            raise

    return _send_bytes


def _telling_receives(original: Callable[..., Any]) -> Callable[..., Any]:
    def _recv_bytes(self: Any, maxsize: Any = None) -> Any:
        message = original(self, maxsize)
        counted = self._coreograph
        if counted is not None and message is not None:
            tell_received(counted, message)
        return message

    return _recv_bytes

"""The kinds of objects on a board, one table: what an object's line says, and what its rows count."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, get_args

from tui.feeds.board.board_file import whole
from tui.feeds.board.object_counts import call_count, lock_count, pool_count, queue_count
from tui.feeds.board.object_entry import Entry
from tui.telemetry.objects import CallsCounted, LocksCounted, ObjectKind, Order, QueuesCounted
from tui.telemetry.tasks import PoolsCounted

_ORDERS: Mapping[str, Order] = {order: order for order in get_args(Order)}


class Kind(NamedTuple):
    """What the books know of one kind."""

    name: ObjectKind
    said: Callable[[int, Sequence[str]], Mapping[str, Any]]
    """From its key and what its line says beyond the common fields to fields of an ObjectFound."""
    sums: Callable[[int, Entry, int, int], Any] | None = None
    """From its key, its entry, now and the clock's origin, in nanoseconds, to what is told; None for nothing."""
    told_as: Any = None
    """The telemetry that holds such counts: made of a time, a run and the counts."""
    is_timed: bool = False
    """Whether a count may change by itself: its oldest item ages, and a rate falls to zero."""


def _queue(_key: int, more: Sequence[str]) -> Mapping[str, Any]:
    return {"maxsize": _number(more, 0) or None, "order": _ORDERS.get(more[1]) if len(more) > 1 else None}


def _pipe(key: int, more: Sequence[str]) -> Mapping[str, Any]:
    return {"peer": peer if (peer := _number(more, 0)) != key else None}


def _lock(_key: int, more: Sequence[str]) -> Mapping[str, Any]:
    return {"guards": _number(more, 0) or None, "limit": _number(more, 1) or None}


def _value(_key: int, more: Sequence[str]) -> Mapping[str, Any]:
    fields = tuple(field.partition(":")[0] for field in more[6].split(",")) if more[6:7] and more[6] else ()
    return {"size_bytes": _number(more, 2), "length": _number(more, 4), "fields": fields}


def _number(more: Sequence[str], place: int) -> int | None:
    return whole(more[place]) if place < len(more) else None


_ALL = (
    Kind("queue", _queue, queue_count, QueuesCounted, is_timed=True),
    Kind("pipe", _pipe, queue_count, QueuesCounted, is_timed=True),
    Kind("lock", _lock, lock_count, LocksCounted),
    Kind("proxy", lambda _key, _more: {}, call_count, CallsCounted),
    Kind("pool", lambda _key, more: {"limit": _number(more, 0) or None}, pool_count, PoolsCounted),
    Kind("value", _value),
    Kind("block", lambda _key, more: {"size_bytes": _number(more, 1)}),
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
COUNTED = tuple(dict.fromkeys(kind.told_as for kind in _ALL if kind.told_as))
"""In the order in which they are told."""

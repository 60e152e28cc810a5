"""What a program hands to a `multiprocessing` pool, and how it gets the results. The rules stand in `guard`.

Submitted counts tasks as workers receive them: at the call for `apply` and `map`, as they are handed on for `imap`.
Results are told where the library's own code asks whether one is there, so no frame of ours is on the stack when an
exception of a task is raised.
"""

from __future__ import annotations

import sys
from collections import deque

from .. import layout, objects, tasks
from ..guard import before, failing, guarded, replace
from .pools import announced

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

WHAT = "results of pools"


def install(pool: Any) -> str | None:
    """Look at results; return what is missing where this is not possible."""
    names = {
        "ApplyResult": ("__init__", "_set", "ready", "get"), "MapResult": ("__init__", "_set"),
        "IMapIterator": ("__init__", "_set", "next"), "IMapUnorderedIterator": ("_set",),
        "Pool": ("_guarded_task_generation",),
    }  # fmt: skip
    for name, methods in names.items():
        if not all(method in vars(getattr(pool, name, object)) for method in methods):
            return WHAT
    one, many = pool.ApplyResult, pool.MapResult
    before(one, "ready", WHAT, _delivering(one.get.__code__))
    before(one, "_set", WHAT, _arriving)
    before(many, "_set", WHAT, _arriving)
    before(pool.IMapIterator, "_set", WHAT, _lost)
    replace(pool.IMapUnorderedIterator, "_set", _setting)
    replace(one, "__init__", _applying(many))
    replace(many, "__init__", _mapping)
    replace(pool.IMapIterator, "__init__", _iterating)
    replace(pool.Pool, "_guarded_task_generation", _handing_on)
    return None


def _row_of(pool: Any) -> tasks.PoolRow | None:
    found: tasks.PoolRow | None = pool.__dict__.get(objects.MARK)
    return announced(pool, ("", "")) if found is None else found


def _begin(result: Any, pool: Any, condition: Any) -> tasks.PoolRow | None:
    """Have a result tell when it is waited for, and for how many tasks it stands; return the pool's row."""
    found = _row_of(pool)
    if found is not None:
        objects.marked(result, (found, 1))
        condition._coreograph = found.mark
    return found


def _submitted(found: tasks.PoolRow | None, task: int, count: int) -> None:
    if found is not None:
        found.submit(task, count)
    else:
        tasks.submit_to_unknown(count)


def _applying(map_result: type) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def tell(result: Any, pool: Any) -> None:
        found = _begin(result, pool, result._event._cond)
        if not isinstance(result, map_result):
            _submitted(found, result._job << 32, 1)

    begin = guarded(WHAT, tell)

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def init(self: Any, pool: Any, *args: Any, **kwargs: Any) -> None:
            original(self, pool, *args, **kwargs)
            begin(self, pool)

        return init

    return make


def _mapping(original: Callable[..., Any]) -> Callable[..., Any]:
    def tell(result: Any) -> None:
        count, mark = result._number_left, result.__dict__.pop(objects.MARK, None)
        if count:
            found = mark[0] if mark is not None else None
            if found is not None:
                objects.marked(result, (found, count))
            _submitted(found, result._job << 32 | count - 1, count)

    begin = guarded(WHAT, tell)

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        begin(self)

    return init


def _hand_over(result: Any) -> None:
    mark = result.__dict__.pop(objects.MARK, None)
    if mark is not None:
        index = layout.ALL_TASKS if hasattr(result, "_chunksize") else 0
        mark[0].deliver(result._job << 32 | index, mark[1])


def _delivering(code: Any) -> Callable[..., Any]:
    def tell(result: Any) -> None:
        """`get` asks whether the result is ready, right before it hands it over."""
        if sys._getframe(3).f_code is code and result._event.is_set():
            _hand_over(result)

    return tell


def _arriving(result: Any) -> None:
    """A result arrives. A callback gets it right away, when it is whole."""
    if _lost(result):
        return
    if (result._callback or result._error_callback) and getattr(result, "_number_left", 1) <= 1:
        _hand_over(result)


def _lost(result: Any) -> bool:
    """Tell of a task that could not be pickled: the error that says so is being handled. Return whether that is so."""
    error = sys.exc_info()[1]
    if error is None:
        return False
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and frame.f_code.co_name != "_handle_tasks":
        frame = frame.f_back
    mark = result.__dict__.get(objects.MARK)
    if mark is not None and frame is not None:
        mark[0].add(layout.T_DROPPED, 1)
        task = result._job << 32 | frame.f_locals["idx"]
        tasks.tell_error(layout.ERROR_PICKLING, error, task, mark[0].key)
    return True


_append, _popleft = deque.append, deque.popleft
_failed = failing(WHAT)


class Items(deque):  # type: ignore[type-arg]
    """Results that an iterator has ready. It knows the pool's row; a lock of the iterator is held for each change."""

    __slots__ = ("found", "indices", "job", "next")
    if TYPE_CHECKING:
        found: tasks.PoolRow
        indices: dict[int, int]
        job: int
        next: int

    def popleft(self) -> Any:
        """Hand over the next result: in order by counting, without order by what was noted as it came."""
        item = _popleft(self)
        try:
            index = self.indices.pop(id(item), self.next)
            self.next += 1
            self.found.deliver(self.job << 32 | index)
        except Exception as error:  # noqa: BLE001
            _failed(error)
        return item


def _iterating(original: Callable[..., Any]) -> Callable[..., Any]:
    def tell(result: Any, pool: Any) -> None:
        found = _begin(result, pool, result._cond)
        if found is not None:
            items = Items()
            items.found, items.indices, items.job, items.next = found, {}, result._job, 0
            result._items = items

    begin = guarded(WHAT, tell)

    def init(self: Any, pool: Any, *args: Any, **kwargs: Any) -> None:
        original(self, pool, *args, **kwargs)
        begin(self, pool)

    return init


def _setting(original: Callable[..., Any]) -> Callable[..., Any]:
    def tell(result: Any, index: Any, item: Any) -> None:
        if isinstance(result._items, Items):
            result._items.indices[id(item)] = index

    note, lose = guarded(WHAT, tell), guarded(WHAT, _lost)

    def _set(self: Any, i: Any, obj: Any) -> None:
        lose(self)
        note(self, i, obj)
        original(self, i, obj)

    return _set


def _see_ahead(items: Items | None, number: int, is_all: bool) -> None:
    """Write by how many tasks the reading of an input is ahead of its results; of several inputs the one with most."""
    if items is None:
        return
    its = items.found.counted
    ahead, out = number - items.next, items.next
    its.words[its.base + layout.T_AHEAD] = max(ahead, its.words[its.base + layout.T_AHEAD])
    if is_all and number > its.words[its.base + layout.T_READ]:
        its.words[its.base + layout.T_READ], its.words[its.base + layout.T_OUT] = number, out


def _handing_on(original: Callable[..., Any]) -> Callable[..., Any]:
    submitted = guarded(WHAT, _submitted)

    def find(pool: Any, job: Any, caller: Any) -> Any:
        result = pool._cache.get(job)
        if not isinstance(getattr(result, "_items", None), deque):
            return None
        mark = result.__dict__.get(objects.MARK)
        is_read_as_it_goes = not hasattr(caller.f_locals.get("iterable"), "__len__")
        items = result._items if is_read_as_it_goes and isinstance(result._items, Items) else None
        return (None if mark is None else mark[0]), items

    def counted(found: Any, items: Any, tasks_of_job: Any) -> Any:
        number = 0
        for task in tasks_of_job:
            submitted(found, task[0] << 32 | task[1], 1)
            number += 1
            see(items, number, False)
            yield task
        see(items, number, True)

    find_iterator, see = guarded(WHAT, find), guarded(WHAT, _see_ahead)

    def _guarded_task_generation(self: Any, result_job: Any, *args: Any, **kwargs: Any) -> Any:
        tasks_of_job = original(self, result_job, *args, **kwargs)
        found = find_iterator(self, result_job, sys._getframe(1))
        return tasks_of_job if found is None else counted(found[0], found[1], tasks_of_job)

    return _guarded_task_generation

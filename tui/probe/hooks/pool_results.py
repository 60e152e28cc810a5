"""What a program hands to a `multiprocessing` pool, and how it gets the results. The rules stand in `guard`.

Submitted counts tasks as workers receive them: at the call for `apply` and `map`, as they are handed on for `imap`.
Results are told where the library's own code asks whether one is there, so no frame of ours is on the stack when an
exception of a task is raised.
"""

from __future__ import annotations

import sys
from collections import deque

from .. import layout, objects, tasks
from ..guard import Before, failing, guarded, replace
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
    one, many, iterator = pool.ApplyResult, pool.MapResult, pool.IMapIterator
    for its in (one, iterator):
        setattr(its, objects.MARK, None)
    one.ready = Ready(one.ready, one.get.__code__)
    one._set, many._set = Calling(one._set, _arriving), Calling(many._set, _arriving)
    iterator._set = Arriving(iterator._set, _lost)
    replace(pool.IMapUnorderedIterator, "_set", _setting)
    replace(one, "__init__", _applying(many))
    replace(many, "__init__", _mapping)
    replace(iterator, "__init__", _iterating)
    replace(pool.Pool, "_guarded_task_generation", _handing_on)
    return None


_failed = failing(WHAT)
_frame, _handled = sys._getframe, sys.exc_info


def _row_of(pool: Any) -> tasks.PoolRow | None:
    """Return a pool's row. A pool's `__dict__` is not asked for: each attribute of it would be slower from then on."""
    try:
        found: tasks.PoolRow | None = pool._coreograph
    except AttributeError:
        return announced(pool, ("", ""))
    return found


def _applying(map_result: type) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def init(self: Any, pool: Any, *args: Any, **kwargs: Any) -> None:
            original(self, pool, *args, **kwargs)
            try:
                try:
                    found = pool._coreograph
                except AttributeError:
                    found = _row_of(pool)
                if found is not None:
                    self._coreograph = found, 1
                    self._event._cond._coreograph = found.mark
                if not isinstance(self, map_result):
                    if found is not None:
                        found.tell(layout.EVENT_SUBMITTED, self._job << 32)
                    else:
                        tasks.submit_to_unknown(1)
            except Exception as error:  # noqa: BLE001
                _failed(error)

        return init

    return make


def _mapping(original: Callable[..., Any]) -> Callable[..., Any]:
    def tell(result: Any) -> None:
        count, mark = result._number_left, result._coreograph
        result._coreograph = None if mark is None or not count else (mark[0], count)
        if mark is None:
            tasks.submit_to_unknown(count)
        elif count:
            mark[0].tell(layout.EVENT_SUBMITTED, result._job << 32 | count - 1, count)

    begin = guarded(WHAT, tell)

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        begin(self)

    return init


class Ready(Before):
    """`ready` of a result: `get` asks for it right before it hands the result over. That is told once."""

    def __init__(self, original: Callable[..., Any], get: Any) -> None:
        super().__init__(original)
        self._get = get

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self.__wrapped__
        try:
            mark = instance._coreograph
            if mark is not None and _frame(1).f_code is self._get and instance._event._flag:
                try:
                    del instance._coreograph
                except AttributeError:  # Another thread gets it, too, and was first.
                    return self._bind(instance, owner)
                index = layout.ALL_TASKS if hasattr(instance, "_chunksize") else 0
                mark[0].tell(layout.EVENT_DELIVERED, instance._job << 32 | index, mark[1])
                if not instance._success:
                    tasks.tell_delivered(instance._value, instance._job << 32 | index, mark[0].key, _frame(1))
        except Exception as error:  # noqa: BLE001
            _failed(error)
        return self._bind(instance, owner)


def _hand_over(result: Any) -> None:
    mark = result.__dict__.pop(objects.MARK, None)
    if mark is not None:
        index = layout.ALL_TASKS if hasattr(result, "_chunksize") else 0
        mark[0].tell(layout.EVENT_DELIVERED, result._job << 32 | index, mark[1])


class Arriving(Before):
    """`_set` of a result, told where it is an error of the pool's: that is being handled."""

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self.__wrapped__
        try:
            if _handled()[1] is not None:
                self._tell(instance)
        except Exception as error:  # noqa: BLE001
            _failed(error)
        return self._bind(instance, owner)


class Calling(Before):
    """The same of a result that may have callbacks: they get it right there."""

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self.__wrapped__
        try:
            if instance._callback is not None or instance._error_callback is not None or _handled()[1] is not None:
                self._tell(instance)
        except Exception as error:  # noqa: BLE001
            _failed(error)
        return self._bind(instance, owner)


def _arriving(result: Any) -> None:
    """A callback gets a result right away, when it is whole."""
    has_callback = result._callback or result._error_callback
    if not _lost(result) and has_callback and getattr(result, "_number_left", 1) <= 1:
        _hand_over(result)


def _lost(result: Any) -> bool:
    """Tell of a task that could not be pickled: the error that says so is being handled. Return whether that is so."""
    error = _handled()[1]
    if error is None:
        return False
    frame: FrameType | None = _frame(2)
    while frame is not None and frame.f_code.co_name != "_handle_tasks":
        frame = frame.f_back
    mark = result._coreograph
    if mark is not None and frame is not None:
        mark[0].add(layout.T_DROPPED, 1)
        task = result._job << 32 | frame.f_locals["idx"]
        tasks.tell_error(layout.ERROR_PICKLING, error, task, mark[0].key)
    return True


_popleft = deque.popleft


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
            self.found.tell(layout.EVENT_DELIVERED, self.job << 32 | index)
            if not item[0]:
                tasks.tell_delivered(item[1], self.job << 32 | index, self.found.key, _frame(1))
        except Exception as error:  # noqa: BLE001
            _failed(error)
        return item


def _iterating(original: Callable[..., Any]) -> Callable[..., Any]:
    def tell(result: Any, pool: Any) -> None:
        found = _row_of(pool)
        if found is not None:
            objects.marked(result, (found, 1))
            result._cond._coreograph = found.mark
            items = Items()
            items.found, items.indices, items.job, items.next = found, {}, result._job, 0
            result._items = items

    begin = guarded(WHAT, tell)

    def init(self: Any, pool: Any, *args: Any, **kwargs: Any) -> None:
        original(self, pool, *args, **kwargs)
        begin(self, pool)

    return init


def _setting(original: Callable[..., Any]) -> Callable[..., Any]:
    def _set(self: Any, i: Any, obj: Any) -> None:
        try:
            items = self._items
            if type(items) is Items:
                items.indices[id(obj)] = i
            if _handled()[1] is not None:
                _lost(self)
        except Exception as error:  # noqa: BLE001
            _failed(error)
        original(self, i, obj)

    return _set


def _read_all(items: Items, number: int) -> None:
    """Write how many tasks an input had that was read as it went, and how many results the program had by then."""
    its = items.found.counted
    if number > its.words[its.base + layout.T_READ]:
        its.words[its.base + layout.T_READ], its.words[its.base + layout.T_OUT] = number, items.next


def _handing_on(original: Callable[..., Any]) -> Callable[..., Any]:
    def find(pool: Any, job: Any, caller: Any) -> Any:
        result = pool._cache.get(job)
        if not isinstance(getattr(result, "_items", None), deque):
            return None
        mark = result._coreograph
        is_read_as_it_goes = not hasattr(caller.f_locals.get("iterable"), "__len__")
        items = result._items if is_read_as_it_goes and isinstance(result._items, Items) else None
        return (None if mark is None else mark[0]), items

    def counted(found: Any, items: Any, tasks_of_job: Any) -> Any:
        number = 0
        for task in tasks_of_job:
            try:
                number += 1
                if found is None:
                    tasks.submit_to_unknown(1)
                else:
                    found.tell(layout.EVENT_SUBMITTED, task[0] << 32 | task[1])
                if items is not None:  # By how many tasks it is ahead of its results; of several inputs the most.
                    words, at = found.counted.words, found.counted.base + layout.T_AHEAD
                    words[at] = max(words[at], number - items.next)
            except Exception as error:  # noqa: BLE001
                _failed(error)
            yield task
        if items is not None:
            read_all(items, number)

    find_iterator, read_all = guarded(WHAT, find), guarded(WHAT, _read_all)

    def _guarded_task_generation(self: Any, result_job: Any, *args: Any, **kwargs: Any) -> Any:
        tasks_of_job = original(self, result_job, *args, **kwargs)
        found = find_iterator(self, result_job, sys._getframe(1))
        return tasks_of_job if found is None else counted(found[0], found[1], tasks_of_job)

    return _guarded_task_generation

"""The microscope: a window of recorded accesses to one shared value, which then disarms itself.

An armed value is of a subclass of its own type whose `value` writes each read and write, with its time, to the thread's
ring. The accesses of several processes are worth something only if they overlap, so an armed value records as soon as
the app has seen several at work and says from when, and then through short slits in time, the same for all: where the
machine lets only one of them run in one slit, it may let two run in the next. After ACCESSES of them in a process, or
when it takes too long, the value gets its own type back, and nothing is left.
"""

from __future__ import annotations

import struct
from time import perf_counter_ns

from . import control, layout, objects, published, segment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MOST_UNRECORDED = 400_000
"""Accesses that wait for a go."""
SLIT_NS, SHORT_NS, EVERY_NS, ROUND = 100_000, 25_000, 3_700_000, 3
"""How long a slit is open, and how often: not in step with the kernel's tick. The first of a round is open long, for
values that are slow; the others are short, so that what a window holds lasts for more of them."""
LAST_NS = 1_000_000_000
"""How long after the go a value stays armed at most."""
ARMED = "_coreograph_armed"
"""Marks the types that record."""
_INTEGERS, _FLOATS = "bBhHiIlLqQ", "fd"
_bits = struct.Struct("=d").pack, struct.Struct("=q").unpack


def is_on() -> bool:
    """Whether any value is to be armed."""
    return control.word(layout.C_MICROSCOPE) > 0


def is_wanted(number: int) -> bool:
    """Whether the value made as this one, counted from 1, is to be armed."""
    return control.word(layout.C_MICROSCOPE) == number


def announce(counted: objects.Counted) -> None:
    """Let the processes to come know that this value is to be armed in them too."""
    _publish(objects.OF_MICROSCOPE, counted.key)


def is_announced(key: int) -> bool:
    """Whether the value at this place is to be armed."""
    return published.has(_of(objects.OF_MICROSCOPE, key)) and not published.has(
        _of(objects.OF_RETIRED, key)
    )


def retire(value: Any, key: int) -> None:
    """Disarm a value that was made where the armed one was, which is gone: only that one was to be recorded."""
    _publish(objects.OF_RETIRED, key)
    if getattr(type(value), ARMED, False):
        value.__class__ = type(value).__base__


def _of(what: int, key: int) -> int:
    return what | key & (1 << 56) - 1


def _publish(what: int, key: int) -> None:
    board = segment.board()
    if board is not None:
        published.add(board.directory, _of(what, key))


def arm(value: Any, counted: objects.Counted, sharedctypes: Any) -> None:
    """Give a value a type that records its accesses."""
    native = type(value)
    if getattr(native, "_type_", "") in tuple(_INTEGERS + _FLOATS):
        recording = _recording(native, counted, native._type_ in _FLOATS)
        wrapped = sharedctypes.rebuild_ctype

        def reduce_ctype(obj: Any) -> Any:
            sharedctypes.assert_spawning(obj)
            return wrapped, (native, obj._wrapper, None)

        sharedctypes._ForkingPickler.register(recording, reduce_ctype)
        value.__class__ = recording


def _recording(native: Any, counted: objects.Counted, is_float: bool) -> Any:
    get, put = native.value.__get__, native.value.__set__
    seen = [0]
    left = [layout.ACCESSES]

    def look(self: Any, kind: int, value: Any) -> None:
        try:
            seen[0] += 1
            counted.words[counted.base + layout.V_ACCESSES] = seen[0]
            from_ns = control.word(layout.C_GO)
            now_ns = perf_counter_ns()
            if from_ns and now_ns - from_ns > LAST_NS:
                left[0] = 0
            elif 0 < from_ns <= now_ns and _is_open(now_ns - from_ns):
                _record(now_ns, kind, value, counted.row << 1 | is_float)
                left[0] -= 1
            if left[0] <= 0 or seen[0] > MOST_UNRECORDED:
                self.__class__ = native
        except Exception:  # noqa: BLE001
            return

    def read(self: Any) -> Any:
        value = get(self)
        look(self, layout.EVENT_READ, value)
        return value

    def write(self: Any, value: Any) -> None:
        put(self, value)
        look(self, layout.EVENT_WRITE, value)

    body = {"value": property(read, write), "__doc__": native.__doc__, "__module__": native.__module__, ARMED: True}
    its = type(native)(native.__name__, (native,), body)
    its.__qualname__ = native.__qualname__
    return its


def _is_open(since_ns: int) -> bool:
    place, within_ns = divmod(since_ns, EVERY_NS)
    return within_ns < (SHORT_NS if place % ROUND else SLIT_NS)


def _record(now_ns: int, kind: int, value: Any, tag: int) -> None:
    slot = segment.slot()
    if slot is not None:
        bits = _bits[1](_bits[0](value))[0] if tag & 1 else (int(value) + (1 << 63)) % (1 << 64) - (1 << 63)
        slot.record(now_ns, kind, bits, tag)

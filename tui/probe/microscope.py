"""The microscope: a window of recorded accesses to one shared value, which then disarms itself.

An armed value is of a subclass of its own type whose `value` writes each read and write, with its time, to the thread's
ring. The accesses of several processes are worth something only if they overlap, so an armed value records as soon as
the app has seen all of them at work and says go. After ACCESSES of them in a process, or when nobody says go for too
long, the value gets its own type back, and nothing is left.
"""

from __future__ import annotations

import struct
from time import perf_counter_ns

from . import control, layout, objects, segment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MOST_UNRECORDED = 400_000
"""Accesses that wait for a go."""
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
    board = segment.board()
    if board is not None:
        objects.publish(board.directory, objects.OF_MICROSCOPE | counted.key & (1 << 56) - 1)


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
            if control.word(layout.C_GO):
                _record(kind, value, counted.row, is_float)
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

    body = {"value": property(read, write), "__doc__": native.__doc__, "__module__": native.__module__}
    its = type(native)(native.__name__, (native,), body)
    its.__qualname__ = native.__qualname__
    return its


def _record(kind: int, value: Any, row: int, is_float: bool) -> None:
    now_ns = perf_counter_ns()
    slot = segment.slot()
    if slot is not None:
        bits = _bits[1](_bits[0](value))[0] if is_float else (int(value) + (1 << 63)) % (1 << 64) - (1 << 63)
        slot.record(now_ns, kind, bits, row << 1 | is_float)

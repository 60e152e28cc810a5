"""Slow motion: the interpreter's switch interval, lengthened while the app asks for it and then given back.

The interval is the program's own business, so it is read before it is changed, and what the program sets meanwhile is
what it gets back. Without the interpreter lock there are no turns, and nothing is changed.
"""

from __future__ import annotations

import sys
from time import perf_counter_ns

from . import control, layout, segment

_own_s: list[float] = []
"""The program's own interval, while it is replaced."""
ours_s: list[float] = []
"""What it was replaced by, as this interpreter tells it; empty while the program has its own."""
_told = [0]
"""The interval told last, in µs; 0 the program's own."""
_turn: list[None] = [None]
"""Whoever takes the item may change the interval; nobody waits for it."""


def poke() -> None:
    """Do what the app asks since: one word is read, and in slow motion the interval itself."""
    asked_us = control.word(layout.C_SWITCH_US)
    if (asked_us or ours_s) and (asked_us != _told[0] or sys.getswitchinterval() not in ours_s):
        _follow(asked_us)


def begin() -> None:
    """Go on in a forked child, which inherits the interval. A fork may have come amid a change."""
    _turn[:] = [None]
    _told[0] = 0
    poke()


def _follow(asked_us: int) -> None:
    try:
        _turn.pop()
    except IndexError:
        return
    try:
        now_s = sys.getswitchinterval()
        if now_s not in ours_s:
            _own_s[:] = [now_s]
        if asked_us > 0 and _has_turns():
            sys.setswitchinterval(asked_us / 1e6)
            ours_s[:] = [sys.getswitchinterval()]
            _tell(asked_us)
        elif ours_s:
            ours_s.clear()
            sys.setswitchinterval(_own_s.pop())
            _tell(0)
    except Exception:  # noqa: BLE001
        return
    finally:
        _turn.append(None)


def _tell(interval_us: int) -> None:
    board = segment.board()
    if board is not None and _told[0] != interval_us:
        _told[0] = interval_us
        board.line("S", perf_counter_ns(), interval_us)


def _has_turns() -> bool:
    is_on = getattr(sys, "_is_gil_enabled", None)
    return is_on is None or bool(is_on())

"""Who can go on, if only with the help of others who can. Knows nothing of locks or queues: only who needs whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tui.telemetry.who import Who


class Need(NamedTuple):
    """What one thread needs to go on: any one of these."""

    is_free: bool = False
    """It needs nobody: it runs, or its wait ends by itself, from outside, or in a way that is not known."""
    threads: tuple[Who, ...] = ()
    """Any of these threads, once it can go on."""
    pids: tuple[int, ...] = ()
    """Any thread that can go on in any of these processes."""


FREE, NOBODY = Need(is_free=True), Need()


def left(needs: Mapping[Who, Need]) -> frozenset[Who]:
    """Return those who can never go on: the largest set in which everybody needs only others of the set, or nobody.

    Each thread is looked at once for each that it needs: a run of thousands takes a few milliseconds.
    """
    able: list[Who] = [who for who, need in needs.items() if need.is_free]
    if len(able) == len(needs):
        return frozenset()
    of_thread: dict[Who, list[Who]] = {}
    of_pid: dict[int, list[Who]] = {}
    for who, need in needs.items():
        for other in need.threads:
            of_thread.setdefault(other, []).append(who)
        for pid in need.pids:
            of_pid.setdefault(pid, []).append(who)
    found = set(able)
    while able:
        who = able.pop()
        for freed in (*of_thread.pop(who, ()), *of_pid.pop(who.pid, ())):
            if freed not in found:
                found.add(freed)
                able.append(freed)
    return frozenset(needs.keys() - found)


def behind(needs: Mapping[Who, Need], first: Iterable[Who]) -> frozenset[Who]:
    """Return these and all on whom their going on depends, however far."""
    found, open_ = set(first), list(first)
    in_pid: dict[int, list[Who]] = {}
    for who in needs:
        in_pid.setdefault(who.pid, []).append(who)
    while open_:
        need = needs.get(open_.pop(), NOBODY)
        others = {*need.threads, *(who for pid in need.pids for who in in_pid.get(pid, ()))}
        for who in others - found:
            found.add(who)
            open_.append(who)
    return frozenset(found)

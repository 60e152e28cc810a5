"""Looks at a few threads about every millisecond for a quarter of a second, and then tells (Linux).

Started alone by the app's Python, `-I -S burst_child.py <lasting ns> <every ns> <pid>:<tid> …`. Standard library only,
and as little of it as can be: it must be there at once, and cost little. It reads into memory and writes at the end:

    look <ns> …                                 perf_counter_ns of every look
    <thread> <look> <state> <core> <ran ns> <waited ns> <turns> <call>
                                                what differs from that thread's look before: the state letter of
                                                proc(5), schedstat, and for a thread that waits the text of `syscall`,
                                                its words joined by commas; `?` where that is refused, `-` elsewhere
    cost <ns>                                   CPU time of this process during the looks

A thread that is gone is told once, as state X.
"""

from __future__ import annotations

import os
import sys
import time


class Watched:
    """One thread: its open files and what they said last."""

    def __init__(self, key: str) -> None:
        pid, _, tid = key.partition(":")
        folder = f"/proc/{pid}/task/{tid}/"
        self.stat = os.open(folder + "stat", os.O_RDONLY)
        self.times = _open(folder + "schedstat")
        self.call = _open(folder + "syscall")
        self.was = b"", b"", b""
        """State and core, times, call."""

    def look(self) -> tuple[bytes, bytes, bytes] | None:
        """Return what differs from the look before, or None."""
        fields = os.pread(self.stat, 512, 0).rpartition(b")")[2].split(None, 37)
        place = fields[0] + b" " + fields[36]
        times = os.pread(self.times, 64, 0).rstrip() if self.times >= 0 else b"0 0 0"
        was = self.was
        waits = fields[0] in b"SD"
        if waits and times == was[1] and place == was[0] and self.times >= 0:
            return None
        self.was = now = place, times, self.blocked() if waits else b"-"
        return None if now == was else now

    def blocked(self) -> bytes:
        """Return the call in which it waits: it stays the same until the thread has had a turn on a core."""
        try:
            return b",".join(os.pread(self.call, 256, 0).split()) or b"?"
        except OSError:
            return b"?"


def _open(path: str) -> int:
    try:
        return os.open(path, os.O_RDONLY)
    except OSError:
        return -1


def watch(keys: list[str], lasting_ns: int, every_ns: int) -> list[bytes]:
    """Look again and again; return the lines to write."""
    watched: list[tuple[int, Watched]] = []
    lines: list[bytes] = []
    for place, key in enumerate(keys):
        try:
            watched.append((place, Watched(key)))
        except OSError:
            lines.append(b"%d 0 X 0 0 0 0 -" % place)
    looks: list[int] = []
    clock, used_ns = time.perf_counter_ns, time.process_time_ns()
    start_ns = now_ns = clock()
    while not looks or (watched and now_ns - start_ns < lasting_ns):
        number = len(looks)
        looks.append(now_ns)
        for entry in list(watched):
            try:
                new = entry[1].look()
            except (OSError, IndexError):
                watched.remove(entry)
                new = b"X 0", b"0 0 0", b"-"
            if new is not None:
                lines.append(b"%d %d %b %b %b" % (entry[0], number, *new))
        late_ns = (clock() - start_ns) % every_ns
        time.sleep((every_ns - late_ns) / 1e9)
        now_ns = clock()
    cost = b"cost %d" % (time.process_time_ns() - used_ns)
    return [b"look " + b" ".join(b"%d" % ns for ns in looks), *lines, cost]


def main(lasting_ns: str, every_ns: str, *keys: str) -> None:
    """Write to standard output until all is told, or until nobody reads it any more."""
    text = memoryview(b"\n".join(watch(list(keys), int(lasting_ns), int(every_ns))) + b"\n")
    try:
        while text:
            text = text[os.write(1, text) :]
    except BrokenPipeError:
        return


if __name__ == "__main__":
    main(*sys.argv[1:])

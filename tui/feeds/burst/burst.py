"""The microscope of lanes: what a few threads do in the next 250 ms, looked at about every millisecond.

A look a millisecond is no work for the app's own process, which draws, and would be late. So a small process of its own
looks, and is read when it is done; the app waits for nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from tui.feeds.burst.burst_spans import lane, parse
from tui.feeds.sampling.surroundings import ProcessSurroundings
from tui.feeds.sampling.wait_reason import MACHINE, RuntimePlace, parse_call, reason_of_wait
from tui.telemetry.vocabulary import BurstSampled, Reason
from tui.telemetry.who import Who

LASTING_NS = 250_000_000
EVERY_NS = 1_000_000
MORE_NS = 30_000_000
"""It goes on looking for so long: a thread's time in the run queue is known when its turn comes."""
MOST_THREADS = 32
"""With more the looks would come less often than they should."""
MOST_BYTES = 8 << 20

_CHILD = Path(__file__).with_name("burst_child.py")


class _Surroundings(ProcessSurroundings):
    """Answers for a process, which may be gone when the looks are read: where its runtime lies is asked before."""

    def __init__(self, pid: int) -> None:
        super().__init__(pid)
        self._place = super().runtime()

    def runtime(self) -> RuntimePlace | None:
        return self._place


class Burst:
    """One burst at a time: `ask`, then `poll` until it tells; `close` at the end."""

    def __init__(self, last_wait: Callable[[Who], Reason] = lambda who: "unknown") -> None:
        """`last_wait` tells what the sampler last saw a thread waiting for: it may ask more than another process."""
        self._last_wait = last_wait
        self._child: subprocess.Popen[bytes] | None = None
        self._keys: list[Who] = []
        self._around: dict[int, _Surroundings] = {}
        self._text = b""

    def ask(self, threads: Sequence[Who]) -> None:
        """Begin to look at these threads. Nothing happens while a burst is on, and off Linux."""
        if self._child is not None or not threads or sys.platform != "linux":
            return
        self._keys, self._text = list(threads)[:MOST_THREADS], b""
        self._around = {pid: _Surroundings(pid) for pid, _, _ in self._keys}
        command = [sys.executable, "-I", "-S", "-E", str(_CHILD), str(LASTING_NS + MORE_NS), str(EVERY_NS)]
        null = subprocess.DEVNULL
        with suppress(OSError):
            self._child = subprocess.Popen(
                [*command, *(f"{pid}:{tid}" for pid, tid, _ in self._keys)],
                stdin=null,
                stdout=subprocess.PIPE,
                stderr=null,
                env={},
                bufsize=0,
            )
            assert self._child.stdout is not None
            os.set_blocking(self._child.stdout.fileno(), False)

    def poll(self, run: int, at_s: float, origin_ns: int) -> list[BurstSampled]:
        """Return the burst once it is over; times are counted from `origin_ns` (perf_counter_ns)."""
        if self._child is None or self._child.stdout is None:
            return []
        while part := self._child.stdout.read(1 << 16):
            self._text += part
            if len(self._text) > MOST_BYTES:
                break
        if part is None:
            return []
        self.close()
        with suppress(ValueError, IndexError):
            return [self._told(run, at_s, origin_ns)]
        return []

    def close(self) -> None:
        """End what is on. Safe to call twice."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()

    def _told(self, run: int, at_s: float, origin_ns: int) -> BurstSampled:
        looks = parse(self._text.decode("ascii", "replace"), len(self._keys), LASTING_NS)
        return BurstSampled(
            at_s=at_s,
            run=run,
            began_s=(looks.at_ns[0] - origin_ns) / 1e9,
            lasted_s=looks.lasted_s,
            looks=looks.count,
            every_s=looks.every_s,
            longest_s=looks.longest_s,
            cpu_s=looks.cpu_ns / 1e9,
            lanes=tuple(lane(looks, place, key, self._explain) for place, key in enumerate(self._keys)),
        )

    def _explain(self, place: int, state: str, call: str) -> Reason:
        """Return why a thread does not run, as `wait_reason` knows it, or as the sampler saw this thread wait."""
        who = self._keys[place]
        if call == "?" and state == "S":
            return self._last_wait(who)
        blocked = parse_call(call.replace(",", " ")) if call != "-" else None
        if blocked is None and state == "S":
            return "running"
        return reason_of_wait(state, blocked, "", MACHINE, self._around[who.pid])

"""What the boards and the samples of a watched program tell, as telemetry of one run, on one clock."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from tui.feeds.board import without_probe
from tui.feeds.board.board_reader import BoardReader
from tui.feeds.board.contents import Contents
from tui.feeds.board.read_batch import EVENTS_PER_READ, MOVES_PER_READ
from tui.feeds.burst.burst import Burst
from tui.feeds.live.watched import Watched
from tui.feeds.sampling.born_memory import BornMemories
from tui.feeds.sampling.look import ProcessFound
from tui.feeds.sampling.sampler import ProcessSampler, Sample
from tui.spent import SAMPLING
from tui.telemetry.ends import UnwaitedSeen
from tui.telemetry.objects import Access, AccessesRecorded
from tui.telemetry.text import plain
from tui.telemetry.usage import ProcessesUsed
from tui.telemetry.vocabulary import (
    CoresSampled,
    Kind,
    NotObserved,
    ObserverSampled,
    ProcessEnded,
    ProcessNamed,
    ProcessStarted,
    Reason,
    Role,
    Telemetry,
    ThreadEnded,
    ThreadsSampled,
    ThreadStarted,
)
from tui.telemetry.waits import Stall, StallsSeen
from tui.telemetry.who import Who

NO_BOARDS = Path(os.devnull, "none")
"""Where no board can be: a folder that is not there is read as an empty one."""
ALONE_S = 0.5
"""How long the microscope waits for a second process to work on its value; threads of one process need no waiting."""
AGAIN_S = 0.4
"""How often it is let go on until it has seen two workers start from one number; a value that has recorded enough does
not mind."""


def is_caught(accesses: Sequence[Access]) -> bool:
    """Whether two workers have read the same number of a counter, of which each is read by one addition only."""
    readers: dict[float, Who] = {}
    return any(readers.setdefault(its.value, its.who) != its.who for its in accesses if not its.is_write)


class RunReader:
    """Reads and samples, from when the program is there until it is over; it starts nothing and ends nothing."""

    def __init__(
        self, watched: Watched, run: int, origin_ns: int, row_bytes: int = 0, command: Sequence[str] = ()
    ) -> None:
        """`row_bytes`: bytes in a row of the picture that the program keeps in its blocks; 0 when that is not known.

        `command`: what was started, where that is a Python which the probe was to ride in.
        """
        self._command = tuple(command)
        self._watched = watched
        self._run = run
        self._origin_ns = origin_ns
        is_followed = watched.control is not None and watched.control.order.traffic
        events = MOVES_PER_READ if is_followed else EVENTS_PER_READ
        self._board = BoardReader(watched.directory or NO_BOARDS, events=events)
        self._contents = Contents(self._board.book, row_bytes)
        self._sampler: ProcessSampler | None = None
        self._born = BornMemories()
        self._burst = Burst(self._last_wait)
        self._armed_s: float | None = None
        self._went_s: float | None = None
        """When the microscope was let go on last."""
        self._is_caught = False
        """Whether a lost update is among what it has recorded."""
        self._unseen: dict[int, tuple[ProcessFound, float]] = {}
        """Processes in which no probe has been seen yet, and since when they are known."""
        self._seen: set[int] = set()
        """Those alive in which a probe rides, and the program itself; `_new`: those that the sampler was not told."""
        self._new: list[int] = []
        self._told: set[int] = set()
        """Those that were told although no probe has been seen in them."""
        self._is_sampled = False
        self._unwaited: tuple[int, ...] = ()
        """Those that nobody has waited for, as the sampler gave them; `_waited`: whose end somebody has told since."""
        self._waited: set[int] = set()
        self._unwaited_told: tuple[int, ...] = ()
        self._stalls: tuple[Stall, ...] = ()
        """Those told last, as the sampler gave them."""

    def read(self) -> list[Telemetry]:
        """Return what is new; the last time when the program is over."""
        watched = self._watched
        told = self._board.read(self._run, self._origin_ns, is_last=watched.is_over)
        recorded = (item.accesses for item in told if isinstance(item, AccessesRecorded))
        self._is_caught = self._is_caught or any(map(is_caught, recorded))
        told += self._read_contents()
        self._new += [item.pid for item in told if isinstance(item, ProcessStarted)]
        self._seen.update(self._new)
        self._born.take(told)
        self._waited.update(item.pid for item in told if isinstance(item, ProcessEnded) and item.exit_code is not None)
        told += self._become_others()
        if watched.is_over:
            told += self._never_seen()
        if watched.pid is not None and self._sampler is None and watched.exit_code is None:
            self._sampler = ProcessSampler(watched.pid, watched.helpers)
        if self._sampler is not None and watched.exit_code is None:
            with SAMPLING:
                self._sampler.know(self._new)
                self._new.clear()
                told += self._sampled(self._sampler.sample())
        told += self._nobody_waits()
        self._seen -= self._over(told)
        return told + self._burst.poll(self._run, self._now_s(), self._origin_ns)

    def processes(self) -> list[tuple[int, int]]:
        """Return (pid, start time as in field 22 of /proc/<pid>/stat) of the processes seen so far."""
        return [] if self._sampler is None else self._sampler.processes()

    def ask_burst(self, threads: Sequence[Who]) -> None:
        """Look at these threads closely for a moment; `read` tells what was seen."""
        self._burst.ask(threads)

    def _last_wait(self, who: Who) -> Reason:
        return "unknown" if self._sampler is None else self._sampler.last_wait(who)

    def close(self) -> None:
        """Free every file. Safe to call twice."""
        for part in (self._burst, self._sampler, self._contents, self._board):
            if part is not None:
                part.close()

    def _now_s(self, now_ns: int | None = None) -> float:
        return ((time.perf_counter_ns() if now_ns is None else now_ns) - self._origin_ns) / 1e9

    def _read_contents(self) -> list[Telemetry]:
        now_s, told = self._now_s(), []

        def not_observed(what: str, why: str) -> None:
            told.append(NotObserved(now_s, self._run, plain(what), why))

        found = self._contents.read(self._run, now_s, not_observed, is_last=self._watched.is_over)
        control = self._watched.control
        if control is not None and control.order.microscope and (at_work := self._board.book.most_on_a_value()):
            self._armed_s = self._armed_s or now_s
            is_time = self._went_s is None or (not self._is_caught and now_s - self._went_s > AGAIN_S)
            if is_time and (at_work > 1 or now_s - self._armed_s > ALONE_S):
                self._went_s = now_s
                control.go()
        return found + told

    def _sampled(self, sample: Sample) -> list[Telemetry]:
        run, at_s = self._run, self._now_s(sample.at_ns)
        for found in (*sample.tree.found, *sample.tree.renamed):
            self._unseen[found.pid] = (found, self._unseen.get(found.pid, (found, at_s))[1])
        told = self._without_probe(at_s)
        others = [found for found in sample.tree.renamed if found.pid in self._seen and found.is_no_python]
        told += [ProcessNamed(at_s, run, its.pid, plain(its.called, 60), self._kind(its.pid)[0]) for its in others]
        told.append(ThreadsSampled(at_s, run, sample.interval_s, sample.tree.threads))
        told += [ProcessesUsed(at_s, run, sample.tree.uses)] if sample.tree.uses else []
        told += self._born.told(at_s, run)
        # What ended since the last look used CPU that no sample shows, and the first look reaches further back than the
        # cores do: then the rest of the machine cannot be told from the run.
        is_told = self._is_sampled and not (sample.tree.gone or sample.tree.threads_gone)
        told.append(CoresSampled(at_s, sample.busy, run, sample.by_run, sample.others if is_told else None))
        self._is_sampled = True
        told.append(ObserverSampled(at_s, sample.observer_share))
        told += self._stalled(sample.tree.stalls, at_s)
        told += [ThreadEnded(at_s, run, who.pid, who.tid) for who in sample.tree.threads_gone]
        codes = dict(sample.tree.codes)
        told += [ProcessEnded(at_s, run, pid, codes.get(pid)) for pid in sample.tree.gone]
        self._unwaited = sample.tree.unwaited
        for pid in sample.tree.gone:
            self._forget(pid)
        return told

    def _over(self, told: Sequence[Telemetry]) -> set[int]:
        """Return those that have been waited for; the sampler may never have seen them."""
        over: set[int] = set()
        for item in told:
            if isinstance(item, ProcessEnded) and item.exit_code is not None:
                over.add(item.pid)
            elif isinstance(item, ProcessStarted):
                over.discard(item.pid)
        return over - {self._watched.pid}

    def _forget(self, pid: int) -> None:
        """Forget a process that has ended: its number may come again, as that of another one."""
        self._unseen.pop(pid, None)
        if pid != self._watched.pid:
            self._seen.discard(pid)
            self._told.discard(pid)

    def _nobody_waits(self) -> list[Telemetry]:
        """Return which processes nobody has waited for, if that is news."""
        self._waited.intersection_update(self._unwaited)
        now = tuple(pid for pid in self._unwaited if pid not in self._waited)
        if now == self._unwaited_told:
            return []
        self._unwaited_told = now
        return [UnwaitedSeen(self._now_s(), self._run, now)]

    def _stalled(self, stalls: tuple[Stall, ...], at_s: float) -> list[Telemetry]:
        """Return who stands still, if that is news. The sampler's times count on its own clock."""
        if stalls is self._stalls:
            return []
        self._stalls, origin_s = stalls, self._origin_ns / 1e9
        return [StallsSeen(at_s, self._run, tuple(replace(its, since_s=its.since_s - origin_s) for its in stalls))]

    def _without_probe(self, at_s: float) -> list[Telemetry]:
        """Return what there is to say about processes that live on without the probe."""
        told: list[Telemetry] = []
        for pid, (found, since_s) in list(self._unseen.items()):
            if pid in self._seen:
                del self._unseen[pid]
            elif at_s - since_s > without_probe.SOON_S:
                why = self._why_unseen(found, at_s - since_s)
                if why is not None:
                    del self._unseen[pid]
                    told += self._unprobed(found, at_s) if pid not in self._told else []
                    told += self._not_observed(found, at_s, why) if why else []
        return told

    def _become_others(self) -> list[Telemetry]:
        """Return what there is to say of processes that have just become other programs."""
        told: list[Telemetry] = []
        at_s = self._now_s()
        for its in self._board.take_replaced():
            found = ProcessFound(its.pid, None, its.program[:15], its.words or (its.program,))
            told += self._unprobed(found, at_s, is_another=True)
            self._unseen.pop(its.pid, None)
            if found.name.startswith("python"):
                why = without_probe.told_of(its.words, has_run=its.has_run)
                told += self._not_observed(found, at_s, why) if why else []
                if not why:
                    self._seen.discard(its.pid)
                    self._unseen[its.pid] = (found, at_s)
        return told

    def _never_seen(self) -> list[Telemetry]:
        """Return what there is to say of Pythons that are over, and that no probe was ever in."""
        told: list[Telemetry] = []
        pid, at_s = self._watched.pid, self._now_s()
        if pid is not None and pid not in self._seen and self._command and self._watched.directory is not None:
            found = ProcessFound(pid, None, "python", self._command)
            if pid not in self._told:
                told += self._unprobed(found, at_s)
                self._unseen.setdefault(pid, (found, at_s))
        for found, _ in self._unseen.values():
            if found.pid in self._told:
                told += self._not_observed(found, at_s, without_probe.told_of(found.command) or without_probe.UNKNOWN)
        return told

    def _not_observed(self, found: ProcessFound, at_s: float, why: str) -> list[Telemetry]:
        before = self._board.processes.get(found.pid)
        became = f"{before.name}, since it executed {plain(found.called, 60)}" if before else ""
        return [NotObserved(at_s, self._run, became or "a Python without the probe", why)]

    def _why_unseen(self, found: ProcessFound, lives_s: float) -> str | None:
        """Return why no probe rides in a process, empty where none was to; None when it may yet come."""
        directory = self._watched.directory
        if directory is None or not found.name.startswith("python"):
            return ""
        return without_probe.told(found.pid, str(directory), lives_s)

    def _kind(self, pid: int) -> tuple[Role, Kind]:
        return _MAIN if pid == self._watched.pid else _WORKER

    def _unprobed(self, found: ProcessFound, at_s: float, *, is_another: bool = False) -> list[Telemetry]:
        run, pid = self._run, found.pid
        self._told.add(pid)
        role, kind = self._kind(pid)
        command, made = self._board.without_probe(run, self._origin_ns, pid)
        name = command or plain(found.called, 60)
        return [
            ProcessStarted(at_s, run, pid, found.parent_pid, role, name, False, is_another),
            ThreadStarted(at_s, run, pid, pid, kind, role, name),
            *made,
        ]


_MAIN: tuple[Role, Kind] = ("main", "thread")
_WORKER: tuple[Role, Kind] = ("worker", "process")

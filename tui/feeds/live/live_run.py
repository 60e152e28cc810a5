"""One run of a program, watched: its launch, its board and its samples, turned into telemetry on one clock."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from tui.feeds.board import without_probe
from tui.feeds.board.board_reader import BoardReader
from tui.feeds.board.contents import Contents
from tui.feeds.board.read_batch import EVENTS_PER_READ, MOVES_PER_READ
from tui.feeds.burst.burst import Burst
from tui.feeds.live.control import Control
from tui.feeds.live.launch import Launch, LaunchError
from tui.feeds.live.output import Tee, Written
from tui.feeds.live.run_order import RunOrder, why_it_failed
from tui.feeds.run_directory import probe_environment, put_pack, run_directory
from tui.feeds.sampling.look import ProcessFound
from tui.feeds.sampling.sampler import ProcessSampler, Sample
from tui.telemetry.text import plain
from tui.telemetry.vocabulary import (
    CoresSampled,
    NotObserved,
    ObserverSampled,
    Outcome,
    ProcessEnded,
    ProcessNamed,
    ProcessStarted,
    Role,
    RunEnded,
    RunStarted,
    Telemetry,
    ThreadEnded,
    ThreadsSampled,
    ThreadStarted,
    Told,
)
from tui.telemetry.who import Who

ALONE_S = 0.5
"""How long the microscope waits for a second process to work on its value; threads of one process need no waiting."""
IN_ORDER_S = 1.5
"""How long a program that was told to end may take before it is ended."""


class LiveRun:
    """Watches one run from start to clean-up; `poll` until it is over, then `close`."""

    def __init__(
        self, order: RunOrder, origin_ns: int, environment: dict[str, str], tee: Tee | None = None
    ) -> None:
        self._order = order
        self._origin_ns = origin_ns
        self._environment = environment
        self._directory: Path | None = None
        self._launch: Launch | None = None
        self._board: BoardReader | None = None
        self._control: Control | None = None
        self._contents: Contents | None = None
        self._armed_s: float | None = None
        self._sampler: ProcessSampler | None = None
        self._burst = Burst()
        self._written = Written(order.run, order.results, tee)
        self._unseen: dict[int, tuple[ProcessFound, float]] = {}
        """Processes in which no probe has been seen yet, and since when they are known."""
        self._seen: set[int] = set()
        self._asked_to_stop: Outcome | None = None
        self._ends_s: float | None = None
        """Until when it may end in order; None unless a person stopped it."""
        self._is_played_with = False
        """Whether it was told anything but to end: then there is no other end for it than a person's."""
        self._news: list[Telemetry] = []
        """What was done since the last poll."""
        self._started_s = self._now_s()
        self._is_sampled = False
        self.is_over = False

    def _now_s(self, now_ns: int | None = None) -> float:
        return ((time.perf_counter_ns() if now_ns is None else now_ns) - self._origin_ns) / 1e9

    def poll(self) -> list[Telemetry]:
        """Return what happened since the last call."""
        if self.is_over:
            return []
        if self._launch is None:
            return self._start()
        try:
            self._launch.poll()
        except LaunchError as error:
            self.is_over = True
            return [self._ended("failed", str(error))]
        told, self._news = [*self._news, *self._look(self._launch)], []
        if self._launch.is_over:
            told += self._output(self._launch)
            told.append(self._how_it_ended(self._launch))
            self.is_over = True
        elif self._ends_s is not None and self._now_s() > self._ends_s:
            self.stop()
        elif self._is_too_long() and self._asked_to_stop is None:
            self.stop("time limit")
        return told

    def tell(self, line: str) -> bool:
        """Give the program a line on its standard input; return whether it went there."""
        if self._launch is None or not self._launch.tell(line):
            return False
        self._is_played_with = self._is_played_with or line != self._order.end_line
        self._news.append(Told(self._now_s(), self._order.run, plain(line, 100)))
        return True

    def stop(self, outcome: Outcome = "stopped") -> None:
        """Ask for the end of the run; `poll` tells when it is over, within 2 s.

        A program that listens is told to end, and is given some time for it; asked again, it is ended.
        """
        if self._ends_s is None and outcome == "stopped" and self._order.end_line and self.tell(self._order.end_line):
            self._ends_s = self._now_s() + IN_ORDER_S
            return
        self._asked_to_stop = self._asked_to_stop or outcome
        if self._launch is not None:
            self._launch.stop()

    def attend(self, seconds: float) -> None:
        """Take in for so long, as soon as it comes, what the program writes; shorter when something else happens."""
        until_s = self._now_s() + seconds
        while (left_s := until_s - self._now_s()) > 0:
            if self._launch is None or self.is_over:
                time.sleep(left_s)
                continue
            has_spoken = self._launch.wait(left_s)
            self._news += self._output(self._launch)
            if has_spoken:
                return
            if self._launch.pid is None:
                time.sleep(min(left_s, 0.001))

    def pass_on(self, number: int) -> bool:
        """Give the program a signal; return whether it was there to get it."""
        return self._launch is not None and self._launch.pass_on(number)

    def close(self) -> None:
        """Leave nothing. Safe to call twice."""
        self.is_over = True
        for part in (self._burst, self._sampler, self._contents, self._control, self._board, self._launch):
            if part is not None:
                part.close()

    def _start(self) -> list[Telemetry]:
        order = self._order
        self._started_s = self._now_s()
        started = RunStarted(
            self._started_s, order.run, order.variant, order.repeat, order.command,
            order.expected_cpu_s, order.time_limit_s, order.probe.microscope > 0,
        )  # fmt: skip
        try:
            self._directory = directory = run_directory()
            put_pack(order.argv[0], directory)
            environment = probe_environment(directory, self._environment, is_own=order.is_own)
            self._control = Control(directory, order.probe)
            known, takes = self._known_processes, order.input
            self._launch = Launch(order.argv, environment, None, directory, known_processes=known, takes=takes)
        except (LaunchError, OSError) as error:
            self.is_over = True
            return [started, self._ended("failed", str(error))]
        self._board = BoardReader(directory, events=MOVES_PER_READ if order.probe.traffic else EVENTS_PER_READ)
        self._contents = Contents(self._board.book, order.row_bytes)
        return [started]

    def _known_processes(self) -> list[tuple[int, int]]:
        """Return what a second reaper is told when the first was killed."""
        return [] if self._sampler is None else self._sampler.processes()

    def _look(self, launch: Launch) -> list[Telemetry]:
        assert self._board is not None
        told = self._board.read(self._order.run, self._origin_ns, is_last=launch.is_over)
        told += self._read_contents(self._board)
        self._seen.update(item.pid for item in told if isinstance(item, ProcessStarted))
        if launch.pid is not None and self._sampler is None and launch.exit_code is None:
            self._sampler = ProcessSampler(launch.pid, (launch.reaper_pid,))
        if self._sampler is not None and launch.exit_code is None:
            self._sampler.know(self._seen)
            told += self._sampled(self._sampler.sample(), launch)
        told += self._burst.poll(self._order.run, self._now_s(), self._origin_ns)
        told += self._output(launch)
        return told

    def ask_lines(self, hz: int) -> None:
        """Ask the probes for current lines so many times a second, or for no more."""
        if self._control is not None:
            self._control.ask_lines(hz)

    def ask_switch_interval(self, seconds: float | None) -> None:
        """Ask the probes for this switch interval, or for the program's own."""
        if self._control is not None:
            self._control.ask_switch_interval(seconds)

    def ask_burst(self, threads: Sequence[Who]) -> None:
        """Look at these threads closely for a moment; `poll` tells what was seen."""
        if self._launch is not None and not self.is_over:
            self._burst.ask(threads)

    def _read_contents(self, board: BoardReader) -> list[Telemetry]:
        assert self._contents is not None and self._control is not None
        now_s, told = self._now_s(), []

        def not_observed(what: str, why: str) -> None:
            told.append(NotObserved(now_s, self._order.run, plain(what), why))

        is_last = self._launch is None or self._launch.is_over
        found = self._contents.read(self._order.run, now_s, not_observed, is_last=is_last)
        if self._control.order.microscope and board.book.is_armed():
            self._armed_s = self._armed_s or now_s
            if board.book.is_ready_to_record() or now_s - self._armed_s > ALONE_S:
                self._control.go()
        return found + told

    def _sampled(self, sample: Sample, launch: Launch) -> list[Telemetry]:
        run, at_s = self._order.run, self._now_s(sample.at_ns)
        self._burst.see(sample.threads)
        told: list[Telemetry] = []
        for found in (*sample.found, *sample.renamed):
            self._unseen[found.pid] = (found, self._unseen.get(found.pid, (found, at_s))[1])
        told += self._without_probe(at_s, launch)
        others = [found for found in sample.renamed if found.pid in self._seen and found.is_no_python]
        told += [ProcessNamed(at_s, run, found.pid, plain(found.called, 60), "worker") for found in others]
        told.append(ThreadsSampled(at_s, run, sample.interval_s, sample.threads))
        # What ended since the last look used CPU that no sample shows, and the first look reaches further back than the
        # cores do: then the rest of the machine cannot be told from the run.
        is_told = self._is_sampled and not (sample.gone or sample.threads_gone)
        told.append(CoresSampled(at_s, sample.busy, run, sample.by_run, sample.others if is_told else None))
        self._is_sampled = True
        told.append(ObserverSampled(at_s, sample.observer_share))
        told += [ThreadEnded(at_s, run, who.pid, who.tid) for who in sample.threads_gone]
        told += [ProcessEnded(at_s, run, pid, None) for pid in sample.gone]
        for pid in sample.gone:
            self._unseen.pop(pid, None)
        return told

    def _without_probe(self, at_s: float, launch: Launch) -> list[Telemetry]:
        """Return what there is to say about processes that live on without the probe."""
        assert self._board is not None
        told: list[Telemetry] = []
        for pid, (found, since_s) in list(self._unseen.items()):
            if pid in self._seen:
                del self._unseen[pid]
            elif at_s - since_s > without_probe.SOON_S:
                is_python = found.name.startswith("python")
                why = without_probe.told(pid, str(self._directory), at_s - since_s) if is_python else ""
                if why is None:
                    continue
                del self._unseen[pid]
                role: Role = "main" if pid == launch.pid else "worker"
                command, made = self._board.without_probe(self._order.run, self._origin_ns, pid)
                name = command or plain(found.called, 60)
                kind = "thread" if role == "main" else "process"
                told.append(ProcessStarted(at_s, self._order.run, pid, found.parent_pid, role, name, False))
                told.append(ThreadStarted(at_s, self._order.run, pid, pid, kind, role, name))  # type: ignore[arg-type]
                told += made
                if why:
                    told.append(NotObserved(at_s, self._order.run, "a Python without the probe", why))
        return told

    def _output(self, launch: Launch) -> list[Telemetry]:
        if launch.pid is None and not launch.is_over:
            return []  # Who reads its first words may send it a signal at once: then we must know where to.
        told = self._written.take(launch.read_output(), self._now_s())
        for stream in self._written.unread:
            launch.shut(stream)
        return told

    def _is_too_long(self) -> bool:
        limit_s = self._order.time_limit_s
        return limit_s is not None and self._now_s() - self._started_s > limit_s

    def _how_it_ended(self, launch: Launch) -> RunEnded:
        if self._asked_to_stop == "time limit":
            limit = f"its time limit of {self._order.time_limit_s:g} s"
            return self._ended("time limit", f"It was ended at {limit}: lift the limit or give it less to do.", launch)
        is_cut_short = self._ends_s is not None and not self._is_played_with
        if self._asked_to_stop is not None or (is_cut_short and launch.exit_code == 0):
            return self._ended("stopped", "", launch)
        if launch.exit_code != 0:
            return self._ended("failed", why_it_failed(launch.exit_code, self._written.errors), launch)
        return self._ended("ended", "", launch)

    def _ended(self, outcome: Outcome, message: str, launch: Launch | None = None) -> RunEnded:
        now_s = self._now_s()
        elapsed_s = now_s - self._started_s
        if launch is not None and launch.started_ns is not None and launch.ended_ns is not None:
            elapsed_s = (launch.ended_ns - launch.started_ns) / 1e9
        return RunEnded(
            now_s,
            self._order.run,
            outcome,
            launch.exit_code if launch else None,
            elapsed_s,
            launch.cpu_s if launch else None,
            (launch.swept if launch else None) or 0,
            plain(message, 300),
        )

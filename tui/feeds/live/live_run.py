"""One run of a program, from when it is begun to when it is over: its start, its steering and how it ended."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from tui.feeds.interrupt import Interrupt
from tui.feeds.live.launch import LaunchError
from tui.feeds.live.output import Output, Tee
from tui.feeds.live.run_order import RunOrder, as_written
from tui.feeds.live.watched import Watched
from tui.telemetry.ends import ProcessLeft, StopAsked
from tui.telemetry.tasks import ErrorSeen
from tui.telemetry.text import plain
from tui.telemetry.vocabulary import NotObserved, Outcome, RunEnded, RunStarted, Telemetry, Told
from tui.telemetry.who import Who

if TYPE_CHECKING:
    from tui.feeds.live.run_reader import RunReader

LEAST_MISSED_S = 0.5
"""Shorter gaps between two readings are no suspension of ours."""
IN_ORDER_S = 1.5
"""How long a program that was told to end may take before it is ended."""

Begin = Callable[[Callable[[], Iterable[tuple[int, int]]]], Watched]
"""Gives the program to watch, which may have been started for that; LaunchError or OSError when there is none. It is
given what tells the processes seen in the run: pid, and start time as in field 22 of /proc/<pid>/stat."""


class LiveRun:
    """Watches one run from start to clean-up; `poll` until it is over, then `close`."""

    def __init__(self, order: RunOrder, origin_ns: int, begin: Begin, tee: Tee | None = None) -> None:
        self._order = order
        self._origin_ns = origin_ns
        self._begin = begin
        self.watched = Watched()
        """What is watched; nothing before the first `poll`."""
        self._reader: RunReader | None = None
        self._output = Output(order.run, order.results, order.tables, tee)
        self._asked_to_stop: Outcome | None = None
        self._interrupt = Interrupt()
        self._raised = ""
        """The exception that ended the program, as far as that was told."""
        self._ends_s: float | None = None
        """Until when it may end in order; None unless a person stopped it."""
        self._is_played_with = False
        """Whether it was told anything but to end: then there is no other end for it than a person's."""
        self._news: list[Telemetry] = []
        """What was done since the last poll."""
        self._started_s = self._polled_s = self._now_s()
        self._was_held = False
        """Whether the program was held since it was last told that we were stopped."""
        self.is_over = False

    def _now_s(self) -> float:
        return (time.perf_counter_ns() - self._origin_ns) / 1e9

    def poll(self) -> list[Telemetry]:
        """Return what happened since the last call."""
        if self.is_over:
            return []
        self._polled_s = self._now_s()
        if self._reader is None:
            return self._start()
        try:
            self.watched.poll()
        except LaunchError as error:
            self.is_over = True
            return [self._ended("failed", str(error))]
        told, self._news = self._news, []  # What a signal adds meanwhile is told next time.
        told += [*self._reader.read(), *self._written()]
        self._see_what_ended_it(told)
        if self.watched.is_over:
            told += [*self._news, *self._written(), *self._left()]
            told.append(self._how_it_ended())
            self.is_over = True
        elif self._must_end(told):
            self.stop()
        elif self._is_too_long() and self._asked_to_stop is None:
            self.stop("time limit")
        return told

    def tell(self, line: str) -> bool:
        """Give the program a line on its standard input; return whether it went there."""
        if not self.watched.tell(line):
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
        if self._asked_to_stop is None and outcome == "stopped":
            self._news.append(StopAsked(self._now_s(), self._order.run, None))
        self._asked_to_stop = self._asked_to_stop or outcome
        self.watched.stop()

    def pass_on(self, number: int) -> bool:
        """Give the program a signal that was meant for it; return whether it was there to get it.

        This may be called at any moment, from a signal's handler.
        """
        now_s = self._now_s()
        if not self.watched.pass_on(number):
            return False
        self._interrupt.given(number, now_s)
        self._news.append(StopAsked(now_s, self._order.run, number))
        return True

    def missed(self) -> None:
        """Tell that nothing was read since the last poll. This may be called at any moment, from a signal's handler."""
        now_s = self._now_s()
        if not self._was_held and now_s - self._polled_s < LEAST_MISSED_S:
            return  # A CONT came without a stop before it, as some programs send it behind every signal.
        from_s = max(0.0, self._polled_s - self._started_s)
        what = f"what happened from {from_s:.1f} s to {now_s - self._started_s:.1f} s"
        with_us = ", and the program with it" if self._was_held else ""
        self._was_held = False
        if self._reader is not None:
            why = f"coreograph was suspended{with_us}; counts and CPU times are whole"
            self._news.append(NotObserved(now_s, self._order.run, what, why))

    def hold(self, is_held: bool) -> None:
        """Hold the program, or let it go on. This may be called at any moment, from a signal's handler."""
        if self.watched.pass_on(signal.SIGSTOP if is_held else signal.SIGCONT) and is_held:
            self._was_held = True

    def attend(self, seconds: float) -> None:
        """Take in for so long, as soon as it comes, what the program writes; shorter when something else happens."""
        until_s = self._now_s() + seconds
        while (left_s := until_s - self._now_s()) > 0:
            has_spoken = self.watched.wait(left_s)
            self._news += self._written()
            if has_spoken:
                return
            if self.watched.pid is None:
                time.sleep(min(left_s, 0.001))

    def ask_burst(self, threads: Sequence[Who]) -> None:
        """Look at these threads closely for a moment; `poll` tells what was seen."""
        if self._reader is not None and not self.is_over:
            self._reader.ask_burst(threads)

    def close(self) -> None:
        """Leave nothing. Safe to call twice."""
        self.is_over = True
        if self._reader is not None:
            self._reader.close()
        self.watched.close()

    def _start(self) -> list[Telemetry]:
        # Before the program starts: on a busy machine it may be over before what reads it is there.
        from tui.feeds.live.run_reader import RunReader  # noqa: PLC0415

        order = self._order
        self._started_s = self._now_s()
        started = RunStarted(
            self._started_s, order.run, order.variant, order.repeat, order.command,
            order.expected_cpu_s, order.time_limit_s, order.probe.microscope > 0,
        )  # fmt: skip
        try:
            self.watched = self._begin(lambda: self._reader.processes() if self._reader else ())
        except (LaunchError, OSError) as error:
            self.is_over = True
            return [started, self._ended("failed", str(error))]
        self._reader = RunReader(self.watched, order.run, self._origin_ns, order.row_bytes, order.argv)
        return [started]

    def _written(self) -> list[Telemetry]:
        watched = self.watched
        if watched.pid is None and not watched.is_over:
            return []  # Who reads its first words may send it a signal at once: then we must know where to.
        told = self._output.take(watched.read_output(), self._now_s())
        for stream in self._output.unread:
            watched.shut(stream)
        return told

    def _left(self) -> list[Telemetry]:
        """Return what was still running when the program had ended."""
        now_s, its = self._now_s(), self.watched
        return [ProcessLeft(now_s, self._order.run, pid, plain(name, 100), its.keeps) for pid, name in its.left]

    def _must_end(self, told: Iterable[Telemetry]) -> bool:
        """Whether it was to end in order by now, or hangs since it was given a signal."""
        now_s = self._now_s()
        is_stuck = self._interrupt.is_stuck(told, now_s)
        return self._asked_to_stop is None and (is_stuck or (self._ends_s is not None and now_s > self._ends_s))

    def _see_what_ended_it(self, told: Iterable[Telemetry]) -> None:
        for item in told:
            if isinstance(item, ErrorSeen) and item.kind == "program" and item.pid == self.watched.pid:
                self._raised = f"{item.type}: {item.text}" if item.text else item.type

    def _is_too_long(self) -> bool:
        limit_s = self._order.time_limit_s
        return limit_s is not None and self._now_s() - self._started_s > limit_s

    def _how_it_ended(self) -> RunEnded:
        if self._asked_to_stop == "time limit":
            limit = f"its time limit of {self._order.time_limit_s:g} s"
            return self._ended("time limit", f"It was ended at {limit}: lift the limit or give it less to do.")
        is_cut_short = self._ends_s is not None and not self._is_played_with
        if self._asked_to_stop is not None or (is_cut_short and self.watched.exit_code == 0):
            return self._ended("stopped")
        if self._interrupt.explains(self.watched.exit_code, self._now_s()):
            return self._ended("stopped")
        written = self._output.last_words
        fault = self.watched.fault(as_written(self._raised, written), written)
        return self._ended("failed" if fault else "ended", fault)

    def _ended(self, outcome: Outcome, message: str = "") -> RunEnded:
        now_s, its = self._now_s(), self.watched
        elapsed_s = now_s - self._started_s
        if its.started_ns is not None and its.ended_ns is not None:
            elapsed_s = (its.ended_ns - its.started_ns) / 1e9
        swept, run = its.swept or 0, self._order.run
        return RunEnded(now_s, run, outcome, its.exit_code, elapsed_s, its.cpu_s, swept, plain(message, 300))

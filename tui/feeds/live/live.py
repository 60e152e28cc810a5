"""The live feed: a comparison's runs, one after another, on the machine at hand."""

from __future__ import annotations

import os
import shlex
import time
from collections.abc import Mapping, Sequence
from functools import partial

from msgspec.structs import replace

from tui.feeds.live.calibration import CalibrationRun, calibrated_value, expected_cpu_s, learn
from tui.feeds.live.control import STAND_BY, Control
from tui.feeds.live.interpreter import Interpreter, known_interpreter
from tui.feeds.live.launched import Launched
from tui.feeds.live.live_run import LiveRun
from tui.feeds.live.output import Tee
from tui.feeds.live.plan import Doubts, Plan, arguments, shown_path
from tui.feeds.live.run_order import RunOrder
from tui.feeds.run_directory import packed_probe
from tui.feeds.sampling.machine import machine
from tui.lessons.knob import KnobValue
from tui.telemetry.objects import LinesAsked
from tui.telemetry.text import plain
from tui.telemetry.usage import ObserverPaced, Pace
from tui.telemetry.vocabulary import (
    Calibrated,
    ComparisonEnded,
    ComparisonStarted,
    RunEnded,
    Telemetry,
    VariantPlanned,
)
from tui.telemetry.who import Who

MOST_COMMAND = 4_000
"""Characters of a program's command line that are told."""


class LiveFeed:
    """Runs every variant of the plan, then every variant again for each repeat, and tells what happens.

    A run that fails or hits its limit does not keep the others from running; a person's stop ends the comparison.
    """

    def __init__(
        self, plan: Plan, interpreter: Interpreter, interval_s: float = 0.1, tee: Tee | None = None
    ) -> None:
        """`tee` is given what the program writes, as it wrote it."""
        self._plan = plan
        self._tee = tee
        self._interpreter = interpreter
        self._interval_s = interval_s
        packed_probe(plan.python)
        self._origin_ns = time.perf_counter_ns()
        self._calibration = CalibrationRun(plan, plan.calibration) if plan.calibration else None
        self._calibrated: dict[str, KnobValue] = {}
        self._is_calibrated = self._calibration is None
        self._left = [(variant, repeat) for repeat in range(plan.repeats) for variant in plan.variants]
        self._run: LiveRun | None = None
        self._count = 0
        self._variant, self._repeat = "", 0
        """The one that runs, or ran last."""
        self._doubts = Doubts(plan, machine().usable_cores)
        self._probe = plan.probe
        """What the probes of the next run are asked for."""
        self._ahead: list[Telemetry] = []
        """What was told before somebody polled."""
        self._broken: Exception | None = None
        self._pace = self._pace_told = Pace(1 / interval_s, "usual")
        self._is_told = False
        self._lines_told = (-1, 0)
        """Run, and how often a second, as told last."""
        self._is_stopping = False
        self._is_over = False

    @property
    def _control(self) -> Control | None:
        """What the probes of the run that is on are asked for."""
        return self._run.watched.control if self._run is not None else None

    @property
    def is_over(self) -> bool:
        return self._is_over

    def look_ahead(self) -> None:
        """Start, or look, now; the next poll tells what there is to tell of it, or raises what has broken it."""
        try:
            self._ahead = [*self.poll()]
        except (OSError, RuntimeError, ValueError) as error:
            self._broken = error

    def poll(self) -> Sequence[Telemetry]:
        told, self._ahead = self._ahead, []
        if self._broken is not None:
            raise self._broken
        if self._is_over:
            return told
        if not self._is_told:
            self._is_told = True
            told.append(self._started())
        if not self._is_calibrated:
            self._calibrate(told)
        if self._is_calibrated:
            self._go_on(told)
            self._tell_lines(told)
        if self._pace != self._pace_told:
            self._pace_told = self._pace
            told.append(ObserverPaced(self._now_s(), self._pace))
        return told

    def _tell_lines(self, told: list[Telemetry]) -> None:
        """Tell from when on, in the run that is on, its lines are looked at, and from when on no longer."""
        asked = self._count - 1, max(0, self._probe.lines_hz)
        if self._run is not None and asked != self._lines_told and (asked[1] or self._lines_told[0] == asked[0]):
            self._lines_told = asked
            told.append(LinesAsked(self._now_s(), *asked))

    def ask_lines(self, hz: int) -> None:
        """Ask for lines. Who asks may ask again: from the first call on, whatever it asks for, the probes stand by."""
        self._probe = replace(self._probe, lines_hz=hz or STAND_BY)
        if self._control is not None:
            self._control.ask_lines(self._probe.lines_hz)

    def ask_switch_interval(self, seconds: float | None) -> None:
        """Ask for this switch interval in the run that is on and in the next ones; None is the program's own."""
        self._probe = replace(self._probe, switch_interval_s=seconds)
        if self._control is not None:
            self._control.ask_switch_interval(seconds)

    def ask_burst(self, threads: Sequence[Who]) -> None:
        """Look at these threads of the run that is on closely for a moment."""
        if self._run is not None:
            self._run.ask_burst(threads)

    def tell(self, line: str, knobs: Mapping[str, KnobValue] | None = None) -> bool:
        if self._run is None or not self._run.tell(line):
            return False
        self._plan = replace(self._plan, knobs={**self._plan.knobs, **(knobs or {})})
        return True

    def stop(self) -> None:
        self._is_stopping = True
        self._left.clear()
        if self._run is not None:
            self._run.stop()
        if self._calibration is not None:
            self._calibration.close()

    def attend(self, seconds: float) -> None:
        """Wait for so long between two polls; what the program that is on writes is passed on without delay."""
        if self._run is not None:
            self._run.attend(seconds)
        else:
            time.sleep(seconds)

    def pass_on(self, number: int) -> bool:
        """Give the program that is on a signal that was meant for it; return whether it was there to get it."""
        return self._run is not None and self._run.pass_on(number)

    def pace(self, pace: Pace) -> None:
        self._pace = pace

    def missed(self) -> None:
        if self._run is not None:
            self._run.missed()

    def hold(self, is_held: bool) -> None:
        """Hold the program that is on, or let it go on."""
        if self._run is not None:
            self._run.hold(is_held)

    def close(self) -> None:
        self._is_over = True
        for part in (self._run, self._calibration):
            if part is not None:
                part.close()

    def _now_s(self) -> float:
        return (time.perf_counter_ns() - self._origin_ns) / 1e9

    def _calibrate(self, told: list[Telemetry]) -> None:
        calibration = self._plan.calibration
        assert self._calibration is not None and calibration is not None
        self._calibration.poll(self._now_s())
        if not self._calibration.is_over:
            return
        self._is_calibrated = True
        seconds_per_unit = self._calibration.seconds_per_unit
        if seconds_per_unit is not None:
            value = calibrated_value(self._plan, calibration, seconds_per_unit)
            self._calibrated = {calibration.knob: value}
            told.append(Calibrated(self._now_s(), calibration.knob, str(value), seconds_per_unit))

    def _go_on(self, told: list[Telemetry]) -> None:
        if self._run is not None:
            news = self._run.poll()
            told += news
            if not self._run.is_over:
                return
            self._learn(news)
            self._run.close()
            self._run = None
        self._left += [] if self._left else self._doubts.again()
        if self._left and not self._is_stopping:
            self._run = self._next_run()
            told += self._run.poll()
        else:
            self._is_over = True
            told.append(ComparisonEnded(self._now_s()))

    def _learn(self, news: Sequence[Telemetry]) -> None:
        """Correct the calibration by the run it was made for."""
        variant = self._plan.scenario.calibration.variant if self._plan.scenario.calibration else None
        for item in news:
            if isinstance(item, RunEnded) and item.outcome == "ended":
                self._doubts.took(self._variant, self._repeat, item.elapsed_s)
            if isinstance(item, RunEnded) and item.outcome == "ended" and item.cpu_s and self._variant == variant:
                learn(self._plan, self._calibrated, item.cpu_s)

    def _next_run(self) -> LiveRun:
        plan = self._plan
        variant, repeat = self._left.pop(0)
        self._variant, self._repeat = variant.name, repeat
        options = arguments(plan, variant, self._calibrated)
        order = RunOrder(
            run=self._count,
            variant=variant.name,
            repeat=repeat,
            argv=(plan.python, *program_of(plan), *options),
            command=plain(shlex.join(["python", *plan.scenario.options, *shown_target(plan), *options]), MOST_COMMAND),
            expected_cpu_s=expected_cpu_s(plan, self._calibrated),
            time_limit_s=plan.time_limit_s,
            results=plan.scenario.results,
            tables=plan.scenario.tables,
            end_line=plan.control.end if plan.control else "",
            inherits_input=plan.inherits_input,
            is_own=plan.is_own,
            target=plan.scenario.target,
            of=plan.of,
            keeps=plan.keeps,
            row_bytes=int(plan.knobs[plan.scenario.block.row]) if plan.scenario.block else 0,
            probe=self._probe,
        )
        self._count += 1
        return LiveRun(order, self._origin_ns, partial(Launched, order, os.environ), self._tee)

    def _started(self) -> ComparisonStarted:
        plan, facts, python = self._plan, machine(), self._interpreter
        return ComparisonStarted(
            at_s=self._now_s(),
            scenario=plan.scenario.name or None,
            title=plan.title,
            program=shown_program(plan),
            variants=tuple(
                VariantPlanned(v.name, v.hue, v.says, v.baseline, v.word, v.title, v.is_apart) for v in plan.variants
            ),
            repeats=plan.repeats,
            knobs=tuple((name, str(value)) for name, value in plan.knobs.items()),
            python_version=python.version,
            implementation=python.implementation,
            gil=python.gil,
            switch_interval_s=python.switch_interval_s,
            system=facts.system,
            cores=facts.cores,
            usable_cores=facts.usable_cores,
            sees=facts.sees,
            interval_s=self._interval_s,
            recorded_at=time.time(),
            boards=plan.scenario.boards,
            tables=tuple((table.name, table.title) for table in plan.scenario.tables),
        )


def program_of(plan: Plan) -> tuple[str, ...]:
    """Return what a Python is given to run the plan's program."""
    return (*plan.scenario.options, *(plan.scenario.target or (str(plan.program),)))


def shown_target(plan: Plan) -> tuple[str, ...]:
    """Return the words that a person would type behind Python's options."""
    return target if len(target := plan.scenario.target) > 1 else (shown_path(plan.program),)


def shown_program(plan: Plan) -> str:
    """Return what the program is called: its path, `-m` and its module, or `-c`, whose code is no name."""
    target = shown_target(plan)
    return target[0] if target[0] == "-c" else plain(" ".join(target))


def open_live(plan: Plan) -> LiveFeed:
    """Return a live feed of the plan."""
    return LiveFeed(plan, known_interpreter(plan.python))

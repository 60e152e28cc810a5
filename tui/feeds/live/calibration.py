"""Finds the calibrated knob: how large the work must be for the baseline to last as long as the lesson says.

Two sizes of the same small work run in turn, three times each, as plain programs without the probe. The slope of their
CPU times is the time per unit, free of the interpreter's start-up; the lowest of the tries counts, because whatever
disturbs a measurement only makes it longer. A Python is measured once for each program as long as the app is open, and
corrected when a whole run shows that the measurement was off.
"""

from __future__ import annotations

from collections.abc import Mapping

from tui.feeds.live.launch import Launch
from tui.feeds.live.plan import CALIBRATED, Plan, arguments
from tui.lessons.knob import KnobValue
from tui.lessons.lesson import Calibration

TRIES = 3
TRY_LIMIT_S = 5.0
"""A try that takes longer is given up; so is the calibration, and the program's own default is used."""

OFF = 1.25

_measured: dict[tuple[str, str], float] = {}
"""Seconds of CPU per unit, by interpreter and program."""


class CalibrationRun:
    """The tries, one after another; `poll` until it is over."""

    def __init__(self, plan: Plan, calibration: Calibration) -> None:
        self._plan, self._calibration = plan, calibration
        self._key = (plan.python, str(plan.program))
        self._left = [calibration.small, calibration.large] * TRIES
        self._cpu_s: dict[int, float] = {}
        self._launch: Launch | None = None
        self._launched_s = 0.0
        self.is_over = self._key in _measured

    @property
    def seconds_per_unit(self) -> float | None:
        """CPU seconds per unit of the knob; None before the end, or when it could not be measured."""
        return _measured.get(self._key)

    def poll(self, now_s: float) -> None:
        """Go on, without blocking; `now_s` is on any steady clock."""
        if self.is_over:
            return
        if self._launch is None:
            self._start(now_s)
            return
        self._launch.poll()
        self._launch.read_output()
        if self._launch.is_over:
            self._take(self._launch)
        elif now_s - self._launched_s > TRY_LIMIT_S:
            self.close()

    def close(self) -> None:
        """End whatever runs."""
        self.is_over = True
        if self._launch is not None:
            self._launch.close()
            self._launch = None

    def _start(self, now_s: float) -> None:
        calibration, plan = self._calibration, self._plan
        knobs: Mapping[str, KnobValue] = {**calibration.knobs, calibration.knob: self._left[0]}
        argv = [plan.python, str(plan.program)]
        argv += arguments(plan, plan.scenario.variant(calibration.variant), knobs)
        self._launched_s = now_s
        self._launch = Launch(argv)

    def _take(self, launch: Launch) -> None:
        exit_code, cpu_s = launch.exit_code, launch.cpu_s
        launch.close()
        self._launch = None
        if exit_code != 0 or cpu_s is None:
            self.is_over = True
            return
        size = self._left.pop(0)
        self._cpu_s[size] = min(cpu_s, self._cpu_s.get(size, cpu_s))
        if not self._left:
            small, large = self._calibration.small, self._calibration.large
            slope = (self._cpu_s[large] - self._cpu_s[small]) / (large - small)
            if slope > 0:
                _measured[self._key] = slope
            self.is_over = True


def calibrated_value(plan: Plan, calibration: Calibration, seconds_per_unit: float) -> int:
    """Return the knob's value with which the baseline takes the lesson's seconds, every other knob at its default.

    Rounded to three significant digits and kept within the knob's range.
    """
    knob = plan.scenario.knob(calibration.knob)
    value = calibration.seconds / (seconds_per_unit * _scale(plan, calibration, use_defaults=True))
    return int(min(knob.maximum, max(knob.minimum, float(f"{value:.3g}"))))


def expected_cpu_s(plan: Plan, calibrated: Mapping[str, KnobValue]) -> float | None:
    """Return the CPU seconds the plan's work is about to take in one run; None where it was not measured."""
    calibration = plan.scenario.calibration
    seconds_per_unit = _measured.get((plan.python, str(plan.program)))
    if calibration is None or seconds_per_unit is None:
        return None
    value = calibrated.get(calibration.knob, plan.knobs.get(calibration.knob, CALIBRATED))
    if value == CALIBRATED:
        return None
    return seconds_per_unit * float(value) * _scale(plan, calibration, use_defaults=False)


def _scale(plan: Plan, calibration: Calibration, *, use_defaults: bool) -> float:
    """Return how much more work the plan does than a try, apart from the calibrated knob."""
    scale = 1.0
    for name in calibration.scales_with:
        value = plan.scenario.knob(name).default if use_defaults else plan.knobs[name]
        scale *= float(value) / float(calibration.knobs.get(name, 1))
    return scale


def learn(plan: Plan, calibrated: Mapping[str, KnobValue], cpu_s: float) -> None:
    """Correct the measurement by a whole baseline run that used so much CPU, if it was off by a quarter or more.

    Only the next comparison is sized by it; smaller corrections are left out, so that repeats stay comparable.
    """
    expected_s = expected_cpu_s(plan, calibrated)
    if expected_s and not 1 / OFF <= cpu_s / expected_s <= OFF:
        _measured[plan.python, str(plan.program)] *= cpu_s / expected_s

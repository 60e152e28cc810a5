"""Amdahl's wall, played live: every number on the board is one that the program prints, or follows from those."""

from __future__ import annotations

import re
import statistics

import pytest

from tests.feeds.live.test_lessons_live import played
from tui.model.amdahl.jobs import fitted, points_of
from tui.model.readings.amdahl import AMDAHL, MOST_SPEED_UP
from tui.model.readings.measured import measured
from tui.model.speed.readings import variants

JOB = re.compile(r"(?m)^ *(\d+) of (\d+) +(\d+) +([\d.]+) s +([\d.]+) s +(\d+)$")
SUMMARY = re.compile(r"(?m)^ *(\d+) +([\d.]+) s +([\d.]+) s +([\d.]+) s +([\d.]+)$")


def test_the_points_are_what_the_program_prints() -> None:
    state = played("amdahls-wall", {"workers": 3, "rounds": 3, "seconds": 0.05, "serial": 25}, "processes")
    (run,) = state.runs
    jobs, summary = JOB.findall(run.output), SUMMARY.findall(run.output)
    points = {point.workers: point for point in points_of(run)}
    assert [int(row[2]) for row in jobs] == [1, 2, 3] * 3 and list(points) == [1, 2, 3]
    for workers, median, least, most, speed in summary:
        point = points[int(workers)]
        times = [float(row[3]) for row in jobs if row[2] == workers]
        assert list(point.times_s) == times and (point.took.low, point.took.high) == (float(least), float(most))
        assert point.took.median == pytest.approx(float(median)) == pytest.approx(statistics.median(times))
        assert point.speed.median == pytest.approx(float(speed), abs=0.006)
        assert point.alone_s == statistics.median(float(row[4]) for row in jobs if row[2] == workers)
    assert variants(state)[0].progress == 1.0
    told = measured(state, "processes").told(AMDAHL)
    assert told is not None and told["wall"] == 4.0 and len(MOST_SPEED_UP.values(state, "processes")) == 3
    time = points[2].took.median / points[1].took.median  # With two cores the fit rests on two workers alone.
    fit = fitted(points_of(run), 2.0)
    assert fit is not None and fit.share == pytest.approx((time - 0.5) / 0.5)

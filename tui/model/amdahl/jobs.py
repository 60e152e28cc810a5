"""One job done by different numbers of workers, as the program prints each: how long it took, what one alone did of it.

Amdahl: with a share f of the work for one alone, n workers take f + (1 - f) / n of the time that one takes, so they are
at most 1 / f times as fast. The share that a measurement implies is found by least squares over the times: of a line
through 0 in f, y - 1/n = f (1 - 1/n), that is the sum of (y - 1/n) (1 - 1/n) over the sum of (1 - 1/n)².
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import nan
from typing import TYPE_CHECKING, NamedTuple

from tui.model.state.once import once
from tui.model.state.printed import PrintedRow, number
from tui.telemetry.median import median

if TYPE_CHECKING:
    from tui.model.state.state import RunState

TABLE = "jobs"
"""The lesson's table of which each row is one job."""


NOTHING = 0.02
"""A fitted share this much below 0 is still none."""


class Several(NamedTuple):
    """A number measured several times."""

    median: float
    low: float
    high: float


class Point(NamedTuple):
    """What was measured with one number of workers."""

    workers: int
    times_s: tuple[float, ...]
    """Of each job, round after round."""
    took: Several
    """Seconds."""
    alone_s: float
    """Seconds of the part for one alone, the median."""
    speed: Several
    """How many times as fast as one worker, whose median is 1; NaN before that was measured."""


class Fit(NamedTuple):
    """The share for one alone that the measured times imply."""

    share: float
    """From the medians; below 0 where more workers were faster than by their number."""
    low: float
    high: float
    """From the times of each round by itself."""
    workers: tuple[int, ...]
    """The numbers of workers it rests on, besides one."""

    @property
    def is_share(self) -> bool:
        """Whether it can be one: not above 1, where workers were slower than one, nor clearly below 0."""
        return -NOTHING <= self.share <= 1


def knob_of(knobs: Sequence[tuple[str, str]], name: str, most: int) -> int | None:
    """Return a whole number that a run was given, from 0 to `most`; None where it is none, or was not given."""
    text = dict(knobs).get(name, "")
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(most))
    return int(text) if is_number and int(text) <= most else None


def points_of(run: RunState) -> tuple[Point, ...]:
    """Return what was measured so far, by number of workers from the smallest on."""
    return _points(run.rows)


@once(8)
def _points(rows: tuple[PrintedRow, ...]) -> tuple[Point, ...]:
    told: dict[int, list[tuple[float, float]]] = {}
    for row in (dict(row.cells) for row in rows if row.table == TABLE):
        workers, took_s, alone_s = (number(row, name) for name in ("workers", "took_s", "alone_s"))
        if workers and took_s and alone_s is not None and workers >= 1 and took_s > 0:
            told.setdefault(int(workers), []).append((took_s, alone_s))
    base_s = median([took_s for took_s, _ in told[1]]) if 1 in told else nan
    return tuple(_point(workers, told[workers], base_s) for workers in sorted(told))


def _point(workers: int, jobs: Sequence[tuple[float, float]], base_s: float) -> Point:
    times = tuple(took_s for took_s, _ in jobs)
    middle = median(times)
    speed = Several(base_s / middle, base_s / max(times), base_s / min(times))
    took, alone_s = Several(middle, min(times), max(times)), median([alone_s for _, alone_s in jobs])
    return Point(workers, times, took, alone_s, speed)


def within(points: Sequence[Point], cores: float) -> Point | None:
    """Return what was measured with the most workers for whom there is a core each; None where that is at most one."""
    return next((point for point in reversed(points) if 2 <= point.workers <= cores), None)


def fitted(points: Sequence[Point], cores: float) -> Fit | None:
    """Return the fit over the points up to the cores; None where there is nothing to fit."""
    base = next((point for point in points if point.workers == 1), None)
    those = [point for point in points if 2 <= point.workers <= cores]
    if base is None or not those:
        return None
    shares = [
        _share((point.workers, took_s / base_s) for point, took_s in zip(those, times, strict=True))
        for base_s, *times in zip(base.times_s, *(point.times_s for point in those), strict=False)
    ]
    share = _share((point.workers, point.took.median / base.took.median) for point in those)
    return Fit(share, min(share, *shares), max(share, *shares), tuple(point.workers for point in those))


def _share(times: Iterable[tuple[int, float]]) -> float:
    """Return the share by least squares over times as parts of what one worker takes, each with its workers."""
    known = [(1 - 1 / workers, time - 1 / workers) for workers, time in times]
    return sum(x * y for x, y in known) / sum(x * x for x, _ in known)


def speed_up(share: float, workers: float) -> float:
    """Return how many times as fast so many workers are by Amdahl's law; NaN for what cannot be."""
    time = share + (1 - share) / workers
    return 1 / time if time > 0 else nan


def share_of(speed: float, workers: float) -> float:
    """Return the share with which so many workers, two or more, are so many times as fast."""
    return (workers / speed - 1) / (workers - 1)

"""What more and more workers bring to one job of which a part is for one alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.model.amdahl.jobs import Fit, fitted, knob_of, points_of
from tui.model.readings.reading import Fact, Group, Reading, declare
from tui.words.numbers import listed, percent, plural

if TYPE_CHECKING:
    from tui.model.readings.measured import Measured
    from tui.model.state.state import RunState


def _most(run: RunState, _: RunState | None) -> tuple[float, ...]:
    """Return for each round how many times as fast the most workers were as one."""
    points = points_of(run)
    if len(points) < 2 or points[0].workers != 1:
        return ()
    return tuple(one / many for one, many in zip(points[0].times_s, points[-1].times_s, strict=False))


def _alone(run: RunState, _: RunState | None) -> tuple[float, ...]:
    one = next((point for point in points_of(run) if point.workers == 1), None)
    return (one.alone_s / one.took.median,) if one else ()


def fit_of(measured: Measured) -> Fit | None:
    """Return the fit over the newest run's points up to the cores."""
    header, run = measured.state.header, measured.run
    return fitted(points_of(run), header.usable_cores) if header and run else None


def _wall(measured: Measured) -> float | None:
    """Return how many times as fast it can ever be, by the share that was set; None where that is not known, or 0."""
    header = measured.state.header
    percents = knob_of(header.knobs, "serial", 100) if header else None
    return 100 / percents if percents else None


def _share(measured: Measured) -> float | None:
    fit = fit_of(measured)
    return fit.share if fit else None


def _lines(measured: Measured) -> list[str]:
    points = points_of(measured.run) if measured.run else ()
    speeds = [f"{point.speed.median:.2f} times with {point.workers}" for point in points if point.workers > 1]
    lines = [f"as fast as one worker: {listed(speeds)}"] if speeds and points[0].workers == 1 else []
    if wall := _wall(measured):
        lines.append(f"the wall: {wall:.2f} times as fast, whatever the number of workers")
    if (fit := fit_of(measured)) and fit.is_share:
        on = plural(max(fit.workers), "worker") if len(fit.workers) == 1 else f"2 to {max(fit.workers)} workers"
        lines.append(f"fitted to {on}: {percent(fit.share)} for one alone ({percent(fit.low)} to {percent(fit.high)})")
    return lines


AMDAHL = Group(
    "amdahl", "What more and more workers bring to one job of which a part is for one alone.",
    is_there=lambda measured: bool(measured.run and points_of(measured.run)), lines=_lines,
)  # fmt: skip
MOST_SPEED_UP: Reading = declare(Reading(
    "most_workers_speed_up", "how many times as fast with the most workers as with one", "factor", _most,
    "with the most", front=20, group=AMDAHL,
))  # fmt: skip
ALONE_SHARE: Reading = declare(Reading(
    "serial_share", "share of the time with one worker that is for one alone", "share", _alone, "for one alone",
    front=21, group=AMDAHL,
))  # fmt: skip
declare(Fact(
    "fitted_share", "the share for one alone that the times up to the cores imply, by least squares", AMDAHL, _share,
    digits=4, place=1,
))  # fmt: skip
declare(Fact(
    "wall", "how many times as fast it can be at most, by the share that was set", AMDAHL, _wall, digits=4, place=1,
))  # fmt: skip

"""What every lesson measures: time, and how much of the machine it took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.model.readings.reading import Reading, declare, once_a_run

if TYPE_CHECKING:
    from tui.model.state.state import RunState

RECENT = 10
"""Samples of the last second."""


def _speed_up(run: RunState, base: RunState | None) -> tuple[float, ...]:
    return (base.elapsed_s / run.elapsed_s,) if base and base.elapsed_s > 0 and run.elapsed_s > 0 else ()


def cores_used(run: RunState) -> float | None:
    """Return the cores' worth of CPU used: the mean of the last second, or of the whole run once it is over.

    The kernel's account of a program leaves out children that it did not wait for, such as those of a fork server; the
    threads' own accounts leave out what was never sampled. The larger of the two is nearer the truth.
    """
    if run.phase == "over" and run.cpu_s is not None and run.elapsed_s > 0:
        return max(run.cpu_s, run.gone.cpu_s + sum(worker.cpu_s for worker in run.workers)) / run.elapsed_s
    recent = run.cores_used.means[-RECENT:] if run.phase != "over" else run.cores_used.means
    return sum(recent) / len(recent) if recent else None


ELAPSED: Reading = declare(Reading(
    "wall_s", "seconds from start to end", "seconds", once_a_run(lambda run: run.elapsed_s), "elapsed", "elapsed_s",
))  # fmt: skip
SPEED_UP: Reading = declare(Reading(
    "speed_up", "how many times as fast as the baseline", "factor", _speed_up, "speed-up",
))  # fmt: skip
CORES_USED: Reading = declare(Reading(
    "cores_used", "cores in use on average", "cores", once_a_run(cores_used), "cores busy",
))  # fmt: skip

"""Waits inside an installed package that is not looked at: nobody knows their names."""

from __future__ import annotations

from tui.model.found.finding import MUCH, Finding, cores_said, many_said
from tui.model.state.state import RunState, WorkerState
from tui.model.workers.who_works import doers, life_s
from tui.telemetry.vocabulary import Reason
from tui.words.numbers import percent

_WAITS: tuple[Reason, ...] = ("lock", "queue", "join", "sleep", "unknown")
"""What may be a wait of the package's own. Who waits for the outside world does so anywhere."""


def package(run: RunState) -> Finding | None:
    """Return the package inside which the workers wait for a good part of their time."""
    workers = doers(run)
    life = life_s(workers)
    waited: dict[str, float] = {}
    for worker in workers:
        if worker.inside is not None:
            name = worker.inside[0]
            waited[name] = waited.get(name, 0.0) + _waited_inside_s(worker)
    name, longest_s = max(waited.items(), key=lambda its: its[1], default=("", 0.0))
    if life <= 0 or longest_s / life < MUCH:
        return None
    verb = "waited" if run.phase == "over" else "have waited"
    return Finding(
        "package", f"Waits inside {name}",
        f"{many_said(run)} {verb} at least {percent(longest_s / life)} of the time inside {name}, which is not looked "
        f"at{cores_said(run)}.",
        f"`--of {name}`, which looks at what it makes, too.", longest_s / life,
    )  # fmt: skip


def _waited_inside_s(worker: WorkerState) -> float:
    """Return for how long at least it both waited for nothing that is known, and was inside: two shares of one time."""
    assert worker.inside is not None
    waits_s = sum(seconds for reason, seconds in worker.reasons_s if reason in _WAITS)
    waits_s -= sum(seconds for _, _, seconds in worker.waited)
    return max(0.0, waits_s - (1 - worker.inside[1]) * life_s([worker]))

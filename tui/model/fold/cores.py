"""The fold's part about the machine's cores. The rules stand in `fold`."""

from __future__ import annotations

from tui.model.fold.draft import Draft
from tui.model.state.observer import ObserverState
from tui.model.state.series import Rolling
from tui.model.state.state import CoreState
from tui.telemetry.vocabulary import CoresSampled

MOST_CORES = 4096


def cores_sampled(draft: Draft, item: CoresSampled) -> None:
    cores: tuple[CoreState, ...] = draft.get("cores")
    run_index = item.run if item.run is not None else -1
    cells = _cells(draft, item.at_s, cores, run_index)
    draft.fields["cores"] = tuple(
        _sampled(
            cores[place] if place < len(cores) else CoreState(place, 0.0, 0.0, Rolling(), Rolling(), ()),
            busy, item.by_run[place] if place < len(item.by_run) else 0.0, run_index, cells,
        )
        for place, busy in enumerate(item.busy[:MOST_CORES])
    )  # fmt: skip
    if item.others is not None:
        draft.fields["others"] = item.others
    run = draft.run(run_index)
    if run is not None and item.others is not None:
        run.fields["others"] = run.get("others").plus(max(0.0, item.at_s - run.get("started_s")), item.others)


def _sampled(old: CoreState, busy: float, ours: float, run_index: int, cells: int) -> CoreState:
    runs = (*old.runs, *(run_index,) * cells)[-old.busy_history.capacity :]
    return CoreState(
        old.index, busy, ours, old.busy_history.plus(busy, cells), old.ours_history.plus(ours, cells), runs
    )


def _cells(draft: Draft, at_s: float, cores: tuple[CoreState, ...], run_index: int) -> int:
    """Return how many cells a look at the cores fills: those since the look before, if that was in the same run."""
    observer: ObserverState = draft.get("observer")
    is_same = bool(cores) and cores[0].runs[-1:] == (run_index,) and observer.told_s is not None
    return draft.cells(at_s - (observer.told_s or 0.0)) if is_same else 1

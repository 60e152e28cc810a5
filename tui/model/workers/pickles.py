"""What was pickled for other processes, and what that took. Pure functions of the run's state."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.model.state.gone import GonePickling
from tui.model.state.state import RunState
from tui.model.workers.facts import all_cpu_s
from tui.telemetry.tasks import PicklingCounted


class PickleFact(Struct, frozen=True):
    """The large messages of a run."""

    messages: int
    size_bytes: float
    """The mean size of one."""
    dump_s: float
    """CPU time to pickle one, the mean; 0 where that was not seen."""
    load_s: float
    """CPU time to read one back."""
    all_s: float
    """CPU time of both, of all messages."""
    share: float
    """Of all the CPU time of the run."""
    are_results: bool
    """Whether most of the bytes came from workers, as results do."""


def pickle_fact(run: RunState) -> PickleFact | None:
    """Return what pickling took; None where nothing large was pickled.

    A process's first large message is not seen when it is pickled, only when it is read back: of both counts the larger
    one is nearer the truth.
    """
    told: list[tuple[str, PicklingCounted | GonePickling]] = [*run.gone.pickled]
    told += [(process.role, process.pickled) for process in run.processes if process.pickled is not None]
    every = [its for _, its in told]
    messages = max(sum(its.messages for its in every), sum(its.read for its in every))
    if not messages:
        return None
    dump_s, load_s = _each([(its.cpu_s, its.messages) for its in every]), _each([(i.read_cpu_s, i.read) for i in every])
    all_s, whole_s = sum(its.cpu_s + its.read_cpu_s for its in every), all_cpu_s(run)
    sizes = [(its.size_bytes + its.read_bytes, its.messages + its.read) for its in every]
    return PickleFact(
        messages, _each(sizes), dump_s, load_s, all_s, min(1.0, all_s / whole_s) if whole_s else 0.0,
        _bytes_of(told, "worker") > _bytes_of(told, "main"),
    )  # fmt: skip


def _each(sums: Sequence[tuple[float, int]]) -> float:
    """Return the mean of what so many were together."""
    count = sum(number for _, number in sums)
    return sum(total for total, _ in sums) / count if count else 0.0


def _bytes_of(told: Sequence[tuple[str, PicklingCounted | GonePickling]], role: str) -> int:
    """Return what processes of a role sent, or the others read of them."""
    sent = sum(its.size_bytes for whose, its in told if whose == role)
    return max(sent, sum(its.read_bytes for whose, its in told if whose != role))

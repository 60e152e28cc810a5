"""Many workers in few rows: those of one kind share a row, which says how many do what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tui.model.workers.process_tree import TreeRow

MOST_IN_GROUP = 12
"""Workers that share a row: of more than these the mean says nothing, and a cell each says more."""
DIGITS = "0123456789"


@dataclass(frozen=True, slots=True)
class Group:
    """Processes or threads that share a row."""

    rows: tuple[TreeRow, ...]
    label: str
    """`cook-0…7`."""
    share: float | None
    """Share of one core, the mean of those that are there."""
    says: tuple[tuple[str, int], ...]
    """What they do and how many of them, what most of them do first."""
    reason: str
    """That of most of them."""
    history: tuple[float, ...]
    """The mean of their histories, which end at the same moment."""


def groups(
    rows: Sequence[TreeRow], room: int, says: Callable[[TreeRow], str], *, cells: int
) -> tuple[Group, ...] | None:
    """Return groups in at most `room` rows, as small as they can be; None when they would have to be too large.

    Those whose names differ by their number only share rows; where rows are too few for that, all processes do, and
    all threads. `cells` is how many values of a history are wanted.
    """
    alike = _alike(rows, lambda row: (row.is_process, row.lane.label.rstrip(DIGITS)))
    alike = [sorted(some, key=lambda row: _number(row.lane.label)) for some in alike]
    if len(alike) > room:
        alike = _alike(rows, lambda row: (row.is_process, ""))
    if len(alike) > room:
        return None
    shares = [1] * len(alike)
    for _ in range(room - len(alike)):
        largest = max(range(len(alike)), key=lambda place: len(alike[place]) / shares[place])
        shares[largest] += 1
    sizes = [-(-len(some) // share) for some, share in zip(alike, shares, strict=True)]
    if max(sizes) > MOST_IN_GROUP:
        return None
    return tuple(
        _group(tuple(some[start : start + size]), says, cells=cells)
        for some, size in zip(alike, sizes, strict=True)
        for start in range(0, len(some), size)
    )


def _alike(rows: Sequence[TreeRow], kind: Callable[[TreeRow], tuple[bool, str]]) -> list[list[TreeRow]]:
    found: dict[tuple[bool, str], list[TreeRow]] = {}
    for row in rows:
        found.setdefault(kind(row), []).append(row)
    return list(found.values())


def _number(name: str) -> int:
    """Return the number that a name ends with; 0 for none."""
    return int(name[len(name.rstrip(DIGITS)) :][:18] or 0)


def _group(rows: tuple[TreeRow, ...], says: Callable[[TreeRow], str], *, cells: int) -> Group:
    shares = [row.lane.share for row in rows if row.lane.share is not None]
    said = [says(row) for row in rows]
    counted = tuple(Counter(said).most_common())
    return Group(
        rows, _label([row.lane.label for row in rows]), sum(shares) / len(shares) if shares else None,
        counted, rows[said.index(counted[0][0])].lane.reason, _mean([row.lane.history for row in rows], cells),
    )  # fmt: skip


def _label(names: Sequence[str]) -> str:
    """Return the first name and what differs in the last one."""
    if len(names) == 1:
        return names[0]
    first, last = names[0].rstrip(DIGITS), names[-1].rstrip(DIGITS)
    return f"{names[0]}…{names[-1].removeprefix(first) if first == last else names[-1]}"


def _mean(histories: Sequence[Sequence[float]], cells: int) -> tuple[float, ...]:
    """Return the mean of the newest values, as many as there are cells."""
    found = []
    for back in range(min(cells, max(map(len, histories), default=0)), 0, -1):
        there = [history[-back] for history in histories if len(history) >= back]
        found.append(sum(there) / len(there))
    return tuple(found)

"""Many workers in few rows: those of one kind share a row, which says how many do what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from msgspec import Struct

from tui.model.workers.names import MOST_ALONE, name_of_many, number_of, stem
from tui.model.workers.process_tree import TreeRow

MOST_IN_GROUP = MOST_ALONE
"""Workers that share a row where they do not all do the same: of more than these the mean says nothing, and a cell each
says more."""
NEARLY_ALL = 0.8
"""Share of many of one name that have to do the same before they have a row, and the few others one of theirs."""


class Group(Struct, frozen=True):
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
    all threads. Many that all do the same share one row. `cells` is how many values of a history are wanted.
    """
    does = {id(row): says(row) for row in rows}

    def said(row: TreeRow) -> str:
        return does[id(row)]

    alike = _alike(rows, lambda row: (row.is_process, stem(row.lane.label)))
    alike = [kind for some in alike for kind in _kinds(some, said)]
    alike = [sorted(some, key=lambda row: number_of(row.lane.label)) for some in alike]
    if len(alike) > room:
        alike = _alike(rows, lambda row: (row.is_process, ""))
    if len(alike) > room:
        return None
    shares = [1] * len(alike)
    equal = [len(some) > MOST_IN_GROUP and len(set(map(said, some))) == 1 for some in alike]
    for _ in range(room - len(alike)):
        largest = max(range(len(alike)), key=lambda place: 0 if equal[place] else len(alike[place]) / shares[place])
        shares[largest] += 0 if equal[largest] else 1
    sizes = [-(-len(some) // share) for some, share in zip(alike, shares, strict=True)]
    if any(size > MOST_IN_GROUP and not are for size, are in zip(sizes, equal, strict=True)):
        return None
    return tuple(
        _group(tuple(some[start : start + size]), said, cells=cells)
        for some, size in zip(alike, sizes, strict=True)
        for start in range(0, len(some), size)
    )


def _kinds(rows: list[TreeRow], says: Callable[[TreeRow], str]) -> list[list[TreeRow]]:
    """Return many of one name, parted by what they do and how they ended where that is the same for nearly all."""
    if len(rows) <= MOST_IN_GROUP:
        return [rows]
    found: dict[tuple[str, int | None, str], list[TreeRow]] = {}
    for row in rows:
        found.setdefault((row.target, row.exit_code, says(row)), []).append(row)
    most = max(map(len, found.values()))
    return list(found.values()) if most > MOST_IN_GROUP and most >= NEARLY_ALL * len(rows) else [rows]


def _alike(rows: Sequence[TreeRow], kind: Callable[[TreeRow], tuple[bool, str]]) -> list[list[TreeRow]]:
    found: dict[tuple[bool, str], list[TreeRow]] = {}
    for row in rows:
        found.setdefault(kind(row), []).append(row)
    return list(found.values())


def _group(rows: tuple[TreeRow, ...], says: Callable[[TreeRow], str], *, cells: int) -> Group:
    shares = [row.lane.share for row in rows if row.lane.share is not None]
    said = [says(row) for row in rows]
    counted = tuple(Counter(said).most_common())
    return Group(
        rows, name_of_many([row.lane.label for row in rows]), sum(shares) / len(shares) if shares else None,
        counted, rows[said.index(counted[0][0])].lane.reason, _mean([row.lane.history for row in rows], cells),
    )  # fmt: skip


def _mean(histories: Sequence[Sequence[float]], cells: int) -> tuple[float, ...]:
    """Return the mean of the newest values, as many as there are cells."""
    found = []
    for back in range(min(cells, max(map(len, histories), default=0)), 0, -1):
        there = [history[-back] for history in histories if len(history) >= back]
        found.append(sum(there) / len(there))
    return tuple(found)

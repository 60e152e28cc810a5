"""Many workers in few rows: neighbours share a row, which says how many do what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tui.model.process_tree import TreeRow

MOST_IN_GROUP = 12
"""Workers that share a row: of more than these the mean says nothing, and a cell each says more."""


@dataclass(frozen=True, slots=True)
class Group:
    """Processes or threads that share a row."""

    rows: tuple[TreeRow, ...]
    label: str
    """`cook-0…7`."""
    share: float | None
    """Share of one core, the mean of those that are there."""
    says: str
    """What most of them do, and how many: `8 sleep`."""
    reason: str
    history: tuple[float, ...]
    """The mean of their histories, which end at the same moment."""


def groups(
    rows: Sequence[TreeRow], room: int, says: Callable[[TreeRow], str], *, cells: int, more: str
) -> tuple[Group, ...] | None:
    """Return processes, and then threads, in at most `room` groups, as small as they can be; None for too many.

    `cells` is how many values of a history are wanted.
    """
    kinds = [[row for row in rows if row.is_process is is_process] for is_process in (True, False)]
    for size in range(2, MOST_IN_GROUP + 1):
        if sum(-(-len(some) // size) for some in kinds) <= room:
            return tuple(
                _group(tuple(some[start : start + size]), says, cells=cells, more=more)
                for some in kinds
                for start in range(0, len(some), size)
            )
    return None


def _group(rows: tuple[TreeRow, ...], says: Callable[[TreeRow], str], *, cells: int, more: str) -> Group:
    shares = [row.lane.share for row in rows if row.lane.share is not None]
    said_of = [says(row) for row in rows]
    (words, many), *others = Counter(said_of).most_common()
    reason = rows[said_of.index(words)].lane.reason
    said = f"{words} ×{many}" if others else words
    return Group(
        rows, _label([row.lane.label for row in rows], more), sum(shares) / len(shares) if shares else None,
        said, reason, _mean([row.lane.history for row in rows], cells),
    )  # fmt: skip


def _label(names: Sequence[str], more: str) -> str:
    """Return the first name and what differs in the last one."""
    if len(names) == 1:
        return names[0]
    first, last = names[0].rstrip("0123456789"), names[-1].rstrip("0123456789")
    return f"{names[0]}{more}{names[-1].removeprefix(first) if first == last else names[-1]}"


def _mean(histories: Sequence[Sequence[float]], cells: int) -> tuple[float, ...]:
    """Return the mean of the newest values, as many as there are cells."""
    found = []
    for back in range(min(cells, max(map(len, histories), default=0)), 0, -1):
        there = [history[-back] for history in histories if len(history) >= back]
        found.append(sum(there) / len(there))
    return tuple(found)

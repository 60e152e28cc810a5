"""What a program said of objects that it sent to other processes. Pure functions of the rows that it printed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from tui.model.state.once import of_each, once
from tui.model.state.printed import PrintedRow, Row, number, text

if TYPE_CHECKING:
    from tui.model.state.state import ComparisonState, RunState

SHARED = "shared memory"
"""The kind of what only its name is sent of."""
KINDS = {
    "bytes": "a bytes object", "array": "an array of floats", "floats": "a list of floats",
    "objects": "a list of objects", SHARED: "an array in SharedMemory",
}  # fmt: skip
"""What each kind is, in words; another one is told by its own word."""


class Crossing(Struct, frozen=True):
    """An object of one kind and size that was sent several times: the crossing that took the median time."""

    kind: str
    size_bytes: float
    """Of what is carried: pickled, or what lies in the block."""
    sent_bytes: float
    """That went through the pipe."""
    pickle_s: float
    send_s: float
    """From the first byte written to the last one read: the reader's wait for a core is in it."""
    unpickle_s: float
    """For shared memory: opening the block."""
    least_s: float
    most_s: float
    times: int
    """How often it was sent."""
    is_same: bool
    """Whether it arrived as it was, each time."""

    @property
    def total_s(self) -> float:
        return self.pickle_s + self.send_s + self.unpickle_s

    @property
    def pickling_s(self) -> float:
        """What is done to the object on both sides."""
        return self.pickle_s + self.unpickle_s

    @property
    def called(self) -> str:
        return KINDS.get(self.kind, self.kind)


class Refusal(Struct, frozen=True):
    """Something that was sent and refused, and what came of its fix."""

    what: str
    path: str
    """From what was sent to the part that cannot be pickled."""
    error: str
    """The exception's type."""
    says: str
    is_checked: bool
    """Whether that part alone is refused in the same words."""
    fix: str = ""
    has_crossed: bool | None = None
    """Whether it crossed when it was mended; None before that was tried."""


class Surprise(Struct, frozen=True):
    """Something that did not cross as one thinks: what is so here, and there."""

    what: str
    here: str
    there: str
    means: str
    """What the two are, or what the exception says."""


class TableSent(Struct, frozen=True):
    """A large table that all tasks need, given to the workers in one way."""

    way: str
    tasks: int
    size_bytes: float
    pickled: int
    """How often it was."""
    took_s: float
    """From the start of the pool to its end."""
    is_right: bool


class Border(Struct, frozen=True):
    """All that was said of crossing."""

    crossings: tuple[Crossing, ...] = ()
    filled_s: float | None = None
    """Filling the largest block."""
    refusals: tuple[Refusal, ...] = ()
    surprises: tuple[Surprise, ...] = ()
    tables: tuple[TableSent, ...] = ()

    @property
    def kind(self) -> str:
        """The kind that was sent in all sizes: the first; empty before any."""
        return next((one.kind for one in self.crossings if one.kind != SHARED), "")

    @property
    def in_sizes(self) -> tuple[Crossing, ...]:
        """That kind, the smallest first."""
        return tuple(one for one in self.crossings if one.kind == self.kind and one.kind)

    @property
    def in_shared_memory(self) -> tuple[Crossing, ...]:
        return tuple(one for one in self.crossings if one.kind == SHARED)

    @property
    def in_other_kinds(self) -> tuple[Crossing, ...]:
        return tuple(one for one in self.crossings if one.kind not in (self.kind, SHARED))

    @property
    def largest(self) -> Crossing | None:
        return max(self.in_sizes, key=lambda one: one.size_bytes, default=None)

    @property
    def largest_shared(self) -> Crossing | None:
        """The block as large as the largest object; None where there is none of that size."""
        size = self.largest.size_bytes if self.largest else None
        return next((one for one in self.in_shared_memory if one.size_bytes == size), None)

    @property
    def deepest(self) -> Refusal | None:
        """The refusal whose path has the most steps, of equal ones the first."""
        return max(self.refusals, key=lambda one: one.path.count(".") + one.path.count("["), default=None)

    def was_refused(self, what: str) -> float | None:
        """Return 1 for what was refused and 0 for what crossed; None for what was not sent."""
        if any(one.what == what for one in self.refusals):
            return 1.0
        its = next((one for one in self.surprises if one.what == what), None)
        return None if its is None else float(its.here == "refused")

    def table(self, way: str) -> TableSent | None:
        return next((one for one in self.tables if one.way == way), None)


EACH, ONCE = "with each task", "once per worker"
APART = 1.1
"""How many times as long one way must take to be told from the other: each is measured once."""


def hue_of(its: TableSent, others: Iterable[TableSent]) -> str:
    """Return the hue of a way: `good` when it took clearly less than another, `bad` when it took clearly more."""
    every = [one.took_s for one in others]
    if its.took_s > APART * min(every, default=its.took_s):
        return "bad"
    return "good" if its.took_s * APART < max(every, default=its.took_s) else "foreground"


def border_of(run: RunState) -> Border:
    """Return what one run said."""
    return _border(run.rows)


@once(4)
def border(state: ComparisonState) -> Border:
    """Return what the newest run of each variant said that has said anything."""
    return border_among(state, {run.variant for run in state.runs})


def border_among(state: ComparisonState, variants: Collection[str]) -> Border:
    """Return the same of these variants."""
    newest = {run.variant: run for run in state.runs if run.variant in variants and run.rows}
    every = [border_of(run) for run in newest.values()]
    filled = [one.filled_s for one in every if one.filled_s is not None]
    return Border(
        tuple(crossing for one in every for crossing in one.crossings),
        filled[-1] if filled else None,
        tuple(refusal for one in every for refusal in one.refusals),
        tuple(surprise for one in every for surprise in one.surprises),
        tuple(table for one in every for table in one.tables),
    )


@of_each(16)
def _border(printed: tuple[PrintedRow, ...]) -> Border:
    def rows(table: str) -> list[Row]:
        return [dict(row.cells) for row in printed if row.table == table]

    filled = [filled_ms / 1e3 for row in rows("filled") if (filled_ms := number(row, "filled_ms")) is not None]
    return Border(
        tuple(found for row in rows("crossings") if (found := _crossing(row))),
        filled[-1] if filled else None,
        _refusals(rows("refused"), rows("mended")),
        tuple(_surprise(row) for row in rows("surprises")),
        tuple(table for row in rows("tables") if (table := _table(row))),
    )


def _crossing(row: Row) -> Crossing | None:
    size, sent, times = (number(row, name) for name in ("bytes", "sent", "times"))
    stages = [number(row, name) for name in ("pickle_ms", "send_ms", "unpickle_ms", "least_ms", "most_ms")]
    known = [stage / 1e3 for stage in stages if stage is not None]
    if size is None or sent is None or times is None or len(known) < len(stages):
        return None
    pickle_s, send_s, unpickle_s, least_s, most_s = known
    is_same = text(row, "arrived") == "as it was"
    return Crossing(text(row, "kind"), size, sent, pickle_s, send_s, unpickle_s, least_s, most_s, round(times), is_same)


def _refusals(refused: Sequence[Row], mended: Sequence[Row]) -> tuple[Refusal, ...]:
    tried = {text(row, "what"): row for row in mended}
    return tuple(_refusal(row, tried.get(text(row, "what"))) for row in refused)


def _refusal(row: Row, tried: Row | None) -> Refusal:
    what, path, error, says, alone = (text(row, name) for name in ("what", "path", "error", "says", "alone"))
    is_checked = alone == "the same alone"
    if tried is None:
        return Refusal(what, path, error, says, is_checked)
    return Refusal(what, path, error, says, is_checked, text(tried, "fix"), text(tried, "outcome") == "crossed")


def _surprise(row: Row) -> Surprise:
    return Surprise(*(text(row, name) for name in ("what", "here", "there", "means")))


def _table(row: Row) -> TableSent | None:
    tasks, size, pickled, took_s = (number(row, name) for name in ("tasks", "bytes", "pickled", "took_s"))
    if tasks is None or size is None or pickled is None or took_s is None:
        return None
    return TableSent(text(row, "way"), round(tasks), size, round(pickled), took_s, text(row, "result") == "right")

"""The state of who put and who took: the items in each queue by their makers, and what each worker does. Frozen."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from tui.model.state.series import Rolling
from tui.telemetry.moves import WorkerCount
from tui.telemetry.who import Somebody, Who

UNKNOWN, NONE, FIRST_MAKER = "\0", "\1", 2
"""Items in `QueueTraffic.line`: one whose maker was not told, a None; the n-th maker's is `chr(FIRST_MAKER + n)`."""

Phase = Literal["busy", "full", "empty", "idle", "leaving", "gone"]
"""`leaving`: a process whose work is done, which cannot end before its items are in the pipe; a kind of idle."""
PHASES: dict[str, Phase] = {"b": "busy", "f": "full", "e": "empty", "i": "idle", " ": "gone"}
"""A letter of `MoverState.phases` → what it means: at work · waits for room · waits for an item · moves nothing and
does not work either · not there."""
_NO_ITEMS = WorkerCount(0, 0, 0, 0, 0, 0)
STEADY_GAP_S = 0.5
STEP_S = 0.5
"""Of the items that a worker moves, one in this time is kept as a step."""


class Step(Somebody, Struct, frozen=True):
    """One item that went into a queue or out of it."""

    at_s: float
    pid: int
    tid: int
    is_put: bool
    item: str
    """As in `QueueTraffic.line`."""


class Numbers(Struct, frozen=True):
    """How many items one process put, sent, took and lost, by the moves told: exact once its newest move is told."""

    pid: int
    put: int = 0
    sent: int = 0
    got: int = 0
    lost: int = 0


class QueueTraffic(Struct, frozen=True):
    """What lies in one queue, and what went through it last."""

    key: int
    makers: tuple[Who, ...] = ()
    """pid and tid of those who put, in the order of their first item."""
    line: str = ""
    """The items in the pipe, or in a queue of threads: the one that comes next first. One character each, see UNKNOWN.
    Of a queue that gives the newest, that one is last."""
    buffers: tuple[tuple[int, str], ...] = ()
    """The items that processes have put and not yet sent: pid, items."""
    numbers: tuple[Numbers, ...] = ()
    is_known: bool = True
    """Whether `line` and `buffers` hold all items; not while there are too many."""
    is_followed: bool = True
    """Whether every item was followed from its put on: no move is missing so far."""
    nones_put: int = 0
    nones_got: int = 0
    """None among the items, as long as every move is told."""
    steps: tuple[Step, ...] = ()
    """The newest ones, the last of all at the end: of each worker one in STEP_S."""

    @property
    def items(self) -> str:
        """All items inside, the one that comes next first."""
        return self.line + "".join(items for _, items in self.buffers)

    @property
    def depth(self) -> int:
        """Items inside by the moves told."""
        return max(0, sum(its.put - its.got - its.lost for its in self.numbers))


class MoverState(Somebody, Struct, frozen=True):
    """A thread that puts or takes items, or waits for one."""

    pid: int
    tid: int
    count: WorkerCount = _NO_ITEMS
    phases: str = ""
    """What it did at the last samples, the newest last; a letter of PHASES each."""
    busy_s: float = 0.0
    full_s: float = 0.0
    empty_s: float = 0.0
    idle_s: float = 0.0
    """Seconds spent so, by sampling."""
    first_s: float | None = None
    moved_s: float = 0.0
    """When it was first and last seen to have moved items, on the clock of the telemetry; None before."""
    stretch_s: float = 0.0
    longest_s: float = 0.0
    """How long it has moved items without a pause of `STEADY_GAP_S` by now, and at most."""

    @property
    def moves(self) -> int:
        its = self.count
        return its.puts + its.gets + its.nones_put + its.nones_got

    @property
    def gap_s(self) -> float:
        """Seconds from one item to its next, on average."""
        return (self.moved_s - self.first_s) / max(1, self.moves - 1) if self.first_s is not None else 0.0


class TrafficState(Struct, frozen=True):
    """Who put and who took in one run."""

    queues: tuple[QueueTraffic, ...] = ()
    movers: tuple[MoverState, ...] = ()
    """In the order in which they were first seen."""
    moved_s: tuple[float, float] | None = None
    """When the first item went in and the last one out, on the clock of the telemetry; None before."""
    changes_s: float | None = None
    """When a person last asked for another bound, on the same clock: a lesson puts another queue in its place."""
    times: Rolling = field(default_factory=Rolling)
    """When the samples of `MoverState.phases` were taken, in seconds since the run began."""

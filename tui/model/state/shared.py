"""The state of what workers share: queues, pipes, locks, values, blocks. Frozen; part of `RunState`.

`of` is what was told when an object was found; there its `name` is what the program calls it, its type where it has no
name, and never empty. `count` holds its exact counts.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from tui.model.state.pool_line import waiting_in
from tui.model.state.series import Rolling, Whole
from tui.telemetry.objects import Access, BlockUse, CallCount, LockCount, ObjectFound, QueueCount, Why
from tui.telemetry.tasks import PoolCount
from tui.telemetry.vocabulary import Reason
from tui.telemetry.who import Somebody, Who

REASONS: Mapping[Why, Reason] = {
    "full": "queue", "empty": "queue", "lock": "lock", "signal": "lock", "result": "join", "join": "join",
    "reply": "queue", "loop": "loop",
}  # fmt: skip
"""As what a wait counts."""
Waited = tuple[tuple[int, Why, float], ...]
"""For an object's key and why: seconds."""
_NOT_WAITED_FOR = LockCount(0, "lean", 0, 0.0, None, None, None, None, None)
_NOT_CALLED = CallCount(0, 0, 0.0)
"""What is counted of an object before anything is told."""


class QueueLook(Struct, frozen=True):
    """What was counted of a queue at one time."""

    at_s: float
    puts: int = 0
    gets: int = 0
    full_s: float = 0.0
    """Seconds that workers had waited for room by then, summed."""
    empty_s: float = 0.0


class QueueState(Struct, frozen=True):
    """A queue, or one end of a pipe: for a two-way pipe what this end sends and receives."""

    of: ObjectFound
    peer_puts: int = 0
    """What the other end of a two-way pipe has sent."""
    count: QueueCount | None = None
    """None before the first."""
    in_per_s: float = 0.0
    """Items put per second, over the last interval."""
    out_per_s: float = 0.0
    in_rates: Rolling = field(default_factory=Rolling)
    out_rates: Rolling = field(default_factory=Rolling)
    depths: Whole = field(default_factory=Whole)
    """Depth over the whole run."""
    deepest: int = 0
    """The largest depth seen when the boards were read."""
    counted_s: float | None = None
    looks: tuple[QueueLook, ...] = ()
    """What was counted within the last second or so."""
    moved_s: tuple[float, float] | None = None
    """From when to when something was seen to go in or out, to one look; None before."""

    @property
    def depth(self) -> int:
        """Items inside, in a feeder's buffer or in the pipe, that can be taken at this end. By our own counts."""
        return self.depth_by(self.count)

    def depth_by(self, count: QueueCount | None) -> int:
        """Return the same by this count of it."""
        if self.of.peer is not None:
            return max(0, self.peer_puts - (count.gets if count else 0))
        return max(0, count.puts - count.gets - count.lost) if count else 0

    @property
    def may_be_full(self) -> bool:
        """Whether there can be no room in it: a manager's queue without a size only takes long to answer."""
        return self.of.maxsize is not None or "Manager" not in self.of.type

    @property
    def unfinished(self) -> int | None:
        """Items put of which nobody has said that they are done; None where nobody says so of any."""
        count = self.count
        return max(0, count.puts - count.lost - count.done) if count and count.done is not None else None

    @property
    def in_buffers(self) -> int | None:
        """Items that are not yet in the pipe; None where there is no pipe."""
        if self.count is None or self.count.sent is None:
            return None
        return max(0, self.count.puts - max(self.count.sent, self.count.gets) - self.count.lost)

    @property
    def bytes_per_item(self) -> float | None:
        count = self.count
        return count.bytes_put / count.sent if count and count.sent and count.bytes_put is not None else None


class LockState(Struct, frozen=True):
    """A lock, semaphore, condition, event or barrier."""

    of: ObjectFound
    count: LockCount = _NOT_WAITED_FOR

    @property
    def holder(self) -> Who | None:
        """Who holds it, where that is told."""
        pid, tid = self.count.holder_pid, self.count.holder_tid
        return None if pid is None or tid is None else Who(pid, tid)


class CycleStep(Somebody, Struct, frozen=True):
    """One of those who wait for each other in a circle."""

    pid: int
    tid: int
    holds: int
    """Key of what the one before waits for; 0 where that waits for this thread's end."""
    waits_for: int
    """Key of what the next one holds; 0 where it waits for the next one's end."""
    why: Why
    thread: int | None
    """The thread for whose end it waits."""
    line: tuple[str, int] | None
    """Path and line in which it waits, where that was looked at."""
    process: int | None = None
    """The process for whose end it waits."""


class Cycle(Struct, frozen=True):
    """A deadlock: each holds what the one before waits for; the last one is before the first."""

    steps: tuple[CycleStep, ...]
    since_s: float
    """When the last one began to wait."""
    seen_s: float
    """When it was last seen to be there."""


class ValueState(Struct, frozen=True):
    """A shared value or array."""

    of: ObjectFound
    items: tuple[int | float, ...] = ()
    read_s: float | None = None
    history: Rolling = field(default_factory=Rolling)
    """The first item, whenever it had changed."""


class BlockState(Struct, frozen=True):
    """A block of shared memory."""

    of: ObjectFound
    exists: bool | None = None
    """Whether its name is still there; None before it was looked at."""
    uses: tuple[BlockUse, ...] = ()
    file: str = ""
    """Where it lies, or empty."""
    row_bytes: int = 0
    """Bytes in a row of the picture it holds; 0 for no picture."""
    columns: int = 0
    """How many of the cells are of one row; 0 without rows."""
    cells: bytes = b""
    """Bytes of it, taken at even distances."""
    items: tuple[str, ...] = ()
    """Of a ShareableList: its first items, as Python writes them."""
    seen_s: float | None = None
    """When it was looked at."""
    looks: tuple[tuple[float, bytes], ...] = ()
    """The looks before, with their times, the oldest first: those of the last second, and one older."""

    def cells_at(self, at_s: float) -> bytes:
        """Return the cells as they were then: by the last look before, as far back as looks are kept."""
        if self.seen_s is None or self.seen_s <= at_s:
            return self.cells
        before = bytes(len(self.cells))
        for seen_s, cells in self.looks:
            if seen_s > at_s:
                break
            before = cells
        return before if len(before) == len(self.cells) else bytes(len(self.cells))

    was_gone: bool = False
    """Whether its name was gone while a process that has made it lived."""

    @property
    def is_removed(self) -> bool:
        """Whether its name was gone early, and none of those who use it has unlinked it."""
        return self.was_gone and not any(use.unlinked for use in self.uses)

    @property
    def is_forgotten(self) -> bool:
        """Whether nobody has unlinked it although it was made, and it was there until the end."""
        return any(use.created for use in self.uses) and not (self.was_gone or any(use.unlinked for use in self.uses))


class PoolState(Struct, frozen=True):
    """A pool or executor."""

    of: ObjectFound
    count: PoolCount | None = None
    """None before the first."""
    lost: int = 0
    """Tasks whose worker died in them."""
    what: str = ""
    """The function of the task that began last."""
    calls: int = 1
    """The calls in the largest task of that function so far: the size of a chunk."""
    first_bytes: int = 0
    """What its process had in memory when it was made; 0 where that is not known."""
    broken: str = ""
    """How it lost a worker, or a thread of its own, when it can do nothing any more."""
    is_terminated: bool = False
    """Whether its own program ended it at once."""

    @property
    def running(self) -> int:
        """Tasks that workers are in."""
        return max(0, self.count.started - self.count.ended - self.lost) if self.count else 0

    @property
    def waiting(self) -> int:
        """Tasks in line: handed in, and not yet begun."""
        return 0 if self.broken or self.is_terminated else waiting_in(self.count)

    @property
    def never_began(self) -> int:
        """Tasks that were cancelled or could not be pickled, and those in line where nobody takes any more."""
        dropped = self.count.dropped if self.count else 0
        return dropped + waiting_in(self.count) if self.broken or self.is_terminated else dropped


class ProxyState(Struct, frozen=True):
    """Something that a manager's process has, and that others use by calling it there."""

    of: ObjectFound
    count: CallCount = _NOT_CALLED


class AccessesState(Struct, frozen=True):
    """What the microscope has recorded of one value, in the order of time."""

    key: int
    accesses: tuple[Access, ...]


class WaitState(Struct, frozen=True):
    """What a worker waits for right now, as the probe in it says."""

    key: int
    """0: for nothing of which a key is known."""
    name: str
    why: Why
    since_s: float
    thread: int | None = None
    """The thread of the same process for whose end it waits, where that is known."""
    process: int | None = None
    """The process for whose end it waits, where that is known."""
    holder: Who | None = None
    """Of a lock: who holds it in the eyes of whoever waits, where that is known."""
    is_copy: bool = False
    """As in `Wait`."""

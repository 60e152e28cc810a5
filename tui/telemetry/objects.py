"""The vocabulary's part about the things that workers share: queues, pipes, locks, values, blocks of shared memory.

`key` names an object within its run; the same in every process. Counts are totals over all processes, those that have
ended included, and never shrink. `vocabulary` joins these into its union; its conventions hold here too.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from tui.telemetry.who import Somebody

ObjectKind = Literal["queue", "pipe", "lock", "value", "block", "pool", "proxy"]
"""lock: whatever workers wait at for each other: Lock, RLock, Semaphore, Condition, Event, Barrier; pool: a pool or
executor; proxy: something that a manager's process has."""

Order = Literal["first", "last", "least"]
"""Which item a queue gives next: the oldest, the newest, the smallest."""

Level = Literal["lean", "counts", "hold"]
"""How closely locks are looked at: waits only · every acquisition too · also holder and hold time."""

Why = Literal["full", "empty", "lock", "signal", "result", "join", "reply", "loop"]
"""What a thread waits for: room in a queue · an item · a lock or permit · to be told by a condition, event or barrier ·
a task's result · the end of a thread or process · a manager's answer · something to do in its event loop."""


class ObjectFound(Struct, frozen=True):
    """The program made an object."""

    at_s: float
    run: int
    key: int
    kind: ObjectKind
    type: str
    """As `multiprocessing.Queue`; for a value its type code, as `int`."""
    name: str
    """The variable or attribute it was assigned to; empty when that cannot be told."""
    place: str
    """`file.py:12`, or empty."""
    pid: int
    """The process that made it."""
    maxsize: int | None = None
    """Of a queue: most items; None for any number and for other kinds."""
    order: Order | None = None
    """Of a queue."""
    peer: int | None = None
    """Of one end of a two-way pipe: the key of the other end."""
    guards: int | None = None
    """Of a value's own lock: the key of the value, where that is known. Of a condition: the key of its lock."""
    size_bytes: int | None = None
    """Of a value or block."""
    length: int | None = None
    """Of an array: how many items."""
    limit: int | None = None
    """Permits of a semaphore at first, parties of a barrier, most workers of a pool."""
    fields: tuple[str, ...] = ()
    """Names of the numbers in a value's structure: its items, or each of an array's items, are these in turn."""


class QueueCount(Struct, frozen=True):
    """A queue or one end of a pipe so far."""

    key: int
    puts: int
    """Items that `put` or `send` accepted."""
    gets: int
    sent: int | None
    """Items written to the pipe; those put and not sent are in a feeder's buffer. None where there is no pipe."""
    lost: int
    """Items that could not be pickled or sent."""
    bytes_put: int | None
    """Pickled bytes written to the pipe; None where nothing is pickled."""
    bytes_got: int | None
    full_waits: int
    """Waits for room in a bounded queue; who waits for room in a pipe is not counted."""
    full_s: float
    """Seconds that workers waited for room, summed. Waits that go on are in all numbers and sums of waits."""
    empty_waits: int
    empty_s: float
    oldest_s: float | None
    """Age of the item that comes next, to about one sampling interval; None when empty or not first in, first out."""
    done: int | None = None
    """Items said to be done by `task_done`; None where nobody has ever said so or waited for it."""
    join_s: float = 0.0
    """Seconds that workers waited in `join` until all were done."""
    put_by: tuple[int, ...] = ()
    """The pids that have put something in, those of ended processes too; at most 64."""
    got_by: tuple[int, ...] = ()
    """The pids that have taken something."""
    unsent_by: tuple[int, ...] = ()
    """The pids that have items in a feeder's buffer, not yet in the pipe."""


class QueuesCounted(Struct, frozen=True):
    """Queues and pipes whose counts changed, or whose oldest item grew older."""

    at_s: float
    run: int
    counts: tuple[QueueCount, ...]


class LockCount(Struct, frozen=True):
    """A lock so far."""

    key: int
    level: Level
    waits: int
    """Acquisitions that had to wait."""
    wait_s: float
    acquired: int | None
    """All acquisitions; None at level lean."""
    held_s: float | None
    """None but at level hold."""
    holder_pid: int | None
    holder_tid: int | None
    """At the levels below hold told only while somebody waits."""
    held_since_s: float | None
    """None but at level hold."""
    signal_waits: int = 0
    """Waits to be told, by a condition, an event or a barrier."""
    signal_s: float = 0.0
    told: int = 0
    """How often a condition was notified, an event set, a barrier passed."""
    is_on: bool | None = None
    """Whether an event is set, or a barrier broken."""
    permits: int | None = None
    """Permits left of a semaphore; None where that is not looked at."""
    told_s: float | None = None
    """When a condition was last notified, an event last set; None where it never was, or that is not told."""


class LocksCounted(Struct, frozen=True):
    """Locks whose counts changed."""

    at_s: float
    run: int
    counts: tuple[LockCount, ...]


class CallCount(Struct, frozen=True):
    """Something that a manager's process has, so far."""

    key: int
    calls: int
    call_s: float
    """Seconds that the callers spent in them, together."""


class CallsCounted(Struct, frozen=True):
    """Proxies whose counts changed."""

    at_s: float
    run: int
    counts: tuple[CallCount, ...]


class ValueRead(Struct, frozen=True):
    """What a shared value or array held."""

    key: int
    items: tuple[int | float, ...]
    """Its number, or the first items of an array; an int is whole."""


class ValuesRead(Struct, frozen=True):
    """Values whose contents changed since the last look."""

    at_s: float
    run: int
    values: tuple[ValueRead, ...]


class BlockUse(Struct, frozen=True):
    """What one process did with a block of shared memory."""

    pid: int
    created: int
    attached: int
    closed: int
    unlinked: int
    address: int | None
    """Where this process has it."""


class BlockSeen(Struct, frozen=True):
    """A block of shared memory."""

    key: int
    exists: bool
    """Whether its name is still there."""
    uses: tuple[BlockUse, ...]
    file: str
    """Where it lies: `/dev/shm/psm_8f3a21c0`; empty where the system shows no file."""
    row_bytes: int
    """Bytes in a row of the picture that the program keeps in it; 0 when it is no picture, or not known to be one."""
    columns: int
    """How many of `cells` are taken from a row; 0 without rows."""
    cells: str
    """Bytes taken from the block at even distances, two hexadecimal digits each; empty where it cannot be read.
    `grid.offsets` tells where they stood."""
    items: tuple[str, ...] = ()
    """Of a ShareableList: its first items, as Python writes them. It has no cells."""
    is_gone_early: bool = False
    """Whether its name is gone although the process that made it lives, and none that uses it has unlinked it."""


class BlocksSeen(Struct, frozen=True):
    """Blocks of which something changed."""

    at_s: float
    run: int
    blocks: tuple[BlockSeen, ...]


class Access(Somebody, Struct, frozen=True):
    """One recorded access to a value."""

    pid: int
    tid: int
    at_ns: int
    """Nanoseconds since the comparison started."""
    is_write: bool
    value: float


class AccessesRecorded(Struct, frozen=True):
    """Accesses to one value that the microscope has recorded, in the order of their times."""

    at_s: float
    run: int
    key: int
    accesses: tuple[Access, ...]


class LineSeen(Somebody, Struct, frozen=True):
    """The line of the program that a thread was in."""

    pid: int
    tid: int
    path: str
    """Empty: which line it is in now is not known."""
    line: int
    function: str = ""
    """The function that it is in; empty where that is not told."""
    waited: Why | None = None
    """What it waited for when it was seen there; None for nothing that is known."""


class LinesAsked(Struct, frozen=True):
    """From now on the current lines are looked at, or no longer."""

    at_s: float
    run: int
    hz: int
    """How often a second; 0 for no longer."""


class LinesSeen(Struct, frozen=True):
    """Threads whose current line changed since the last look."""

    at_s: float
    run: int
    lines: tuple[LineSeen, ...]


ObjectTelemetry = (
    ObjectFound
    | QueuesCounted
    | LocksCounted
    | CallsCounted
    | ValuesRead
    | BlocksSeen
    | AccessesRecorded
    | LinesSeen
    | LinesAsked
)
"""Everything a feed can say about them."""

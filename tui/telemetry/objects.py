"""The vocabulary's part about the things that workers share: queues, pipes, locks, values, blocks of shared memory.

`key` names an object within its run; the same in every process. Counts are totals over all processes, those that have
ended included, and never shrink. `vocabulary` joins these into its union; its conventions hold here too.
"""

from __future__ import annotations

from typing import Literal

from tui.telemetry.shape import Fact, Float, Int
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


class ObjectFound(Fact, frozen=True):
    """The program made an object."""

    at_s: Float
    run: Int
    key: Int
    kind: ObjectKind
    type: str
    """As `multiprocessing.Queue`; for a value its type code, as `int`."""
    name: str
    """The variable or attribute it was assigned to; empty when that cannot be told."""
    place: str
    """`file.py:12`, or empty."""
    pid: Int
    """The process that made it."""
    maxsize: Int | None = None
    """Of a queue: most items; None for any number and for other kinds."""
    order: Order | None = None
    """Of a queue."""
    peer: Int | None = None
    """Of one end of a two-way pipe: the key of the other end."""
    guards: Int | None = None
    """Of a value's own lock: the key of the value, where that is known. Of a condition: the key of its lock."""
    size_bytes: Int | None = None
    """Of a value or block."""
    length: Int | None = None
    """Of an array: how many items."""
    limit: Int | None = None
    """Permits of a semaphore at first, parties of a barrier, most workers of a pool."""
    fields: tuple[str, ...] = ()
    """Names of the numbers in a value's structure: its items, or each of an array's items, are these in turn."""


class QueueCount(Fact, frozen=True):
    """A queue or one end of a pipe so far."""

    key: Int
    puts: Int
    """Items that `put` or `send` accepted."""
    gets: Int
    sent: Int | None
    """Items written to the pipe; those put and not sent are in a feeder's buffer. None where there is no pipe."""
    lost: Int
    """Items that could not be pickled or sent."""
    bytes_put: Int | None
    """Pickled bytes written to the pipe; None where nothing is pickled."""
    bytes_got: Int | None
    full_waits: Int
    """Waits for room in a bounded queue; who waits for room in a pipe is not counted."""
    full_s: Float
    """Seconds that workers waited for room, summed. Waits that go on are in all numbers and sums of waits."""
    empty_waits: Int
    empty_s: Float
    oldest_s: Float | None
    """Age of the item that comes next, to about one sampling interval; None when empty or not first in, first out."""
    done: Int | None = None
    """Items said to be done by `task_done`; None where nobody has ever said so or waited for it."""
    join_s: Float = 0.0
    """Seconds that workers waited in `join` until all were done."""
    put_by: tuple[Int, ...] = ()
    """The pids that have put something in, those of ended processes too; at most 64."""
    got_by: tuple[Int, ...] = ()
    """The pids that have taken something."""
    unsent_by: tuple[Int, ...] = ()
    """The pids that have items in a feeder's buffer, not yet in the pipe."""


class QueuesCounted(Fact, frozen=True):
    """Queues and pipes whose counts changed, or whose oldest item grew older."""

    at_s: Float
    run: Int
    counts: tuple[QueueCount, ...]


class LockCount(Fact, frozen=True):
    """A lock so far."""

    key: Int
    level: Level
    waits: Int
    """Acquisitions that had to wait."""
    wait_s: Float
    acquired: Int | None
    """All acquisitions; None at level lean."""
    held_s: Float | None
    """None but at level hold."""
    holder_pid: Int | None
    holder_tid: Int | None
    """At the levels below hold told only while somebody waits."""
    held_since_s: Float | None
    """None but at level hold."""
    signal_waits: Int = 0
    """Waits to be told, by a condition, an event or a barrier."""
    signal_s: Float = 0.0
    told: Int = 0
    """How often a condition was notified, an event set, a barrier passed."""
    is_on: bool | None = None
    """Whether an event is set, or a barrier broken."""
    permits: Int | None = None
    """Permits left of a semaphore; None where that is not looked at."""
    told_s: Float | None = None
    """When a condition was last notified, an event last set; None where it never was, or that is not told."""


class LocksCounted(Fact, frozen=True):
    """Locks whose counts changed."""

    at_s: Float
    run: Int
    counts: tuple[LockCount, ...]


class CallCount(Fact, frozen=True):
    """Something that a manager's process has, so far."""

    key: Int
    calls: Int
    call_s: Float
    """Seconds that the callers spent in them, together."""


class CallsCounted(Fact, frozen=True):
    """Proxies whose counts changed."""

    at_s: Float
    run: Int
    counts: tuple[CallCount, ...]


class ValueRead(Fact, frozen=True):
    """What a shared value or array held."""

    key: Int
    items: tuple[Int | Float, ...]
    """Its number, or the first items of an array; an int is whole."""


class ValuesRead(Fact, frozen=True):
    """Values whose contents changed since the last look."""

    at_s: Float
    run: Int
    values: tuple[ValueRead, ...]


class BlockUse(Fact, frozen=True):
    """What one process did with a block of shared memory."""

    pid: Int
    created: Int
    attached: Int
    closed: Int
    unlinked: Int
    address: Int | None
    """Where this process has it."""


class BlockSeen(Fact, frozen=True):
    """A block of shared memory."""

    key: Int
    exists: bool
    """Whether its name is still there."""
    uses: tuple[BlockUse, ...]
    file: str
    """Where it lies: `/dev/shm/psm_8f3a21c0`; empty where the system shows no file."""
    row_bytes: Int
    """Bytes in a row of the picture that the program keeps in it; 0 when it is no picture, or not known to be one."""
    columns: Int
    """How many of `cells` are taken from a row; 0 without rows."""
    cells: str
    """Bytes taken from the block at even distances, two hexadecimal digits each; empty where it cannot be read.
    `grid.offsets` tells where they stood."""
    items: tuple[str, ...] = ()
    """Of a ShareableList: its first items, as Python writes them. It has no cells."""
    is_gone_early: bool = False
    """Whether its name is gone although the process that made it lives, and none that uses it has unlinked it."""


class BlocksSeen(Fact, frozen=True):
    """Blocks of which something changed."""

    at_s: Float
    run: Int
    blocks: tuple[BlockSeen, ...]


class Access(Somebody, Fact, frozen=True):
    """One recorded access to a value."""

    pid: Int
    tid: Int
    at_ns: Int
    """Nanoseconds since the comparison started."""
    is_write: bool
    value: Float


class AccessesRecorded(Fact, frozen=True):
    """Accesses to one value that the microscope has recorded, in the order of their times."""

    at_s: Float
    run: Int
    key: Int
    accesses: tuple[Access, ...]


class LineSeen(Somebody, Fact, frozen=True):
    """The line of the program that a thread was in."""

    pid: Int
    tid: Int
    path: str
    """Empty: which line it is in now is not known."""
    line: Int
    function: str = ""
    """The function that it is in; empty where that is not told."""
    waited: Why | None = None
    """What it waited for when it was seen there; None for nothing that is known."""


class LinesAsked(Fact, frozen=True):
    """From now on the current lines are looked at, or no longer."""

    at_s: Float
    run: Int
    hz: Int
    """How often a second; 0 for no longer."""


class LinesSeen(Fact, frozen=True):
    """Threads whose current line changed since the last look."""

    at_s: Float
    run: Int
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

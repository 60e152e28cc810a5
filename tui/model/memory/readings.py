"""What is seen of shared memory in one run: who has the block where, who wrote which part, what went through instead.

Two counts of bytes are told apart: `copied` is what the program says it handed over by copying; `through` is what the
probe saw go through queues and pipes, which includes the wrapping of each message and the words between the processes.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from msgspec import Struct

from tui.model.readings.memory import COPIED, TORN
from tui.model.state.shared import BlockState
from tui.model.state.state import RunState
from tui.model.workers.lanes import lanes
from tui.telemetry.objects import BlockUse
from tui.telemetry.who import Somebody, Who

TRACKER = "leaked shared_memory"
"""What the resource tracker writes to stderr when it removes what nobody unlinked."""
_UNWRITTEN = 255


class Part(Struct, frozen=True):
    """What one worker has written."""

    painter: int
    first: int
    """Between these two offsets lies what it is seen to have written."""
    last: int


class Painted(Struct, frozen=True):
    """What the bytes of a block say of who wrote them last."""

    parts: tuple[Part, ...]
    torn: tuple[bool, ...]
    """For each row that was looked at, whether it has bytes of more than one writer."""
    writers: tuple[tuple[int, ...], ...]
    """For each row that was looked at, who has bytes in it."""
    share: float
    """Of the bytes looked at, those that were written."""


class Member(Somebody, Struct, frozen=True):
    """A process of the run."""

    label: str
    pid: int
    tid: int
    """Of its first thread."""
    painter: int
    """Its number among the workers, from 0; -1 for the main process."""
    address: int | None = None
    """Where it has the block."""
    is_attached: bool = False
    is_alive: bool = True


class Channel(Struct, frozen=True):
    """A queue, or what is sent from one end of a pipe."""

    name: str
    through: int
    """Bytes."""


class Memory(Struct, frozen=True):
    """One run, as the picture shows it."""

    main: Member | None
    workers: tuple[Member, ...]
    block: BlockState | None
    through: int
    """Bytes."""
    messages: int
    channels: tuple[Channel, ...]
    """Queues and ends of pipes that something went through, in the order they were made."""
    is_over: bool
    copied: float | None
    torn: float | None
    """Rows, as the program says."""
    errors: str
    painted: Painted | None

    @property
    def attached(self) -> int:
        return sum(member.is_attached for member in (*self.workers, *((self.main,) if self.main else ())))

    @property
    def addresses(self) -> int:
        """How many different ones are known."""
        every = (*self.workers, *((self.main,) if self.main else ()))
        return len({member.address for member in every if member.address})


def memory(run: RunState, painter_bits: int | None) -> Memory:
    """Return what is seen of a run; `painter_bits` of a byte say who wrote it, None where that is not known."""
    block = max(run.blocks, key=lambda block: block.of.size_bytes or 0) if run.blocks else None
    uses = {use.pid: use for use in block.uses} if block else {}
    ended = {process.pid for process in run.processes if process.ended_s is not None}
    workers = [
        _member(lane.label, lane.who, place, uses.get(lane.pid), lane.pid not in ended)
        for place, lane in enumerate(sorted((x for x in lanes(run) if x.label != "main"), key=lambda x: _by(x.label)))
    ]
    heads = [process.pid for process in run.processes if process.role == "main"]
    counts = [queue.count for queue in run.queues if queue.count is not None]
    return Memory(
        main=_member("main", Who(heads[0], heads[0]), -1, uses.get(heads[0]), heads[0] not in ended) if heads else None,
        workers=tuple(workers),
        block=block,
        through=sum(count.bytes_put or 0 for count in counts),
        messages=sum(count.sent if count.sent is not None else count.puts for count in counts),
        channels=_channels(run),
        is_over=run.phase == "over",
        copied=COPIED.last(run),
        torn=TORN.last(run),
        errors=run.errors,
        painted=painted(block, painter_bits) if block and painter_bits is not None else None,
    )


def _channels(run: RunState) -> tuple[Channel, ...]:
    """Return what something went through; where several have one name, each with its number."""
    used = [(queue.of.name.removesuffix("[]"), queue.count) for queue in run.queues if queue.count and queue.count.puts]
    many = Counter(name for name, _ in used)
    numbers: Counter[str] = Counter()
    found = []
    for name, count in used:
        numbers[name] += 1
        found.append(Channel(f"{name} {numbers[name]}" if many[name] > 1 else name, count.bytes_put or 0))
    return tuple(found)


def _by(label: str) -> tuple[str, int]:
    """Order P2 before P10."""
    letters, number = re.fullmatch(r"(.*?)(\d*)", label, re.DOTALL).groups()  # type: ignore[union-attr]
    return letters, int(number or 0)


def _member(label: str, who: Who, painter: int, use: BlockUse | None, is_alive: bool) -> Member:
    if use is None:
        return Member(label, who.pid, who.tid, painter, is_alive=is_alive)
    is_attached = is_alive and use.created + use.attached > use.closed
    return Member(label, who.pid, who.tid, painter, use.address, is_attached, is_alive)


def painted(block: BlockState, painter_bits: int) -> Painted | None:
    """Return who wrote what, by the bytes that were looked at; None before any."""
    if not block.cells or not block.of.size_bytes:
        return None
    return _painted(block.cells, block.columns, block.row_bytes, block.of.size_bytes, painter_bits)


@lru_cache(maxsize=8)
def _painted(cells: bytes, columns: int, row_bytes: int, size_bytes: int, bits: int) -> Painted:
    table = bytes([_UNWRITTEN, *(byte & (1 << bits) - 1 for byte in range(1, 256))])
    written = cells.translate(table)
    step = columns or len(cells)
    rows = -(-len(cells) // step)
    writers = [tuple(sorted(set(written[at : at + step]) - {_UNWRITTEN})) for at in range(0, len(written), step)]
    found = {painter for row in writers for painter in row}
    spans = {p: (written.find(p), written.rfind(p)) for p in sorted(found)}
    # With rows, a row that was looked at stands for those around it, from whose start to whose end it is told.
    size = (size_bytes // row_bytes) * row_bytes if columns else size_bytes
    cut, by = (rows, step) if columns else (len(cells), 1)
    parts = [
        Part(p, first // by * size // cut, (last // by + 1) * size // cut - 1) for p, (first, last) in spans.items()
    ]
    torn = tuple(columns > 0 and len(row) > 1 for row in writers)
    return Painted(tuple(parts), torn, tuple(writers), 1 - written.count(_UNWRITTEN) / len(written))


class CleanUp(Struct, frozen=True):
    """Who opened, closed and unlinked a block, and what became of it."""

    opened: int
    closed: int
    unlinked: int
    words: str
    is_well: bool | None
    """Whether it was cleaned up as it should; None while it is in use."""


def clean_up(seen: Memory) -> CleanUp | None:
    """Return what is known of the block's end; None where there is no block."""
    block = seen.block
    if block is None:
        return None
    opened = sum(use.created + use.attached for use in block.uses)
    closed = sum(use.closed for use in block.uses)
    unlinked = sum(use.unlinked for use in block.uses)
    if unlinked:
        words = "the block is gone" if block.exists is False else "its name is gone; it ends with its last user"
        is_well = True if block.exists is False and closed >= opened else None
        return CleanUp(opened, closed, unlinked, words, is_well)
    if not seen.is_over:
        return CleanUp(opened, closed, unlinked, "in use" if closed < opened else "let go, but not unlinked", None)
    if TRACKER in seen.errors:
        words = "nobody called unlink(): the resource tracker complained and removed it"
    elif block.exists is False:
        words = "nobody called unlink(); it was removed when the program's processes were ended"
    else:
        words = "still there: nobody called unlink()"
    return CleanUp(opened, closed, unlinked, words, False)

"""The vocabulary's part about items on their way through queues, told one by one when that is asked for.

`vocabulary` joins it into its union; its conventions hold here too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tui.telemetry.who import Somebody

MoveKind = Literal["put", "sent", "unsent", "got", "lost"]
"""What happened to an item: put · being written to the pipe · not written after all · taken · not to be pickled or
sent."""


@dataclass(frozen=True, slots=True)
class Move(Somebody):
    """One item on its way."""

    at_ns: int
    """Nanoseconds since the comparison started."""
    key: int
    """The queue's."""
    pid: int
    tid: int
    """The thread that did it; what is sent to a pipe is sent by a helper thread of the process that put it."""
    kind: MoveKind
    is_none: bool
    """Whether the item is None, which programs use to say that nothing more comes; put and got tell it."""
    number: int
    """Which one of its kind in this process, from 1; for unsent how many are left. A gap: some were not told."""


@dataclass(frozen=True, slots=True)
class WorkerCount(Somebody):
    """Items that a thread has put and taken so far, over all queues; exact, also where moves are not told."""

    pid: int
    tid: int
    puts: int
    gets: int
    nones_put: int
    """None that it put; not among `puts`."""
    nones_got: int


@dataclass(frozen=True, slots=True)
class ItemsMoved:
    """What went in and out of queues since the last look, in the order of time."""

    at_s: float
    run: int
    moves: tuple[Move, ...]
    """The newest of each thread; all there were, as long as no `number` is left out."""
    workers: tuple[WorkerCount, ...]
    """Those whose counts changed."""

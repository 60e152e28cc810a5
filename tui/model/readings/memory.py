"""What it takes to hand bytes to another process, and what was copied for it.

`bytes_copied` is what the program says it handed over by copying; `bytes_through` is what the probe saw go through
queues and pipes, with the wrapping of each message and the words between the processes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.model.readings.reading import Fact, Group, Reading, declare, printed
from tui.words.numbers import grouped, plural

if TYPE_CHECKING:
    from tui.model.readings.measured import Measured


def _through(measured: Measured) -> float:
    queues = measured.run.queues if measured.run else ()
    return sum(queue.count.bytes_put or 0 for queue in queues if queue.count)


def _forgotten(measured: Measured) -> int:
    run = measured.run
    return sum(block.is_forgotten for block in run.blocks) if run and run.phase == "over" else 0


def _lines(measured: Measured) -> list[str]:
    copied, hand_over = measured.last(COPIED), measured.spread(HAND_OVER)
    torn, forgotten = round(measured.last(TORN) or 0), _forgotten(measured)
    moved = "–" if copied is None else grouped(copied)
    lines = [f"memory: {grouped(SHARED.told(measured) or 0)} bytes shared, {moved} bytes copied"]
    if hand_over is not None:
        lines.append(f"handed over in {grouped(hand_over.median * 1e6)} µs, the median")
    if torn:
        lines.append(f"{grouped(torn)} rows are torn: two painters wrote to them")
    if forgotten:
        lines.append(f"{plural(forgotten, 'block')} {'were' if forgotten > 1 else 'was'} never unlinked")
    return lines


MEMORY = Group(
    "memory", "What was shared and what was copied.",
    is_there=lambda measured: bool(measured.values(HAND_OVER) or (measured.run and measured.run.blocks)), lines=_lines,
)  # fmt: skip
HAND_OVER: Reading = declare(Reading(
    "hand_over_s", "seconds to hand a block over, the median", "span", printed("hand_over_s"), "hand-over", front=4,
    group=MEMORY, digits=7, place=1,
))  # fmt: skip
declare(Reading(
    "bytes_shared", "bytes in shared blocks", "bytes", printed("bytes_shared"), "bytes shared", front=5,
))  # fmt: skip
SHARED: Fact = declare(Fact(
    "bytes_shared", "bytes in the blocks of the newest run", MEMORY,
    lambda measured: sum(block.of.size_bytes or 0 for block in measured.run.blocks) if measured.run else 0,
))  # fmt: skip
COPIED: Reading = declare(Reading(
    "bytes_copied", "bytes copied between processes", "bytes", printed("bytes_copied"), "bytes copied", front=6,
    group=MEMORY, tells="newest",
))  # fmt: skip
declare(Fact(
    "bytes_through",
    "everything that went through pipes and queues, as counted: with its wrapping and the words between",
    MEMORY, _through,
))  # fmt: skip
TORN: Reading = declare(Reading(
    "torn_rows", "rows with pixels of more than one painter", "count", printed("torn_rows"), "torn rows", front=7,
    group=MEMORY, tells="newest", place=1,
))  # fmt: skip
declare(Fact("forgotten", "blocks that were made and that nobody unlinked", MEMORY, _forgotten, place=1))

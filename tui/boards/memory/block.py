"""Who writes to shared memory: the block as a picture, and everybody's address of it."""

from __future__ import annotations

from msgspec.structs import replace

from tui.boards.board import Board, all_it_can_get
from tui.boards.frame import Frame
from tui.boards.memory import memory_board, presented
from tui.boards.memory.memory_view import MemoryView
from tui.boards.sheet import choosing
from tui.boards.side import Presented
from tui.boards.speed.variant_panel import FAILED
from tui.boards.variants import instead, panels_of, repeat_of
from tui.keys import Key
from tui.model.memory.readings import Memory, memory
from tui.model.speed.readings import VariantReading
from tui.model.state.state import RunState
from tui.model.workers.hues import hues_of
from tui.model.workers.palette import WRITERS
from tui.play.comparison import Comparison

SECOND_S, MOMENT_S = 1.0, 0.25


def _view(frame: Frame, _: int) -> MemoryView:
    """Return the block of the variant that is chosen, or that runs, or that has one."""
    comparison = frame.comparison
    panels = panels_of(comparison)
    reading, run = _shown(frame, panels)
    bits = painter_bits(comparison)
    focused = frame.look.zoomed == "block"
    if run is None or comparison.failure:
        says = instead(frame, reading, is_first=reading is panels[0])
        return MemoryView(reading.called, reading.hue, focused=focused, says=says)
    seen = _kept(frame, run, bits)
    now_s = comparison.state.at_s
    return MemoryView(
        variant=reading.called,
        hue=reading.hue,
        seen=seen,
        second_ago=seen.block.cells_at(now_s - SECOND_S) if seen.block else b"",
        moment_ago=seen.block.cells_at(now_s - MOMENT_S) if seen.block else b"",
        painter_bits=bits,
        hues=_hues(comparison, run, seen),
        is_hex=frame.look.pressed["hex"] % 2 == 1,
        focused=focused,
        facts=repeat_of(comparison, reading),
        trouble=reading.message if reading.phase in FAILED else "",
    )


def _kept(frame: Frame, run: RunState, bits: int | None) -> Memory:
    """Return what is seen of a run: its numbers as the ways and the sentence know them, which are told twice a second,
    and the bytes of the block, and whose they are, as they are at this moment.
    """
    seen = memory(run, bits)
    kept: Memory = frame.slow.keep("block", (frame.comparison.player, run.index), seen, frame.is_due)
    now, then = seen.painted, kept.painted
    return replace(kept, block=seen.block, painted=replace(now, share=then.share) if now and then else now)


def _hues(comparison: Comparison, run: RunState, seen: Memory) -> tuple[str, ...]:
    """Return the hue of each writer; a number that no worker has is drawn as the next ones would be."""
    hues = hues_of(comparison.state, run)
    return (*(hues.get(worker.who, "muted") for worker in seen.workers), *WRITERS[len(seen.workers):])


def painter_bits(comparison: Comparison) -> int | None:
    """How many bits of a byte say who wrote it, as the lesson says."""
    lesson = comparison.lesson
    return lesson.block.painter_bits if lesson and lesson.block else None


def _shown(frame: Frame, panels: tuple[VariantReading, ...]) -> tuple[VariantReading, RunState | None]:
    """Return the variant on the board and its newest run: the chosen one, else the one that runs or has a block."""
    state = frame.comparison.state
    newest = {run.variant: run for run in state.runs}
    if 0 <= frame.look.focus < len(panels):
        reading = panels[frame.look.focus]
        return reading, newest.get(reading.name)
    for wanted in (_runs, _has_block):
        for reading in panels:
            if (run := newest.get(reading.name)) and wanted(run):
                return reading, run
    return panels[0], newest.get(panels[0].name)


def _runs(run: RunState) -> bool:
    return run.phase != "over"


def _has_block(run: RunState) -> bool:
    return bool(run.blocks)


HEX = Key(
    ("h",), "h", "press('hex')", "hex", "shared memory: the block as hexadecimal numbers, or as a picture", "board", 4
)
BOARD = Board(
    "block", memory_board.paint, _view, wants=all_it_can_get, least=9, clicked=choosing, keys=(HEX,),
    presented=Presented(presented.paint),
)  # fmt: skip

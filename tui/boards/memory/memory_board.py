"""Shared memory: the main process, the block with its bytes, the workers, and who has it at which address."""

from __future__ import annotations

from collections.abc import Sequence

from tui.boards.framed import framed, instead, plain, wrapped
from tui.boards.memory import block_box, channel_box
from tui.boards.memory.memory_view import MemoryView
from tui.boards.memory.process_boxes import Sides, beside_of, both_sides, process_lines
from tui.boards.sheet import Sheet
from tui.draw import numbers
from tui.draw.cells import Row, join
from tui.draw.glyphs import Glyphs

NARROWEST = 72
"""Columns from which on the processes have boxes of their own at both sides."""
ROOMY, TALL = 112, 24


def paint(view: MemoryView, sheet: Sheet) -> Sequence[Row]:
    """Return the block between its processes; below a line for each of them where it is narrow: it stays longest."""
    width, height, beside = sheet.width, sheet.height, beside_of(view)
    if width < NARROWEST:
        lines = process_lines(beside, width, max(0, height - 10))
        return [*lines, *_middle(view, sheet.part(width, height - len(lines)))]
    sides = _sides(width, height)
    middle = _middle(view, sheet.part(width - 2 * sum(sides), height))
    left, right = both_sides(beside, sides, height, sheet.glyphs)
    return [join(*row) for row in zip(left, middle, right, strict=True)]


def _sides(width: int, height: int) -> Sides:
    """Return the widths at both sides: as wide as an address and its name, less where the picture can grow."""
    if width < ROOMY:
        return Sides(18, 3)
    return Sides(22, 4) if height >= TALL and width < 150 else Sides(28, 6)


def _middle(view: MemoryView, sheet: Sheet) -> list[Row]:
    """Return the box of the block, or of what goes through instead."""
    seen, glyphs, inner, room = view.seen, sheet.glyphs, sheet.inner, sheet.room
    block = seen.block if seen else None
    if view.says or seen is None:
        rows = instead(view.says, sheet)
    elif block is not None and block.cells:
        rows = block_box.body(view, sheet)
    elif seen.channels and block is None:
        rows = channel_box.body(view, sheet)
    else:
        rows = wrapped(plain("Nothing has been written yet." if block else "The processes start.", "muted"), inner)
    if view.trouble:
        said = wrapped(plain(view.trouble, "bad"), inner)[:2]
        rows = [*rows[: max(0, room - len(said) - 1)], *said, (("enter", "key bold"), (" the whole message", ""))]
    return framed(
        rows[:room],
        sheet,
        title=_title(view),
        facts=_facts(view, sheet.width, glyphs),
        hue="bad" if view.trouble else "key" if block else view.hue,
        focused=view.focused or bool(view.trouble) or block is not None,
    )


def _title(view: MemoryView) -> str:
    block = view.seen.block if view.seen else None
    if block is None:
        return view.variant
    return block.file.rpartition("/")[2] or block.of.name


def _facts(view: MemoryView, width: int, glyphs: Glyphs) -> str:
    seen = view.seen
    block = seen.block if seen else None
    if seen is None or block is None:
        return view.facts
    size = numbers.size_of(block.of.size_bytes)
    where = " in /dev/shm" if block.file else ""
    dot = "-" if glyphs.ascii_only else "·"
    held = f"{seen.attached} attached" if seen.attached else "let go" if block.uses else ""
    room = width - len(_title(view)) - 9
    many = ((view.facts, f"{size}{where}", held), (view.facts, size, held), (size, held), (held or size,))
    said = [f" {dot} ".join(part for part in parts if part) for parts in many]
    return next((text for text in said if len(text) <= room), "")

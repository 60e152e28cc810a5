"""The processes around a block of shared memory: what each of them has of it, and at which address."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tui.boards.framed import BLANK, framed, plain, wrapped
from tui.boards.memory.memory_view import MemoryView
from tui.boards.sheet import Sheet
from tui.draw import numbers
from tui.draw.cells import Row, cut, fit, join, pad
from tui.draw.glyphs import Glyphs
from tui.model.memory.readings import Member, Part


class Sides(NamedTuple):
    """How the width is shared: a process's box and the gap beside it."""

    side: int
    gap: int


class Beside(NamedTuple):
    """What is shown beside the block. It changes seldom, while the block changes with every sample."""

    hue: str
    hues: tuple[str, ...]
    main: Member | None
    workers: tuple[Member, ...]
    parts: tuple[Part, ...]
    attached: int
    copied: float | None
    through: int
    """Bytes that went through queues and pipes."""
    buffer: str
    """What the program calls the block's bytes; empty while there is no block."""
    has_channels: bool

    def is_open(self, member: Member) -> bool:
        """Whether a process can reach the block, or where there is none, is sent something."""
        return member.is_attached if self.buffer else member.is_alive and self.has_channels

    def hue_of(self, member: Member) -> str:
        return "parent" if member.painter < 0 else self.hues[member.painter % len(self.hues)]


def beside_of(view: MemoryView) -> Beside | None:
    """Return what is shown beside the block; None while nothing has been seen."""
    seen = view.seen
    if seen is None:
        return None
    name = seen.block.of.name if seen.block else ""
    return Beside(
        view.hue, view.hues, seen.main, seen.workers, seen.painted.parts if seen.painted else (), seen.attached,
        seen.copied, seen.through, "shm.buf" if "." in name else f"{name}.buf" if seen.block else "",
        bool(seen.channels),
    )  # fmt: skip


@lru_cache(maxsize=2)
def both_sides(beside: Beside | None, sides: Sides, height: int, glyphs: Glyphs) -> tuple[list[Row], list[Row]]:
    """Return the rows at the left and at the right of the block, connectors included."""
    left, from_main = _main(beside, sides, height, glyphs)
    right, to_workers = _workers(beside, sides, height, glyphs)
    before = [join(pad(a, sides.side), pad(b, sides.gap)) for a, b in zip(left, from_main, strict=True)]
    behind = [join(pad(a, sides.gap), pad(b, sides.side)) for a, b in zip(to_workers, right, strict=True)]
    return before, behind


def process_lines(beside: Beside | None, width: int, most: int) -> list[Row]:
    """Return a line for each process, at most so many."""
    if beside is None:
        return []
    lines: list[Row] = []
    for member in (*([beside.main] if beside.main else []), *beside.workers)[:most]:
        where = _address(beside, member, width - 20, lines=2)[-1 if beside.buffer else 0]
        label = plain(f" {member.label:<5}", f"{beside.hue_of(member)} bold")
        lines.append(join(label, plain(f"{member.pid:<9}", "muted"), where))
    return lines


def _main(beside: Beside | None, sides: Sides, height: int, glyphs: Glyphs) -> tuple[list[Row], list[Row]]:
    """Return the main process's box, with what stands below it, and the gap with its arrow."""
    main = beside.main if beside else None
    roomy = sides.side >= 20 and height >= 14
    inner = Sheet(sides.side, height, glyphs).inner
    counts = _counts(beside, inner)
    body: list[Row] = [BLANK]
    at = len(body) + 1
    body += _address(beside, main, inner, lines=1 if sides.side >= 24 else 2)
    if roomy:
        how = "" if beside is None else "a memoryview, no copy" if beside.buffer else "each band is a copy"
        body += [BLANK, *wrapped(plain(how, "muted"), inner), BLANK, *counts]
    tall = min(height, len(body) + 3)
    box = _boxed("main", "parent", main, body, Sheet(sides.side, tall, glyphs))
    gap: list[Row] = [BLANK] * height
    if beside and main and beside.is_open(main) and at < len(box):
        box[at] = (*box[at][:-1], (glyphs.branch, "parent"))
        line = glyphs.horizontal * (sides.gap - 1)
        text = f"{line}▸" if beside.buffer else f"◂{line}"
        gap[at] = plain(text, "parent")
    below = [] if roomy else [BLANK, *(join(plain("  "), row) for row in counts)]
    return [*box, *below, *[BLANK] * height][:height], gap


def _counts(beside: Beside | None, inner: int) -> list[Row]:
    """Return what was copied, what went through pipes, and who is attached."""
    if beside is None:
        return []

    def size(count: float | None) -> str:
        said = numbers.size_of(count)
        return said if inner >= 20 else said.replace(" bytes", " B")

    ink = "muted" if beside.copied is None else "good bold" if beside.copied == 0 else f"{beside.hue} bold"
    others = beside.attached - (1 if beside.main and beside.main.is_attached else 0)
    rows = [
        join(plain(f"{'copied':<9}", "muted"), plain(size(beside.copied), ink)),
        join(plain(f"{'sent':<9}", "muted"), plain(size(beside.through))),
    ]
    if beside.buffer:
        word = " others" if inner >= 20 and others != 1 else " other" if inner >= 20 else ""
        rows.append(join(plain(f"{'attached':<9}", "muted"), plain(f"{others}{word}")))
    return [cut(row, inner + 2) for row in rows]


def _address(beside: Beside | None, member: Member | None, width: int, *, lines: int) -> list[Row]:
    """Return where a process has the block: in one row, or in two."""
    if beside is None or member is None:
        return [plain("–", "muted"), BLANK][:lines]
    if not beside.buffer:
        words = ("paints alone", "in its memory") if member.painter >= 0 else ("gets copies", "and joins them")
        return [plain(text, "muted") for text in words][:lines]
    name = beside.buffer
    where = "–" if member.address is None else f"{member.address:#x}"
    ink, bold = "muted", "foreground bold" if member.is_attached else "muted"
    if lines == 1:
        return [join(plain(f"{name} ", bold), plain(fit(where, width - len(name) - 1), ink))]
    return [plain(fit(name, width), bold), plain(fit(where, width), ink)]


def _boxed(title: str, hue: str, member: Member | None, body: Sequence[Row], sheet: Sheet) -> list[Row]:
    is_wide = sheet.width >= 24
    pid = "" if member is None else f"pid {member.pid}" if is_wide else f"{member.pid}"
    facts = pid if member is None or member.is_alive else f"{pid} ended" if is_wide else pid
    return framed(body, sheet, title=title, facts=facts, hue=hue)


def _workers(beside: Beside | None, sides: Sides, height: int, glyphs: Glyphs) -> tuple[list[Row], list[Row]]:
    """Return the boxes of the workers, one below the other, and the gap with their arrows."""
    gap: list[Row] = [BLANK] * height
    if beside is None or not beside.workers:
        return [BLANK] * height, gap
    workers = beside.workers
    share = height // len(workers)
    each = min(4 if sides.side >= 24 else 5, share)
    is_boxed = each >= 3
    rows: list[Row] = []
    for worker in workers[: max(1, height // max(1, each))] if each else workers[:height]:
        rows += [BLANK] * (is_boxed and share > each and bool(rows))
        hue = beside.hue_of(worker)
        if is_boxed:
            sheet = Sheet(sides.side, each, glyphs)
            box = _boxed(worker.label, hue, worker, _worker(beside, worker, sheet), sheet)
            at = each // 2
        else:
            ink = hue if worker.is_alive else "faint"
            where = _address(beside, worker, sides.side - 4, lines=2)[1]
            wrote = plain(f"    {_wrote(beside.parts, worker, '–', sides.side - 4)}", hue)
            box, at = [join(plain(f" {worker.label:<3}", f"{ink} bold"), where), wrote, BLANK][: max(1, each)], 0
        if beside.is_open(worker):
            gap[len(rows) + at] = plain("◂" + glyphs.horizontal * (sides.gap - 1), hue)
            if is_boxed:
                box[at] = ((glyphs.tick, hue), (box[at][0][0][1:], box[at][0][1]), *box[at][1:])
        rows += box
    return [*rows, *[BLANK] * height][:height], gap


def _worker(beside: Beside, worker: Member, sheet: Sheet) -> list[Row]:
    """Return what stands in a worker's box, the most important always."""
    inner, room, is_wide = sheet.inner, sheet.room, sheet.width >= 24
    address = _address(beside, worker, inner, lines=1 if is_wide else min(2, room))
    if not is_wide and room == 1:
        address = _address(beside, worker, inner, lines=2)[1:]
    wrote = _wrote(beside.parts, worker, "–", inner)
    return [*address, plain(fit(wrote, inner), beside.hue_of(worker))][:room]


def _wrote(parts: Sequence[Part], worker: Member, dash: str, width: int) -> str:
    """Return which part of the block a worker has written: `wrote in 0–281 KiB`."""
    part = next((part for part in parts if part.painter == worker.painter), None)
    if part is None:
        return ""
    said = written(part, dash)
    every = (f"wrote in {said}", said, said.replace("bytes", "B"))
    return next((text for text in every if len(text) <= width), "")


def written(part: Part, dash: str) -> str:
    """Return `0–281 KiB`, where the next part begins with 281; a few bytes are told exactly, the last one too."""
    if part.last < 10_000:
        return f"{part.first}{dash}{part.last} bytes"
    return f"{_kib(part.first)}{dash}{_kib(part.last + 1)} KiB"


def _kib(count: int) -> int:
    return (2 * count + 1024) // 2048

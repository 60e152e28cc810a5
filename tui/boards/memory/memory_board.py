"""Shared memory: the main process, the block with its bytes, the workers, and who has it at which address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events

from tui import theme
from tui.boards.framed import BLANK, framed, inner_width, margin_for, plain, wrapped
from tui.boards.memory import block_box, channel_box
from tui.boards.memory.memory_view import MemoryView
from tui.boards.speed.variant_panel import VariantPanel
from tui.draw import numbers
from tui.draw.cells import Row, cut, fit, join, pad
from tui.model.memory.readings import Member, Memory
from tui.widgets.board import Board

NARROWEST = 72
"""Columns from which on the processes have boxes of their own at both sides."""
ROOMY, TALL = 112, 24


class Sides(NamedTuple):
    """How the width is shared: a process's box and the gap beside it."""

    side: int
    gap: int


class MemoryBoard(Board[MemoryView]):
    """Adapts to any size: the block stays longest."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._kept: tuple[object, tuple[list[Row], list[Row]]] | None = None
        """What stood beside the block last, and what it was made from."""

    def on_click(self, event: events.Click) -> None:
        self.post_message(VariantPanel.PanelClicked(self))

    def paint(self, view: MemoryView, width: int, height: int) -> Sequence[Row]:
        if width < NARROWEST:
            return self._narrow(view, width, height)
        sides = _sides(width, height)
        middle = self._middle(view, width - 2 * sum(sides), height)
        left, right = self._both_sides(view, sides, height)
        return [join(*row) for row in zip(left, middle, right, strict=True)]

    def _both_sides(self, view: MemoryView, sides: Sides, height: int) -> tuple[list[Row], list[Row]]:
        """Return what stands beside the block; as it was when nothing of it changed, which is most of the time."""
        seen = view.seen
        parts = seen.painted.parts if seen and seen.painted else ()
        told = (seen.main, seen.workers, seen.through, seen.copied, not seen.block, not seen.channels) if seen else ()
        key = (told, parts, view.hue, sides, height, self.glyphs)
        if self._kept is None or self._kept[0] != key:
            left, from_main = self._main(view, sides, height)
            right, to_workers = self._workers(view, sides, height)
            beside = [join(pad(a, sides.side), pad(b, sides.gap)) for a, b in zip(left, from_main, strict=True)]
            behind = [join(pad(a, sides.gap), pad(b, sides.side)) for a, b in zip(to_workers, right, strict=True)]
            self._kept = key, (beside, behind)
        return self._kept[1]

    @property
    def _looks(self) -> block_box.Looks:
        has_hues = not self.no_color
        has_tones = has_hues and self.app.theme != theme.TERMINAL and not self.glyphs.ascii_only
        return block_box.Looks(self.glyphs, has_tones, has_hues)

    def _middle(self, view: MemoryView, width: int, height: int) -> list[Row]:
        """Return the box of the block, or of what goes through instead."""
        seen, glyphs = view.seen, self.glyphs
        inner, room = inner_width(width), height - 2
        block = seen.block if seen else None
        if view.says or seen is None:
            rows = [line for row in view.says for line in (wrapped(row, inner) if row else [BLANK])]
            rows = rows if len(rows) >= room else [BLANK, *rows]
        elif block is not None and block.cells:
            rows = block_box.body(view, inner, room, self._looks)
        elif seen.channels and block is None:
            rows = channel_box.body(view, inner, room, glyphs)
        else:
            rows = wrapped(plain("Nothing has been written yet." if block else "The processes start.", "muted"), inner)
        if view.trouble:
            said = wrapped(plain(glyphs.spell(view.trouble), "bad"), inner)[:2]
            rows = [*rows[: max(0, room - len(said) - 1)], *said, (("enter", "key bold"), (" the whole message", ""))]
        return framed(
            rows[:room],
            width,
            height,
            title=self._title(view),
            facts=self._facts(view, width),
            hue="bad" if view.trouble else "key" if block else view.hue,
            focused=view.focused or bool(view.trouble) or block is not None,
            glyphs=glyphs,
            margin=margin_for(width),
        )

    @staticmethod
    def _title(view: MemoryView) -> str:
        block = view.seen.block if view.seen else None
        if block is None:
            return view.variant
        return block.file.rpartition("/")[2] or block.of.name

    def _facts(self, view: MemoryView, width: int) -> str:
        seen = view.seen
        block = seen.block if seen else None
        if seen is None or block is None:
            return view.facts
        size = numbers.size_of(block.size_bytes, 0, self.glyphs)
        where = " in /dev/shm" if block.file else ""
        dot = "-" if self.glyphs.ascii_only else "·"
        held = f"{seen.attached} attached" if seen.attached else "let go" if block.uses else ""
        room = width - len(self._title(view)) - 9
        many = ((view.facts, f"{size}{where}", held), (view.facts, size, held), (size, held), (held or size,))
        said = [f" {dot} ".join(part for part in parts if part) for parts in many]
        return next((text for text in said if len(text) <= room), "")

    def _main(self, view: MemoryView, sides: Sides, height: int) -> tuple[list[Row], list[Row]]:
        """Return the main process's box, with what stands below it, and the gap with its arrow."""
        seen, glyphs = view.seen, self.glyphs
        main = seen.main if seen else None
        roomy = sides.side >= 20 and height >= 14
        inner = inner_width(sides.side)
        counts = self._counts(view, inner)
        body: list[Row] = [BLANK]
        if roomy:
            body += [plain("its own memory", "muted"), *[plain(glyphs.light * inner, "rule")] * 3, BLANK]
        at = len(body) + 1
        body += self._address(view, main, inner, lines=1 if sides.side >= 24 else 2)
        if roomy:
            body += [BLANK, *wrapped(plain(_how(view), "muted"), inner), BLANK, *counts]
        tall = height if roomy else min(height, len(body) + 3)
        box = self._boxed("main", "parent", main, body, Sides(sides.side, tall))
        gap: list[Row] = [BLANK] * height
        if main is not None and (seen and (main.is_attached or (not seen.block and seen.channels and main.is_alive))):
            box[at] = (*box[at][:-1], (glyphs.branch, "parent"))
            line = glyphs.horizontal * (sides.gap - 1)
            text = f"{line}{glyphs.right}" if seen.block else f"{glyphs.left}{line}"
            gap[at] = plain(text, "parent")
        below = [] if roomy else [BLANK, *(join(plain("  "), row) for row in counts)]
        return [*box, *below, *[BLANK] * height][:height], gap

    def _counts(self, view: MemoryView, inner: int) -> list[Row]:
        """Return what was copied, what went through pipes, and who is attached."""
        seen, glyphs = view.seen, self.glyphs
        if seen is None:
            return []
        def size(count: float | None) -> str:
            said = numbers.size_of(count, 0, glyphs)
            return said if inner >= 20 else said.replace(" bytes", " B")

        ink = "muted" if seen.copied is None else "good bold" if seen.copied == 0 else f"{view.hue} bold"
        others = seen.attached - (1 if seen.main and seen.main.is_attached else 0)
        rows = [
            join(plain(f"{'copied':<9}", "muted"), plain(size(seen.copied), ink)),
            join(plain(f"{'sent':<9}", "muted"), plain(size(seen.through))),
        ]
        if seen.block is not None:
            word = " others" if inner >= 20 and others != 1 else " other" if inner >= 20 else ""
            rows.append(join(plain(f"{'attached':<9}", "muted"), plain(f"{others}{word}")))
        return [cut(row, inner + 2) for row in rows]

    def _address(self, view: MemoryView, member: Member | None, width: int, lines: int) -> list[Row]:
        """Return where a process has the block: in one row, or in two."""
        seen = view.seen
        if seen is None or member is None:
            return [plain(self.glyphs.unknown, "muted"), BLANK][:lines]
        if seen.block is None:
            words = ("paints alone", "in its memory") if member.painter >= 0 else ("gets copies", "and joins them")
            return [plain(text, "muted") for text in words][:lines]
        name = "shm.buf" if "." in seen.block.of.name else f"{seen.block.of.name}.buf"
        where = self.glyphs.unknown if member.address is None else f"{member.address:#x}"
        ink, bold = "muted", "foreground bold" if member.is_attached else "muted"
        if lines == 1:
            return [join(plain(f"{name} ", bold), plain(fit(where, width - len(name) - 1, more=self.glyphs.more), ink))]
        return [plain(fit(name, width), bold), plain(fit(where, width, more=self.glyphs.more), ink)]

    def _boxed(self, title: str, hue: str, member: Member | None, body: Sequence[Row], size: Sides) -> list[Row]:
        """Return a process's box: `size` is its width and height."""
        width, height = size
        pid = "" if member is None else f"pid {member.pid}" if width >= 24 else f"{member.pid}"
        facts = pid if member is None or member.is_alive else f"{pid} ended" if width >= 24 else pid
        margin = margin_for(width)
        return framed(body, width, height, title=title, facts=facts, hue=hue, glyphs=self.glyphs, margin=margin)

    def _workers(self, view: MemoryView, sides: Sides, height: int) -> tuple[list[Row], list[Row]]:
        """Return the boxes of the workers, one below the other, and the gap with their arrows."""
        seen, glyphs = view.seen, self.glyphs
        workers = seen.workers if seen else ()
        gap: list[Row] = [BLANK] * height
        if seen is None or not workers:
            return [BLANK] * height, gap
        each = min(9, height // len(workers))
        is_boxed = each >= 3
        rows: list[Row] = []
        for worker in workers[: max(1, height // max(1, each))] if each else workers[:height]:
            hue = view.hues[worker.painter % len(view.hues)]
            if is_boxed:
                inside = self._worker(view, worker, sides, each - 2)
                box = self._boxed(worker.label, hue, worker, inside, Sides(sides.side, each))
                at = each // 2
            else:
                ink = hue if worker.is_alive else "faint"
                where = self._address(view, worker, sides.side - 4, lines=2)[1]
                wrote = plain(f"    {_wrote(seen, worker, glyphs.unknown, sides.side - 4)}", hue)
                box, at = [join(plain(f" {worker.label:<3}", f"{ink} bold"), where), wrote, BLANK][: max(1, each)], 0
            is_open = worker.is_attached if seen.block else worker.is_alive and bool(seen.channels)
            if is_open:
                gap[len(rows) + at] = plain(glyphs.left + glyphs.horizontal * (sides.gap - 1), hue)
                if is_boxed:
                    box[at] = ((glyphs.tick, hue), (box[at][0][0][1:], box[at][0][1]), *box[at][1:])
            rows += box
        return [*rows, *[BLANK] * height][:height], gap

    def _worker(self, view: MemoryView, worker: Member, sides: Sides, room: int) -> list[Row]:
        """Return what stands in a worker's box, the most important always."""
        inner, glyphs = inner_width(sides.side), self.glyphs
        hue = view.hues[worker.painter % len(view.hues)]
        address = self._address(view, worker, inner, lines=1 if sides.side >= 24 else min(2, room))
        if sides.side < 24 and room == 1:
            address = self._address(view, worker, inner, lines=2)[1:]
        wrote = _wrote(view.seen, worker, glyphs.unknown, inner)
        shade = plain(glyphs.light * inner, "rule")
        rows = [*address, plain(fit(wrote, inner, more=glyphs.more), hue)]
        left = room - len(rows)
        if left >= 2:
            return [plain("its own memory", "muted"), *[shade] * min(3, left - 1), *[BLANK] * (left > 4), *rows]
        return [shade, *rows] if left == 1 and sides.side >= 24 else rows[:room]

    def _narrow(self, view: MemoryView, width: int, height: int) -> list[Row]:
        """Return a line for each process above the block."""
        seen = view.seen
        members = [*([seen.main] if seen.main else []), *seen.workers] if seen else []
        lines: list[Row] = []
        for member in members[: max(0, height - 10)]:
            hue = "parent" if member.painter < 0 else view.hues[member.painter % len(view.hues)]
            where = self._address(view, member, width - 20, lines=2)[-1 if seen and seen.block else 0]
            lines.append(join(plain(f" {member.label:<5}", f"{hue} bold"), plain(f"{member.pid:<9}", "muted"), where))
        return [*lines, *self._middle(view, width, height - len(lines))]


def _sides(width: int, height: int) -> Sides:
    """Return the widths at both sides: as wide as an address and its name, less where the picture can grow."""
    if width < ROOMY:
        return Sides(18, 3)
    return Sides(22, 4) if height >= TALL and width < 150 else Sides(28, 6)


def _how(view: MemoryView) -> str:
    if view.seen is None:
        return ""
    return "a memoryview, no copy" if view.seen.block else "each band is a copy"


def _wrote(seen: Memory | None, worker: Member, dash: str, width: int) -> str:
    """Return which part of the block a worker has written: `wrote in 0–281 KiB`."""
    parts = seen.painted.parts if seen and seen.painted else ()
    part = next((part for part in parts if part.painter == worker.painter), None)
    if part is None:
        return ""
    unit, words = (1024, "KiB") if part.last >= 10_000 else (1, "bytes")
    said = f"{part.first // unit}{dash}{-(-part.last // unit)} {words}"
    every = (f"wrote in {said}", said, said.replace("bytes", "B"))
    return next((text for text in every if len(text) <= width), "")


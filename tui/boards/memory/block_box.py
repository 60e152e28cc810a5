"""The inside of the box of a block of shared memory: its bytes as a picture or in hexadecimal, and what they say."""

from __future__ import annotations

from tui.boards.framed import BLANK, first_that_fits, plain
from tui.boards.memory.memory_view import MemoryView
from tui.boards.sheet import Sheet
from tui.draw import numbers, pixels
from tui.draw.cells import Row, apart, fit, join, merge, pad
from tui.draw.cells import width as row_width
from tui.model.memory.readings import Painted, clean_up
from tui.telemetry.grid import offsets

STRETCH = 1.25
"""A picture may be so much wider than it is, to fill its box."""


def body(view: MemoryView, sheet: Sheet) -> list[Row]:
    """Return the rows inside the box of a block."""
    assert view.seen is not None and view.seen.block is not None
    width, room = sheet.inner, sheet.room
    foot = _foot(view, width, room, sheet)
    roomy = room >= 13
    head = [_head(view, width)] if roomy else []
    room -= len(head) + len(foot)
    drawn = _hex(view, width, room) if view.is_hex else picture(view, width, room, sheet)
    spare = room - len(drawn)
    return [*head, *[BLANK] * (spare // 2), *drawn, *[BLANK] * (spare - spare // 2), *foot]


def _head(view: MemoryView, width: int) -> Row:
    seen = view.seen
    share = seen.painted.share if seen and seen.painted else None
    said = "" if share is None else f"{numbers.percent(share, 1)} written"
    return apart(plain("0x" + "0" * len(_end(view)[2:]), "muted"), plain(said, "muted"), width)


def _end(view: MemoryView) -> str:
    """Return the offset of the block's last byte, in hexadecimal."""
    block = view.seen.block if view.seen else None
    return f"{max(0, (block.of.size_bytes or 1) - 1 if block else 0):#06x}"


def _foot(view: MemoryView, width: int, room: int, sheet: Sheet) -> list[Row]:
    """Return what stands below the picture: torn rows, what became of the block, what the colours mean."""
    end = plain(_end(view), "muted")
    left = width - row_width(end) - 1
    if view.is_hex:
        words = ("bytes at even distances, with their offsets", "some of its bytes")
        legend = first_that_fits((plain(text, "muted") for text in words), left)
    else:
        legend = first_that_fits(_legends(view, sheet), left)
    rows = [apart(legend, end, width)]
    is_torn = torn(view, width)
    ended = _ended(view, width)
    if room < 13:
        return [is_torn or ended] if is_torn or ended else rows
    return [is_torn, *rows] if is_torn else rows


def _legends(view: MemoryView, sheet: Sheet) -> list[Row]:
    bits = view.painter_bits
    new = f"{sheet.glyphs.solid} newest"
    if bits is None:
        return [plain(f"lightest: the newest  {new}", "muted"), plain(new, "muted")]
    who = "number = last writer" if sheet.no_color else "colour = last writer"
    light: Row = ((f"   {sheet.glyphs.solid}", "foreground.f"), (" newest", "muted"))
    recent: Row = ((f"   {sheet.glyphs.solid}", "foreground.d"), (" last second", "muted"))
    if not sheet.has_tones:
        light, recent = plain("   darker = fresher" if sheet.no_color else "   fuller = fresher", "muted"), BLANK
    said = plain(who, "muted")
    return [join(said, light, recent), join(said, light), said]


def torn(view: MemoryView, width: int) -> Row:
    """Return how many rows have two writers, by what is seen and by what the program says."""
    seen = view.seen
    if seen is None or seen.painted is None:
        return BLANK
    count, looked = sum(seen.painted.torn), len(seen.painted.torn)
    if not count and not seen.torn:
        return BLANK
    says = "" if seen.torn is None else f"; the program counts {numbers.grouped(seen.torn)}"
    short = "" if seen.torn is None else f", {numbers.grouped(seen.torn)} in all"
    mark: Row = (("◂ ", "bad bold"),)
    words = (
        f"{count} of the {looked} rows looked at have two writers{says}",
        f"{count} of {looked} rows looked at are torn{short}",
        f"torn: {count} of {looked} rows seen{short}",
        f"{count} of {looked} torn{short}",
        f"{count} rows torn",
    )
    return first_that_fits((join(mark, plain(text, "bad")) for text in words), width)


def _ended(view: MemoryView, width: int) -> Row:
    """Return what became of the block, once its run is over."""
    end = clean_up(view.seen) if view.seen and view.seen.is_over else None
    if end is None:
        return BLANK
    mark = "✓" if end.is_well else "✗" if end.is_well is False else "·"
    ink = "good" if end.is_well else "bad"
    short = "gone: closed by all, unlinked" if end.is_well else "nobody called unlink()" if not end.unlinked else ""
    words = (f"{mark} {end.words}", f"{mark} {short or end.words}", f"{mark} {(short or end.words).partition(':')[0]}")
    return first_that_fits((plain(text, ink) for text in words), width)


def _size(view: MemoryView, width: int, room: int, upright: int) -> tuple[int, int]:
    """Return the pixels across and down; a cell is `upright` pixels high and half as wide as high."""
    block = view.seen.block if view.seen else None
    assert block is not None
    across, down = width, room * upright
    if not block.columns or not block.of.size_bytes:
        return across, down
    shape = block.row_bytes / max(1, block.of.size_bytes // block.row_bytes) * (2 / upright)
    if down * shape * STRETCH < across:
        return max(1, round(down * shape * STRETCH)), down
    return across, min(down, max(1, round(across / shape * STRETCH)))


def picture(view: MemoryView, width: int, room: int, sheet: Sheet) -> list[Row]:
    """Return the block as a picture in at most so many rows, as large as its shape allows; at its sides who is torn."""
    seen, glyphs = view.seen, sheet.glyphs
    assert seen is not None and seen.block is not None
    if room < 1 or width < 6:
        return []
    upright = 2 if sheet.has_tones else 1
    sides = 2 + _left(sheet)
    across, down = _size(view, width - sides, room, upright)
    now, second, moment = (
        pixels.scaled(cells, seen.block.columns, across, down)
        for cells in (seen.block.cells, view.second_ago, view.moment_ago)
    )
    drawn = pixels.tones(now, second, moment, view.painter_bits or 0)
    hues = view.hues if view.painter_bits is not None else (view.hue,)
    draw = pixels.half_blocks if sheet.has_tones else pixels.shades
    rows = draw(drawn, across, hues, glyphs)
    before = (width - sides - across) // 2
    edges = [_edge(seen.painted, y, len(rows), sheet) for y in range(len(rows))]
    return [
        join(plain(" " * before), left, row, right) for (left, right), row in zip(edges, rows, strict=True)
    ]


def _left(sheet: Sheet) -> int:
    """Return the cells at the left of the picture: with two numbers in them one more, to keep them off it."""
    return 3 if sheet.no_color else 2


def _edge(painted: Painted | None, y: int, rows: int, sheet: Sheet) -> tuple[Row, Row]:
    """Return what stands at both sides of a row of the picture: who wrote it, where no hue tells, and if it is torn."""
    if painted is None:
        return plain(" " * _left(sheet)), BLANK
    count = len(painted.torn)
    among = range(y * count // rows, max(y * count // rows + 1, (y + 1) * count // rows))
    is_torn = any(painted.torn[place] for place in among)
    who = "".join(str(writer + 1) for writer in sorted({w for place in among for w in painted.writers[place]}))
    few = who if len(who) <= 2 else f"{who[0]}+"
    left = plain(fit(few if sheet.no_color else "", _left(sheet)), "muted")
    return left, ((" ◂", "bad bold"),) if is_torn else BLANK


def _hex(view: MemoryView, width: int, room: int) -> list[Row]:
    """Return some of the bytes as numbers, each row with the offset of its first."""
    seen = view.seen
    assert seen is not None and seen.block is not None
    block = seen.block
    digits = len(_end(view)) - 2
    fits = [count for count in (32, 16, 8, 4) if digits + 1 + count // 2 * 5 <= width + 1]
    places = offsets(block.of.size_bytes or 0, block.row_bytes) if block.of.size_bytes else ()
    if not fits or room < 1 or not block.cells or len(places) < len(block.cells):
        return []
    count, size = fits[0], fits[0] * room
    order = pixels.picked(len(block.cells), block.columns, count, room)
    bits = view.painter_bits
    rows: list[Row] = []
    for start in range(0, size, count):
        pieces = [(f"{places[order[start]]:0{digits}x} ", "muted")]
        for nth, cell in enumerate(order[start : start + count]):
            byte = block.cells[cell]
            writer = byte & (1 << bits) - 1 if bits is not None else 0
            hue = view.hues[writer % len(view.hues)] if bits is not None else view.hue
            is_new = cell < len(view.moment_ago) and view.moment_ago[cell] != byte
            pieces.append((f"{byte:02x}", "foreground bold" if is_new else hue if byte else "rule"))
            pieces.append((" " if nth % 2 else "", "foreground"))
        rows.append(pad(merge(pieces), width))
    return rows

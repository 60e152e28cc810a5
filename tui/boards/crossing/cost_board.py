"""Crossings as bars, each in shares of its own time: pickle, send, unpickle. What it took is written at its end."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.crossing.cost_curve import TALL, drawn
from tui.boards.framed import BLANK, first_that_fits, framed, instead, lines_of, plain, wrapped
from tui.boards.sheet import Sheet
from tui.draw import numbers
from tui.draw.cells import Row, apart, fit, join, pad
from tui.draw.cells import width as row_width
from tui.draw.parts.split_bar import Look, Part, legend, split_bar
from tui.model.crossing.readings import SHARED, Border, Crossing
from tui.words.numbers import grouped, noun, size_in_bytes

SIZE, KIND, TOTAL, SPEED = 8, 17, 10, 7
"""Columns of a row: how large, of which kind, what it took, and megabytes a second."""
ROOMY = 70
"""Columns of a frame's inside from which on kinds and speeds have room beside the bars."""


class CostView(Struct, frozen=True):
    """What is known of crossings."""

    said: Border = Border()
    main: int | None = None
    worker: int | None = None
    says: tuple[Row, ...] = ()
    """What is said as long as nothing was run."""
    trouble: str = ""
    focused: bool = False
    is_on: bool = False


def paint(view: CostView, sheet: Sheet) -> Sequence[Row]:
    """A bar for each size, one for as large a block of shared memory, and one for each other kind, in a frame."""
    said, room = view.said, sheet.room
    if view.says:
        rows = instead(view.says, sheet)
    elif not said.crossings:
        rows = wrapped(plain("Nothing has crossed yet." if view.is_on else "Nothing crossed."), 60)
    else:
        rows = _body(view, sheet, room - bool(view.trouble))
    if view.trouble:
        rows = [*rows[: max(0, room - 1)], plain(f"✗ {view.trouble}", "bad")]
    return framed(rows, sheet, title="what one crossing costs", facts=_facts(view, sheet), focused=view.focused)


def present(view: CostView, sheet: Sheet) -> Sequence[Row]:
    """The same for a room, without a frame; below it the path to the leaf that said no."""
    said = view.said
    if view.says or not said.crossings:
        return lines_of(view.says, sheet.width)
    leaf = said.deepest
    foot = [BLANK, join(plain("one leaf says no: ", "muted"), plain(leaf.path, "bad bold"))] if leaf else []
    head = [*_legend(sheet, sheet.width), *([_heading(sheet.width)] if sheet.height >= 16 else [])]
    rows = _rows(view, sheet, sheet.width, max(1, sheet.height - len(foot) - len(head)))
    return [*head, *_spread(rows, sheet.height - len(foot) - len(head)), *foot]


def _spread(rows: list[Row], room: int) -> list[Row]:
    """Return the rows with one between each, where there is room."""
    return [line for row in rows for line in (row, BLANK)][:-1] if room >= 2 * len(rows) - 1 else rows


def _facts(view: CostView, sheet: Sheet) -> str:
    its = view.said.largest
    if its is None:
        return ""
    fewest, most = (find(one.times for one in view.said.crossings) for find in (min, max))
    times = f"the median of {fewest}{f' to {most}' * (fewest < most)}" if most > 1 else "sent once"
    tries = (f"{its.called}, main to worker · {times}", f"{its.called} · {times}", times)
    return next((text for text in tries if len(text) <= sheet.width - 32), "")


def _body(view: CostView, sheet: Sheet, room: int) -> list[Row]:
    """Return the way over the border, a heading, the rows and what the colours mean: what there is room for."""
    inner = sheet.inner
    last = _legend(sheet, inner)
    head = [_heading(inner)] if room >= 5 else []
    most = room - len(head) - (len(last) if room >= 4 else 0)
    rows = _rows(view, sheet, inner, most)
    spare = room - len(head) - len(rows) - len(last)
    way = [_way(view, inner)] if spare >= 2 else []
    spare -= 2 * len(way)
    above = [*([BLANK] if spare >= 2 else []), *way, *([BLANK] if way else []), *head]
    below = [*([BLANK] if spare >= 1 + (spare >= 2) else []), *(last if room >= 4 else [])]
    found = [*above, *rows, *below]
    curve = room - len(found) - 2
    return [*found, BLANK, *drawn(view.said, inner, min(curve, 2 * TALL), sheet.glyphs)] if curve >= TALL else found


def _way(view: CostView, width: int) -> Row:
    """Return who pickles and who unpickles, and the border between."""
    main = plain(f"{view.main or ''}  ", "muted")
    worker = plain(f"{view.worker or ''}", "muted")
    arrow = plain("━━━━◆━━━▸", "key")
    parts = (
        plain("main  ", "parent bold"), main, plain("pickles  ", "parent"), arrow,
        plain("  the border, a pipe  ", "muted"), arrow, plain("  unpickles  ", "process"),
        plain("W1  ", "process bold"), worker,
    )  # fmt: skip
    short = (*parts[:4], *parts[6:])
    return first_that_fits((join(*parts), join(*short)), width)


def _heading(width: int) -> Row:
    kind = fit(" what", KIND) if width >= ROOMY else " "
    left = plain(f"{fit('bytes', SIZE, 'right')} {kind}where the time goes, in shares", "muted")
    return apart(left, plain(_end("total", "MB/s", width), "muted"), width)


def _end(total: str, speed: str, width: int) -> str:
    return f"{total:>{TOTAL}}" + (f"{speed:>{SPEED}}" if width >= ROOMY else "")


def _rows(view: CostView, sheet: Sheet, width: int, most: int) -> list[Row]:
    """Return as many rows as have room; other kinds only where there is a column that names them."""
    return [_row(one, view, sheet, width) for one in chosen(view.said, most, others=width >= ROOMY)]


def chosen(said: Border, most: int, *, others: bool) -> tuple[Crossing, ...]:
    """Return the crossings that have room: the largest and its shared block first, then the sizes, then other kinds."""
    sizes, largest, shared = said.in_sizes, said.largest, said.largest_shared
    wanted = [one for one in (largest, shared) if one is not None]
    wanted += [sizes[0], sizes[len(sizes) // 2]] if sizes else []
    kinds = said.in_other_kinds if others else ()
    wanted += [*reversed(sizes), *kinds]
    kept = list(dict.fromkeys(wanted))[: max(0, most)]
    order = [*sizes, *([shared] if shared else []), *kinds]
    return tuple(one for one in order if one in kept) or said.crossings[-1:]


def _row(its: Crossing, view: CostView, sheet: Sheet, width: int) -> Row:
    kind = plain(fit(f" {_named(its)}", KIND), "muted") if width >= ROOMY else plain(" ")
    left = join(plain(f"{size_in_bytes(its.size_bytes):>{SIZE}} "), kind)
    speed = its.size_bytes / its.total_s / 1e6 if its.total_s else 0.0
    is_shared = its.kind == SHARED
    end = _end(numbers.span(its.total_s, 0), "" if is_shared else grouped(speed), width)
    room = width - row_width(left) - len(end) - 1
    bar = _name_only(its, room, sheet) if is_shared else _bar(its, room, sheet)
    return join(left, pad(bar, room), plain(" "), plain(end, "good bold" if is_shared else "foreground bold"))


def _named(its: Crossing) -> str:
    if its.kind == SHARED:
        return "SharedMemory"
    return its.called.removeprefix("an ").removeprefix("a ").removesuffix(" object")


def _bar(its: Crossing, width: int, sheet: Sheet) -> Row:
    pickle, send, unpickle = looks(sheet)
    parts = (Part(pickle, its.pickle_s), Part(send, its.send_s), Part(unpickle, its.unpickle_s))
    return split_bar(parts, width, its.total_s, sheet.glyphs)


def _name_only(its: Crossing, width: int, sheet: Sheet) -> Row:
    """Return what crosses of a block: its name."""
    sent = f"{grouped(its.sent_bytes)} {noun(its.sent_bytes, 'byte')}"
    tries = (f"only the name of the block crosses, {sent}", f"only its name crosses, {sent}", f"its name, {sent}", sent)
    mark = plain(f"{sheet.glyphs.busy} ", "good")
    return first_that_fits([join(mark, plain(text, "good")) for text in tries], width)


def looks(sheet: Sheet) -> tuple[Look, Look, Look]:
    """Return how the three stages are drawn: in colours where there are any, in textures where not."""
    has_textures = sheet.no_color or sheet.glyphs.ascii_only
    dark, medium, solid = ("dark", "medium", "solid") if has_textures else ("busy", "busy", "busy")
    return Look("pickle", "parent", dark), Look("send", "key", medium), Look("unpickle", "process", solid)


def _legend(sheet: Sheet, width: int) -> list[Row]:
    said = plain("   each row is one crossing, in shares of its own time", "muted")
    (row,) = legend(looks(sheet), min(width, 40), 1, sheet.glyphs) or [BLANK]
    whole = join(row, said)
    return [whole if row_width(whole) <= width else row]

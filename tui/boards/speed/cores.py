"""The cores of the machine: a row each with its history, a small meter each, or one cell each."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.framed import framed, plain, wrapped
from tui.boards.sheet import Sheet, choosing
from tui.boards.space import Room, kind_of
from tui.boards.variants import panels_of, unseen
from tui.draw import area, bars, numbers
from tui.draw.cells import Row, fit, join
from tui.model.state.state import CoreState
from tui.play.comparison import Comparison
from tui.words.numbers import plural

TALL_ENOUGH = 3
"""Rows for each core from which on its history is a chart."""


class CoresView(Struct, frozen=True):
    """The cores."""

    cores: tuple[CoreState, ...]
    hues: tuple[str, ...]
    """The hue of each run by its index."""
    count: int
    """How many there are, also while none of them is measured."""
    others: float | None
    """Cores' worth of CPU used by the rest of the machine."""
    interval_s: float = 0.1
    focused: bool = False
    partly: tuple[str, ...] = ()
    """What this system cannot tell, as sentences; empty when it tells everything."""
    history: bool = True
    """Whether there is room for histories at all."""
    tall: bool = False
    """Whether the cores have the stage for themselves: histories of several rows."""
    is_over: bool = False


def paint(view: CoresView, sheet: Sheet) -> Sequence[Row]:
    """Adapts from one core to hundreds."""
    width, inner, room = sheet.width, sheet.inner, sheet.room
    rows, what = _rows(view, inner, room, sheet)
    for sentence in view.partly:
        rows += wrapped(plain(sentence, "muted"), inner)
    return framed(rows, sheet, title="cores", facts=_facts(view, what, width), focused=view.focused)


def _facts(view: CoresView, what: str, width: int) -> str:
    if not view.cores:
        return "not known" if view.partly else plural(view.count, "core")
    others = numbers.percent(_share(view), 1)
    used = f"other programs {others}" if width >= 100 else f"others {others}"
    partly = "partly known" if view.partly else ""
    return " · ".join(part for part in (partly, what, used) if part)


def _rows(view: CoresView, inner: int, room: int, sheet: Sheet) -> tuple[list[Row], str]:
    """Return the rows, and the words for what they show."""
    count = len(view.cores)
    if not count:
        return ([] if view.partly else [plain("measured while something runs", "muted")]), ""
    room -= sum(len(wrapped(plain(sentence), inner)) for sentence in view.partly) if view.partly else 0
    room = max(1, room)
    columns = -(-count // room)
    share = (inner + 2) // columns
    has_room = view.tall or (view.history and room >= TALL_ENOUGH * count)
    if has_room and (drawn := _tall(view, inner, room, sheet)):
        return drawn
    if view.history and share >= 36:
        cells = share - 2 - 3 - 7
        span = f"last {max(1, round(cells * view.interval_s))} s"
        return _grid([_history(view, core, share - 2, sheet) for core in view.cores], room, 2), span
    now = "at the end" if view.is_over else "now"
    if share >= 14:
        return _grid([_meter(view, core, min(share - 2, 26), sheet) for core in view.cores], room, 2), now
    return _cells(view, inner, room, sheet)


def _other(sheet: Sheet) -> str:
    """The glyph for what other programs use, where no colour tells it from the run's own."""
    return sheet.glyphs.light if sheet.no_color else ""


def _tall(view: CoresView, inner: int, room: int, sheet: Sheet) -> tuple[list[Row], str] | None:
    """Return a chart of several rows for each core, in as few columns as can be; None without room."""
    count = len(view.cores)
    for columns in range(1, max(1, (inner + 2) // 30) + 1):
        down = -(-count // columns)
        high = min(12, room // down)
        if high >= 3:
            width = (inner + 2) // columns - 2
            every = [_chart(view, core, width, high, sheet) for core in view.cores]
            blank: list[Row] = [plain(" " * width)] * high
            rows: list[Row] = []
            for top in range(down):
                beside = [every[n] if (n := top + down * x) < count else blank for x in range(columns)]
                rows += [join(*(part for one in beside for part in (one[y], plain("  ")))) for y in range(high)]
            return rows, f"last {max(1, round((width - 11) * view.interval_s))} s"
    return None


def _chart(view: CoresView, core: CoreState, width: int, height: int, sheet: Sheet) -> list[Row]:
    """Return one core as a chart: the number, what it did, a blank row below."""
    cells = max(1, width - 11)
    busy, ours = core.busy_history.values[-cells:], core.ours_history.values[-cells:]
    hues = [view.hues[run] if 0 <= run < len(view.hues) else None for run in core.runs[-cells:]]
    inks = bars.owners(busy, ours[-len(busy) :], hues[-len(busy) :], bars.REST)[-len(busy) :]
    rows: list[Row] = []
    for y, line in enumerate(area.area(busy, len(busy), height - 1, 1.0, "muted", glyphs=sheet.glyphs)):
        text = "".join(piece for piece, _ in line)
        drawn = bars.inked(text, inks, bars.REST, _other(sheet))
        said = numbers.percent(core.busy, 7) if y == height - 2 else " " * 7
        label = plain(f"{core.index:>3} " if y == height - 2 else " " * 4, "muted")
        rows.append(join(label, plain(" " * (cells - len(text))), drawn, plain(said, _ink(core))))
    return [*rows, plain(" " * width)]


def _grid(cells: Sequence[Row], room: int, gap: int) -> list[Row]:
    """Return cells of equal width in columns: down, then right."""
    height = min(room, -(-len(cells) // -(-len(cells) // room)))
    space = plain(" " * gap)
    return [join(*(part for cell in cells[y::height] for part in (cell, space))) for y in range(height)]


def _history(view: CoresView, core: CoreState, width: int, sheet: Sheet) -> Row:
    hues = [view.hues[run] if 0 <= run < len(view.hues) else None for run in core.runs[-width:]]
    drawn = bars.core_history(
        core.busy_history.values[-width:], core.ours_history.values[-width:], hues, width - 11, sheet.glyphs,
        other_glyph=_other(sheet),
    )  # fmt: skip
    label = plain(f"{core.index:>3} ", "muted")
    return join(label, drawn, plain(numbers.percent(core.busy, 7), _ink(core)))


def _meter(view: CoresView, core: CoreState, width: int, sheet: Sheet) -> Row:
    hue = _hue(view, core)
    full = _other(sheet) if hue == "muted" else ""
    meter = bars.meter(core.busy, width - 10, hue, sheet.glyphs, full)
    label = plain(f"{core.index:>3} ", "muted")
    return join(label, meter, plain(numbers.percent(core.busy, 6), _ink(core)))


def _cells(view: CoresView, inner: int, room: int, sheet: Sheet) -> tuple[list[Row], str]:
    """One glyph a core, eight and eight together where there is room; where there is none, one for several."""
    count = len(view.cores)
    gap = 1 if -(-count // ((inner - 5) // 9 * 8 or 1)) <= room else 0
    per_row = max(8, (inner - 5) // (8 + gap) * 8)
    each = -(-count // (per_row * room))
    groups = [view.cores[start : start + each] for start in range(0, count, each)]
    rows: list[Row] = []
    for start in range(0, len(groups), per_row):
        pieces: list[tuple[str, str]] = [(fit(str(start * each), 5), "muted")]
        for place, group in enumerate(groups[start : start + per_row]):
            blank = " " if gap and place % 8 == 7 else ""
            busy = sum(core.busy for core in group) / len(group)
            loudest = max(group, key=lambda core: core.ours)
            hue = _hue(view, loudest)
            cell = _other(sheet) if hue == "muted" and busy >= 0.1 else ""
            pieces.append(((cell or bars.columns([busy], 1.0, sheet.glyphs.blocks)) + blank, hue))
        rows.append(join(tuple(pieces)))
    return rows, f"{'a cell a core' if each == 1 else f'a cell for {each} cores'}, now"


def _share(view: CoresView) -> float | None:
    """The rest of the machine, as a share of all its cores."""
    return None if view.others is None or not view.cores else view.others / len(view.cores)


def _hue(view: CoresView, core: CoreState) -> str:
    """The hue of the run when at least half of what the core does is the run's."""
    run = core.runs[-1] if core.runs else -1
    return view.hues[run] if 0 <= run < len(view.hues) and core.ours > 0 and core.ours * 2 >= core.busy else "muted"


def _ink(core: CoreState) -> str:
    return "foreground" if core.busy >= 0.5 else "muted"


def _view(frame: Frame, _: int) -> CoresView:
    comparison = frame.comparison
    state, tall = comparison.state, frame.look.zoomed == "cores"
    told = state.header
    hues = {v.name: v.hue for v in told.variants} if told else {}
    return CoresView(
        cores=state.cores,
        hues=tuple(hues.get(run.variant, "muted") for run in state.runs),
        count=_wants(comparison),
        others=state.others,
        interval_s=told.interval_s if told else 0.1,
        focused=tall or frame.look.focus == len(panels_of(comparison)),
        partly=unseen(comparison),
        history=tall or kind_of(frame.width, frame.height) != "compact",
        tall=tall,
        is_over=state.is_over,
    )


def _wants(comparison: Comparison) -> int:
    """Return how many cores there are: a row each where there is room."""
    told = comparison.state.header
    return told.cores if told else comparison.facts.cores


def _foot(room: Room) -> int:
    """Return the rows for the cores, the words on what cannot be told of them, and the frame."""
    words = 2 if room.wanted.says_cores else 0
    if room.kind == "compact":
        a_row, least = max(1, (room.width - 4) // 19), 1
        most = 4 if room.height >= 24 or room.wants > 64 else 2
    else:
        most, least = max(4, room.height // 6), 2
        a_row = 1 if room.wants <= most else 2
    return min(max(least, -(-room.wants // a_row)), most) + words + 2


BOARD = Board("cores", paint, _view, wants=_wants, foot=_foot, grows=True, clicked=choosing)

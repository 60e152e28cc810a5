"""The page of results: numbers with their spread and a bar each, in whatever width there is; no number is ever cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tui.boards.framed import BLANK, plain, wrapped
from tui.draw.cells import Ink, Piece, Row, cell_width, fit, merge
from tui.draw.glyphs import Glyphs
from tui.model.readings.reading import Reading, readings
from tui.model.speed.readings import Spread
from tui.play.kept import ResultRow, SessionResults, Setting
from tui.reports import columns
from tui.reports import results_words as words
from tui.reports.columns import shown_first
from tui.words.readings import in_a_table

COUNT = "values"
"""The title over the number of values that a median is of."""
GAP = 2
INDENT = 2
"""Of a bar below its row."""
LONGEST_NAME = 18
SHORTEST_BAR, LONGEST_BAR = 12, 50

Group = tuple[Setting, tuple[ResultRow, ...]]


@dataclass(frozen=True, slots=True)
class _Widths:
    """Cells of a column: of its title, its medians, its spreads; the same for all settings of a lesson."""

    median: int
    span: int
    title: int

    @property
    def whole(self) -> int:
        return max(self.title, self.median + (1 + self.span if self.span else 0))


@dataclass(frozen=True, slots=True)
class _Plan:
    """What has room in a row, in cells."""

    name: int
    remark: int
    """0 where remarks, if any, stand below their rows."""
    count: int
    columns: tuple[tuple[Reading, _Widths], ...]
    bar: int
    """0 where there is room for bars below only."""
    below: int


def page(results: SessionResults, chosen: str, width: int, glyphs: Glyphs) -> list[Row]:
    """Return the page: the lesson that ran last first, its settings the newest first.

    `chosen` is drawn as bars; of a lesson that has no values of it, the reading that it is about.
    """
    groups = sorted(results.groups(), key=_last_comparison, reverse=True)
    order = list(dict.fromkeys(_heading(setting) for setting, _ in groups))
    groups.sort(key=lambda group: order.index(_heading(group[0])))
    found: list[Row] = []
    for heading, lesson in groupby(groups, key=lambda group: _heading(group[0])):
        own = list(lesson)
        rows = [row for _, group in own for row in group]
        its = drawn(rows, chosen)
        plan, top = _planned(rows, its, width), _top(rows, its)
        found += wrapped(heading, width)
        for setting, group in own:
            found += wrapped(plain(" · ".join(words.knobs(setting)) or "no knobs", "muted"), width)
            found += _table(plan, group, its, top, glyphs)
            found.append(BLANK)
    found += wrapped(plain(_legend(results, glyphs), "muted"), width)
    return [merge((glyphs.spell(text), ink) for text, ink in row) for row in found]


def drawn(rows: Sequence[ResultRow], chosen: str) -> str:
    """Return the reading to draw as bars: the chosen one where it was measured, else the first that was."""
    names = [each.name for each in shown_first(rows)]
    return chosen if chosen in names else names[0]


def _last_comparison(group: Group) -> int:
    return max(row.runs[-1].comparison for row in group[1])


def _heading(setting: Setting) -> Row:
    """Return the lesson and what it ran on."""
    return ((setting.title, "foreground bold"), (f" · {words.python(setting)} · {words.machine(setting)}", "muted"))


def _legend(results: SessionResults, glyphs: Glyphs) -> str:
    _, to_median, to_highest = _levels(glyphs)
    said = f"Bars: {to_median} from the lowest to the median, {to_highest} from there to the highest."
    if any(row.busy for row in results.rows):
        said += " busy: other programs used so much of the machine that times cannot be relied on."
    if results.left_out:
        said += f" {results.left_out} older runs were given up for newer ones."
    return said


def _planned(rows: Sequence[ResultRow], chosen: str, width: int) -> _Plan:
    """Return what fits: the chosen column always, then remarks, the bar, the counts, and the other columns."""
    name = min(LONGEST_NAME, max((cell_width(row.variant) for row in rows), default=0))
    remark = max((len(words.remark(row)) for row in rows), default=0)
    count = max(len(COUNT), *(len(_count(row, chosen)) for row in rows))
    widths = {each.name: (each, _widths(each, rows, each.name == chosen)) for each in shown_first(rows)}
    picked, own = widths[chosen]
    if name + GAP + own.whole > width:
        own = _Widths(own.median, 0, 0)
    left = width - name - GAP - own.whole
    remark = remark if left >= remark + GAP else 0
    left -= remark + GAP if remark else 0
    shortest = max(SHORTEST_BAR, len(_scale(picked, _top(rows, chosen))))
    bar = shortest if left >= shortest + GAP else 0
    left -= bar + GAP if bar else 0
    count = count if left >= count + GAP else 0
    left -= count + GAP if count else 0
    shown = {chosen: (picked, own)}
    for other, (_, need) in widths.items():
        if other != chosen and left >= need.whole + GAP:
            shown[other] = widths[other]
            left -= need.whole + GAP
    in_order = tuple(shown[each] for each in widths if each in shown)
    below = min(LONGEST_BAR, width - INDENT)
    return _Plan(name, remark, count, in_order, min(LONGEST_BAR, bar + left) if bar else 0, below)


def _widths(each: Reading, rows: Iterable[ResultRow], is_chosen: bool) -> _Widths:
    spreads = [spread for row in rows if (spread := row.spreads.get(each.name))]
    return _Widths(
        max((len(columns.median(each, spread)) for spread in spreads), default=1),
        max((len(columns.span(each, spread)) for spread in spreads), default=0),
        len(each.heading) + (4 if is_chosen else 0),
    )


def _top(rows: Iterable[ResultRow], name: str) -> float | None:
    return max((spread.high for row in rows if (spread := row.spreads.get(name))), default=None)


def _scale(each: Reading, top: float | None) -> str:
    return "" if top is None else f"0 … {in_a_table(each.unit, top)}"


def _count(row: ResultRow, chosen: str) -> str:
    """Return how many values the median is of."""
    spread = row.spreads.get(chosen)
    return str(spread.count) if spread else "0"


def _table(plan: _Plan, rows: Iterable[ResultRow], chosen: str, top: float | None, glyphs: Glyphs) -> Iterator[Row]:
    """Yield the titles and the variants; what has no room in a row, its remark or its bar, stands below it."""
    yield _titles(plan, chosen, top, glyphs)
    if not plan.bar and top is not None:
        yield plain(" " * INDENT + _scale(readings()[chosen], top).rjust(plan.below), "muted")
    for row in rows:
        yield _line(plan, row, chosen, top, glyphs)
        if not plan.remark and (remark := words.remark(row)):
            yield plain(" " * INDENT + remark, "bad")
        if not plan.bar and (spread := row.spreads.get(chosen)):
            yield merge(((" " * INDENT, "muted"), *_bar(spread, top, plan.below, row.hue, glyphs)))


def _titles(plan: _Plan, chosen: str, top: float | None, glyphs: Glyphs) -> Row:
    pieces: list[Piece] = [(" " * plan.name, "muted")]
    if plan.remark:
        pieces.append((" " * (GAP + plan.remark), "muted"))
    if plan.count:
        pieces.append((COUNT.rjust(GAP + plan.count), "muted"))
    for each, widths in plan.columns:
        is_chosen = each.name == chosen
        title = each.heading if widths.title else ""
        text = f"{glyphs.left} {title} {glyphs.right}" if is_chosen and title else title
        pieces.append((text.rjust(GAP + widths.whole), "key bold" if is_chosen else "muted"))
    if plan.bar:
        pieces.append((" " * GAP + _scale(readings()[chosen], top).rjust(plan.bar), "muted"))
    return merge(pieces)


def _line(plan: _Plan, row: ResultRow, chosen: str, top: float | None, glyphs: Glyphs) -> Row:
    pieces: list[Piece] = [(fit(row.variant, plan.name), f"{row.hue} bold")]
    if plan.remark:
        pieces.append((" " * GAP + fit(words.remark(row), plan.remark), "bad"))
    if plan.count:
        pieces.append((_count(row, chosen).rjust(GAP + plan.count), "muted"))
    for each, widths in plan.columns:
        pieces += _cells(each, widths, row.spreads.get(each.name), each.name == chosen)
    if plan.bar:
        pieces += [(" " * GAP, "muted"), *_bar(row.spreads.get(chosen), top, plan.bar, row.hue, glyphs)]
    return merge(pieces)


def _cells(each: Reading, widths: _Widths, spread: Spread | None, is_chosen: bool) -> Iterator[Piece]:
    """Yield the median and, in a place of its own, the spread."""
    median = columns.median(each, spread) if spread else "–"
    span = columns.span(each, spread) if spread else ""
    behind = 1 + widths.span if widths.span else 0
    yield median.rjust(GAP + widths.whole - behind), "foreground bold" if is_chosen else "foreground"
    if behind:
        yield " " + span.rjust(widths.span), "muted"


def _levels(glyphs: Glyphs) -> tuple[str, str, str]:
    """Return what a bar is drawn with up to the lowest value, the median and the highest."""
    return glyphs.busy, glyphs.blocks[3], glyphs.waits


def _bar(spread: Spread | None, top: float | None, width: int, hue: Ink, glyphs: Glyphs) -> Iterator[Piece]:
    """Yield a bar up to the lowest value, then the stretches to the median and to the highest."""
    ends = [spread.low, spread.median, spread.high] if spread else [0.0] * 3
    cells = [round(max(0.0, end) / top * width) if top else 0 for end in ends]
    start = 0
    for end, glyph in zip(cells, _levels(glyphs), strict=True):
        yield glyph * (end - start), hue
        start = end
    yield glyphs.dot * (width - start), "faint"

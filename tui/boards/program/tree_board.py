"""Processes and their threads as a tree of lanes: what each does, and why it is not running."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct, field

from tui.boards import lane_rows
from tui.boards.framed import BLANK, framed, lines_of, plain
from tui.boards.program.tree_groups import Group, groups
from tui.boards.sheet import Sheet
from tui.draw import bars, numbers, reasons
from tui.draw.cells import Row, fit, fit_name, join
from tui.draw.glyphs import Glyphs
from tui.model.workers.ends import StartUp, how_it_ended
from tui.model.workers.process_tree import Tree, TreeRow
from tui.words.numbers import plural
from tui.words.reasons import past, short

MOST_LANES = 16
"""Workers that get a row each; of more, several share a row, and where rows are too few each is a cell."""
LEAST_HISTORY = 24
"""Cells that the history keeps before a worker's target and start are said too."""
MOST_RAISED = 44
"""Cells for what an exception says; as many as there is room for."""
MOST_START = 80
"""Cells for how a worker was started."""


class TreeView(Struct, frozen=True):
    """What the board shows."""

    tree: Tree = field(default_factory=Tree)
    facts: str = ""
    """`4 workers in 1 process · 1.9 cores busy`."""
    interval_s: float = 0.1
    longest: int = 0
    """Characters of the longest name of what may be waited for."""
    focused: bool = False
    failed: bool = False
    notes: tuple[Row, ...] = ()
    """What changes at the next run, what was not observed."""
    says: tuple[Row, ...] = ()
    """Instead of a tree, while there is none."""


def paint(view: TreeView, sheet: Sheet) -> Sequence[Row]:
    """`main`, below it what it started, threads below their process."""
    glyphs, inner, room = sheet.glyphs, sheet.inner, sheet.room
    body = _body(view, inner, room, glyphs) if view.tree.rows else lines_of(view.says, inner)
    return framed(
        body,
        sheet,
        title="processes",
        facts=view.facts,
        hue="bad" if view.failed else "foreground",
        focused=view.focused or view.failed,
    )


def _body(view: TreeView, inner: int, room: int, glyphs: Glyphs) -> list[Row]:
    tree = view.tree
    foot = [_starts(tree, inner)] if tree.starts and room > len(tree.rows) + 3 else []
    foot += [_more(tree, inner)] if tree.helpers or tree.gone else []
    foot += view.notes[: max(0, room - 4)]
    if len(foot) > 1 and len(tree.rows) > room - len(foot):
        foot = foot[1:2]  # Lanes need the room more.
    left = room - len(foot)
    at = _Columns(inner, tree.rows, view.longest)
    head = [at.heading(view.interval_s)] if left > min(len(tree.rows), MOST_LANES) and inner >= 60 else []
    rows = _rows(tree.rows, at, inner, left - len(head), glyphs)
    return [*head, *rows, *[BLANK] * (left - len(head) - len(rows)), *foot]


def _rows(rows: Sequence[TreeRow], at: _Columns, width: int, room: int, glyphs: Glyphs) -> list[Row]:
    """Return a row each as far as they fit and are few; the rest as cells."""
    if len(rows) <= room and len(rows) <= MOST_LANES + 1:
        return [_row(row, at, glyphs) for row in rows]
    shared = groups(rows[1:], room - 1, _does, cells=at.history)
    if shared:
        return [_row(rows[0], at, glyphs), *(_shared(group, at, glyphs) for group in shared)]
    for full in range(min(room - 1, len(rows), 1 if len(rows) > MOST_LANES + 1 else room), -1, -1):
        cells = _cells(rows[full:], width, glyphs)
        if full + len(cells) <= room:
            shown = [_row(row, at, glyphs) for row in rows[:full]] + cells
            return [*shown, _counts(rows[full:], width)] if len(shown) < room else shown
    return _cells(rows, width, glyphs)[:room]


def _cells(rows: Sequence[TreeRow], width: int, glyphs: Glyphs) -> list[Row]:
    """Return processes, and then threads, as a cell each."""
    found: list[Row] = []
    for is_process in (True, False):
        some = [row for row in rows if row.is_process is is_process]
        found += lane_rows.heat_rows([row.lane for row in some], width, [row.hue for row in some], glyphs)
    return found


def _row(row: TreeRow, at: _Columns, glyphs: Glyphs) -> Row:
    lane = row.lane
    hue = row.hue
    ink = reasons.look(lane.reason, hue, glyphs).ink
    indent = "  " * row.depth
    ident = str(lane.pid if row.is_process else lane.tid)
    shown = fit_name(indent + lane.label, at.name - 1) + " "
    core = f"c{lane.core}" if lane.core is not None else "–"
    history = bars.lane(lane.history, max(0, min(at.history, len(lane.history))), hue, glyphs)
    return join(
        plain(shown, f"{hue} bold"),
        plain(fit(ident, at.id), "muted"),
        plain(fit(numbers.percent(lane.share, 5), at.cpu), "muted" if lane.ended else "foreground"),
        plain(fit(core, at.core), "muted"),
        plain(fit(_says(row, at), at.reason - 1) + " ", "bad" if row.is_bad or row.stuck_on else ink),
        plain(fit(row.target, at.target - 1) + " ") if at.target else (),
        plain(fit(start_words(row.start, at.start), at.start), "muted"),
        history,
    )


def _counts(rows: Sequence[TreeRow], width: int) -> Row:
    """Return how many of them do what: `sleeps ×118 · waits: gate ×2`."""
    said = Counter(_does(row) for row in rows).most_common()
    text = " · ".join(f"{words} ×{many}" for words, many in said)
    return plain(fit(text, width), "muted")


def _shared(group: Group, at: _Columns, glyphs: Glyphs) -> Row:
    """Return the row of several workers: how many, their mean, what most of them do."""
    if len(group.rows) == 1:
        return _row(group.rows[0], at, glyphs)
    hue = group.rows[0].hue
    ink = reasons.look(group.reason, hue, glyphs).ink
    return join(
        plain(fit_name(f"  {group.label}", at.name - 1) + " ", f"{hue} bold"),
        plain(fit(f"×{len(group.rows)}", at.id), "muted"),
        plain(fit(numbers.percent(group.share, 5), at.cpu)),
        plain(fit("", at.core)),
        plain(fit(_do(group, at.reason - 1), at.reason - 1) + " ", ink),
        plain(fit("", at.target + at.start)),
        bars.lane(group.history, max(0, min(at.history, len(group.history))), hue, glyphs),
    )


def _do(group: Group, width: int) -> str:
    """Return what all of them do, or how many do what as far as there is room: `sleeps ×5 · runs ×1`."""
    if len(group.says) == 1:
        return group.says[0][0]
    parts = [f"{words} ×{many}" for words, many in group.says]
    while len(parts) > 1 and len(" · ".join(parts)) > width:
        parts.pop()
    return " · ".join(parts)


def _does(row: TreeRow) -> str:
    """Return what a worker does, in words that others may share."""
    if row.is_bad or row.lane.failed or (not row.observed and row.is_process):
        return "ended badly" if row.is_bad else "had failures" if row.lane.failed else "no probe in it"
    return _waits(row) or (past if row.lane.ended else short)(row.lane.reason)


def _waits(row: TreeRow) -> str:
    """Return what it waits for, where that is known: in words where nobody can end it, else by its name."""
    if row.stuck_on:
        return f"waits: {row.stuck_on}"
    is_named = row.waits_on and not row.lane.ended and row.lane.reason in ("lock", "queue")
    return f"waits: {row.waits_on}" if is_named else ""


def _says(row: TreeRow, at: _Columns) -> str:
    """Return what it does or waits for, by name where that is known."""
    lane = row.lane
    if row.raised or row.exit_code:
        how = row.raised or how_it_ended(row.exit_code or 0)
        return how if row.is_bad else how.replace("killed", "ended")  # By its pool, which ends so.
    if lane.failed:
        return f"{lane.failed} of {lane.tasks} failed"
    if not row.observed and row.is_process:
        return "no probe in it"
    if waits := _waits(row):
        return waits
    words = (past if lane.ended else short)(lane.reason)
    if lane.ended or lane.reason_share is None or at.reason < 20 or lane.reason == "running":
        return words
    long = f"{words} {numbers.percent(lane.reason_share, 1)}"
    return long if len(long) < at.reason else words


def _starts(tree: Tree, width: int) -> Row:
    """Return how workers were started and how long that took, with its parts as far as there is room."""
    forms = [" · ".join(form(count, start) for count, start in tree.starts) for form in (_started_long, _started)]
    forms.append(" · ".join(f"{count} by {start_words(start, 0)}" for count, start in tree.starts))
    return plain(fit(next((form for form in forms if len(form) <= width), forms[-1]), width), "muted")


def _started(count: int, start: StartUp) -> str:
    """Return `2 started by fork in 69 ms each`."""
    by = f" by {start.method}" if start.method else ""
    return f"{count} started{by} in {start.total_s * 1e3:.0f} ms{' each' if count > 1 else ''}"


def _started_long(count: int, start: StartUp) -> str:
    """Return the same with its parts: `: 19 until the system had made it, 50 until it began`."""
    made = "them" if count > 1 else "it"
    parts = (
        (f"until the system had made {made}", start.asked_s), ("until Python was up", start.python_s),
        ("until their work began" if count > 1 else "until its work began", start.imports_s),
    )  # fmt: skip
    said = [f"{part_s * 1e3:.0f} {name}" for name, part_s in parts if part_s is not None and part_s >= 0.0005]
    return f"{_started(count, start)}{': ' if len(said) > 1 else ''}{', '.join(said) if len(said) > 1 else ''}"


def _more(tree: Tree, width: int) -> Row:
    """Return who does the bookkeeping, as many by name as there is room for, and how many have ended."""
    ended = [f"{tree.gone} {'more had ended before' if tree.is_over else 'have ended'}"] if tree.gone else []
    for named in range(len(tree.helpers), -1, -1):
        left = len(tree.helpers) - named
        names = [*tree.helpers[:named], *([f"{left} more"] if named and left else [])]
        helpers = plural(len(tree.helpers), "helper") + (f": {', '.join(names)}" if names else "")
        said = " · ".join([helpers, *ended] if tree.helpers else ended)
        if len(said) <= width:
            break
    return plain(fit(said, width), "muted")


@lru_cache(maxsize=1024)
def start_words(start: StartUp | None, room: int) -> str:
    """Return `spawn, 92 ms: 3 asked · 41 Python · 48 imports`, or less of it where there is less room."""
    if start is None:
        return ""
    parts = (("asked", start.asked_s), ("Python", start.python_s), ("imports", start.imports_s))
    said = [f"{part_s * 1e3:.0f} {name}" for name, part_s in parts if part_s is not None and part_s >= 0.0005]
    whole = f"{start.method}, {start.total_s * 1e3:.0f} ms".removeprefix(", ")
    long = f"{whole}: {' · '.join(said)}"
    return long if len(said) > 1 and len(long) < room else whole


class _Columns:
    """The widths of a row's columns, gaps included; 0 leaves a column out."""

    def __init__(self, width: int, rows: Sequence[TreeRow], waited_for: int) -> None:
        longest = max((2 * row.depth + len(row.lane.label) for row in rows), default=4) + 2
        if len(rows) > MOST_LANES + 1:
            longest += len("…63")
        self.id = 8 if width >= 58 else 0
        self.name = max(8, min(longest, width * (3 if self.id else 4) // 10, 32))
        self.cpu = 6
        self.core = 4 if width >= 74 else 0
        rest = width - self.name - self.id - self.cpu - self.core
        raised = min(MOST_RAISED, max((len(row.raised) for row in rows), default=0))
        wanted = max(20 if rest < 50 else 26, len("waits: ") + waited_for + 1, raised + 1)
        self.reason = rest if rest < 24 else min(wanted, max(20, rest * 3 // 4))
        rest -= self.reason
        self.target = self._fits(rest, [max((len(row.target) for row in rows), default=0)], 30)
        starts = [[len(start_words(row.start, room)) for row in rows] for room in (MOST_START, 0)]
        self.start = self._fits(rest - self.target, [max(lengths, default=0) for lengths in starts], MOST_START)
        self.history = max(0, rest - self.target - self.start)

    @staticmethod
    def _fits(rest: int, wanted: Sequence[int], most: int) -> int:
        """Return the first of these widths, with a gap, that leaves room for a history; 0 when none does."""
        sizes = [min(size, most) + 2 for size in wanted if size]
        return next((size for size in sizes if rest - size >= LEAST_HISTORY), 0)

    def heading(self, interval_s: float) -> Row:
        names = (
            ("name", self.name), ("pid/tid", self.id), ("  cpu", self.cpu), ("on", self.core), ("state", self.reason),
            ("what it does", self.target), ("how it started", self.start),
            (f"last {max(1, round(self.history * interval_s))} s", self.history),
        )  # fmt: skip
        return plain("".join(fit(name, size) for name, size in names), "muted")

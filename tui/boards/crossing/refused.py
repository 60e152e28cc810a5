"""What cannot cross: which leaf says no, in whose words, and the fix that was tried."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.board import Board
from tui.boards.crossing.surprises_board import SurprisesView, is_beside, surprises_of
from tui.boards.crossing.surprises_board import paint as paint_surprises
from tui.boards.frame import Frame
from tui.boards.framed import BLANK, first_that_fits, framed, plain, wrapped
from tui.boards.sheet import Sheet, choosing
from tui.boards.space import Room, kind_of
from tui.boards.variants import panels_of, turn_of
from tui.draw.cells import Row, fit, join
from tui.draw.parts.fact_matrix import FactCell, FactMatrix, Heading, drawn
from tui.keys import Key
from tui.model.crossing.readings import Refusal, border
from tui.play.comparison import Comparison

KINDS = 8
"""Kinds of object that the lesson sends."""
LEAST = 6
"""Rows with which it still says something."""
TOOLS = tuple(Heading((name,)) for name in ("it breaks at", "smallest fix"))


class RefusedView(Struct, frozen=True):
    """What was refused."""

    refusals: tuple[Refusal, ...] = ()
    marked: int = 0
    """The place of the one that is spoken of."""
    instead: str = ""
    """What is said as long as there is none."""
    can_step: bool = False
    focused: bool = False


def paint(view: RefusedView | SurprisesView, sheet: Sheet) -> Sequence[Row]:
    """A row for each kind: where it breaks, what mends it; below it the exception of the marked one."""
    room = sheet.room
    if isinstance(view, SurprisesView):
        return paint_surprises(view, sheet)
    if not view.refusals:
        return framed([plain(view.instead, "muted")], sheet, title="what cannot cross", focused=view.focused)
    below = _spoken(view.refusals[view.marked], sheet.inner)
    rows = drawn(_matrix(view), sheet.inner, sheet.glyphs)
    spare = room - len(rows) - len(below)
    if spare < 0:
        below = below[: max(0, room - len(rows))]
    if room < len(rows):
        rows = _around(rows[1:], view.marked, room)
    gap = [BLANK] if spare >= 1 else []
    body = [*([BLANK] if spare >= 3 else []), *rows, *gap, *below]
    facts = "the leaf that says no, as Python says" if sheet.width >= 66 else "the leaf that says no"
    return framed(body, sheet, title="what cannot cross", facts=facts, focused=view.focused)


def _around(rows: list[Row], marked: int, room: int) -> list[Row]:
    """Return as many rows as there is room for, the marked one among them."""
    first = max(0, min(marked - room // 2, len(rows) - room))
    return rows[first : first + max(0, room)]


def _matrix(view: RefusedView) -> FactMatrix:
    kinds = tuple(Heading((its.what, its.what.partition(" ")[2])) for its in view.refusals)
    return FactMatrix(kinds, TOOLS, tuple(_cells(its) for its in view.refusals), (view.marked, 0))


def _cells(its: Refusal) -> tuple[FactCell | None, ...]:
    """Return where it breaks, and what mended it, with a sign for whether that crossed."""
    leaf = FactCell("✗", (its.path, *_shorter(its.path)), "bad")
    if its.has_crossed is None:
        return leaf, FactCell("…")
    words = (its.fix, its.fix, its.fix.replace("multiprocessing.", "mp."))
    return leaf, FactCell("✓", words, "good") if its.has_crossed else FactCell("✗", words, "bad")


def _shorter(path: str) -> tuple[str, ...]:
    """Return a path with only its last step, `…[0].lock` with an element's number before it."""
    head, _, last = path.rpartition(".")
    if "." not in head:
        return ()
    return (f"…{head[head.rindex('[') :]}.{last}" if head.endswith("]") else f"…{last}",)


def _spoken(its: Refusal, width: int) -> list[Row]:
    """Return the whole path and the exception of one, and whether that part alone is refused in the same words."""
    where = plain(f"{its.what}: ", "muted"), plain(its.path, "bad bold")
    checked = "checked: that part alone is refused in the same words" if its.is_checked else "not the part alone"
    path = first_that_fits((join(*where, plain(f"   {checked}", "muted")), join(*where)), width)
    said = join(plain(its.error, "bad"), plain(f": {its.says}"))
    lines = wrapped(said, width)
    return [path or plain(fit(its.path, width), "bad bold"), *lines[:2]]


def _view(frame: Frame, _: int) -> RefusedView | SurprisesView:
    """Return what was refused; in a small terminal, when their variant is chosen, the surprises in its place."""
    comparison, panels = frame.comparison, panels_of(frame.comparison)
    chosen = panels[frame.look.focus].name if 0 <= frame.look.focus < len(panels) else ""
    if chosen == "surprises" and not is_beside(kind_of(frame.width, frame.height), frame.width):
        return surprises_of(frame)
    refusals = border(comparison.state).refusals
    focused = frame.look.zoomed == "refused"
    if not refusals:
        return RefusedView(instead=_instead(comparison), focused=focused)
    deepest = border(comparison.state).deepest
    is_on = any(one.name == "refused" and one.phase in ("starting", "running") for one in panels)
    first = len(refusals) - 1 if is_on else next(place for place, one in enumerate(refusals) if one is deepest)
    marked = (first + frame.look.pressed["next_refusal"]) % len(refusals)
    return RefusedView(refusals, marked, can_step=True, focused=focused)


def _instead(comparison: Comparison) -> str:
    reading = next((one for one in panels_of(comparison) if one.name == "refused"), None)
    if reading is None:
        return "not among the variants of this run"
    if reading.phase in ("starting", "running"):
        return "the first of them is on its way"
    return turn_of(comparison) or "has not run" if reading.phase == "waiting" else "nothing was refused"


def _rows(room: Room) -> int:
    """Return a row for each kind, a heading, the words of one and the frame; where it is low a part of them."""
    if room.kind == "compact":
        return min(KINDS + 2, max(LEAST, room.height - 8))
    return min(KINDS + 6, max(LEAST, room.height - 13))


NEXT = Key(
    ("n", "N"), "n", "press('next_refusal')", "next refusal", "the next object that cannot cross, and its exception",
    "board",
)  # fmt: skip
BOARD = Board(
    "refused", paint, _view, foot=_rows, column=_rows, moves=False, clicked=choosing, keys=(NEXT,),
    tries=(("n", "the next exception"),),
)  # fmt: skip

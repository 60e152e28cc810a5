"""Does anybody tell you? Ways to go wrong down, tools across, and in each cell what the program came to know."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.board import Board, all_it_can_get
from tui.boards.frame import Frame
from tui.boards.framed import BLANK, first_that_fits, framed, lines_of
from tui.boards.sheet import Sheet
from tui.boards.side import PresenterSide
from tui.boards.variants import instead
from tui.boards.wrong.marked import KEYS, Marked, marked
from tui.draw.cells import Row, join
from tui.draw.numbers import decimal
from tui.draw.parts.fact_matrix import AT_HAND, DOES_NOT_APPLY, FactCell, FactMatrix, Heading, drawn
from tui.model.wrong.cases import KINDS, Case
from tui.model.wrong.outcomes import BROKEN, TOLD, UNANSWERED, UNTOLD, is_exit
from tui.words.numbers import plural

TITLE = "does anybody tell you?"
SHORT_NAMES = {"ProcessPoolExecutor": "ProcessPool\nExecutor", "ThreadPoolExecutor": "ThreadPool\nExecutor"}
LEGEND: tuple[tuple[tuple[str, str, str], ...], ...] = (
    (
        ("✓ told", "good bold", ": the exception reaches you"), ("○", "key bold", " only an exit code, or broken"),
        ("✗ not told", "bad bold", ": printed at most"), ("■ hangs", "bad bold", ": waits for ever"),
    ),
    (
        ("✓ told", "good bold", ""), ("○", "key bold", " exit code, or broken"), ("✗ not told", "bad bold", ""),
        ("■ hangs", "bad bold", ": ended by its time-out"),
    ),
)  # fmt: skip


class ToldView(Struct, frozen=True):
    """The table."""

    matrix: FactMatrix
    facts: tuple[str, ...] = ()
    """How many cases there are, the longest words first."""
    says: tuple[Row, ...] = ()
    """What to press, as long as nothing has run."""
    focused: bool = False


def paint(view: ToldView, sheet: Sheet) -> Sequence[Row]:
    """The table, and below it, where there is room, what the signs mean or what to press."""
    rows = drawn(view.matrix, sheet.inner, sheet.glyphs)
    left = sheet.room - len(rows)
    foot = lines_of(view.says, sheet.inner) if view.says else _legend(sheet.inner)
    if left > len(foot):
        rows = [*([BLANK] if left > len(foot) + 1 else []), *rows]
        gap = sheet.room - len(rows) - len(foot)
        rows += [*[BLANK] * (gap if not view.says else min(gap, 2)), *foot]
    facts = next((text for text in view.facts if len(text) + len(TITLE) + 10 <= sheet.width), "")
    return framed(rows, sheet, title=TITLE, facts=facts, focused=view.focused)


def _legend(width: int) -> list[Row]:
    row = first_that_fits([_signs(signs) for signs in LEGEND], width)
    return [row] if row else []


def _signs(signs: Sequence[tuple[str, str, str]]) -> Row:
    last = len(signs) - 1
    return join(
        *(((text, ink), (says + "   " * (place < last), "muted")) for place, (text, ink, says) in enumerate(signs))
    )


def _view(frame: Frame, _: int) -> ToldView:
    found = marked(frame)
    done = [case for case in found.cases.values() if not case.is_at_hand]
    runs = plural(len(done), "real run")
    facts = (f"{runs}, one by one · seconds until you know", f"{runs}, one by one", runs) if done else ()
    says = () if found.cases else instead(frame, found.tools[0])
    return ToldView(matrix(found), facts, says, frame.look.zoomed == "told")


def matrix(found: Marked) -> FactMatrix:
    """Return the table of cases."""
    cells = tuple(
        tuple(cell(found.cases.get((kind.name, tool.name)), applies=tool.name in kind.tools) for tool in found.tools)
        for kind in found.kinds
    )
    tools = tuple(
        Heading((tool.called, SHORT_NAMES[tool.called]) if tool.called in SHORT_NAMES else (tool.called,), tool.hue)
        for tool in found.tools
    )
    kinds = tuple(Heading((kind.name, kind.shorter, kind.short)) for kind in found.kinds)
    return FactMatrix(kinds, tools, cells, (found.kind, found.tool))


def cell(case: Case | None, *, applies: bool = True) -> FactCell | None:
    """Return what stands in a cell: nothing as long as the case was not tried."""
    if case is None:
        return None if applies else DOES_NOT_APPLY
    if case.is_at_hand:
        return AT_HAND if case.after_s is None else AT_HAND._replace(tail=decimal(case.after_s, 1))
    after = "" if case.after_s is None else decimal(case.after_s)
    sign, words, ink = _said(case)
    return FactCell(sign, words, ink, after)


def _said(case: Case) -> tuple[str, tuple[str, ...], str]:
    if case.told == TOLD:
        return "✓", ("told",), "good"
    if case.told == UNTOLD:
        return "✗", ("not told", "silent"), "bad"
    if case.told == BROKEN or is_exit(case.told):
        return "○", (case.told,), "key"
    if case.told == UNANSWERED:
        return ("■", _hung(case), "bad bold") if case.hangs else ("■", ("no answer",), "muted")
    return "·", (case.told, "fine"), "muted"


def _hung(case: Case) -> tuple[str, ...]:
    return ("hangs, lost", "hangs") if case.lost else ("restarts",) if case.new else ("hangs",)


def _sides(frame: Frame) -> tuple[PresenterSide, ...]:
    """Return how many cases were told, not told, and waited for in vain."""
    cases = [case for case in marked(frame).cases.values() if not case.is_at_hand]
    if not cases:
        return ()
    counts = (
        ("told", "good", "told by an exception", sum(case.told in (TOLD, BROKEN) for case in cases)),
        ("not told", "bad", "told nobody", sum(case.told == UNTOLD for case in cases)),
        ("no answer", "bad", "waited in vain", sum(case.told == UNANSWERED for case in cases)),
    )
    return tuple(
        PresenterSide(name, hue, says, (str(count),), captions=(f"of {len(cases)} cases {says}", says, name))
        for name, hue, says, count in counts
    )


BOARD = Board(
    "told", paint, _view, title=TITLE, wants=all_it_can_get, least=len(KINDS) + 3, moves=False, keys=KEYS,
    tries=(("↓", "another kind"), ("tab", "another tool")), sides=_sides,
)  # fmt: skip

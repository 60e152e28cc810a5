"""The copies in a frame; beside them, where it is wide, who wrote last what all have together."""

from __future__ import annotations

from collections.abc import Sequence

from tui.boards.framed import BLANK, first_that_fits, framed, instead, plain, wrapped
from tui.boards.sheet import Sheet
from tui.boards.variable.copies_view import CopiesView
from tui.boards.variable.matrix import heading, plan_of, row_of, writer_hue
from tui.draw import digits, numbers
from tui.draw.cells import Piece, Row, apart, bold, cut, fit, join
from tui.model.variable.readings import Variable
from tui.words.numbers import in_words, listed

BESIDE, WRITERS = 108, 38
"""Columns from which on the last writers have a box of their own, and its columns."""


def paint(view: CopiesView, sheet: Sheet) -> Sequence[Row]:
    """Return the frame of the copies, and the one of the last writers where there is room for it."""
    if sheet.width < BESIDE or view.seen is None or not view.seen.is_told:
        return _copies(view, sheet, is_alone=True)
    left = _copies(view, sheet.part(sheet.width - WRITERS, sheet.height), is_alone=False)
    right = _writers(view, sheet.part(WRITERS, sheet.height))
    return [join(*rows) for rows in zip(left, right, strict=True)]


def _copies(view: CopiesView, sheet: Sheet, *, is_alone: bool) -> list[Row]:
    rows = body(view, sheet.inner, sheet.room, sheet, has_last=is_alone) if view.seen else instead(view.says, sheet)
    if view.trouble:
        whole: Row = (("enter", "key bold"), (" the whole message", "foreground"))
        rows = [*wrapped(plain(view.trouble, "bad"), sheet.inner)[:2], whole, *rows]
    return framed(
        rows, sheet, title=_title(view, sheet.width), facts=_facts(view, sheet),
        hue="bad" if view.trouble else "foreground", focused=view.focused or bool(view.trouble),
    )  # fmt: skip


def _title(view: CopiesView, width: int) -> str:
    if view.seen is None or view.seen.start is None or width < 60:
        return "whose copy" if view.seen else view.variant
    children = view.seen.start.children
    who = "one child" if children == 1 else f"each of {in_words(children, 'child').removesuffix('s')}ren"
    long = f"one line, n += 1, run once by {who}"
    return long if width >= 82 else f"n += 1, once by {who}"


def _facts(view: CopiesView, sheet: Sheet) -> Row:
    if view.seen is None:
        return plain(view.facts, "muted")
    repeat = f"  {view.facts}" if view.facts else ""
    method: Row = (("start method ", "muted"), (view.variant, bold(view.hue)), (repeat, "muted"))
    return method if sheet.width >= 70 else method[1:]


def body(view: CopiesView, width: int, room: int, sheet: Sheet, *, has_last: bool) -> list[Row]:
    """Return as many rows as there is room for: the matrix, and below it what it says of globals."""
    assert view.seen is not None
    variables = view.seen.variables
    plan = plan_of(view, width, has_last)
    drawn = [row_of(view, variable, plan, sheet) for variable in _chosen(variables, max(0, room - 1))]
    shown = _chosen(variables, max(0, room - 1))
    foot = _foot(view, width, sheet)
    spare = room - len(drawn) - 1
    rows = [heading(view, plan, sheet.glyphs)]
    breaks = _breaks(shown) if spare >= 2 else set()
    rows += [BLANK] if spare >= 2 + len(foot) else []
    for place, row in enumerate(drawn):
        rows += [BLANK, row] if place in breaks else [row]
    return [*rows, *_below(foot, room - len(rows))]


def _below(foot: list[Row], room: int) -> list[Row]:
    """Return what stands below the matrix, at the lower end of what is left; of several rows the first stay."""
    kept = foot[: max(0, room)]
    space = room - len(kept)
    return [*[BLANK] * max(0, space if space <= 2 else space - 1), *kept]


def _chosen(variables: Sequence[Variable], most: int) -> Sequence[Variable]:
    """Return the kinds that have room: where not all have, copies and shared ones in turns, in their order."""
    if len(variables) <= most:
        return variables
    copied = [variable for variable in variables if not variable.is_one]
    shared = [variable for variable in variables if variable.is_one]
    half = max(1, min(len(copied), most - min(len(shared), most // 2))) if copied else 0
    kept = {variable.kind for variable in (*copied[:half], *shared[: max(0, most - half)])}
    return [variable for variable in variables if variable.kind in kept]


def _breaks(variables: Sequence[Variable]) -> set[int]:
    """Return where the first kind stands that all have together, behind copies."""
    return {
        place for place in range(1, len(variables)) if variables[place].is_one and not variables[place - 1].is_one
    }


def _foot(view: CopiesView, width: int, sheet: Sheet) -> list[Row]:
    """Return what each start method's children found in the global, what the shapes mean, what this Python prefers."""
    rows = [row for row in (_found(view, width), _legend(view, width, sheet), _prefers(view, width)) if row]
    return [cut(row, width, sheet.glyphs.more) for row in rows]


def _found(view: CopiesView, width: int) -> Row:
    """Return `a global that main had set to 10 before: fork finds 10 · spawn 0`."""
    if view.set_to is None or all(found.says == "–" for found in view.found):
        return ()
    said: list[Row] = []
    for place, found in enumerate(view.found):
        ink = "foreground bold" if found.says == str(view.set_to) else "muted" if found.says == "–" else "foreground"
        said.append(((" · " if place else "", "muted"), (found.variant, bold(found.hue)), (f" {found.says}", ink)))
    texts = (
        f"main had set the global to {view.set_to}; its children found  ",
        f"global set to {view.set_to} by main; children found  ", "global found  ",
    )  # fmt: skip
    return first_that_fits((join(plain(text, "muted"), *said) for text in texts), width)


def _legend(view: CopiesView, width: int, sheet: Sheet) -> Row:
    """Return what the shapes mean, of those that are there."""
    variables = view.seen.variables if view.seen else ()
    line: Row = ((sheet.glyphs.thick * 2, "key"),)
    copies = plain("a tile: a copy, seen by its owner only", "muted") if any(v.is_copied for v in variables) else ()
    shared = join(line, plain(" one thing, shared by all", "muted")) if any(v.is_one for v in variables) else ()
    space = plain("   ") if copies and shared else ()
    return first_that_fits((join(copies, space, shared), join(shared), join(copies)), width)


def _prefers(view: CopiesView, width: int) -> Row:
    """Return what a program gets that does not choose."""
    start = view.seen.start if view.seen else None
    if start is None or not start.own:
        return ()
    here: Row = (("this Python's own start method: ", "muted"), (start.own, "foreground bold"))
    linux = plain("   Linux: fork up to 3.13, forkserver from 3.14", "muted")
    short: Row = (("this Python's own: ", "muted"), (start.own, "foreground bold"))
    return first_that_fits((join(here, linux), join(short, linux), here, short), width)


def _writers(view: CopiesView, sheet: Sheet) -> list[Row]:
    """Return who wrote last what main sees changed; and how many of its guesses were right, if there are any."""
    assert view.seen is not None
    variables = view.seen.variables
    width = sheet.inner
    shared = [variable for variable in variables if variable.last]
    own = [variable.kind for variable in variables if not variable.last]
    rows: list[Row] = [_cells(("", "muted"), ("by", "muted"), ("value", "muted"), ("later by", "muted"), width), BLANK]
    for variable in shared:
        last = variable.last
        assert last is not None
        by = (last.by, bold(writer_hue(last.by)))
        kind = variable.kind.removeprefix("Manager().").removesuffix("()")
        after = (numbers.span(last.after_s, 0), "muted")
        rows.append(_cells((kind, "foreground"), by, (str(last.value), "key"), after, width))
    if own:
        rows += [BLANK, *wrapped(plain(f"main sees no write to {listed(own)}", "muted"), width)]
    if shared and sheet.room >= len(rows) + (7 if view.predicted else 2):
        rows += wrapped(plain("later: than the first n += 1", "muted"), width)
    rows = [*rows, *_guessed(view, sheet, sheet.room - len(rows))]
    return framed(rows, sheet, title="who wrote last", facts="measured")


def _cells(kind: Piece, by: Piece, value: Piece, after: Piece, width: int) -> Row:
    """Return one row of the last writers."""
    end: Row = ((value[0].rjust(7), value[1]), (after[0].rjust(9), after[1]))
    start: Row = ((fit(kind[0], max(4, width - 20)), kind[1]), (by[0].ljust(3), by[1]))
    return apart(start, end, width)


def _guessed(view: CopiesView, sheet: Sheet, room: int) -> list[Row]:
    """Return how many of the learner's guesses came true here."""
    assert view.seen is not None
    told = [(variable, view.expected(variable.kind)) for variable in view.seen.variables]
    asked = [(v, expected) for v, expected in told if expected is not None and v.main]
    if not asked or room < 2:
        return []
    right = sum((v.main.holds != v.main.found) == expected for v, expected in asked if v.main)
    unit = f" of {len(asked)} right"
    hue = "good" if right == len(asked) else "foreground"
    if room < 5:
        return [*[BLANK] * (room - 1), ((f"your guess: {right}{unit}", f"{hue} bold"),)]
    big = [plain(line, f"{hue} bold") for line in digits.big(str(right), sheet.glyphs, unit)]
    return [*[BLANK] * (room - 4), plain("you predicted", "muted"), *big]

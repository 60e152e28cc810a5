"""One case: its workers as lanes, deaths marked, and below them how long main waits, and for what it waited in vain."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.framed import first_that_fits, framed, plain
from tui.boards.sheet import Sheet
from tui.draw.cells import Row, cut, fit, join, pad
from tui.draw.cells import width as row_width
from tui.draw.parts.task_lanes import lane
from tui.model.wrong.cases import Case, WorkerLane
from tui.model.wrong.outcomes import BROKEN, TOLD, UNANSWERED, UNTOLD, is_exit
from tui.words.numbers import capital, noun, spelled

NAME, PID = 7, 8
AROUND = 10
"""Cells of a frame's upper edge that neither title nor facts may take."""
SAID = 30
"""Cells at the right of a lane for what is said of its worker."""


class CaseView(Struct, frozen=True):
    """The case."""

    case: Case | None
    title: str
    facts: tuple[str, ...]
    """The longest words first."""
    hue: str
    says: tuple[Row, ...] = ()
    focused: bool = False


def paint(view: CaseView, sheet: Sheet) -> Sequence[Row]:
    """A row for each worker as far as there is room, the last ones told in a line; main below."""
    case = view.case
    facts = next((text for text in view.facts if len(text) + len(view.title) + AROUND <= sheet.width), "")
    if case is None or not case.lanes:
        return framed(view.says, sheet, title=view.title, facts=facts, hue=view.hue, focused=view.focused)
    room = sheet.room - 1
    most = room if len(case.lanes) <= room else max(1, room - 1)
    shown = _first(case.lanes, most)
    left = [one for one in case.lanes if one not in shown]
    rows = [_lane(view, case, one, sheet) for one in shown]
    if left and room > most:
        rows.append(plain(fit(_more(left), sheet.inner), "muted"))
    rows.append(_main(view, case, sheet))
    return framed(rows, sheet, title=view.title, facts=facts, hue=view.hue, focused=view.focused)


def _first(lanes: Sequence[WorkerLane], most: int) -> list[WorkerLane]:
    """Return so many lanes in their order: of those that ended badly the first, then the others."""
    places = sorted(range(len(lanes)), key=lambda place: (not lanes[place].how, place))[:most]
    return [lanes[place] for place in sorted(places)]


def _more(left: Sequence[WorkerLane]) -> str:
    died = sum(bool(one.how) for one in left)
    how = next((one.how for one in left if one.how), "")
    ended = f": {'all' if died == len(left) else spelled(died)} ended so too, {how}" if died else ""
    return capital(f"{spelled(len(left))} more {noun(len(left), 'worker')}{ended}")


def _ends(view: CaseView, case: Case) -> tuple[float, float]:
    from_s = case.began_s or 0.0
    after_s = case.after_s or 0.0
    last = max((one.ended_s or 0.0 for one in case.lanes if one.spans), default=0.0) if not case.is_at_hand else 0.0
    return from_s, max(from_s + after_s, min(last, from_s + 2 * after_s), from_s + 1e-3)


def _label(one: WorkerLane, view: CaseView, sheet: Sheet) -> Row:
    pid = f"{one.pid} " if sheet.inner >= 90 else ""
    return ((fit(one.name, NAME), f"{view.hue} bold"), (pid.rjust(PID * bool(pid)), "muted"))


def _cells(view: CaseView, case: Case, sheet: Sheet) -> int:
    label = NAME + PID * (sheet.inner >= 90)
    return max(4, sheet.inner - label - (SAID if sheet.inner >= 70 else 0))


def _lane(view: CaseView, case: Case, one: WorkerLane, sheet: Sheet) -> Row:
    """Return a worker's tasks until its end, and behind it, in the empty part, how that was."""
    glyphs, cells = sheet.glyphs, _cells(view, case, sheet)
    from_s, until_s = _ends(view, case)
    each_s = (until_s - from_s) / cells
    last_s = min(until_s, one.ended_s if one.ended_s is not None else until_s)
    begins = max(0, min(cells, round((one.began_s - from_s) / each_s)))
    ends = max(begins + bool(one.how), min(cells, round((last_s - from_s) / each_s)))
    drawn = lane(
        one.spans, from_s + begins * each_s, from_s + max(begins, ends) * each_s, ends - begins, view.hue,
        glyphs=glyphs, has_shades=sheet.has_tones and not sheet.no_color,
        labels=tuple((str(span.task),) for span in one.spans),
    )  # fmt: skip
    idle = tuple((text.replace(glyphs.dot, glyphs.idle) if ink == "faint" else text, ink) for text, ink in drawn)
    said = _said(case, one, glyphs.no if not any(span.failed for span in one.spans) else "")
    row = join(_label(one, view, sheet), plain(" " * begins), idle, plain(" ") if said else ())
    return pad(cut(join(row, said), sheet.inner, glyphs.more), sheet.inner)


def _said(case: Case, one: WorkerLane, sign: str) -> Row:
    """Return how a worker ended, and what became of its task."""
    if one.how:
        lost = [span.task for span in one.spans if span.is_lost]
        fate = f": task {lost[-1]} is lost" if lost and case.lost else ""
        return plain(f"{sign} {one.how}{fate}".strip(), "bad")
    if one.is_new:
        return plain("took a place that was free" + ("" if one.spans else ", found nothing to do"), "muted")
    return ()


def _main(view: CaseView, case: Case, sheet: Sheet) -> Row:
    glyphs, cells = sheet.glyphs, _cells(view, case, sheet)
    from_s, until_s = _ends(view, case)
    knows_s = from_s + (case.after_s or 0.0)
    waits = max(1, min(cells, round((knows_s - from_s) / (until_s - from_s) * cells)))
    label = ((fit("main", NAME + PID * (sheet.inner >= 90)), "parent bold"),)
    said = first_that_fits(_knows(case, glyphs.square), sheet.inner - row_width(label) - waits - 1)
    line = join(label, plain(glyphs.waits * waits, "third"), plain(" "), said)
    if not said:
        short = _knows(case, glyphs.square)[-1]
        line = join(label, plain(glyphs.waits * max(1, cells - row_width(short) - 1), "third"), plain(" "), short)
    return pad(cut(line, sheet.inner, glyphs.more), sheet.inner)


def _knows(case: Case, square: str) -> tuple[Row, ...]:
    """Return what main came to know, the longest words first."""
    after, name = f"{case.after_s or 0.0:.2f} s", case.saw.partition(":")[0]
    if case.is_at_hand:
        return (plain(f"waits: {case.after_s or 0.0:.1f} s", "third"),)
    if is_exit(case.told):
        return plain(f"○ sees {case.told} after {after}", "key"), plain(f"○ {case.told}", "key")
    how = "waited in vain" if case.hangs else "no answer"
    said = {
        UNANSWERED: (f"{square} {how}: {case.after_s or 0.0:.1f} s", "bad bold"),
        TOLD: (f"✓ {name}, {after}", "good"),
        BROKEN: (f"○ {name}, {after}", "key"),
        UNTOLD: ("✗ told nothing, goes on", "bad"),
    }
    short = {TOLD: (f"✓ {after}", "good"), BROKEN: (f"○ broken, {after}", "key"), UNTOLD: ("✗ told nothing", "bad")}
    long = said.get(case.told, (f"{case.told} after {after}", "muted"))
    return plain(*long), plain(*short.get(case.told, long))

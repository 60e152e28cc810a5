"""Workers as rows: a lane each while there is room, then one cell each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tui.draw import bars, numbers, reasons
from tui.draw.cells import Ink, Row, fit, join, merge
from tui.draw.glyphs import Glyphs
from tui.model.workers.lanes import Lane
from tui.words.numbers import plural
from tui.words.reasons import past, wording


class Columns(NamedTuple):
    """The widths of a lane's columns, gaps included; 0 leaves a column out."""

    label: int
    id: int
    cpu: int
    core: int
    reason: int
    history: int


def columns(width: int) -> Columns:
    """Return the columns of a lane; the narrower it is, the more of them are left out."""
    if width >= 76:
        return Columns(8, 10, 8, 6, 19, width - 51)
    if width >= 50:
        return Columns(7, 8, 6, 5, 17, width - 43)
    if width >= 40:
        return Columns(5, 8, 6, 0, 17, width - 36)
    if width >= 32:
        return Columns(5, 8, 6, 0, 12, width - 31)
    return Columns(5, 0, 7, 0, 0, max(0, width - 12))


def heading(width: int, lanes: Sequence[Lane], interval_s: float) -> Row:
    """Return the line above the lanes: `worker  tid  cpu  on  is  last 3 s`."""
    at = columns(width)
    is_thread = not lanes or lanes[0].kind != "process"
    names = (
        ("worker" if at.label > 6 else "", at.label),
        ("tid" if is_thread else "pid", at.id),
        ("  cpu", at.cpu),
        ("core", at.core),
        ("state", at.reason),
        (f"last {max(1, round(at.history * interval_s))} s", at.history),
    )
    return (("".join(fit(name, size) for name, size in names), "muted"),)


def rows(lanes: Sequence[Lane], width: int, height: int, hues: Sequence[Ink], glyphs: Glyphs) -> list[Row]:
    """Return at most `height` rows: lanes, and where they are too many the rest as cells, as many a row as fit.

    `hues` has one for each lane.
    """
    if len(lanes) <= height:
        return [lane_row(lane, width, hue, glyphs) for lane, hue in zip(lanes, hues, strict=True)]
    for full in range(height - 1, -1, -1):
        heat = heat_rows(lanes[full:], width, hues[full:], glyphs)
        if full + len(heat) <= height:
            return rows(lanes[:full], width, full, hues[:full], glyphs) + heat
    return heat_rows(lanes, width, hues, glyphs)[:height]


def lane_row(lane: Lane, width: int, hue: Ink, glyphs: Glyphs) -> Row:
    """Return one worker: label, thread or process id, CPU, core, what it mostly does, history."""
    at = columns(width)
    is_off = lane.ended
    history = bars.lane(lane.history, max(0, min(at.history, len(lane.history))), hue, glyphs)
    return merge(
        (
            (fit(lane.label, at.label), f"{hue} bold"),
            (fit(str(lane.pid if lane.kind == "process" else lane.tid), at.id), "muted"),
            (fit(numbers.percent(lane.share, 5), at.cpu), "muted" if is_off else "foreground"),
            (fit(f"c{lane.core}" if lane.core is not None else "–", at.core), "muted"),
            (fit(_reason(lane, at), at.reason), reasons.look(lane.reason, hue, glyphs).ink),
            *history,
        )
    )


def _reason(lane: Lane, at: Columns) -> str:
    """Return what a worker does or waits for, with the share of its time that it waits where there is room."""
    is_long = at.label > 6
    if lane.failed:
        return f"{lane.failed} failed"
    its = wording(lane.reason)
    words = its.short if is_long and lane.reason != "core" else its.brief
    if lane.ended and lane.reason != "ended":
        words = past(lane.reason) if is_long else past(lane.reason).replace(" a core", " core").replace(": ", " ")
    if lane.reason == "ended" and lane.tasks and is_long:
        return f"ended, {plural(lane.tasks, 'task')}"
    words = words if len(words) < at.reason else words.split()[0].rstrip(":")
    if lane.reason in ("running", "ended", "stopped") or lane.reason_share is None or at.reason < 16:
        return words
    whole = f"{words} {numbers.percent(lane.reason_share, 1)}"
    return whole if len(whole) < at.reason else words


def heat_rows(lanes: Sequence[Lane], width: int, hues: Sequence[Ink], glyphs: Glyphs) -> list[Row]:
    """Return workers as cells: the height is how much each runs, the ink what it mostly does."""
    if not lanes:
        return []
    name = lanes[0].label if len(lanes) == 1 else f"{lanes[0].label}…{lanes[-1].label}"
    head = len(name) + 2
    cells = [
        (bars.columns([lane.share], 1.0, glyphs.lane), reasons.look(lane.reason, hue, glyphs).ink)
        for lane, hue in zip(lanes, hues, strict=True)
    ]
    room = max(1, width - head)
    step = 2 if 2 * len(lanes) <= 2 * room else 1
    per_row = max(1, room // step)
    gap = " " * (step - 1)
    found = []
    for start in range(0, len(cells), per_row):
        label = (fit(name if start == 0 else "", head), f"{hues[0]} bold")
        found.append(join((label,), tuple((text + gap, ink) for text, ink in cells[start : start + per_row])))
    return found

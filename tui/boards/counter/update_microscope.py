"""The microscope: two additions of one run, access by access, as they were recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tui.boards.framed import BLANK, framed, wrapped
from tui.boards.sheet import Sheet
from tui.draw import numbers, steps
from tui.draw.cells import Ink, Row
from tui.draw.glyphs import Glyphs
from tui.model.counter.lost_updates import Example, Step

WIDEST = 110
"""A picture of two additions gains nothing beyond."""


class Named(NamedTuple):
    """A worker, as it is called and drawn everywhere."""

    label: str
    hue: Ink


@dataclass(frozen=True, slots=True)
class MicroscopeView:
    """What the box shows."""

    title: str
    hue: Ink
    words: tuple[Row, ...]
    """The most important first; as many as fit are shown."""
    example: Example | None = None
    workers: tuple[Named, Named] = (Named("P1", "process"), Named("P2", "thread"))
    step: int = 0
    """How many accesses are shown; 0 for all."""
    facts: str = ""
    focused: bool = False


def paint(view: MicroscopeView, sheet: Sheet) -> Sequence[Row]:
    """Two lanes, the times below them, and sentences."""
    glyphs, inner, room = sheet.glyphs, sheet.inner, sheet.room
    drawn = _drawn(view, inner, room, glyphs) if view.example else []
    said = _said(view, inner, room - len(drawn))
    spare = room - len(drawn) - len(said)
    above = [BLANK] if spare >= 1 else []
    between = [BLANK] if spare >= 2 and drawn else []
    return framed(
        [*above, *drawn, *between, *said], sheet, title=view.title, facts=view.facts, hue=view.hue, focused=view.focused
    )


def _said(view: MicroscopeView, width: int, room: int) -> list[Row]:
    rows: list[Row] = []
    for sentence in view.words:
        lines = wrapped(sentence, width)
        if rows and len(rows) + len(lines) > room:
            break
        rows += lines
    return rows[:room]


def _drawn(view: MicroscopeView, width: int, room: int, glyphs: Glyphs) -> list[Row]:
    """The lanes, and the times where there are rows enough for them and two sentences."""
    example = view.example
    assert example is not None
    width = min(width, WIDEST)
    shown = example.steps[: view.step] if view.step else example.steps
    span_ns = example.steps[-1].at_ns
    tail = max(len(_text(step)) for step in example.steps) + 2
    lanes = [
        steps.Lane(
            label, ink, _mark(shown, who, False), _mark(shown, who, True), f"+{numbers.grouped(example.added[who])}"
        )
        for who, (label, ink) in enumerate(view.workers)
    ]
    rows = [steps.lane_row(lane, span_ns, width, tail, glyphs) for lane in lanes]
    if room >= 5:
        marks = [steps.Mark(step.at_ns, "") for step in shown]
        rows.append(steps.times_row(marks, span_ns, width, tail, glyphs))
    if room >= 9:
        rows = [rows[0], BLANK, *rows[1:]]
    return rows


def _mark(shown: Sequence[Step], who: int, is_write: bool) -> steps.Mark | None:
    return next((steps.Mark(s.at_ns, _text(s)) for s in shown if s.who == who and s.is_write is is_write), None)


def _text(step: Step) -> str:
    return f"{'write' if step.is_write else 'read'} {numbers.grouped(step.value)}"

"""The microscope: two additions of one run, access by access, as they were recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from msgspec import Struct

from tui.boards.framed import BLANK, first_that_fits, framed, plain, wrapped
from tui.boards.sheet import Sheet
from tui.draw import digits, numbers, step_boxes, steps
from tui.draw.cells import Ink, Row, apart, fit
from tui.draw.cells import width as row_width
from tui.draw.glyphs import Glyphs
from tui.model.counter.lost_updates import Example, Step

MOST_SAID = 3
"""Rows of words that boxes leave free."""
WIDEST = 110
"""A picture of two additions gains nothing beyond."""


class Named(NamedTuple):
    """A worker, as it is called and drawn everywhere."""

    label: str
    hue: Ink


class MicroscopeView(Struct, frozen=True):
    """What the box shows."""

    title: str
    hue: Ink
    words: tuple[Row, ...]
    """The most important first; as many as fit are shown."""
    example: Example | None = None
    workers: tuple[Named, Named] = (Named("P1", "process"), Named("P2", "thread"))
    step: int = 0
    """How many accesses are shown; 0 for all."""
    facts: tuple[str, ...] = ()
    """In several lengths, the longest first."""
    presented: tuple[str, ...] = ()
    """The same for a room, where other keys are there."""
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
        [*above, *drawn, *between, *said],
        sheet,
        title=view.title,
        facts=next((text for text in view.facts if len(view.title) + len(text) + 9 <= sheet.width), ""),
        hue=view.hue,
        focused=view.focused,
    )


def present(view: MicroscopeView, sheet: Sheet) -> Sequence[Row]:
    """The same for a room: without a frame, and with as much room for the boxes as there is."""
    width, height, glyphs = sheet.width, sheet.height, sheet.glyphs
    title, room = plain(fit(view.title, width), f"{view.hue} bold"), height - 1
    keys = first_that_fits((plain(text, "muted") for text in view.presented), width - row_width(title) - 2)
    head = apart(title, keys, width) if view.title else BLANK
    drawn = picture(view, width, room - MOST_SAID, glyphs)
    if not drawn and view.example is not None:
        drawn = _lines(view, width, room, glyphs)
    gap = [BLANK] if room - len(drawn) - MOST_SAID >= 2 else []
    said = _said(view, width, room - len(drawn) - 2 * len(gap))
    spare = room - len(drawn) - 2 * len(gap) - len(said)
    return [*[BLANK] * (spare // 3), head, *gap, *drawn, *gap, *[BLANK] * (spare // 6), *said]


def _said(view: MicroscopeView, width: int, room: int) -> list[Row]:
    rows: list[Row] = []
    for sentence in view.words:
        lines = wrapped(sentence, width)
        if rows and len(rows) + len(lines) > room:
            break
        rows += lines
    return rows[:room]


def _drawn(view: MicroscopeView, width: int, room: int, glyphs: Glyphs) -> list[Row]:
    """The two additions: as boxes, as large as there is room for beside two sentences; else as two lines."""
    assert view.example is not None
    return picture(view, width, room - MOST_SAID, glyphs) or _lines(view, width, room, glyphs)


def picture(view: MicroscopeView, width: int, room: int, glyphs: Glyphs) -> list[Row]:
    """Return the two additions as boxes, in big digits where they fit, in at most so many rows.

    Empty where there is no room for boxes, and where there is nothing to draw.
    """
    if view.example is None:
        return []
    for drawn_as in (_in_blocks, _in_big, _as_text):
        lanes = [_boxes(view, who, partial(drawn_as, glyphs)) for who in (0, 1)]
        at = step_boxes.places(lanes, width)
        high = len(lanes[0].values[0]) + 2
        if at is None or 2 * high > room:
            continue
        size = step_boxes.box_width(lanes)
        drawn = [step_boxes.lane_rows(lane, its, size, width, glyphs) for lane, its in zip(lanes, at, strict=True)]
        return [*drawn[0], *[BLANK] * (2 * high < room), *drawn[1]]
    return []


def _in_blocks(glyphs: Glyphs, text: str) -> step_boxes.Text:
    return digits.block(text, 1, glyphs)


def _in_big(glyphs: Glyphs, text: str) -> step_boxes.Text:
    return digits.big(text, glyphs)


def _as_text(glyphs: Glyphs, text: str) -> step_boxes.Text:
    return (text,)


def _boxes(view: MicroscopeView, who: int, drawn_as: Callable[[str], step_boxes.Text]) -> step_boxes.Lane:
    """Return one worker's boxes, with its numbers drawn so."""
    example, worker = view.example, view.workers[who]
    assert example is not None
    read, write = (step for step in example.steps if step.who == who)
    texts = [drawn_as(numbers.grouped(step.value)) for step in (read, write, write)]
    shown = example.steps[: view.step] if view.step else example.steps
    many = 3 if write in shown else 1 if read in shown else 0
    added = f"+{numbers.grouped(example.added[who])}"
    return step_boxes.Lane(
        worker.label, worker.hue, (read.at_ns, write.at_ns), (texts[0], texts[1], texts[2]), added, many
    )


def _lines(view: MicroscopeView, width: int, room: int, glyphs: Glyphs) -> list[Row]:
    """Return the two additions as a line each, and the times where there are rows enough for them and two sentences."""
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

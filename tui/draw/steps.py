"""Accesses of two workers in time: one row for each, time from left to right, the noted times below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tui.draw import numbers
from tui.draw.cells import Ink, Row, merge, pad
from tui.draw.glyphs import UNICODE, Glyphs

LABEL = 5
"""Cells for the name of a worker."""


class Mark(NamedTuple):
    """One access."""

    at_ns: int
    text: str
    """`read 41`."""


class Lane(NamedTuple):
    """One worker: what it read and what it wrote; None for what is not shown yet."""

    label: str
    ink: Ink
    read: Mark | None
    write: Mark | None
    between: str
    """`+1`."""


def lane_row(lane: Lane, span_ns: int, width: int, tail: int, glyphs: Glyphs = UNICODE) -> Row:
    """Return `P1   ● read 41 ── +1 ── ● write 42`.

    A mark stands where its time is; `tail` cells are left behind the last one. Where read and write lie too close for
    their words, the words stand behind the second mark, or before the first.
    """
    head = lane.label[: LABEL - 1].ljust(LABEL)
    cells = [" "] * max(0, width - LABEL)
    read_at, write_at = (_place(mark, span_ns, len(cells), tail) for mark in (lane.read, lane.write))
    is_apart = True
    if read_at is not None and lane.read is not None:
        said = f"{glyphs.disc} {lane.read.text} "
        if write_at is None or read_at + len(said) <= write_at:
            _put(cells, read_at, said)
            if write_at is not None:
                _put(cells, read_at + len(said), _line(write_at - read_at - len(said), lane.between, glyphs))
        else:
            _put(cells, read_at, glyphs.disc)
            write_at = max(write_at, read_at + 1)
            is_apart = False
    if write_at is not None and lane.write is not None:
        _put(cells, write_at, f"{glyphs.disc} {lane.write.text}")
        if not is_apart and read_at is not None:
            _tell_both(cells, read_at, write_at, lane)
    return pad(merge(((head, f"{lane.ink} bold"), ("".join(cells), lane.ink))), width)


def _tell_both(cells: list[str], read_at: int, write_at: int, lane: Lane) -> None:
    """Put the words of both accesses where they fit: behind the second mark, before the first; else only the last."""
    assert lane.read is not None and lane.write is not None
    whole = f"{lane.read.text}, {lane.between}, {lane.write.text}"
    for said in (whole, f"{lane.read.text}, {lane.write.text}"):
        if write_at + 2 + len(said) <= len(cells):
            _put(cells, write_at + 2, said)
            return
        if read_at > len(said):
            _put(cells, write_at + 2, " " * len(lane.write.text))
            _put(cells, read_at - len(said) - 1, said)
            return


def times_row(marks: Sequence[Mark], span_ns: int, width: int, tail: int, glyphs: Glyphs = UNICODE) -> Row:
    """Return the times below the marks, in nanoseconds; where two would touch, one is left out, never the last."""
    cells = [" "] * max(0, width - LABEL)
    ordered = sorted(marks)
    for mark in (*ordered[-1:], *ordered[:-1]):
        place = _place(mark, span_ns, len(cells), tail)
        said = f"{numbers.grouped(mark.at_ns)} ns" if mark.at_ns else "0"
        around = cells[max(0, (place or 0) - 2) : (place or 0) + len(said) + 2]
        if place is not None and not "".join(around).strip():
            _put(cells, place, said)
    return (("time".ljust(LABEL) + "".join(cells), "muted"),) if width > LABEL else ()


def _place(mark: Mark | None, span_ns: int, width: int, tail: int) -> int | None:
    room = width - tail
    if mark is None or room < 1:
        return None
    return round(max(0, min(mark.at_ns, span_ns)) / max(1, span_ns) * (room - 1))


def _line(width: int, between: str, glyphs: Glyphs) -> str:
    """Return `── +1 ── ` of this width; shorter without its word."""
    if width < 2:
        return " " * width
    said = f" {between} " if width >= len(between) + 5 else ""
    rest = width - 1 - len(said)
    return glyphs.thin * (rest // 2) + said + glyphs.thin * (rest - rest // 2) + " "


def _put(cells: list[str], place: int, text: str) -> None:
    for offset, character in enumerate(text):
        if 0 <= place + offset < len(cells):
            cells[place + offset] = character

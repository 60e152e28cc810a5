"""Where boards stand: a pure function of the room, and of what they want.

Rules of this file: strips at the top, what has a foot at the lower end, the others in between; of these the first is
the main one and gets what is left; places never overlap and never leave the area; a board with slots is divided last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from tui.boards.board import LOWEST, MOST_WANTED, Board, find
from tui.boards.space import Kind, Place, Room, Wanted

ROOMY = 5
"""Rows of a board that says more than a line."""
NARROWEST_SLOT, LOWEST_SLOT = 38, 12
"""Columns of a variant's panel, and its rows where panels stand above each other."""
MOST_TIMES = 3
"""How often over a board that grows has a use for the rows that it asks for."""
TURNS = "turns"
"""The line that says which boards take turns."""

Placed = dict[str, Place]


class Seat(NamedTuple):
    """A board to be placed, and all that decides where."""

    board: Board
    rows: int
    """The rows that it would like inside its frame."""
    kind: Kind
    wanted: Wanted
    low: int = 0
    """Rows of the events beside the boards, at the lower end; 0 when there are none."""

    @property
    def name(self) -> str:
        return self.board.name

    @property
    def most(self) -> int:
        """Its rows with the frame, as far as it may ask for them."""
        return min(self.rows, MOST_WANTED) + 2

    @property
    def is_middle(self) -> bool:
        return self.board.strip is None and self.board.foot is None

    def room(self, area: Place) -> Room:
        return Room(self.kind, area.width, area.height, self.rows, self.wanted, self.low)


def places(kind: Kind, area: Place, wanted: Wanted, low: int) -> Placed:
    """Return the places between tabs and sentence, in reading order, by the names of the widgets.

    `low` is how many rows the events beside the area take at its lower end, 0 when there are none: what stands lowest
    lines up with them.
    """
    seats = _seats(kind, wanted, low)
    middle = [seat for seat in seats if seat.is_middle]
    strips, area = _strips(area, seats)
    if not strips and kind != "compact":
        area = below_the_tabs(area)
    least = middle[0].board.least + (LOWEST + 1 if middle[1:] else 0)
    feet, area = _feet(area, [seat for seat in seats if seat.name not in strips], least)
    if kind == "full" and middle[0].board.yields:
        spare = area.height - sum(_wished(line) for line in _answers(middle))
        feet, area = _grown(feet, area, spare, dict(wanted.boards))
    return _slotted(strips | _middle(area, middle) | feet, seats, across)


def below_the_tabs(area: Place) -> Place:
    """Return an area without its first row, which stays empty where no strip begins there: all panels are in line."""
    return _cut_top(area, 1)[1]


def turning(wanted: Wanted) -> tuple[str, ...]:
    """Return the boards that may take turns in one place: all in the middle but the main one."""
    return tuple(seat.name for seat in _seats("compact", wanted) if seat.is_middle)[1:]


def beside_the_source(area: Place, wanted: Wanted) -> Placed:
    """Return the places in a column beside the source: the main board over those that have something to say there."""
    seats = _seats("full", wanted)
    main = next(seat for seat in seats if seat.is_middle)
    asked = [(seat, _column_rows(seat, area)) for seat in seats if seat is not main]
    below = min(sum(rows for _, rows in asked), area.height - area.height // 2)
    upper, rest = _cut_top(area, area.height - below)
    others = [seat for seat, rows in asked if rows]
    low = stacked(rest, others) if others and below >= LOWEST else {}
    return _slotted({main.name: upper} | low, seats, down)


def _column_rows(seat: Seat, area: Place) -> int:
    if seat.board.column is not None:
        return seat.board.column(seat.room(area))
    return min(seat.most, area.height // 6) if seat.is_middle else 0


def _seats(kind: Kind, wanted: Wanted, low: int = 0) -> list[Seat]:
    """Return the boards; where none of them stands in the middle, the panels say what the program is and does."""
    seats = [Seat(find(name), rows, kind, wanted, low) for name, rows in wanted.boards]
    if any(seat.is_middle for seat in seats):
        return seats
    return [Seat(find("panels"), 1, kind, wanted, low), *seats]


def _strips(area: Place, seats: Sequence[Seat]) -> tuple[Placed, Place]:
    """Return the boards that stand at the top, and what is left below them."""
    found: Placed = {}
    for seat in seats:
        high = seat.board.strip(seat.room(area)) if seat.board.strip else 0
        if high:
            found[seat.name], area = _cut_top(area, min(high, area.height))
    return found, area


def _feet(area: Place, seats: Sequence[Seat], least: int) -> tuple[Placed, Place]:
    """Return the boards that stand at the lower end, and what is left above them: at least so many rows."""
    found: Placed = {}
    for seat in sorted(seats, key=lambda seat: (seat.board.foot_columns is not None, -seats.index(seat))):
        board, room = seat.board, seat.room(area)
        beside, columns = next(reversed(found), ""), board.foot_columns(room) if board.foot_columns else 0
        if beside and columns and found[beside].width - columns >= NARROWEST_SLOT:
            x, y, width, height = found[beside]
            found[beside] = Place(x, y, width - columns, height)
            found[seat.name] = Place(x + width - columns, y, columns, height)
        elif board.foot and (rows := board.foot(room)):
            high = min(max(rows, 0 if found else seat.low), area.height - least)
            if high >= board.least:
                area, found[seat.name] = _cut_top(area, area.height - high)
    return dict(reversed(found.items())), area


def _middle(area: Place, seats: Sequence[Seat]) -> Placed:
    """Return the main board with the others beside it; in a small terminal below it."""
    main, *others = seats
    if not others:
        return {main.name: area}
    if main.board.yields and main.kind != "compact" and (found := _above(area, _answers(seats))):
        return found
    if main.kind != "compact":
        return _beside(area, main, others)
    if len(others) > 2 and area.height < main.board.least + ROOMY * (len(others) + 1) // 2:
        return _in_turns(area, main, others)
    return _below(area, main, others)


def _answers(seats: Sequence[Seat]) -> list[list[Seat]]:
    """Return what stands above each other: the boards that grow, the others in twos, the main board with the last."""
    main, *others = seats
    alone = [[seat] for seat in others[:-1] if seat.board.grows]
    rest = [seat for seat in others[:-1] if not seat.board.grows]
    return [*alone, *(rest[start : start + 2] for start in range(0, len(rest), 2)), [main, *others[-1:]]]


def _wished(line: Sequence[Seat]) -> int:
    """Return the rows that boards side by side have a use for."""
    return max(_useful(seat) for seat in line)


def _useful(seat: Seat) -> int:
    if seat.board.grows:
        return MOST_TIMES * seat.most
    return seat.rows + 2 if seat.board.yields else seat.most


def _above(area: Place, lines: Sequence[Sequence[Seat]]) -> Placed:
    """Return the lines above each other: each as high as it wants, or as is fair; nothing where they do not fit."""
    heights = [max(seat.board.least for seat in line) for line in lines]
    if sum(heights) > area.height:
        return {}
    asked = [max(seat.most if seat.board.grows else _useful(seat) for seat in line) for line in lines]
    heights = _fair(heights, asked, area.height)
    heights = _fair(heights, [_wished(line) for line in lines], area.height)
    heights[-1] += area.height - sum(heights)
    found: Placed = {}
    for line, high in zip(lines, heights, strict=True):
        row, area = _cut_top(area, high)
        found |= zip((seat.name for seat in line), _shares(row, line), strict=True)
    return found


def _shares(row: Place, line: Sequence[Seat]) -> list[Place]:
    """Return a row divided evenly; a main board has a bit more than half of it."""
    if len(line) < 2 or not line[0].board.yields:
        return across(row, len(line))
    x, y, width, height = row
    left = width * 11 // 20
    return [Place(x, y, left, height), Place(x + left, y, width - left, height)]


def _grown(feet: Placed, area: Place, spare: int, rows: Mapping[str, int]) -> tuple[Placed, Place]:
    """Return the feet, the uppermost higher by rows that no board has a use for where it has one, and what is left."""
    upper = next(iter(feet), "")
    if not upper or not find(upper).grows:
        return feet, area
    x, y, width, height = feet[upper]
    more = min(spare, MOST_TIMES * 2 * rows[upper] + 2 - height)
    if height + more < MOST_TIMES * rows[upper] + 2:
        return feet, area
    return feet | {upper: Place(x, y - more, width, height + more)}, _cut_top(area, area.height - more)[0]


def _beside(area: Place, main: Seat, others: list[Seat]) -> Placed:
    """Return the main board at the left, and the others above each other at its right."""
    x, y, width, height = area
    left = width * 11 // 20
    if main.board.slots:
        left = max(left, min(NARROWEST_SLOT * main.wanted.panels, width - NARROWEST_SLOT - ROOMY))
    right = Place(x + left, y, width - left, height)
    below = max(LOWEST + 1, min(others[-1].most, height - main.most))
    if len(others) < 2 or sum(seat.most for seat in others) <= height or height - below < main.board.least:
        return {main.name: Place(x, y, left, height)} | stacked(right, others)
    # Not all of them have the room they want at the right: the last one stands below the main one.
    found = {main.name: Place(x, y, left, height - below)} | stacked(right, others[:-1])
    return found | {others[-1].name: Place(x, y + height - below, left, below)}


def stacked(area: Place, seats: Sequence[Seat]) -> Placed:
    """Return boards above each other: each as high as it wants, or as is fair; what is left goes to the last one."""
    fitting = list(seats)
    while len(fitting) > 1 and sum(seat.board.least for seat in fitting) > area.height:
        fitting.pop()
    heights = _fair([seat.board.least for seat in fitting], [seat.most for seat in fitting], area.height)
    heights[-1] += area.height - sum(heights)
    found = {}
    for seat, high in zip(fitting, heights, strict=True):
        found[seat.name], area = _cut_top(area, high)
    return found


def _fair(heights: Sequence[int], asked: Sequence[int], height: int) -> list[int]:
    """Return the heights after the lowest of those that ask for more got a row, until all have it or none is left."""
    found = list(heights)
    while sum(found) < height and (low := [n for n, most in enumerate(asked) if found[n] < most]):
        found[min(low, key=lambda n: found[n])] += 1
    return found


def _in_turns(area: Place, main: Seat, others: Sequence[Seat]) -> Placed:
    """Return the main board over one of the others, and a line between them that says what else there is."""
    shown = next((seat for seat in others if seat.name == main.wanted.chosen), others[0])
    high = max(min(main.most, area.height - 1 - ROOMY), area.height - 1 - shown.most, LOWEST)
    upper, rest = _cut_top(area, high)
    line, lower = _cut_top(rest, 1)
    return {main.name: upper, TURNS: line, shown.name: lower}


def _below(area: Place, main: Seat, others: Sequence[Seat]) -> Placed:
    """Return the main board over the others, two in a row; the last one alone in its row where their number is odd."""
    lines = [others[start : start + 2] for start in range(0, len(others), 2)]
    half, least = area.height // 2, LOWEST * len(lines)
    wanted = sum(max(seat.most for seat in line) for line in lines)
    lower = max(min(wanted, max(least, half)), min(area.height - main.most, half), least)
    upper, rest = _cut_top(area, area.height - lower)
    found = {main.name: upper}
    for left, line in zip(range(len(lines), 0, -1), lines, strict=True):
        row, rest = _cut_top(rest, rest.height // left)
        found |= zip((seat.name for seat in line), across(row, len(line)), strict=True)
    return found


def _cut_top(area: Place, rows: int) -> tuple[Place, Place]:
    """Return the upper `rows` of an area, and the rest."""
    x, y, width, height = area
    return Place(x, y, width, rows), Place(x, y + rows, width, height - rows)


def across(area: Place, count: int) -> list[Place]:
    """Return an area divided into columns, of which the widths differ by one cell at most."""
    x, y, width, height = area
    edges = [x + width * part // count for part in range(count + 1)]
    return [Place(left, y, right - left, height) for left, right in pairwise(edges)]


def down(area: Place, count: int) -> list[Place]:
    """Return an area divided into so many parts above each other."""
    x, y, width, height = area
    edges = [y + height * part // count for part in range(count + 1)]
    return [Place(x, top, width, bottom - top) for top, bottom in pairwise(edges)]


def _slotted(placed: Placed, seats: Sequence[Seat], divide: Callable[[Place, int], list[Place]]) -> Placed:
    """Return the same with a place for each slot of the boards that show one variant in each."""
    found: Placed = {}
    with_slots = {seat.name: seat for seat in seats if seat.board.slots}
    for name, place in placed.items():
        if name not in with_slots:
            found[name] = place
            continue
        seat = with_slots[name]
        fitting = place.width // NARROWEST_SLOT if divide is across else place.height // LOWEST_SLOT
        most = seat.board.abreast(seat.room(place)) if seat.board.abreast else seat.board.slots
        parts = divide(place, max(1, min(seat.wanted.panels, most, fitting)))
        found |= zip(seat.board.ids, parts, strict=False)
    return found

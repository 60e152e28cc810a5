"""The presenter layout: one big number a side, a bar a worker, one sentence. For a room, or a small terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.boards.framed import BLANK, first_that_fits, plain, wrapped
from tui.boards.sheet import Sheet
from tui.draw import bars, digits
from tui.draw.cells import Row, apart, cut, fit, join, pad
from tui.draw.cells import width as row_width
from tui.draw.glyphs import Glyphs

BARS = " · a bar for each worker"


@dataclass(frozen=True, slots=True)
class PresenterSide:
    """What stands side by side: a big number, what it is, and a bar for each worker."""

    name: str
    hue: str
    says: str
    """A sentence, for before anything has run."""
    numbers: tuple[str, ...] = ()
    """The big number, in several lengths, the longest first; empty when there is none yet."""
    unit: str = ""
    """Stands small behind the number where it is not in it."""
    captions: tuple[str, ...] = ()
    """What the number is, or why there is none; the longest first."""
    words: str = ""
    """What names the bars below."""
    bars: tuple[float | None, ...] = ()
    """A share from 0 to 1 for each worker; None when it is not known."""


@dataclass(frozen=True, slots=True)
class PresenterView:
    """What the room sees."""

    title: str
    summary: str
    place: str
    """`1 / 8`."""
    sides: tuple[PresenterSide, ...]
    short: Row
    """One sentence."""
    measured: str
    """`12.8 s against 3.4 s, measured just now on 8 cores`."""
    hints: tuple[str, ...]
    """The keys, in several lengths, the longest first."""
    badge: Row
    guess: Row = ()
    """What the learner said before the run, and how it came out."""
    blank: bool = False
    is_idle: bool = False
    """Whether nothing was started yet."""


def paint(view: PresenterView, sheet: Sheet) -> Sequence[Row]:
    """Everything on the screen, in as few words as possible."""
    width, height, glyphs = sheet.width, sheet.height, sheet.glyphs
    if view.blank:
        return []
    roomy = height >= 30
    margin = 4 if roomy else 2
    inner = width - 2 * margin
    title = fit(view.title, max(1, inner - len(view.place) - 2))
    head = [apart(plain(title, "foreground bold"), plain(view.place, "muted"), inner)]
    if roomy:
        about = [] if view.is_idle else wrapped(plain(view.summary, "muted"), inner)[:1]
        head = [BLANK, *head, BLANK, *about, BLANK, BLANK]
    else:
        head.append(plain(fit(view.measured, inner), "muted"))
    foot = _foot(view, inner, roomy, glyphs)
    room = height - len(head) - len(foot)
    sides = _sides(view, inner, room, roomy, glyphs)
    body = [*head, *sides, *[BLANK] * (room - len(sides)), *foot]
    return [join(plain(" " * margin), row) for row in body]


def _foot(view: PresenterView, inner: int, roomy: bool, glyphs: Glyphs) -> list[Row]:
    said = [pad(line, inner, align="centre") for line in wrapped(view.short, inner)[:2]]
    hints = first_that_fits((plain(text, "muted") for text in view.hints), inner - row_width(view.badge) - 2)
    keys = apart(hints, view.badge, inner)
    guess = pad(view.guess, inner, align="centre", more="…")
    if not roomy:
        return [*said, guess, keys]
    measured = pad(plain(view.measured, "muted"), inner, align="centre")
    rule = plain(glyphs.horizontal * inner, "rule")
    return [rule, BLANK, BLANK, *said, BLANK, measured, guess, BLANK, keys, BLANK]


def _sides(view: PresenterView, inner: int, room: int, roomy: bool, glyphs: Glyphs) -> list[Row]:
    count = max(1, len(view.sides))
    gap = 4 if roomy else 2
    share = (inner - gap * (count - 1)) // count
    most = max((len(side.bars) for side in view.sides), default=0)
    # Where one number does not fit in blocks, none is drawn so: they stand side by side to be compared.
    in_blocks = room >= 10 and all(_fits_in_blocks(side, share) for side in view.sides)
    drawn = [
        _side(side, share, room, most, glyphs, in_blocks=in_blocks, is_idle=view.is_idle) for side in view.sides
    ]
    space = plain(" " * gap)
    tallest = max((len(side) for side in drawn), default=0)
    return [
        join(*(part for side in drawn for part in (pad(side[y] if y < len(side) else BLANK, share), space)))
        for y in range(min(room, tallest))
    ]


def _side(
    side: PresenterSide, width: int, room: int, most: int, glyphs: Glyphs, *, in_blocks: bool, is_idle: bool
) -> list[Row]:
    """Return one side; `most` is the number of bars of the side that has the most, so that all look alike."""
    rows: list[Row] = [plain(fit(side.name.upper(), width), f"{side.hue} bold")]
    rows += [BLANK] if room >= 11 + most else []
    if is_idle:
        return [*rows, *wrapped(plain(side.says), width)]
    rows += [plain(line, side.hue) for line in _number(side, width, room if in_blocks else 0, glyphs)]
    rows.append(first_that_fits((plain(text, "muted") for text in side.captions), width))
    words = side.words + (BARS if side.bars and side.words and len(side.words) + len(BARS) <= width else "")
    rows += [*([BLANK] if room >= 12 + most else []), plain(fit(words, width))] if words else []
    roomy = room >= 18
    gaps = roomy and room - len(rows) - 2 >= 2 * most
    rows += [BLANK] if room - len(rows) > most else []
    fitting = max(0, room - len(rows))
    hidden = len(side.bars) - fitting + 1 if len(side.bars) > fitting else 0
    for number, share in enumerate(side.bars[: len(side.bars) - hidden], 1):
        label = plain(f"{number} ", "muted") if roomy and 1 < len(side.bars) < 10 else ()
        rows.append(join(label, bars.track(share, width - row_width(label) - 1, side.hue, glyphs)))
        if gaps:
            rows.append(BLANK)
    rows += [plain(f"+{hidden} more", "muted")] if 0 < hidden <= len(side.bars) and fitting else []
    return [cut(row, width) for row in rows]


def _number(side: PresenterSide, width: int, room: int, glyphs: Glyphs) -> Sequence[str]:
    """Return the number in blocks, as large as the room allows, or small; in its longest form that fits."""
    if not side.numbers:
        return digits.block("–", 1, glyphs) if room else digits.big("–", glyphs)
    for value in side.numbers:
        if room and digits.block_width(value) <= width:
            scale = 2 if digits.block_width(value, 2) <= width and room >= 12 else 1
            return digits.block(value, scale, glyphs)
    fits = [text for text in side.numbers if digits.big_width(text, glyphs, side.unit) <= width]
    return digits.big(fits[0] if fits else side.numbers[-1], glyphs, side.unit)


def _fits_in_blocks(side: PresenterSide, width: int) -> bool:
    """Whether a side's number, in its shortest form, can be drawn in blocks; so does the sign for no number."""
    return not side.numbers or min(map(digits.block_width, side.numbers)) <= width

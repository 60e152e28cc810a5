"""The presenter layout: one big number a side, a bar a worker, one sentence. For a room, or a small terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.boards.board import Board, find
from tui.boards.frame import Frame
from tui.boards.framed import BLANK, first_that_fits, plain, wrapped
from tui.boards.sheet import Sheet
from tui.boards.side import PresenterSide
from tui.boards.variants import shown_readings
from tui.boards.words import guess
from tui.boards.words.badge import badge
from tui.draw import bars, digits, numbers
from tui.draw.cells import Row, apart, cut, fit, join, pad
from tui.draw.cells import width as row_width
from tui.draw.glyphs import Glyphs
from tui.model.said.verdict import verdict
from tui.play.comparison import Comparison

BARS = " · a bar for each worker"
MOST_SIDES = 3


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


AFTER = {"enter": "why", "y": "quiz"}
"""The keys worth pressing after a run, in one word each."""


def _view(frame: Frame, _: int) -> PresenterView:
    comparison, tabs, presenting = frame.comparison, frame.tabs, frame.look.is_presenting
    place = f"{tabs.active + 1} / {len(tabs.tabs)}" if len(tabs.tabs) > 1 else ""
    state = comparison.state
    scenario = comparison.scenario
    short: Row = ((scenario.summary if scenario else "", "foreground bold"),)
    if comparison.failure:
        short = ((comparison.failure, "bad"),)
    elif state.header is not None:
        short = tuple((span.text, span.ink) for span in verdict(state).short)
    run = _space(comparison)
    leave = "esc leave" if presenting else "? help"
    turn = "◂ ▸ back and forth   " if comparison.is_replay else "◂ ▸ next   " if place and presenting else ""
    blank_key = "b blank   " if presenting else ""
    hints: tuple[str, ...] = (f"{turn}space {run}   c code   {blank_key}{leave}", f"space {run}   c code   {leave}",
             f"space {run}   {leave}", leave)  # fmt: skip
    hints = hints if presenting else (*_small_hints(comparison, run, has_others=bool(place)), *hints)
    return PresenterView(
        title=frame.title,
        summary=scenario.summary if scenario else "",
        place=place,
        sides=_told(frame),
        short=short,
        measured=_times(comparison),
        hints=(frame.note, *hints) if frame.note else hints,
        badge=badge(comparison, 0),
        guess=guess.line(comparison),
        blank=frame.look.is_blank,
        is_idle=state.header is None and not comparison.is_on,
    )


def _told(frame: Frame) -> tuple[PresenterSide, ...]:
    """Return what the boards have for it, those listed first."""
    boards = [find(name) for name, _ in frame.wanted.boards]
    return tuple(side for board in boards if board.sides for side in board.sides(frame))[:MOST_SIDES]


def _small_hints(comparison: Comparison, run: str, *, has_others: bool) -> tuple[str, ...]:
    """Return the keys of a small terminal: what to do after a run, and the way to the other lessons."""
    if comparison.is_on or (comparison.is_replay and not comparison.is_at_end):
        return ()
    after = [] if comparison.player is None else [(key, AFTER[key]) for key, _ in guess.tries(comparison)]
    turn = [("◂ ▸", "back and forth" if comparison.is_replay else "next")] if has_others or comparison.is_replay else []
    space, code, leave = ("space", run), ("c", "code"), ("?", "help")
    several = ([space, code, *after, *turn, leave], [space, *after, *turn, leave], [*after, *turn, leave])
    return tuple("  ".join(f"{key} {what}" for key, what in keys) for keys in several)


def _space(comparison: Comparison) -> str:
    if not comparison.is_replay:
        return "stop" if comparison.is_on else "run"
    if comparison.is_at_end:
        return "play again"
    return "go on" if comparison.is_paused else "pause"


def _times(comparison: Comparison) -> str:
    """Return how long each variant took, and how far the one is that runs: `sequential 4.1 s, threads 45 %`."""
    said: list[str] = []
    for reading in shown_readings(comparison):
        if reading.phase == "ended" and reading.elapsed_s:
            said.append(f"{reading.name} {reading.elapsed_s:.1f} s")
        elif reading.phase in ("starting", "running"):
            on = "starts" if reading.phase == "starting" else "runs"
            is_known = reading.progress is not None and not comparison.is_own  # It hands out more as it goes.
            share = on if not is_known else numbers.percent(reading.progress, 1)
            said.append(f"{reading.name} {share}")
    return ", ".join(said)


BOARD = Board("presenter", paint, _view)

"""What you are seeing, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from tui.board_names import BOARDS
from tui.boards.board import Board, find
from tui.boards.frame import Frame
from tui.boards.framed import BLANK, framed, plain, wrapped
from tui.boards.sheet import Sheet
from tui.boards.variants import unobserved
from tui.boards.words import guess
from tui.draw import numbers
from tui.draw.cells import Row, cut, join
from tui.draw.cells import width as row_width
from tui.keys import KEYS
from tui.lessons.catalogue import BrokenLesson
from tui.model.said.verdict import verdict
from tui.model.state.state import ComparisonState
from tui.play.comparison import Comparison
from tui.play.lesson_keys import keys_now
from tui.play.turning import turned_workers
from tui.words.numbers import plural


class Try(NamedTuple):
    """A key worth pressing next."""

    key: str
    what: str
    """What it does, in a few words."""
    action: str
    """What a click on it does: the same, in the words of the key table."""


class SentenceView(Struct, frozen=True):
    """The words."""

    sentences: tuple[Row, ...]
    tries: tuple[Try, ...] = ()
    asides: tuple[str, ...] = ()
    """What is missing from the picture: dropped events, unseen parts."""
    trusted: bool = True
    short: Row = ()
    """One sentence that stands for all, where there is no room."""
    guess: tuple[Row, ...] = ()
    """What the learner said before the run, and how it came out; stands first."""
    guess_short: Row = ()
    """The same in one row."""
    change: str = ""
    """What the lesson proposes to try next."""


def paint(view: SentenceView, sheet: Sheet) -> Sequence[Row]:
    """A box where there is room for one, else rows."""
    width, height = sheet.width, sheet.height
    if height < 5:
        return [join(plain(" "), row) for row in _words(view, width - 2, height)]
    return framed(
        _boxed(view, sheet.inner, sheet.room),
        sheet,
        title="what you are seeing",
        facts="" if view.trusted else "not a fair comparison",
    )


def _words(view: SentenceView, width: int, height: int) -> list[Row]:
    """Return the guess, as many whole sentences as fit, and what to try in what is left."""
    guess = [cut(view.guess_short, width, "…")] if view.guess_short else []
    height -= len(guess)
    rows: list[Row] = []
    every = [wrapped(sentence, width) for sentence in view.sentences]
    if sum(map(len, every)) > height and len(every) > 1:
        every = [wrapped(brief(sentence), width) for sentence in view.sentences]
    if sum(map(len, every)) > height and len(every) > 1 and view.short:
        # What all say together, then a warning where that is none, and then what was said last.
        whole = "".join(text for text, _ in view.short)
        more = [row for row in reversed(view.sentences) if not _is_said(row, whole)]
        if _is_no_warning(view.short):
            more.sort(key=_is_no_warning)
        every = [wrapped(row, width) for row in (view.short, *map(brief, more))]
    for lines in every:
        if rows and len(rows) + len(lines) > height:
            continue
        rows += lines
    if len(rows) < height and view.tries:
        rows.append(_try(view, width))
    return [*guess, *rows[:height]]


def _boxed(view: SentenceView, width: int, room: int) -> list[Row]:
    asides = [line for text in view.asides for line in wrapped(plain(text, "muted"), width)][:2]
    foot = asides + _change(view, width) + ([_try(view, width)] if view.tries else [])
    words: list[Row] = []
    for lines in _fitting(_told(view, width, room - len(foot)), room - len(foot)):
        if words and len(words) + len(lines) + len(foot) > room:
            break
        words += lines
    spare = room - len(words) - len(foot)
    above = [BLANK] if spare >= 2 else []
    return [*above, *words, *[BLANK] * max(0, spare - len(above)), *foot]


def _told(view: SentenceView, width: int, room: int) -> list[list[Row]]:
    """Return what is said, a list of rows each; beside a guess it is said briefly where it would not fit."""
    guess = [wrapped(row, width) for row in view.guess]
    every = [wrapped(sentence, width) for sentence in view.sentences]
    if guess and sum(map(len, (*guess, *every))) > room:
        every = [wrapped(brief(sentence), width) for sentence in view.sentences]
    if guess and sum(map(len, (*guess, *every))) > room:
        guess = [[cut(view.guess_short, width, "…")]]
    return [*guess, *every]


def _fitting(told: list[list[Row]], room: int) -> list[list[Row]]:
    """Return what there is room for: a warning stays, and what stands last of the others goes first."""
    while sum(map(len, told)) > room and (others := [one for one in told[1:] if _is_no_warning(one[0])]):
        told = [one for one in told if one is not others[-1]]
    return told


def _is_no_warning(sentence: Row) -> bool:
    """Whether a sentence, or its first row, says more than that numbers are not to be relied on."""
    return len(sentence) != 1 or sentence[0][1] != "bad"


def _change(view: SentenceView, width: int) -> list[Row]:
    return wrapped((("try  ", "muted"), (view.change, "foreground")), width) if view.change else []


def _try(view: SentenceView, width: int) -> Row:
    """Return `try  + a fifth worker   c the code`, with as many as fit."""
    row: Row = plain("     " if view.change else "try  ", "muted")
    for key, what, _ in view.tries:
        piece: Row = ((key, "key bold"), (f" {what}   ", "muted"))
        if row_width(row) + row_width(piece) - 3 > width:
            break
        row = join(row, piece)
    return cut(row, width)


def clicked(view: SentenceView, sheet: Sheet, x: int, y: int) -> str | None:
    """Return the action of what is to be tried under the pointer; None elsewhere."""
    row = "".join(text for text, _ in paint(view, sheet)[y]) if y < len(paint(view, sheet)) else ""
    tried = "".join(text for text, _ in _try(view, sheet.inner if sheet.height >= 5 else sheet.width - 2)).rstrip()
    start = row.find(tried) if view.tries and tried else -1
    for key, what, action in view.tries:
        at = tried.find(f"{key} {what}")
        if start >= 0 and at >= 0 and start + at <= x < start + at + len(f"{key} {what}"):
            return action
    return None


def _is_said(sentence: Row, whole: str) -> bool:
    """Whether a text holds all of a sentence, or its head as a sentence of its own."""
    return "".join(text for text, _ in sentence) in whole or f"{sentence[0][0]}." in whole


def brief(sentence: Row) -> Row:
    """Return a sentence without its reason: `Threads share a lock: one core busy.` as `Threads: one core busy.`"""
    if len(sentence) < 2 or sentence[0][0] == "Try ":
        return sentence
    name, (text, ink), *rest = sentence
    _, colon, after = text.partition(": ")
    return (name, (f": {after}", ink), *rest) if colon else sentence


def _broken(lesson: BrokenLesson) -> SentenceView:
    """Return the words on a lesson that could not be read."""
    return SentenceView((((lesson.sentence, "foreground"),),), (Try("◂ ▸", "another scenario", "right"),))


def _view(frame: Frame, _: int) -> SentenceView:
    """Return the words, what to try, and what is missing from the picture."""
    if frame.broken is not None:
        return _broken(frame.broken)
    comparison, state = frame.comparison, frame.comparison.state
    tries = tuple(Try(key, what, _action(key, frame)) for key, what in _tries(comparison))
    if trouble := comparison.failure or (comparison.player.trouble if comparison.player else ""):
        return SentenceView((((trouble, "bad"),),), tries)
    if comparison.player is None or (state.header is None and not comparison.is_on):
        scenario = comparison.scenario
        says = scenario.summary if scenario else "Waiting for the first telemetry."
        return SentenceView((((says, "foreground"),),), tries)
    said = verdict(state)
    sentences = tuple(tuple((span.text, span.ink) for span in row) for row in said.sentences)
    short = tuple((span.text, span.ink) for span in said.short)
    return SentenceView(
        sentences, tries, (*guess.trouble(comparison), *_asides(state)), said.trusted or comparison.is_own, short,
        guess=guess.rows(comparison),
        guess_short=guess.line(comparison, guess.WHY),
        change=guess.change(comparison),
    )  # fmt: skip


def _asides(state: ComparisonState) -> tuple[str, ...]:
    said: list[str] = []
    dropped = sum(run.dropped for run in state.runs)
    if dropped:
        said.append(f"{numbers.grouped(dropped)} events were dropped; the counts are exact.")
    said += [f"not observed: {text}" for text in unobserved(state)] if state.is_own else []  # Else it is in `l`.
    return tuple(said[:2])


def _action(key: str, frame: Frame) -> str:
    """Return what a key does, by its name here: one of the table, of a board, or else of the lesson."""
    if key == "◂ ▸":
        return "right"
    known = [one.action_for(key) for one in (*KEYS, *frame.keys) if key in {one.shown, *one.keys}]
    pairs = [one.action for one in keys_now(frame.comparison) if key == one.shown]
    return (*known, *pairs, f"lesson_key({key!r})")[0]


def _tries(comparison: Comparison) -> list[tuple[str, str]]:
    """Return the keys worth pressing next."""
    if comparison.is_replay:
        space = "play again" if comparison.is_at_end else "pause and go on"
        return [("space", space), ("◂ ▸", "back and forth in time"), *_turns(comparison), ("c", "the code")]
    if comparison.player is None or comparison.failure:
        choose = [] if comparison.is_own else [("v", "choose variants")]
        return [("space", "start"), ("c", "the code"), *choose]
    if comparison.is_frozen:
        goes_on = "; the program runs on meanwhile" if comparison.is_on else "; the program has ended"
        return [(".", f"let the picture go{goes_on}"), ("c", "the code")]
    if comparison.is_on:
        if comparison.is_steered:
            return [(key.shown, key.label) for key in keys_now(comparison)]
        return [*_turns(comparison), (".", "hold the picture"), ("z", "enlarge a panel"), ("c", "the code")]
    failed = any(run.outcome in ("failed", "time limit") for run in comparison.state.runs)
    up, down = turned_workers(comparison, 1), turned_workers(comparison, -1)
    more = [("+", f"with {up} workers")] if up else []
    more += [("-", f"with {down}" if up else f"with {plural(down, 'worker')}")] if down else []
    more += [(key.keys[-1], key.label) for key in keys_now(comparison) if key.keys[-1] != "+"]
    first = [("enter", "the whole message")] if failed else guess.tries(comparison)
    explain = [] if comparison.is_own else [("l", "explain")]
    return [*first, ("r", "again"), *_turns(comparison), *more[:2], *explain, ("c", "the code")]


def _turns(comparison: Comparison) -> list[tuple[str, str]]:
    """Return what the boards themselves propose."""
    return [told for name in comparison.boards if name in BOARDS for told in find(name).tries]


BOARD = Board("sentence", paint, _view, clicked=lambda _: clicked, moves=False)

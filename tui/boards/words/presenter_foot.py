"""The foot of the presenter layout: one sentence, what it rests on, the keys, and whether it is live."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.framed import BLANK, plain, wrapped
from tui.boards.sheet import Sheet
from tui.boards.space import kind_of, presenter_margin
from tui.boards.variants import shown_readings
from tui.boards.words import guess
from tui.boards.words.badge import badge
from tui.boards.words.key_bar import KeyCap, fitting
from tui.boards.words.sentence_box import brief
from tui.draw import numbers
from tui.draw.cells import Row, apart, cut, join, pad
from tui.draw.cells import width as row_width
from tui.model.said.verdict import verdict
from tui.model.speed.readings import VariantReading
from tui.play.comparison import Comparison

ROOMY, LOWEST = 8, 3
"""Rows from which on it is loosely set, and those it has at least."""
AFTER = {"enter": "why", "y": "quiz"}
"""The keys worth pressing after a run, in one word each."""


class FootView(Struct, frozen=True):
    """What the room reads."""

    sentences: tuple[Row, ...]
    """The one sentence, in several lengths, the longest first."""
    measured: tuple[str, ...] = ()
    """How long each variant took, and how far the one is that runs."""
    caps: tuple[KeyCap, ...] = ()
    badge: Row = ()
    guess: Row = ()
    """What the learner said before the run, and how it came out."""
    note: str = ""
    """A sentence that stands in place of the keys for a while."""


def paint(view: FootView, sheet: Sheet) -> Sequence[Row]:
    """The sentence and below it one row more, and the keys at the lower end."""
    margin = presenter_margin(sheet.width)
    inner = sheet.width - 2 * margin
    said = [pad(row, inner, align="centre") for row in _sentence(view.sentences, inner)]
    below = view.guess or plain(_measured(view.measured, inner), "muted")
    more = pad(below, inner, align="centre", more="…")
    if sheet.height >= ROOMY:
        rule = plain(sheet.glyphs.horizontal * inner, "rule")
        rows = [rule, BLANK, *said, *[BLANK] * (2 - len(said)), more, BLANK, _keys(view, inner), BLANK]
    else:
        rows = [*said, *([more] if sheet.height > LOWEST else [])][: sheet.height - 1]
        rows += [*[BLANK] * (sheet.height - 1 - len(rows)), _keys(view, inner)]
    return [join(plain(" " * margin), row) for row in rows]


def _sentence(sentences: Sequence[Row], width: int) -> list[Row]:
    """Return the longest that takes two rows at most; where none does, the end of the shortest gives way."""
    lines: list[Row] = []
    for row in sentences:
        lines = wrapped(row, width)
        if len(lines) <= 2:
            return lines
    return [lines[0], cut(join(lines[1], plain(" "), *lines[2:]), width, "…")] if lines else []


def _measured(pieces: Sequence[str], width: int) -> str:
    """Return as many as fit, from the first on, and how many more there are."""
    for count in range(len(pieces), 0, -1):
        left = len(pieces) - count
        text = ", ".join(pieces[:count]) + (f" and {left} more" if left else "")
        if len(text) <= width:
            return text
    return ""


def _keys(view: FootView, inner: int) -> Row:
    room = inner - row_width(view.badge) - 2
    if view.note:
        return apart(cut(plain(view.note, "key bold"), max(1, room), "…"), view.badge, inner)
    return apart(join(*(_cap(cap) for cap in fitting(view.caps, room))), view.badge, inner)


def _cap(cap: KeyCap) -> Row:
    return ((cap.shown, "key"), (f" {cap.label}  ", "muted"))


def clicked(view: FootView, sheet: Sheet, x: int, y: int) -> str | None:
    """Return the action of the key under the pointer; None beside the keys."""
    at = presenter_margin(sheet.width)
    if view.note or y != sheet.height - (2 if sheet.height >= ROOMY else 1):
        return None
    for cap in fitting(view.caps, sheet.width - 2 * at - row_width(view.badge) - 2):
        size = row_width(_cap(cap))
        if at <= x < at + size - 2:
            return cap.action
        at += size
    return None


def _view(frame: Frame, _: int) -> FootView | None:
    if frame.look.is_blank:
        return None
    comparison = frame.comparison
    if frame.broken is not None:
        return FootView((plain(frame.broken.sentence, "bad"),), caps=_caps(frame), note=frame.note)
    return FootView(
        sentences=_said(comparison),
        measured=tuple(_times(comparison)),
        caps=_caps(frame),
        badge=badge(comparison, 0),
        guess=guess.line(comparison),
        note=frame.note,
    )


def _said(comparison: Comparison) -> tuple[Row, ...]:
    """Return what is said now; when all is over, what the measurements teach."""
    state, scenario = comparison.state, comparison.scenario
    if comparison.failure:
        return (plain(comparison.failure, "bad"),)
    if state.header is None:
        return (plain(scenario.summary if scenario else "", "foreground bold"),)
    said = verdict(state)
    short = tuple((span.text, span.ink) for span in said.short)
    if comparison.is_own or not state.is_over or not said.sentences:
        return (short,)
    first = tuple((span.text, span.ink) for span in said.closing or said.sentences[0])
    return (first, brief(first), short)


def _times(comparison: Comparison) -> list[str]:
    """Return how long each variant took, and first how far the one is that runs: `threads 45 %`."""
    ended: list[str] = []
    running: list[str] = []
    for reading in shown_readings(comparison):
        if reading.phase == "ended" and reading.elapsed_s:
            ended.append(f"{reading.called} {_taken(reading)}")
        elif reading.phase in ("starting", "running"):
            on = reading.phase
            is_known = reading.progress is not None and not comparison.is_own  # It hands out more as it goes.
            about = "about " if reading.progress_is_estimate else ""
            share = about + numbers.percent(reading.progress, 1) if is_known else on
            running.append(f"{reading.called} {share}")
    return running + ended


def _taken(reading: VariantReading) -> str:
    """Return `4.2 s`, of several runs `4.2 s (median)`."""
    if reading.elapsed is not None and reading.elapsed.count > 1:
        return f"{reading.elapsed.median:.1f} s (median)"
    return f"{reading.elapsed_s or 0.0:.1f} s"


def _caps(frame: Frame) -> tuple[KeyCap, ...]:
    """Return the keys in their order, each with how important it is."""
    comparison, many = frame.comparison, len(frame.tabs.tabs) > 1
    caps: list[KeyCap] = []
    if comparison.is_replay:
        caps.append(KeyCap("◂ ▸", "back and forth", "right", 4))
    elif many:
        caps.append(KeyCap("◂ ▸", "next", "right", 4))
    if comparison.scenario is not None or comparison.is_replay:
        is_one = frame.look.is_presenting and not (comparison.is_on or comparison.is_replay)
        keys = "space F5" if is_one else "space"  # In a small terminal nobody presents yet: only `space` asks first.
        caps.append(KeyCap(keys, _space(comparison), "start_stop", 1))
    caps.append(KeyCap("c", "code", "code", 6))
    leaves = frame.look.is_presenting and kind_of(frame.width, frame.height, False) != "presenter"
    after = not comparison.is_on and comparison.player is not None and not leaves
    caps += [KeyCap(key, AFTER[key], *_after(key)) for key, _ in guess.tries(comparison)] if after else []
    if comparison.lesson is not None and comparison.lesson.speaker_notes:
        caps.append(KeyCap("n", "notes", "notes", 5))
    caps.append(KeyCap("b .", "blank", "blank", 7))
    if frame.tabs.count > 1:
        caps.append(KeyCap("0", "lessons", "lessons", 8 if frame.look.is_presenting else 5))
    leave = KeyCap("esc", "leave", "leave", 2) if leaves else KeyCap("?", "help", "help", 2)
    return (*caps, leave)


def _after(key: str) -> tuple[str, int]:
    return ("message", 4) if key == "enter" else ("quiz", 3)


def _space(comparison: Comparison) -> str:
    if not comparison.is_replay:
        return "stop" if comparison.is_on else "run"
    if comparison.is_at_end:
        return "play again"
    return "go on" if comparison.is_paused else "pause"


BOARD = Board("foot", paint, _view, clicked=lambda _: clicked, zooms=False, moves=False)

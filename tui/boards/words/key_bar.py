"""The last line: the keys that matter now, made from the key table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.framed import first_that_fits, plain
from tui.boards.sheet import Sheet
from tui.boards.words.header_bar import cost
from tui.draw.cells import Row, apart, join, pad
from tui.draw.cells import width as row_width
from tui.keys import KEYS, Key
from tui.model.pace_words import now
from tui.play import turning
from tui.play.comparison import Comparison
from tui.play.lesson_keys import keys_now
from tui.play.look import Look


class KeyCap(NamedTuple):
    """A key in the bar."""

    shown: str
    label: str
    action: str
    rank: int
    """How important, 1 first; what does not fit is left out, the least important first."""
    dimmed: bool = False


class KeysView(Struct, frozen=True):
    """The bar: keys in their order, and what stands at the right."""

    caps: tuple[KeyCap, ...]
    right: tuple[str, ...] = ()
    """The same words in several lengths, the longest first."""
    note: str = ""
    """A sentence that stands in front of the keys for a while."""
    is_paced: bool = False
    """Whether the words at the right keep their place in any terminal: they say that we look less often than usual."""


GROUND = "foreground on panel"


def paint(view: KeysView, sheet: Sheet) -> Sequence[Row]:
    """`space stop  r restart  +/- workers      ^p palette`."""
    width = sheet.width
    shown = fitting(view.caps, _room(view, width))
    left = join(plain(" ", GROUND), _note(view, width), *(_cap(cap) for cap in shown))
    palette: Row = (("^p", "key on panel"), (" palette ", "muted on panel"))
    spare = width - row_width(left) - 1
    words = (join(plain(f"{text}   ", "muted on panel"), palette) for text in view.right)
    return [apart(left, first_that_fits((*words, palette), spare), width, GROUND)]


def _room(view: KeysView, width: int) -> int:
    """Return the cells for keys: what stands at the right keeps its place where the terminal is wide."""
    words = len(view.right[0]) + 3 if view.right and width >= 100 else 0
    words = len(view.right[-1]) + 3 if view.is_paced and width < 100 else words
    return width - 2 - len("  ^p palette ") - words - row_width(_note(view, width))


def _note(view: KeysView, width: int) -> Row:
    """Return the sentence, cut where it is longer than the bar."""
    if not view.note:
        return ()
    row = plain(view.note, "key bold on panel")
    room = max(1, width - 20)
    row = pad(row, room, GROUND, more="…") if row_width(row) > room else row
    return join(row, plain("   ", GROUND))


def _cap(cap: KeyCap) -> Row:
    key = "muted on panel" if cap.dimmed else "key bold on panel"
    label = "muted on panel" if cap.dimmed else "foreground on panel"
    return ((cap.shown, key), (f" {cap.label}  ", label))


def clicked(view: KeysView, sheet: Sheet, x: int, y: int) -> str | None:
    """Return the action of the key under the pointer; None beside the keys and on a dimmed one."""
    at = 1 + row_width(_note(view, sheet.width))
    for cap in fitting(view.caps, _room(view, sheet.width)):
        size = row_width(_cap(cap))
        if at <= x < at + size - 2 and not cap.dimmed:
            return cap.action
        at += size
    return "app.command_palette" if x >= sheet.width - len("^p palette ") else None


def fitting(caps: Sequence[KeyCap], width: int) -> list[KeyCap]:
    """Return the keys that fit, in their order; the least important give way."""
    kept = list(caps)
    while kept and sum(len(cap.shown) + len(cap.label) + 3 for cap in kept) - 2 > width:
        kept.remove(max(kept, key=lambda cap: cap.rank))
    return kept


def _view(frame: Frame, _: int) -> KeysView:
    comparison, look = frame.comparison, frame.look
    caps: list[KeyCap] = []
    for key in (*KEYS, *frame.keys):
        if comparison.is_replay and key.action == "restart":
            caps.append(KeyCap("◂ ▸", "back and forth", "right", 2))
        elif key.rank and not _is_idle(key, comparison):
            caps.append(KeyCap(key.shown, _label(key, comparison, look), key.action, _rank(key, comparison)))
    if not comparison.is_replay:
        lesson = keys_now(comparison, commands=comparison.is_steered)
        caps += [KeyCap(key.shown, key.label, key.action, key.rank) for key in lesson]
    pending = turning.pending(comparison)
    caps.sort(key=lambda cap: (cap.action == "help", cap.rank))
    costs = comparison.state.observer.mean
    watching = () if costs is None else (f"watching costs {cost(costs)} of a core", f"watching {cost(costs)}")
    paced = now(comparison.state.observer.pace) if comparison.is_played else ()
    right = paced or tuple(text for text in (pending, *watching) if text)
    return KeysView(tuple(caps), right, frame.note, is_paced=bool(paced))


def _label(key: Key, comparison: Comparison, look: Look) -> str:
    if key.action == "start_stop":
        if comparison.is_replay:
            if comparison.is_at_end:
                return "play again"
            return "go on" if comparison.is_paused else "pause"
        return "stop" if comparison.is_on else "start"
    turned = {
        "freeze": (comparison.is_frozen, "let go"),
        "code": (look.is_code_open, "hide code"),
        "zoom": (look.zoomed is not None, "back"),
        "slow_motion": (comparison.slow_s is not None, "own speed"),
    }
    is_turned, label = turned.get(key.action, (False, ""))
    return label if is_turned else key.label


def _rank(key: Key, comparison: Comparison) -> int:
    """Return how important a key is: after a run the quiz is what comes next."""
    lesson = comparison.lesson
    is_over = comparison.player is not None and comparison.player.is_over
    return 3 if key.action == "quiz" and is_over and lesson and lesson.quiz else key.rank


OF_LESSONS = ("variants", "knobs", "edit", "explanation", "quiz")
"""Actions that a person's own program has no use for."""


LIVE_ONLY = (
    "restart", "slow_motion", "lesson_key", "variants", "knobs", "time_limit", "present_start", "edit",
    "original",
)  # fmt: skip
"""Actions that a play given from outside does not have."""


def _is_idle(key: Key, comparison: Comparison) -> bool:
    """Whether a key has nothing to do: not every program has variants and knobs."""
    if comparison.is_own and key.action in OF_LESSONS:
        return True
    return comparison.scenario is None and key.action in LIVE_ONLY


BOARD = Board("keys", paint, _view, clicked=lambda _: clicked, moves=False)

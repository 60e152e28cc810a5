"""Plays tapes to many moments, looks at the screen in every way, and gathers what the rules complain of."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.consistency import rules as _rules
from tests.consistency import tapes as _tapes
from tests.consistency.rule import TAPES, complaints
from tests.consistency.screen import SIZES, Screen, played, ways
from tests.consistency.shot import Shot
from tests.support.taped import taped
from tui.play.comparison import Comparison
from tui.play.opening import open_recording
from tui.play.tape import Tape

__all__ = ["GOLDEN", "TAPES", "moments", "shots", "tape_of", "wrong"]

_ = _rules, _tapes
GOLDEN = {path.stem: path for path in sorted((Path(__file__).parents[1] / "recordings").glob("*.jsonl"))}
LATER_S = 0.25
"""How long after a frame that told everything one is looked at that moved only what moves."""


def tape_of(name: str, seed: int = 0) -> Tape:
    """Return a golden recording, or what was invented for this seed."""
    return open_recording(GOLDEN[name]) if name in GOLDEN else taped(TAPES[name](seed))


def moments(length_s: float, count: int, seed: int) -> list[float]:
    """Return so many times within a length, spread over it but not evenly, and its end."""
    chance = random.Random(seed)
    return [length_s * (place + chance.random()) / count for place in range(count - 1)] + [length_s]


def shots(here: Comparison, at_s: float, sizes: Sequence[tuple[int, int]] = SIZES, *, zooms: int = 1) -> Iterator[Shot]:
    """Yield the screen at one moment in every size and way, and a little later; `zooms`: every so many-th board."""
    assert here.player is not None
    for number, size in enumerate(sizes):
        here.player.seek(at_s)
        looks = [*ways(here, size)]
        enlarged = looks[3:]
        chosen = enlarged[(number + int(at_s * 10)) % zooms :: zooms] if enlarged else []
        for looked in (*looks[:3], *chosen):
            here.player.seek(at_s)
            screen = Screen(here, size, looked)
            yield screen.shown()
            if looked in ("stage", "presented"):
                here.player.seek(at_s + LATER_S)
                yield screen.moved()


def wrong(
    name: str, seed: int, count: int, sizes: Sequence[tuple[int, int]] = SIZES, *, zooms: int = 3
) -> Iterator[tuple[Shot, str]]:
    """Yield every screen that something is wrong with, and what."""
    tape = tape_of(name, seed)
    here = played(tape)
    assert here.player is not None
    for at_s in moments(here.player.playhead.length_s, count, seed):
        for shot in shots(here, at_s, sizes, zooms=zooms):
            for complaint in complaints(shot):
                yield shot, complaint

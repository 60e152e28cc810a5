"""Random programs of waits against themselves played on: nobody who is called stuck ever goes on."""

from __future__ import annotations

import random

from tests.support.wait_programs import Program, program
from tui.model.stuck.circles import found
from tui.model.stuck.standstill import standstill
from tui.telemetry.who import Who

PROGRAMS, LOOKS, WAYS, MOST_STEPS = 700, 4, 3, 400


def _moved(seen: Program, chance: random.Random) -> set[Who]:
    """Return who goes on in any of a few ways in which the program may do so."""
    moved: set[Who] = set()
    for _ in range(WAYS):
        copy = seen.copy()
        copy.play(chance, MOST_STEPS)
        moved |= {who for who, thread in copy.threads.items() if thread.at != seen.threads[who].at}
    return moved


def test_who_is_called_stuck_never_goes_on() -> None:
    chance, called = random.Random(7), 0
    for number in range(PROGRAMS):
        playing = program(chance)
        for _ in range(LOOKS):
            playing.play(chance, chance.randint(1, 6))
            state = playing.state(chance, chance.choice((0.0, 0.2)))
            still = standstill(state)
            stuck = {*(still.every if still else ()), *(step.who for cycle in found(state) for step in cycle.steps)}
            called += bool(stuck)
            assert not stuck & _moved(playing, chance), number
    assert called > PROGRAMS / 10


def test_when_nobody_can_go_on_all_who_are_left_are_called_stuck() -> None:
    chance, ended_stuck = random.Random(8), 0
    for number in range(PROGRAMS):
        playing = program(chance)
        assert not playing.play(chance, 10 * MOST_STEPS), "no program goes on for ever"
        left = {who for who, thread in playing.threads.items() if not thread.is_over}
        still = standstill(playing.state(chance, 0.0))
        assert (still.every if still else frozenset()) == left, number
        ended_stuck += bool(left)
    assert ended_stuck > PROGRAMS / 4

"""Turns, hand-overs and what ran at once, from what a burst saw."""

from __future__ import annotations

import pytest

from tui.model.workers.turns import hand_overs, together_s, turns_in, turns_of
from tui.telemetry.vocabulary import BurstLane, BurstSampled, BurstSpan, Reason


def lane(*spans: tuple[float, Reason], tid: int = 1) -> BurstLane:
    """Return a lane: the end of each stretch in milliseconds, and what it was."""
    return BurstLane(1, tid, tuple(BurstSpan(ms / 1000, reason, None) for ms, reason in spans))


def burst(*lanes: BurstLane) -> BurstSampled:
    return BurstSampled(1.0, 0, 0.7, 0.25, 250, 0.001, 0.002, 0.01, lanes)


def test_a_turn_goes_from_one_wait_to_the_next() -> None:
    one = lane((10, "gil"), (12, "core"), (15, "running"), (17, "core"), (20, "running"), (30, "gil"), (40, "running"))
    assert [(turn.from_s, turn.until_s) for turn in turns_in(one)] == [(0.012, 0.02), (0.03, 0.04)]
    turns = turns_of(one)
    assert (turns.count, turns.mostly) == (2, "gil")
    assert turns.median_s == pytest.approx(0.008), "the last one goes on"
    assert turns.share == pytest.approx(16 / 40)


def test_who_only_wants_a_core_has_no_turn() -> None:
    turns = turns_of(lane((100, "core"), (250, "gil")))
    assert (turns.count, turns.median_s, turns.share) == (0, None, 0.0)
    assert turns_of(lane()).mostly == "running"


def test_turns_that_alternate_are_handed_over() -> None:
    first = lane((5, "running"), (10, "gil"), (15, "running"), (20, "gil"))
    other = lane((5, "gil"), (10, "running"), (15, "gil"), (20, "running"), tid=2)
    assert hand_overs(burst(first, other)) == 3
    assert together_s(burst(first, other)) == 0.0


def test_nothing_is_handed_over_by_processes_that_run_side_by_side() -> None:
    first, other = lane((200, "running")), lane((50, "running"), (60, "core"), (200, "running"), tid=2)
    assert hand_overs(burst(first, other)) == 0
    assert together_s(burst(first, other)) == pytest.approx(0.19)
    assert hand_overs(burst()) == 0 and together_s(burst()) == 0.0

"""Who is left when all who can have gone on: against an oracle that lets them go one at a time, thousands of times."""

from __future__ import annotations

import random
from collections.abc import Mapping

from tui.model.stuck.able import FREE, NOBODY, Need, behind, left
from tui.telemetry.who import Who

ROUNDS = 3000


def _structure(chance: random.Random) -> dict[Who, Need]:
    """Return threads of a few processes, each of which runs, or waits for threads, for processes, or for nobody."""
    pids = range(1, chance.randint(2, 5))
    every = [Who(pid, pid * 10 + number) for pid in pids for number in range(chance.randint(1, 5))]
    free = chance.choice((0.0, 0.1, 0.4))

    def need() -> Need:
        if chance.random() < free:
            return FREE
        kind = chance.choice(("threads", "threads", "pids", "nobody"))
        if kind == "threads":
            return Need(threads=tuple(chance.sample(every, chance.randint(1, min(3, len(every))))))
        return Need(pids=tuple(chance.sample(pids, chance.randint(1, len(pids))))) if kind == "pids" else NOBODY

    return {who: need() for who in every}


def _by_hand(needs: Mapping[Who, Need]) -> set[Who]:
    """Return who is left, by the definition: begin with all who are free, and let go whoever has somebody to help."""
    gone: set[Who] = set()
    while True:
        helped = {
            who for who, need in needs.items()
            if need.is_free or any(other in gone for other in need.threads)
            or any(other.pid in need.pids for other in gone)
        }  # fmt: skip
        if helped <= gone:
            return set(needs) - gone
        gone |= helped


def test_who_is_left_is_what_an_oracle_says() -> None:
    chance, stuck = random.Random(10), 0
    for _ in range(ROUNDS):
        needs = _structure(chance)
        expected = _by_hand(needs)
        assert left(needs) == expected
        stuck += bool(expected) and len(expected) < len(needs)
        for who in expected:
            assert behind(needs, [who]) <= expected, "whoever is stuck depends on the stuck only"
    assert stuck > ROUNDS / 10


def test_a_chain_of_thousands_is_looked_at_once() -> None:
    chain = {Who(1, number): Need(threads=(Who(1, number + 1),)) for number in range(1, 4000)}
    assert len(left(chain)) == 3999
    assert not left(chain | {Who(1, 4000): FREE})

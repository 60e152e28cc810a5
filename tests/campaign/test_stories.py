"""Random programs with a known outcome: what is said of them is true, and what is true of them is said."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.campaign.__main__ import POOLS
from tests.campaign.judging import faults
from tests.campaign.outcome import Ambiguous, outcome
from tests.campaign.pools import LASTS_S, pool_faults, pool_program, pool_story
from tests.campaign.story import Actor, Deed, Story, Thing
from tests.campaign.telling import story
from tests.campaign.watching import watch, watched

SHORT, LONG = 6, 1000


def _told(seeds: range, folder: Path) -> list[str]:
    def one(seed: int) -> list[str]:
        (its := folder / str(seed)).mkdir()
        if seed % POOLS == 0:
            about = pool_story(seed)
            return [f"pool {seed}: {line}" for line in pool_faults(about, watched(pool_program(about), LASTS_S, its))]
        told, comes_out = story(seed)
        return [f"story {seed}: {line}" for line in faults(told, comes_out, watch(told, its))]

    with ThreadPoolExecutor(3) as pool:
        return [line for lines in pool.map(one, seeds) for line in lines]


def test_what_is_said_of_a_few_programs_is_true(tmp_path: Path) -> None:
    assert _told(range(SHORT), tmp_path) == []


@pytest.mark.slow
def test_what_is_said_of_a_thousand_programs_is_true(tmp_path: Path) -> None:
    assert _told(range(SHORT, SHORT + LONG), tmp_path) == []


def _threads(*things: Thing, **deeds: list[tuple[int, str, str]]) -> Story:
    actors = [
        Actor(name, tuple(Deed(moment, verb, of) for moment, verb, of in its))  # type: ignore[arg-type]
        for name, its in deeds.items()
    ]
    return Story("threads", things, tuple(actors))


def test_two_locks_in_opposite_order_are_for_ever() -> None:
    told = _threads(
        Thing("a", "Lock"), Thing("b", "Lock"), main=[(4, "join", "ada")],
        ada=[(0, "acquire", "a"), (2, "acquire", "b")], bob=[(1, "acquire", "b"), (3, "acquire", "a")],
    )  # fmt: skip
    found = outcome(told)
    assert found.nobody_can_go_on and found.blocked == {"main": "ada", "ada": "b", "bob": "a"}


def test_a_lock_is_kept_by_whoever_has_died() -> None:
    told = _threads(Thing("a", "Lock"), main=[], ada=[(0, "acquire", "a"), (1, "raise", "")], bob=[(2, "acquire", "a")])
    found = outcome(told)
    assert (found.died, found.held, found.blocked) == ({"ada": "ValueError"}, {"a": "ada"}, {"main": "bob", "bob": "a"})


def test_who_is_awaited_with_a_time_limit_is_able() -> None:
    found = outcome(_threads(Thing("q", "Queue"), main=[], ada=[(0, "get soon", "q")], bob=[(1, "get", "q")]))
    assert found.able == {"ada"} and not found.ends


def test_where_it_hangs_on_who_is_faster_there_is_no_outcome() -> None:
    told = _threads(
        Thing("q", "Queue"), main=[], ada=[(0, "get", "q")], bob=[(1, "get", "q")], cyd=[(2, "put", "q")]
    )  # fmt: skip
    with pytest.raises(Ambiguous):
        outcome(told)


def test_the_same_number_tells_the_same_story() -> None:
    assert story(7) == story(7)
    assert {told.way for told, _ in map(story, range(60))} == {"threads", "fork", "spawn", "forkserver"}

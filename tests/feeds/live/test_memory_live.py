"""Shared memory with real processes: what is drawn are the block's own bytes, and nothing is left behind."""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

from tests.support.interpreters import Interpreter
from tests.support.waiting import wait_until
from tests.support.ways import WAYS
from tui.feeds.board.contents import BLOCK_S
from tui.feeds.live.interpreter import inspect_interpreter
from tui.feeds.live.live import LiveFeed
from tui.feeds.live.plan import make_plan
from tui.lessons.catalogue import KnobValue, find
from tui.model.memory.readings import Memory, clean_up, memory
from tui.model.state.state import RunState
from tui.play.player import Player

SMALL: Mapping[str, KnobValue] = {"workers": 3, "width": 90, "height": 56, "rounds": 5}
"""A picture of which every byte is told."""


def played(
    knobs: Mapping[str, KnobValue], python: str, watch: Callable[[RunState], None] = lambda run: None
) -> RunState:
    facts = inspect_interpreter(python, [])
    plan = make_plan(
        find("shared-memory"), python=python, has=facts.has, usable_cores=2, variants=["shared"], knobs=knobs
    )
    player = Player(LiveFeed(plan, facts))

    def is_over() -> bool:
        player.tick()
        if player.state.runs:
            watch(player.state.runs[0])
        return player.is_over

    try:
        wait_until(is_over, 30.0, what="the end of the painting")
    finally:
        player.close()
    (run,) = player.state.runs
    assert run.outcome == "ended", run.message
    return run


@WAYS
def test_the_picture_is_the_block_byte_by_byte(python: Interpreter, method: str) -> None:
    """The program prints a checksum of its picture; ours is of the bytes that were read from outside."""
    run = played({**SMALL, "overlap": 6, "start_method": method}, python.path)
    seen = memory(run, 3)
    assert seen.block is not None and seen.painted is not None
    printed = re.search(r"(\d+) +([0-9a-f]{8})$", run.output.strip())
    assert printed is not None
    assert f"{zlib.crc32(seen.block.cells):08x}" == printed[2]
    assert sum(seen.painted.torn) == seen.torn == int(printed[1])
    assert [part.painter for part in seen.painted.parts] == [0, 1, 2] and seen.painted.share == 1.0
    assert [worker.label for worker in seen.workers] == ["P1", "P2", "P3"]
    assert all(worker.address for worker in seen.workers) and seen.main and seen.main.address
    end = clean_up(seen)
    assert end is not None and (end.opened, end.closed, end.unlinked, end.is_well) == (4, 4, 1, True)


def test_a_forked_worker_has_an_address_of_its_own() -> None:
    """It still has its parent's mapping, at the parent's address; it looks through the one it made itself."""
    seen = memory(played({**SMALL, "start_method": "fork"}, sys.executable), 3)
    assert seen.main and all(worker.address != seen.main.address for worker in seen.workers)


def test_the_picture_grows_while_it_is_painted() -> None:
    shares: list[float] = []
    looks: list[float] = []

    def watch(run: RunState) -> None:
        painted = memory(run, 3).painted
        if painted is not None and painted.share not in shares:
            shares.append(painted.share)
        looks.extend(b.seen_s for b in run.blocks if b.seen_s is not None and b.seen_s not in looks)

    played({"workers": 2, "width": 480, "height": 300, "rounds": 3}, sys.executable, watch)
    assert shares == sorted(shares) and len([share for share in shares if 0 < share < 1]) >= 2
    gaps = [later - earlier for earlier, later in pairwise(looks)]
    assert all(gap >= BLOCK_S for gap in gaps[:-1]), "no eye follows more, and each look costs"


def test_a_forgotten_block_is_told_and_does_not_stay() -> None:
    seen: list[Memory] = []
    run = played({**SMALL, "forget_unlink": "on"}, sys.executable, lambda run: seen.append(memory(run, 3)))
    assert any(one.block and one.block.exists and not one.is_over for one in seen)
    block = run.blocks[0]
    end = clean_up(memory(run, 3))
    assert block.is_forgotten and end is not None and end.is_well is False
    assert end.words == "nobody called unlink(): the resource tracker complained and removed it"
    assert block.file.startswith("/dev/shm/psm_") and not Path(block.file).exists()

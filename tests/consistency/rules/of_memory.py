"""What must be so around shared memory: one number of those attached, one amount that was sent, one share written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.consistency.rule import rule
from tests.consistency.shot import Shot
from tui.model.memory.readings import clean_up, memory


@rule("block")
def what_went_through_is_one_amount(shot: Shot) -> Iterator[str]:
    """In the sentence, and in the row of the way that runs."""
    said = re.search(r"([\d.]+ \S+) went through queues and pipes so far", shot.text("sentence"))
    row = re.search(r"runs: ([\d.]+ \S+) went through pipes so far", shot.text("ways"))
    if said and row and said[1] != row[1]:
        yield f"{said[0]}; {row[0]}"


@rule("block")
def those_attached_are_counted_once(shot: Shot) -> Iterator[str]:
    run = shot.run
    title = next((line for line in shot.lines("block") if " attached ─" in line), "")
    if run is None or not (found := re.search(r"(\d+) attached ─", title)):
        return
    seen = memory(run, None)
    if int(found[1]) != seen.attached:
        yield f"{found[0]}, but it were {seen.attached}"
    others = re.search(r"attached (\d+) other", shot.text("block"))
    if others and int(others[1]) != seen.attached - (1 if seen.main and seen.main.is_attached else 0):
        yield f"{others[0]} beside {found[0]}"


@rule("ways")
def how_a_block_ended_is_told_once(shot: Shot) -> Iterator[str]:
    """The row on the block's end counts as the state does, and says that it is gone only when it is."""
    found = re.search(r"opened by (\d+), closed by (\d+), unlinked (never|once|\d+ times)", shot.text("ways"))
    ends = [end for run in shot.state.runs if (end := clean_up(memory(run, None)))]
    if found and ends and (int(found[1]), int(found[2])) not in {(end.opened, end.closed) for end in ends}:
        yield f"{found[0]}, but it were {ends}"


@rule("block")
def what_is_written_is_one_share(shot: Shot) -> Iterator[str]:
    """In the picture and, in the presenter layout, in its number."""
    shares = {int(share) for share in re.findall(r"(\d+) % written", shot.text("block") + shot.text("picture"))}
    if len(shares) > 1:
        yield f"{sorted(shares)} % written"

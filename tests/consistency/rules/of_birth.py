"""What must be so around births: each way's time is one number, and what is left over is told once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.consistency.rule import rule
from tests.consistency.shot import Shot
from tui.boards.birth.birth_rows import millis
from tui.model.birth.births import births
from tui.model.birth.guard import unguarded


@rule("births")
def a_way_s_time_is_that_of_its_middle_birth(shot: Shot) -> Iterator[str]:
    """On the board, in the row with its name; the board is told twice a second, so an earlier one may stand there."""
    for run in shot.state.runs:
        if run.phase != "over":
            continue
        for its in births(run):
            row = next((line for line in shot.lines("births") if re.match(rf"[│|]? *{its.method} ", line)), "")
            found = re.search(r"([\d ]*[\d.]+ ms)", row.partition("●")[2])
            is_its = its.method == run.variant and shot.state.newest(run.variant) is run
            if found and is_its and found[1].strip() != millis(its.middle.total_s):
                yield f"{its.method} has {found[1].strip()}, but it was {millis(its.middle.total_s)}"


@rule("births")
def no_part_is_longer_than_the_whole(shot: Shot) -> Iterator[str]:
    for run in shot.state.runs:
        for its in births(run):
            for birth in its.each:
                if abs(sum(seconds for _, seconds in birth.phases) - birth.total_s) > max(1e-4, 0.01 * birth.total_s):
                    yield f"{birth.name} by {birth.method}: {birth.phases} are not {birth.total_s}"


@rule("guard")
def what_happens_without_the_guard_is_one_thing(shot: Shot) -> Iterator[str]:
    """The sentence does not say that Python refused where the board has none of it."""
    said = re.search(r"with ([a-z, ]+?) main ran again", " ".join(shot.text("sentence").split()))
    refused = {way.way for run in shot.state.runs for way in unguarded(run) if way.is_refused}
    if said and set(re.findall(r"forkserver|spawn|fork|interpreter|thread", said[1])) - refused:
        yield f"{said[0]}, but refused were {sorted(refused)}"

"""What must be so around small tasks: a time is told once, and a size that pays is the one that is marked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.consistency.rule import rule
from tests.consistency.shot import Shot
from tui.model.readings.tiny import split
from tui.model.tiny.words import seconds


@rule("time-split")
def a_bar_ends_in_the_time_of_its_run(shot: Shot) -> Iterator[str]:
    """The number behind a bar is the whole of one run's split, and that is what its program printed."""
    state = shot.states.get("time-split", shot.state)
    newest = {run.variant: run for run in state.runs}
    wholes = {seconds(found.whole_s) for run in newest.values() if (found := split(run)) is not None}
    for line in shot.lines("time-split"):
        told = re.search(r"[▆▒▓█▂░·#%=:.] +(\d[\d.]* (?:s|ms|µs))[ │|]*$", line)
        if told and told[1] not in wholes:
            yield f"{told[1]} behind a bar, but the runs took {sorted(wholes)}"


@rule("crossover")
def what_pays_is_marked_where_it_is_said(shot: Shot) -> Iterator[str]:
    said = re.search(r"beat the loop here from tasks of (\S+ \S+?) on", shot.text("sentence"))
    marked = re.search(r"(\d\S* [nµm]?s): from here on chunks", shot.text("crossover"))
    if said and marked and said[1] != marked[1]:
        yield f"{said[0]}; {marked[0]}"
    if marked and "cannot be told here" in shot.text("sentence"):
        yield f"{marked[0]}, though it cannot be told"


@rule("large-chunk")
def who_waited_is_told_once(shot: Shot) -> Iterator[str]:
    """In the box and in the sentence."""
    told = [re.search(r"one was done (\S+ \S+) before", shot.text(board)) for board in ("large-chunk", "sentence")]
    if all(told) and told[0] and told[1] and told[0][1] != told[1][1]:
        yield f"{told[0][0]}; {told[1][0]}"

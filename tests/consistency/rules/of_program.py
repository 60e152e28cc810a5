"""What holds for the boards of a person's own program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tests.consistency.rule import rule
from tests.consistency.shot import Shot

NOW = re.compile(
    r"\b(waits: \S+|waits\b(?! )|wants a core|joins|sleeps|running|(?<!had )no work|held by \S+|\S+ waits?$)"
)
"""What only somebody does who is there."""
NOBODY = "nobody waits"


@rule("tree")
def who_has_ended_is_told_in_the_past(shot: Shot) -> Iterator[str]:
    run = shot.states.get("tree", shot.state).newest()
    if run is None or run.phase != "over":
        return
    for line in shot.box("processes"):
        if found := NOW.search(line):
            yield f"{line.strip()!r} says {found[0]!r} of a run that is over"


@rule("locks")
def nobody_holds_or_awaits_a_lock_of_a_run_that_is_over(shot: Shot) -> Iterator[str]:
    run = shot.states.get("locks", shot.state).newest()
    if run is None or run.phase != "over":
        return
    for line in shot.box("locks"):
        if re.search(r"\bheld by \S|\bwaits?\b", line) and NOBODY not in line:
            yield f"{line.strip()!r} of a run that is over"


@rule("locks")
def who_waits_for_a_lock_is_one_of_its_waiters(shot: Shot) -> Iterator[str]:
    if shot.states.get("tree") is not shot.states.get("locks"):
        return  # They are of two moments: a board that does not move is told twice a second.
    waited = set(re.findall(r"waits: (\S+)", "\n".join(shot.box("processes"))))
    rows = shot.box("locks")
    for row, below in pairwise([*rows, ""]):
        its = row + below if _indent(below) > _indent(row) else row
        if row.strip().partition(" ")[0] in waited and NOBODY in its:
            yield f"somebody waits for it, and its row says {its.strip()!r}"


PRESENT = re.compile(
    r"\b(workers? (sleeps?|waits?)\b|take turns|each waits|holds \S+, waits|other programs use\b)", re.IGNORECASE
)
"""What a sentence says of a program that goes on."""


@rule("tree")
def the_sentence_on_a_run_that_is_over_is_in_the_past(shot: Shot) -> Iterator[str]:
    run = shot.state.newest()
    if run is not None and run.phase == "over" and (found := PRESENT.search(shot.text("sentence"))):
        yield f"the sentence says {found[0]!r} of a run that is over"


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip())

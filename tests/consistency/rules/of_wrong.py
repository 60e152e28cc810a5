"""What must be so around workers that go wrong: the table, the marked case and the sentence tell of the same cases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.consistency.rule import rule
from tests.consistency.shot import Shot
from tui.model.readings.wrong import UNTOLD_CASES
from tui.model.wrong.cases import every_case
from tui.model.wrong.outcomes import UNTOLD


@rule("told")
def the_table_counts_the_cases_that_are_over(shot: Shot) -> Iterator[str]:
    said = re.search(r"(\d+) real runs?", shot.text("told"))
    over = sum(not case.is_at_hand for case in every_case(shot.state).values())
    if said and int(said[1]) != over:
        yield f"{said[0]}, but it were {over}"


@rule("told")
def what_hangs_was_seen_to_be_lost(shot: Shot) -> Iterator[str]:
    """No square says that something hangs where neither a lost task nor workers that cannot begin were seen."""
    hung = sum(case.hangs for case in every_case(shot.state).values())
    if "waits for ever" in shot.text("sentence") and not hung:
        yield "it is said to wait for ever, but nothing that was lost was seen"
    squares = len(re.findall(r"■ (hangs(?!:)|restarts)", shot.text("told")))
    if squares > hung:
        yield f"{squares} squares for {hung} cases that hang"


@rule("told")
def what_nobody_told_is_one_number(shot: Shot) -> Iterator[str]:
    run = shot.run
    if run is None or (told := UNTOLD_CASES.last(run)) is None:
        return
    counted = sum(case.told == UNTOLD for case in every_case(shot.state).values() if case.tool == run.variant)
    if counted != told:
        yield f"{counted} cases were not told, the program says {told}"

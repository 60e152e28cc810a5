"""What must be so around variables that children change: what main prints is one number, and what an access costs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.consistency.rule import rule
from tests.consistency.shot import Shot
from tui.model.variable.readings import costs, seen
from tui.words.numbers import span

GLOBAL = re.compile(r"^[│ ]*(?:a )?global  .*?(\d+) +(?:\d+ [✓✗] *)?(?:P\d)? *│")


@rule("copies")
def main_prints_one_number(shot: Shot) -> Iterator[str]:
    """In the row of a global, and in the sentence."""
    said = re.search(r"main still prints (\d+)", shot.text("sentence"))
    printed = {found[1] for line in shot.lines("copies") if (found := GLOBAL.match(line))}
    if said and printed and printed != {said[1]}:
        yield f"{said[0]}, but {printed}"


@rule("copies")
def what_all_have_is_what_main_prints(shot: Shot) -> Iterator[str]:
    """The value in an unbroken line is the one at its end."""
    for board in ("copies", "picture"):
        for line in shot.lines(board):
            if (found := re.search(r"●━+ (\d+) ━+● +(\d+)", line)) and found[1] != found[2]:
                yield line


@rule("copies")
def a_guess_is_right_where_it_is_what_main_prints(shot: Shot) -> Iterator[str]:
    for board in ("copies", "picture"):
        for printed, guessed, sign in re.findall(r" (\d+) +(\d+) ([✓✗])", "\n".join(shot.lines(board))):
            if (printed == guessed) != (sign == "✓"):
                yield f"{printed} printed, {guessed} guessed: {sign}"


@rule("ladder")
def a_cost_is_one_number(shot: Shot) -> Iterator[str]:
    """In the sentence and at the end of its row."""
    said = re.search(r"costs (\S+ \S+) on a Value with its lock, (\S+ \S+) in a manager's dict", shot.text("sentence"))
    rows = shot.text("ladder")
    for kind, place in (("Value, get_lock()", 1), ("Manager().dict()", 2)):
        drawn = re.search(re.escape(kind) + r" +━*● (\S+ \S+)", rows)
        if said and drawn and drawn[1] != said[place].rstrip(","):
            yield f"{said[0]}, but {drawn[0]}"


@rule("ladder")
def a_ladder_is_what_was_measured(shot: Shot) -> Iterator[str]:
    told = {cost.kind: span(cost.took.median) for cost in costs(shot.states.get("ladder", shot.state))}
    for kind, drawn in re.findall(r"(SharedMemory|Array|a global) +━*● (\S+ \S+)", shot.text("ladder")):
        if told.get(kind) != drawn:
            yield f"{kind} is drawn as {drawn}, but it took {told.get(kind)}"


@rule("copies")
def nothing_is_told_before_a_run_tells_it(shot: Shot) -> Iterator[str]:
    runs = shot.states.get("copies", shot.state).runs
    if not any(seen(run).variables for run in runs) and "●━" in shot.text("copies"):
        yield "a line is drawn, and no run told of a variable"

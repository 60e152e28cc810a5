"""What must be so around crossing: one time for the largest object, one path to the leaf, one count of pickles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.consistency.rule import rule
from tests.consistency.shot import Shot
from tui.model.crossing.readings import border
from tui.words.numbers import size_in_bytes, span


@rule("crossings")
def the_largest_took_one_time(shot: Shot) -> Iterator[str]:
    """On the board and in the sentence."""
    its = border(shot.state).largest
    said = re.search(r"took ([\d.]+ \S+?)[:,]? (?:to cross|\d+ % pickling)", shot.text("sentence"))
    if its is None or said is None:
        return
    if said[1] != span(its.total_s):
        yield f"{said[0]}, but it were {span(its.total_s)}"
    size = re.escape(size_in_bytes(its.size_bytes))
    row = next(
        (line for line in shot.lines("crossings") if re.search(rf"{size} +(?!.*its name|.*the name)\S*.*▆", line)), ""
    )
    if row and span(its.total_s) not in row and shot.size[0] >= 80:
        yield f"{said[0]} beside {row!r}"


@rule("crossings")
def shares_add_up(shot: Shot) -> Iterator[str]:
    found = re.search(r"(\d+) % pickling, (\d+) % sending, (\d+) % unpickling", shot.text("sentence"))
    if found and sum(map(int, found.groups())) != 100:
        yield f"{found[0]} is not all of it"


@rule("refused")
def the_leaf_has_one_path(shot: Shot) -> Iterator[str]:
    said = re.search(r"one leaf says no[,:] (?:here )?(\S+?)\.? ", shot.text("sentence") + " ")
    paths = {one.path for one in border(shot.state).refusals}
    if said and said[1] not in paths:
        yield f"{said[1]} is none of {sorted(paths)}"


@rule("surprises")
def the_table_was_pickled_so_often(shot: Shot) -> Iterator[str]:
    counts = {one.pickled for one in border(shot.state).tables}
    for board in ("sentence", "surprises"):
        for many in re.findall(r"pickled (\d+) times", shot.text(board)):
            if int(many) not in counts:
                yield f"{board}: pickled {many} times, but it were {sorted(counts)}"

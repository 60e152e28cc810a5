"""What must be so around Amdahl's wall: bars, points, sentence and numbers are of the same jobs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.consistency.rule import rule
from tests.consistency.shot import Shot
from tui.model.amdahl.jobs import points_of


@rule("wall")
def the_bars_say_what_was_measured(shot: Shot) -> Iterator[str]:
    """Each bar has the median of its number of workers at its end."""
    run = shot.states["wall"].newest() if "wall" in shot.states else None
    points = {point.workers: point for point in points_of(run)} if run else {}
    text = "\n".join(line.partition("││")[0] for line in shot.lines("wall"))
    for workers, seconds in re.findall(r"(?m)^│? *(\d+) [█░ ]*(\d+\.\d\d) s", text):
        point = points.get(int(workers))
        if point is None or f"{point.took.median:.2f}" != seconds:
            yield f"{workers} workers {seconds} s, but it is {point}"


@rule("wall")
def the_wall_is_one(shot: Shot) -> Iterator[str]:
    """In the chart and in the sentence."""
    chart = re.search(r"the wall[:,] (\d+\.\d\d)×", shot.text("wall"))
    said = re.search(r"could not beat (\d+\.\d\d) times", shot.text("sentence"))
    if chart and said and chart[1] != said[1]:
        yield f"{chart[0]}; {said[0]}"


@rule("wall")
def the_fit_is_one(shot: Shot) -> Iterator[str]:
    chart = re.search(r"fit(?:ted)?: (\d+) %", shot.text("wall"))
    said = re.search(r"Fitted to [\d to]+ workers: (\d+) %", shot.text("sentence"))
    if chart and said and chart[1] != said[1]:
        yield f"{chart[0]}; {said[0]}"

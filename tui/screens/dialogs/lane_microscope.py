"""The microscope of lanes: 250 ms of the workers, at a resolution of about a millisecond, frozen until asked again."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import ClassVar, NamedTuple

from textual.binding import BindingType

from tui.boards.framed import BLANK, plain, wrapped
from tui.draw import numbers
from tui.draw.cells import Ink, Row, fit, join
from tui.draw.reasons import legend
from tui.draw.time_lanes import axis, strip
from tui.model.state.state import RunState
from tui.model.workers.hues import hues_of, variant_hue
from tui.model.workers.lanes import lanes
from tui.model.workers.turns import hand_overs, together_s, turns_of
from tui.play import pace
from tui.play.comparison import Comparison
from tui.screens.dialogs.dialog import Dialog
from tui.telemetry.vocabulary import BurstLane, BurstSampled
from tui.words.numbers import plural
from tui.words.reasons import wording

CELL_S = 0.0026
"""No cell is longer, so that a turn of 5 ms is seen: where the width is short the time is broken into strips."""

MOST_STRIPS = 4

MOST_IN_STRIPS = 8
"""With more workers there is one strip, whatever a cell means."""

LONGEST_LABEL = 12

LONGEST_S = 10.0
"""No burst lasts longer; a recording may say anything."""


class _Named(NamedTuple):
    """A worker, as it is called and drawn everywhere."""

    label: str
    hue: Ink
    lane: BurstLane


class LaneMicroscope(Dialog):
    """The newest look at each run; `m` looks again."""

    TITLE_HERE = "250 ms of the workers"
    FACTS = "m again · esc close"
    WIDTH = 130
    BINDINGS: ClassVar[list[BindingType]] = [("m,space", "again")]

    def __init__(self, comparison: Comparison) -> None:
        super().__init__()
        self._comparison = comparison
        self._before = self._bursts()
        """The looks that were there when the one that is awaited was asked for."""
        self._awaited = pace.look_closely(comparison)
        """The threads that are looked at now; none when no look is awaited."""

    def on_mount(self) -> None:
        if not self._awaited and self._seen():
            self.say(self._says())

    def rows(self, width: int) -> Sequence[Row]:
        found: list[Row] = []
        for run, burst in self._seen():
            found += [BLANK] if found else []
            found += self._run(run, burst, width)
        return found or wrapped(plain(self._says(), "muted"), width)

    def renew(self) -> None:
        if self._awaited and (self._bursts() != self._before or not self._comparison.is_on):
            self._awaited = ()
            self.say("")

    def action_again(self) -> None:
        if not self._awaited:
            self._before = self._bursts()
            self._awaited = pace.look_closely(self._comparison)
            self.say("looking …" if self._awaited else self._says())

    def _bursts(self) -> tuple[BurstSampled | None, ...]:
        player = self._comparison.player
        return tuple(run.burst for run in player.state.runs) if player else ()

    def _seen(self) -> list[tuple[RunState, BurstSampled]]:
        """Return the runs that were looked at, the newest look first; an empty picture where the first is awaited."""
        player = self._comparison.player
        runs = player.state.runs if player else ()
        found = [(run, run.burst) for run in runs if run.burst is not None]
        found.sort(key=lambda pair: -pair[1].began_s)
        if self._awaited and runs and runs[-1].burst is None:
            nothing = tuple(BurstLane(who.pid, who.tid, ()) for who in self._awaited)
            found.insert(0, (runs[-1], BurstSampled(0.0, 0, 0.0, 0.25, 0, 0.001, 0.0, 0.0, nothing)))
        return found

    def _says(self) -> str:
        """What stands where there is no picture."""
        player = self._comparison.player
        told = player.state.header if player else None
        if player is not None and told is not None and not pace.can_look_closely(player.state):
            return f"{told.system} does not tell what each thread does from millisecond to millisecond."
        if self._comparison.is_replay:
            return "Nobody looked this closely while it was recorded."
        if self._comparison.is_on:
            return "No worker is at work yet: press m again in a moment."
        return "Nothing is running: close with esc, start with space, then press m while it runs."

    def _run(self, run: RunState, burst: BurstSampled, width: int) -> list[Row]:
        state = self._comparison.state
        hue, hues = variant_hue(state, run), hues_of(state, run)
        slow = ", in slow motion" if run.was_slow_s else ""
        at = f" from {numbers.clock(burst.began_s, 3)} on" if burst.looks else ""
        many = plural(len(burst.lanes), "worker")
        head: Row = ((state.planned(run.variant).called, f"{hue} bold"), (f"   {many}{at}{slow}", "muted"))
        if not 0.0 < burst.lasted_s < LONGEST_S:
            return [head, *wrapped(plain("The workers had ended before they could be looked at.", "muted"), width)]
        labels = {lane.who: lane.label for lane in lanes(run)}
        named = [
            _Named(labels.get(lane.who, str(lane.tid)), hues.get(lane.who, hue), lane) for lane in burst.lanes
        ]
        found = [head, *wrapped(plain(_together(burst)), width), BLANK, *_picture(burst, named, width)]
        reasons = {span.reason for lane in burst.lanes for span in lane.spans} - {"ended"}
        found += [legend(reasons, width, _one_hue(named)), BLANK, *_table(named), BLANK]
        return found + wrapped(plain(_resolution(burst), "muted"), width)


def _one_hue(named: Sequence[_Named]) -> Ink:
    """Return the hue that all workers have; where they have several, that of none."""
    return named[0].hue if len({its.hue for its in named}) == 1 else "foreground"


def _picture(burst: BurstSampled, named: Sequence[_Named], width: int) -> list[Row]:
    """Return a row for each worker, in as many strips of time as the width wants."""
    head = _head(named)
    cells = max(1, width - head)
    wanted = ceil(burst.lasted_s / (cells * CELL_S)) if len(named) <= MOST_IN_STRIPS else 1
    strips = max(1, min(wanted, MOST_STRIPS))
    each_s = burst.lasted_s / strips
    found: list[Row] = []
    for number in range(strips):
        from_s, until_s = number * each_s, (number + 1) * each_s
        found.append(join(((" " * head, "muted"),), axis(from_s, until_s, cells)))
        for its in named:
            spans = [(span.until_s, span.reason) for span in its.lane.spans]
            lane = strip(spans, from_s, until_s, cells, its.hue)
            found.append(join(((fit(its.label, head), f"{its.hue} bold"),), lane))
        found.append(BLANK)
    return found


def _head(named: Sequence[_Named]) -> int:
    """Return the cells in front of a picture: for the longest label, and a gap."""
    return min(LONGEST_LABEL, max([4, *(len(its.label) for its in named)])) + 1


def _table(named: Sequence[_Named]) -> list[Row]:
    """Return each worker's turns in numbers."""
    head = _head(named)
    found: list[Row] = [((f"{'':{head}}{'turns':>5}   {'median':>7}   {'on a core':>9}   cores  otherwise", "muted"),)]
    for label, hue, lane in named:
        turns = turns_of(lane)
        cores = sorted({span.core for span in lane.spans if span.core is not None and span.reason == "running"})
        places = ",".join(map(str, cores)) or "–"
        other = "" if turns.mostly == "running" else wording(turns.mostly).short
        spent = f"{turns.count:5}   {numbers.span(turns.median_s)}   {numbers.percent(turns.share, 9)}   {places:5}"
        found.append(((fit(label, head), f"{hue} bold"), (spent, "foreground"), (f"  {other}", "muted")))
    return found


def _together(burst: BurstSampled) -> str:
    """Return in a sentence whether the workers ran one at a time or together."""
    if not burst.looks:
        return "Looking …"
    share = together_s(burst) / burst.lasted_s
    if len(burst.lanes) < 2:
        return "One worker: nobody to take turns with."
    times = hand_overs(burst)
    passed = f", {plural(times, 'hand-over')} from one to another" if times else ""
    if share < 0.05:
        return f"One at a time{passed}."
    return f"Two or more were on a core at once for {share * 100:.0f} % of the time{passed}."


def _resolution(burst: BurstSampled) -> str:
    """Return how exact the picture is and what it cost."""
    cost = burst.cpu_s / burst.lasted_s
    every, longest = numbers.span(burst.every_s, 0), numbers.span(burst.longest_s, 0)
    return (
        f"Looked at every {every}, {burst.looks} looks, at worst {longest} apart; what is shorter is not seen. "
        f"Looking took {cost * 100:.0f} % of a core meanwhile."
    )

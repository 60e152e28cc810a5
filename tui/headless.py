"""Plays a live feed without a screen: the same player, pulled by a plain loop."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Collection
from types import FrameType

from msgspec import Struct

from tui.feeds.feed import Feed
from tui.feeds.live.machine import this_machine
from tui.feeds.live.plan import Plan, usual_s
from tui.feeds.recorder import Recorder
from tui.model.state.state import ComparisonState
from tui.play.player import Player
from tui.play.rates import Rates
from tui.play.tape import Tape
from tui.reports.as_text import opening, run_line
from tui.reports.progress import progress as progress_of
from tui.streams import OutputError, RewrittenLine

EVERY = 5
"""Ticks from one line on the progress to the next."""
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


class Played(Struct, frozen=True):
    """How a play without a screen ended."""

    state: ComparisonState
    ended_by: int
    """The signal that ended it early, and not the program's own doing; 0 where none did."""
    trouble: str
    """Why the feed broke, in one sentence, or empty."""


class Progress:
    """The line on standard error that says how far a comparison is."""

    def __init__(self, line: RewrittenLine | None, usual_s: float | None = None) -> None:
        """Without a line it says nothing; `usual_s` is how long the comparison usually takes, where that is known."""
        self._line, self._usual_s = line, usual_s
        self._began_s = time.monotonic()
        self._ticks = 0

    def show(self, state: ComparisonState) -> None:
        """Say it anew, twice a second."""
        if self._line is not None and self._ticks % EVERY == 0:
            self._line.show(progress_of(state, time.monotonic() - self._began_s, self._usual_s))
        self._ticks += 1

    def clear(self) -> None:
        """Take it away, and say it anew at the next tick."""
        self._ticks = 0
        if self._line is not None:
            self._line.clear()


def on_stderr(plan: Plan) -> Progress:
    """Return what says on standard error how far a plan's comparison is; nothing where that is no terminal."""
    facts = this_machine([plan.scenario], plan.python)
    return Progress(RewrittenLine(), usual_s(plan, facts.usable_cores, facts.has))


def play(
    feed: Feed,
    recorder: Recorder | None = None,
    say: Callable[[str], None] | None = None,
    pass_on: Callable[[int], bool] | None = None,
    attend: Callable[[float], None] = time.sleep,
    *,
    hold: Callable[[bool], None] | None = None,
    progress: Progress | None = None,
    held_back: Collection[int] = (),
) -> Played:
    """Play a live feed to its end, and record it.

    `say` is given a line as soon as there is something to tell. What tells us to end ends the run cleanly; but the
    first such signal is left to the program where `pass_on`, given its number, returns that the program has got it.
    `attend` waits for so many seconds between two ticks. When we are suspended the run goes on; but where there is
    `hold` it is given whether the program is to be held with us. `progress` says meanwhile how far it is.
    `held_back` are signals that were blocked before the feed began, lest one should come before it can be passed on.
    """
    player, progress, rates = Player(feed, Tape(recorder)), progress or Progress(None), Rates()
    stopped_by: list[int] = []
    passed_on: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        if pass_on is not None and not passed_on and pass_on(number):
            passed_on.append(number)
        else:
            stopped_by.append(number)

    before = {number: signal.signal(number, stop) for number in ENDING}
    before[signal.SIGCONT] = signal.signal(signal.SIGCONT, lambda *_: feed.missed())
    if hold is not None:
        before[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, _suspender(hold))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, held_back)
    said, is_stopping = 0, False
    try:
        while not player.is_over:
            player.tick()
            player.pace(rates.looked(player.state))
            if say is not None:
                for line in _lines(player)[said:]:
                    progress.clear()
                    _said(say, line, is_ended=bool(stopped_by))
                    said += 1
            progress.show(player.state)
            if stopped_by and not is_stopping:
                is_stopping = True
                player.stop()
            if not player.is_over:
                attend(rates.tick_s)
    finally:
        progress.clear()
        player.close()
        for number, handler in before.items():
            signal.signal(number, handler)
    if not stopped_by and signal.SIGINT in passed_on and _was_ended(player.state):
        stopped_by.append(signal.SIGINT)
    return Played(player.state, stopped_by[0] if stopped_by else 0, player.trouble)


def _said(say: Callable[[str], None], line: str, *, is_ended: bool) -> None:
    """Say it; a terminal whose end has ended us takes nothing more, which is no trouble."""
    try:
        say(line)
    except OutputError:
        if not is_ended:
            raise


def _suspender(hold: Callable[[bool], None]) -> Callable[[int, FrameType | None], None]:
    """Return a handler that holds the program while we are stopped, as both would be without us."""

    def suspend(number: int, frame: FrameType | None) -> None:
        hold(True)
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)
        signal.signal(number, suspend)
        hold(False)

    return suspend


def _was_ended(state: ComparisonState) -> bool:
    """Whether the newest run was ended by us: it did not end by what it was given itself."""
    run = state.newest()
    return run is not None and run.outcome == "stopped" and (run.exit_code or 0) < 0


def _lines(player: Player) -> list[str]:
    """Return what there is to tell by now: what is played, and each run that is over."""
    state = player.state
    if state.header is None or not (state.runs or player.is_over):
        return []
    return [opening(state), *(run_line(state, run) for run in state.runs if run.phase == "over")]

"""One scenario on the stage: how its knobs stand, and the comparison that is or was played.

Rules of this file: it knows no widget; it never waits; whoever owns the frame tick calls `tick`; what goes wrong
becomes the sentence in `failure`, never an exception.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from tui import spent
from tui.board_names import COMPARED
from tui.feeds.feed import Feed
from tui.feeds.live.machine import Machine
from tui.feeds.live.plan import Plan, can_run, default_knobs, make_plan, workers_of
from tui.learning.learning import Learning
from tui.lessons.knob import KnobValue
from tui.lessons.lesson import Scenario, Variant
from tui.model.said.verdict import verdict
from tui.model.speed.readings import Spread, VariantReading, variants
from tui.model.state.state import ComparisonState
from tui.play.edited import EditedCopy
from tui.play.kept import Session
from tui.telemetry.objects import Level
from tui.telemetry.usage import Pace

if TYPE_CHECKING:
    from tui.feeds.recorder import Recorder
    from tui.play.player import Player
    from tui.play.tape import Tape


class Comparison(Struct):
    """The settings of one scenario and its play; `scenario` is None for a play that was given from outside."""

    scenario: Scenario | None
    facts: Machine
    open_feed: Callable[[Plan], Feed]
    open_recorder: Callable[[Plan], Recorder | None] = lambda _: None
    knobs: dict[str, KnobValue] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    """The variants ticked; empty for all that this Python can run."""
    is_unlimited: bool = False
    level: Level = "lean"
    """How closely the next run watches locks."""
    repeats: int = 1
    time_limit_s: float | None = -1.0
    """For each run; -1 is the lesson's own."""
    player: Player | None = None
    plan: Plan | None = None
    """What was started last."""
    failure: str = ""
    """Why it could not be started, in a sentence."""
    known: Mapping[str, Scenario] = field(default_factory=dict)
    """The scenarios by name, for a play that was given from outside and tells which one it is."""
    is_frozen: bool = False
    """Whether a person looks at a picture that is held."""
    is_stopping: bool = False
    copy: EditedCopy | None = None
    """A person's copy of the program, which the next run will run; None for the lesson's own program."""
    slow_s: float | None = None
    """The switch interval of slow motion, asked of every run while it is on."""
    measured: dict[tuple[int, str], Spread] = field(default_factory=dict)
    """Final speed-ups of this session by number of workers and variant."""
    learning: Learning = field(default_factory=Learning)
    """What was guessed and answered."""
    session: Session = field(default_factory=Session)
    """Where its results are kept when it is over."""
    split: spent.Split | None = None
    """Where our time went in the run that is over; None while one goes on."""
    played_with: int = 0
    """The run, counted from 1, that goes on until a person ends it; 0 for none."""
    _is_kept: bool = False
    _is_default: bool = False
    """Whether what was started last was the lesson's own."""
    _goes_on: bool = False
    """Whether the playhead goes on when the picture is let go."""

    def __post_init__(self) -> None:
        if self.scenario is not None and not self.knobs:
            self.knobs = default_knobs(self.scenario, self.facts.usable_cores)
            self.level = self.scenario.probe.level

    @property
    def state(self) -> ComparisonState:
        """What is shown: what was known where the playhead stands."""
        return self.player.playhead.state if self.player else ComparisonState()

    @property
    def boards(self) -> tuple[str, ...]:
        """The names of the boards that show it: those of what was recorded, before that the lesson's."""
        told = self.state.header
        return (told.boards if told else self.scenario.boards if self.scenario else ()) or COMPARED

    @property
    def is_own(self) -> bool:
        """Whether it is a person's own program, which no lesson is about."""
        return self.state.is_own if self.state.header else self.scenario is not None and not self.scenario.name

    @property
    def readings(self) -> tuple[VariantReading, ...]:
        """The variants of the state that is shown."""
        return variants(self.state)

    @property
    def is_on(self) -> bool:
        """Whether a live run goes on."""
        return self.player is not None and self.player.is_live and not self.player.is_over

    @property
    def is_steered(self) -> bool:
        """Whether a live run goes on that listens to commands."""
        return self.is_on and self.plan is not None and self.plan.control is not None

    @property
    def is_played(self) -> bool:
        """Whether there may be something to take in at the next tick."""
        moves = self.player is not None and self.player.playhead.at in ("live", "past") and not self.player.trouble
        return moves or self.is_on

    @property
    def moment(self) -> tuple[object, ...]:
        """What changes when a run begins or ends, or the playhead comes to its end: a value to compare."""
        return (self.is_on, self.is_at_end, *(run.phase for run in self.state.runs))

    @property
    def is_replay(self) -> bool:
        return self.player is not None and not self.player.is_live

    @property
    def is_at_end(self) -> bool:
        """Whether a recording was played to its end."""
        return self.is_replay and self.player is not None and self.player.is_over

    @property
    def is_paused(self) -> bool:
        """Whether a recording is held."""
        return self.is_replay and self.player is not None and self.player.playhead.at == "held"

    @property
    def lesson(self) -> Scenario | None:
        """The scenario whose program is shown: for a recording the one that it names, where that is known."""
        told = self.player.state.header if self.player else None
        return self.scenario or (self.known.get(told.scenario or "") if told else None)

    @property
    def is_default(self) -> bool:
        """Whether the next run is the lesson's own: nothing turned, everything compared once."""
        if self.scenario is None or self.repeats != 1:
            return False
        able = {variant.name for variant in self.scenario.variants if self.runnable(variant)}
        knobs = default_knobs(self.scenario, self.facts.usable_cores)
        return self.knobs == knobs and {variant.name for variant in self.variants} == able

    def start(self) -> None:
        """Start what is chosen; on failure `failure` says why."""
        if self.scenario is None or self.is_on:
            return
        self.close()
        self.failure, self.is_frozen, self.is_stopping, self.played_with = "", False, False, 0
        self.learning.begin(self)
        self._is_default = self.is_default
        try:
            self.plan = make_plan(
                self.scenario,
                python=self.facts.python,
                has=self.facts.has,
                usable_cores=self.facts.usable_cores,
                variants=self.chosen,
                knobs=self.knobs,
                repeats=self.repeats,
                time_limit_s=None if self.is_unlimited else self.time_limit_s,
                is_steered=True,
                copy=self.copy.path if self.copy else None,
                level=self.level,
            )
            self.split = None
            spent.begin()
            feed = self.open_feed(self.plan)
            feed.ask_switch_interval(self.slow_s)
            from tui.play.player import Player  # noqa: PLC0415 - a tenth of what is ours, and the first picture waits
            from tui.play.tape import Tape  # noqa: PLC0415

            self.player, self._is_kept = Player(feed, Tape(self.open_recorder(self.plan))), False
        except (ValueError, RuntimeError, OSError) as error:
            self.player, self.failure = None, str(error) or type(error).__name__

    def adopt(self, plan: Plan) -> None:
        """Take the settings of a plan made elsewhere."""
        self.knobs = dict(plan.knobs)
        self.chosen = tuple(variant.name for variant in plan.variants)
        self.repeats = plan.repeats
        self.is_unlimited = plan.time_limit_s is None
        self.level = plan.probe.level
        if plan.time_limit_s is not None:
            self.time_limit_s = plan.time_limit_s

    def play(self, tape: Tape) -> None:
        """Play a recording."""
        from tui.play.player import Player  # noqa: PLC0415

        self.close()
        self.player = Player(None, tape)

    def stop(self) -> None:
        """Ask the run for its end; `tick` goes on until it is there."""
        if self.player is not None and self.is_on and not self.is_stopping:
            self.is_stopping = True
            self.player.stop()

    def tick(self) -> bool:
        """Take in what the feed says, and move on; return whether anything changed."""
        if self.player is None or not self.is_played:
            return False
        changed = self.player.tick()
        if self.player.is_live and self.player.state.observer.told_s is None:
            spent.begin()
        if changed and self.player.state.is_over:
            self._remember()
            if self.lesson is not None and (self.plan is None or self.plan.copy is None):
                self.learning.finish(self.lesson, self.player.state)
        if self.player.is_over:
            self._keep()
            spent.end()
            self.split = self.split or spent.told()
        return changed

    @property
    def watched(self) -> ComparisonState | None:
        """What is known while we watch; None in a replay, whose costs are those of another time."""
        return None if self.is_replay else self.state

    def pace(self, pace: Pace) -> None:
        """Take note of how often `tick` is called from now on."""
        if self.player is not None:
            self.player.pace(pace)

    def close(self) -> None:
        """Free the feed."""
        if self.player is not None:
            self.player.close()
            self._keep()

    def pause(self) -> None:
        """Hold a replay or let it go; from its end it begins anew."""
        if self.player is None:
            return
        if self.is_paused or self.is_at_end:
            self.is_frozen = False
            self.player.playhead.let_go()
        else:
            self.player.playhead.hold()
        if self.is_at_end:
            self.player.seek(0.0)

    def freeze(self) -> None:
        """Hold the picture, or let it go again; the run and its data go on meanwhile."""
        if self.player is None:
            return
        playhead = self.player.playhead
        if not self.is_frozen:
            self._goes_on = not playhead.is_held
            playhead.hold()
        elif self._goes_on:
            playhead.let_go()
        self.is_frozen = not self.is_frozen

    def runnable(self, variant: Variant) -> bool:
        """Whether this Python has what the variant needs."""
        return can_run(variant, self.facts.has)

    @property
    def variants(self) -> tuple[Variant, ...]:
        """The variants that the next run compares: the chosen ones, else all that this Python can run."""
        if self.scenario is None:
            return ()
        return tuple(
            v for v in self.scenario.variants if (v.name in self.chosen if self.chosen else self.runnable(v))
        )

    def _keep(self) -> None:
        """Give what was measured to the session and to the learner, once."""
        if self.player is not None and self.player.is_live and not self._is_kept:
            self._is_kept = True
            self.session.keep(self.player.state, self.scenario)
            if self.scenario is not None and self.plan is not None and self.plan.copy is None:
                self.learning.keep_run(self.scenario, self.player.state, is_default=self._is_default)

    def _remember(self) -> None:
        """Keep the final speed-ups for the curve; what a person's copy does is something else."""
        workers = workers_of(self.plan.knobs) if self.plan and self.plan.copy is None else None
        if workers is None or self.player is None or not verdict(self.player.state).trusted:
            return
        for reading in variants(self.player.state):
            if reading.speed_up is not None and reading.speed_up_is_final and not reading.baseline:
                self.measured[workers, reading.name] = reading.speed_up

"""The one state a screen or report reads. Frozen throughout; unchanged parts are shared between snapshots."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from tui.model.state.born import Born
from tui.model.state.gantt import WorkerTasks
from tui.model.state.gone import Gone
from tui.model.state.hot import HotLines
from tui.model.state.loops import LoopState
from tui.model.state.native import NativeThread
from tui.model.state.observer import ObserverState
from tui.model.state.pool_line import PoolLine
from tui.model.state.printed import PrintedRow
from tui.model.state.series import Rolling, Whole
from tui.model.state.shared import (
    AccessesState,
    BlockState,
    LockState,
    PoolState,
    ProxyState,
    QueueState,
    ValueState,
    Waited,
    WaitState,
)
from tui.model.state.traffic import TrafficState
from tui.telemetry.ends import SignalSent
from tui.telemetry.tasks import ErrorDelivered, ErrorSeen, PicklingCounted, TaskCount
from tui.telemetry.updates import SplitUpdate
from tui.telemetry.vocabulary import BurstSampled, ComparisonStarted, Kind, Outcome, Reason, Role, VariantPlanned
from tui.telemetry.waits import Stall
from tui.telemetry.who import Somebody, Who

Phase = Literal["starting", "running", "over"]
_NO_TASKS = TaskCount(0, 0, 0, 0, 0, 0, busy=False, cpu_s=0.0)


class WorkerState(Somebody, Struct, frozen=True):
    """One thread of a run, as it is or was last."""

    pid: int
    tid: int
    kind: Kind
    role: Role
    name: str
    started_s: float
    ended_s: float | None = None
    sampled_cpu_s: float = 0.0
    """CPU time seen by the samples so far; what a thread uses after its last sample is not in it."""
    share: float | None = None
    """Share of one core in the last interval, 0 to 1; None before the first sample."""
    core: int | None = None
    reason: Reason = "unknown"
    """What it did at the last sample."""
    waits_for: Reason = "unknown"
    """What it last waited for, when it was seen waiting."""
    reasons_s: tuple[tuple[Reason, float], ...] = ()
    """Seconds spent for each reason; `running` is CPU time, `core` is run-queue time, the rest is by sampling."""
    history: Rolling = field(default_factory=Rolling)
    """Share of one core, one value an interval."""
    wanted: Rolling = field(default_factory=lambda: Rolling(capacity=10))
    """Share of the interval it was runnable without a core."""
    count: TaskCount = _NO_TASKS
    """Its tasks, exactly."""
    waits_on: WaitState | None = None
    """The queue or lock that it waits for now, by name."""
    waited: Waited = ()
    """Seconds off the core while it was seen waiting for an object: its key, why, and how long; at most 16 of them."""
    stall: Stall | None = None
    """What the system says of its wait, once it has not run for a second."""
    loop: LoopState | None = None
    """The event loop that runs in it, or ran last."""
    beside_s: float = 0.0
    """Of a main thread: how much of its time others were at work too, and in how much of that it ran or wanted to."""
    worked_beside_s: float = 0.0
    line: tuple[str, int] | None = None
    line_waits: Reason | None = None
    """Path and line it was in when last looked at, None while nobody asks; and what it was seen waiting for there."""
    inside: tuple[str, float] | None = None
    """An installed package that is not looked at, and in which share of all looks the thread was in it."""
    target: str = ""
    """What it is to do, as `square in pools.py`; of a process that stands in `ProcessState`."""
    number: int = 0
    """That of its label, once it is given for good; 0 before: it is then its place among those of its kind."""

    @property
    def is_loop(self) -> bool:
        """Whether an event loop runs in it now."""
        return self.loop is not None and self.loop.is_on

    @property
    def cpu_s(self) -> float:
        """CPU time so far: by the samples or as the thread itself read it, whichever is better informed."""
        return max(self.sampled_cpu_s, self.count.cpu_s)


class ProcessState(Struct, frozen=True):
    """One process of a run."""

    pid: int
    parent_pid: int | None
    role: Role
    name: str
    observed: bool
    started_s: float
    ended_s: float | None = None
    exit_code: int | None = None
    target: str = ""
    """What it is to do, as `square in pools.py`; empty where that is not known."""
    method: str = ""
    """`fork`, `spawn`, `forkserver`, `os.fork`, `subprocess`; empty as long as that is not told."""
    asked_s: float | None = None
    """When its parent was asked for it."""
    made_s: float | None = None
    """When the system had made it."""
    began_s: float | None = None
    """When multiprocessing began with its target; None for other processes."""
    start_cpu_s: float | None = None
    """CPU time that it had used by then; None where that is not told."""
    born: Born | None = None  # More of its birth, where that was told.
    pickled: PicklingCounted | None = None
    """The large messages that it pickled and read back; None where there were none."""
    handles_signals: bool = False
    """Whether it has set a handler for a signal, which may end any wait of its main thread."""
    cpu_s: float | None = None
    """CPU time of all its threads, native ones and ended ones too; None where that is not told."""
    memory_bytes: int = 0
    """What it had in memory at the last look, and the most that was seen; 0 where that is not told."""
    most_memory_bytes: int = 0
    natives: tuple[NativeThread, ...] = ()
    """At most 64."""
    signals: tuple[int, ...] = ()
    """The signals that others of the run, or a person, gave it."""
    is_let_go: bool = False
    """Whether one of them came from a library, as from a pool that ends its workers."""
    is_unwaited: bool = False  # It has ended, and nobody has waited for it.
    number: int = 0  # Its place among those of its name, once that is given for good; 0 before.


class LeftState(Struct, frozen=True):
    """A process that was still running when its program had ended."""

    pid: int
    name: str
    is_kept: bool
    """Whether it lives on; else it was ended."""


class RunState(Struct, frozen=True):
    """One execution of one variant."""

    index: int
    variant: str
    repeat: int
    command: str
    started_s: float
    phase: Phase = "starting"
    expected_cpu_s: float | None = None
    time_limit_s: float | None = None
    microscope: bool = False
    """Whether its first shared value records its accesses."""
    elapsed_s: float = 0.0
    outcome: Outcome | None = None
    exit_code: int | None = None
    cpu_s: float | None = None
    """By the kernel's accounting, once the run is over."""
    swept: int = 0
    message: str = ""
    processes: tuple[ProcessState, ...] = ()
    workers: tuple[WorkerState, ...] = ()
    """The threads, in order of appearance; `readings.lanes` picks those to draw."""
    gone: Gone = Gone()
    """What is left of the older ones that have ended, of a program that started hundreds: sums."""
    cores_used: Whole = field(default_factory=Whole)
    """Cores' worth of CPU used by the run, over its whole time."""
    others: Whole = field(default_factory=Whole)
    """Cores' worth of CPU used by everything else meanwhile."""
    tasks_ended: Whole = field(default_factory=Whole)
    """How many tasks had ended, over its whole time."""
    switch_interval_s: float | None = None
    """The switch interval in slow motion; None as long as the program has its own."""
    was_slow_s: float | None = None
    """The longest switch interval that slow motion gave it; None when it never did."""
    burst: BurstSampled | None = None
    """The newest look through the microscope of lanes."""
    output: str = ""
    """The end of what the program wrote, both streams."""
    errors: str = ""
    """The end of what it wrote to stderr."""
    output_bytes: int = 0
    results: tuple[tuple[tuple[str, float], ...], ...] = ()  # Readings that it printed, a line each; the first 2000.
    rows: tuple[PrintedRow, ...] = ()  # Of tables that the program printed; at most 2000, the first ones.
    told: int = 0
    """How often a person told it something while it ran, its end included."""
    dropped: int = 0
    queues: tuple[QueueState, ...] = ()
    """Queues and pipes, in the order they were found; so the other slices."""
    locks: tuple[LockState, ...] = ()
    values: tuple[ValueState, ...] = ()
    blocks: tuple[BlockState, ...] = ()
    pools: tuple[PoolState, ...] = ()
    proxies: tuple[ProxyState, ...] = ()
    updates: tuple[SplitUpdate, ...] = ()
    """Updates in two steps, of each process and item the newest word; at most 256."""
    accesses: tuple[AccessesState, ...] = ()
    gantt: tuple[WorkerTasks, ...] = ()
    """The newest tasks of each worker that had any."""
    lines: tuple[PoolLine, ...] = ()
    """What waits before each pool, and what came back."""
    traffic: TrafficState = field(default_factory=TrafficState)
    """Who put into queues and who took; empty unless asked for."""
    exceptions: tuple[ErrorSeen, ...] = ()  # The first ones that ended something, in the order of time.
    delivered: tuple[ErrorDelivered, ...] = ()  # The first ones of tasks that it got where it asked for results.
    not_observed: tuple[tuple[str, str], ...] = ()
    lookers: frozenset[Who] = frozenset()  # Threads of the probe's own.
    natives: tuple[Who, ...] = ()
    """Threads in the newest sample that are not among the workers: those of libraries, and of a manager's process."""
    native_stalls: tuple[Stall, ...] = ()  # Of those, the ones that stand still.
    hot: HotLines = field(default_factory=HotLines)  # The lines that took the CPU; nothing unless they were asked for.
    ending: tuple[float, float | None] | None = None
    """Since when the main thread waited for all others, as at a program's end, until when; None for still."""
    stood: RunState | None = None
    """The run as it was when somebody in it was stuck last; of a run that is over only where that lasted to its end."""
    looked_s: float = 0.0
    """When that was last looked for, in seconds since the run began; of the run in `stood`, when it was last so."""
    signals: tuple[SignalSent, ...] = ()
    """The newest signals to processes that were not told of yet."""
    left: tuple[LeftState, ...] = ()  # What was still running when the program had ended.
    stopped_s: float | None = None
    """When a person asked for its end."""
    before_stop: RunState | None = None
    """The run as it was then; None where nobody did, or it went on."""

    @property
    def as_it_was(self) -> RunState:
        """The run before a person stopped it: what ends after that says nothing of the program."""
        return self.before_stop if self.before_stop is not None and self.phase == "over" else self


class CoreState(Struct, frozen=True):
    """One core of the machine."""

    index: int
    busy: float
    ours: float
    """The share used by the run."""
    busy_history: Rolling
    ours_history: Rolling
    runs: tuple[int, ...]
    """For each value of the histories, the run that was on, or -1."""


class Happening(Somebody, Struct, frozen=True):
    """A line of the event list."""

    at_s: float
    run: int
    pid: int
    tid: int
    text: str


class ComparisonState(Struct, frozen=True):
    """Everything known about a comparison: the variants of one scenario, run one after another."""

    at_s: float = 0.0
    header: ComparisonStarted | None = None
    runs: tuple[RunState, ...] = ()
    cores: tuple[CoreState, ...] = ()
    others: float | None = None
    """Cores' worth of CPU used by everything else, in the last interval in which it could be told."""
    observer: ObserverState = ObserverState()
    calibrated: tuple[tuple[str, str], ...] = ()
    happenings: tuple[Happening, ...] = ()
    """The newest last, at most 64."""
    is_over: bool = False

    def newest(self, variant: str = "") -> RunState | None:
        """Return the newest run, of this variant if one is named; None as long as there is none."""
        return next((run for run in reversed(self.runs) if variant in ("", run.variant)), None)

    @property
    def baseline(self) -> str | None:
        """The variant that the others are compared with."""
        planned = self.header.variants if self.header else ()
        return next((variant.name for variant in planned if variant.baseline), None)

    def planned(self, variant: str) -> VariantPlanned:
        """Return what the lesson says of a variant; of one that it does not know, its name alone."""
        unknown = VariantPlanned(variant, "foreground", "", False, None)
        return next((one for one in self.header.variants if one.name == variant), unknown) if self.header else unknown

    @property
    def is_own(self) -> bool:
        """Whether it is a person's own program, which no lesson is about."""
        return self.header is not None and self.header.scenario is None

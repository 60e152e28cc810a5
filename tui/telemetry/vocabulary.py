"""The vocabulary: everything a feed can say. Frozen, in the past tense, one union at the end, nothing else.
What is said about queues, locks and shared memory stands in `objects`, about items on their way in `moves`, about
tasks and exceptions in `tasks`, about ends in `ends`.

Every time `at_s` is in seconds since the comparison started, on one clock. `run` is the index of the run, from 0.
Texts have been through `telemetry.text.plain`. `None` means "not known here", never zero.
"""

from __future__ import annotations

from typing import Literal

from tui.telemetry.ends import EndTelemetry
from tui.telemetry.loops import LoopTelemetry
from tui.telemetry.moves import ItemsMoved
from tui.telemetry.objects import ObjectTelemetry
from tui.telemetry.shape import Fact, Float, Int
from tui.telemetry.tasks import TaskTelemetry
from tui.telemetry.updates import UpdateTelemetry
from tui.telemetry.usage import UsageTelemetry
from tui.telemetry.waits import WaitTelemetry
from tui.telemetry.who import Somebody

Role = Literal["main", "worker", "helper"]
"""main: the program's first process or thread; worker: does the work; helper: bookkeeping of Python's own libraries
(resource tracker, fork server, queue feeder …)."""

Kind = Literal["thread", "process", "interpreter"]
"""What a worker is."""

Reason = Literal[
    "running", "core", "gil", "lock", "queue", "sleep", "io", "loop", "join", "work", "stopped", "ended", "unknown"
]
"""What a thread does, or why it is not running:

running  on a core · core  runnable, but every core it may use is taken · gil  waits for the interpreter lock ·
lock  waits for a lock or condition · queue  waits for a pipe or queue · sleep  sleeps ·
io  waits for a disk or socket · loop  an event loop that has nothing to do · join  waits for a child process to end ·
work  an idle pool worker · stopped  halted by a signal · ended · unknown  waits, and this system does not tell for
what.
"""

Outcome = Literal["ended", "failed", "stopped", "time limit"]
"""How a run ended: exit code 0 · another exit code · by a person · by the lesson's time limit."""


class VariantPlanned(Fact, frozen=True):
    """One variant of the comparison, as the lesson describes it."""

    name: str
    hue: str
    says: str
    baseline: bool
    word: str | None
    title: str = ""
    """What a person calls it; empty for its name."""
    is_apart: bool = False
    """Whether it does other work than the others, so that no speed-up is told of it."""

    @property
    def called(self) -> str:
        return self.title or self.name

    @property
    def both(self) -> str:
        """What a person calls it, and the name that it has on the command line and in JSON: `no lock (raw)`."""
        return f"{self.title} ({self.name})" if self.title else self.name


class ThreadSample(Somebody, Fact, frozen=True):
    """One thread in one sampling interval."""

    pid: Int
    tid: Int
    ran_s: Float
    """CPU time used within the interval."""
    wanted_s: Float | None
    """Time it was runnable without a core; None where the system does not tell."""
    off_s: Float | None
    """Time it was neither running nor runnable."""
    reason: Reason
    """What it did at the moment of sampling."""
    core: Int | None
    """The core it ran on last."""


class ComparisonStarted(Fact, frozen=True, omit_defaults=False):
    """First of all telemetry: what will run, on what."""

    at_s: Float
    scenario: str | None
    title: str
    program: str
    """The program's path as a person would write it."""
    variants: tuple[VariantPlanned, ...]
    repeats: Int
    knobs: tuple[tuple[str, str], ...]
    python_version: str
    implementation: str
    gil: bool | None
    switch_interval_s: Float | None
    system: str
    cores: Int
    usable_cores: Float
    """Cores the run may use: affinity and container quota taken into account."""
    sees: tuple[str, ...]
    """What this system can tell: `cores`, `threads`, `placement`, `run_queue`, `reasons`."""
    interval_s: Float
    """Time between two samples."""
    recorded_at: Float
    """Seconds since the epoch."""
    boards: tuple[str, ...] = ()
    """The names of the boards that show it."""
    tables: tuple[tuple[str, str], ...] = ()
    """Of each table whose rows the program prints: its name, and what stands above it."""


class Calibrated(Fact, frozen=True):
    """The knob that makes the baseline last as long as the lesson says was measured."""

    at_s: Float
    knob: str
    value: str
    seconds_per_unit: Float


class RunStarted(Fact, frozen=True):
    """A run's program was started."""

    at_s: Float
    run: Int
    variant: str
    repeat: Int
    command: str
    expected_cpu_s: Float | None
    """CPU seconds the whole work is about to take, from the calibration; an estimate."""
    time_limit_s: Float | None
    microscope: bool = False
    """Whether the first shared value that it makes records its accesses, which slows them down."""


class RunEnded(Fact, frozen=True):
    """A run is over: everything it started is gone."""

    at_s: Float
    run: Int
    outcome: Outcome
    exit_code: Int | None
    """The program's exit code; negative is the number of the signal that killed it."""
    elapsed_s: Float
    """From the program's start to its end."""
    cpu_s: Float | None
    """CPU time of the program and the children it waited for, by the kernel's own accounting."""
    swept: Int
    """Processes that were still there and had to be ended."""
    message: str
    """One sentence when it did not end well, else empty."""


class ComparisonEnded(Fact, frozen=True):
    """Last of all telemetry."""

    at_s: Float


class ProcessStarted(Fact, frozen=True):
    """A process of the run was seen for the first time."""

    at_s: Float
    run: Int
    pid: Int
    parent_pid: Int | None
    role: Role
    name: str
    observed: bool
    """Whether the probe rides in it."""
    is_another: bool = False
    """Whether the process is another program from now on: it was observed, and no more."""


class ProcessNamed(Fact, frozen=True):
    """A process told its name, or a better one."""

    at_s: Float
    run: Int
    pid: Int
    name: str
    role: Role


class ProcessMade(Fact, frozen=True):
    """It was told how a process came to be, by its parent or by itself: never before the process is seen."""

    at_s: Float
    run: Int
    pid: Int
    method: str
    """`fork`, `spawn`, `forkserver`, `os.fork`, `subprocess`, or how a package calls its own."""
    asked_s: Float
    """When its parent was asked for it."""
    made_s: Float
    """When the system had made it."""
    asked_by: Int
    """The process that asked for it, or its own pid where it says so itself. A fork server is another one."""
    command: str
    """What it was to execute; empty where it goes on as a Python process."""


class ProcessBegan(Fact, frozen=True):
    """A process has all it needs and begins with what it is to do."""

    at_s: Float
    run: Int
    pid: Int
    target: str
    """As `square in pools.py`; empty where that is nothing of the program's."""
    cpu_s: Float | None = None
    """CPU time that it has used by then: what starting it took. None where that is not told."""
    again_from_s: Float | None = None
    """When it began to import the main module again, which a process does that is no copy of its parent; else None."""
    again_until_s: Float | None = None
    again_modules: Int = 0
    """Modules that it imported for that."""


class ProcessEnded(Fact, frozen=True):
    """A process of the run is gone."""

    at_s: Float
    run: Int
    pid: Int
    exit_code: Int | None


class ThreadStarted(Somebody, Fact, frozen=True):
    """A thread was seen for the first time."""

    at_s: Float
    run: Int
    pid: Int
    tid: Int
    kind: Kind
    role: Role
    name: str
    target: str = ""
    """What it is to do, as `square in pools.py`; empty where that is nothing of the program's."""


class ThreadEnded(Somebody, Fact, frozen=True):
    """A thread is gone."""

    at_s: Float
    run: Int
    pid: Int
    tid: Int


class ThreadsSampled(Fact, frozen=True):
    """All threads of the run, one sampling interval."""

    at_s: Float
    run: Int
    interval_s: Float
    samples: tuple[ThreadSample, ...]


class PaceChanged(Fact, frozen=True):
    """A process's switch interval was lengthened for slow motion, or given back."""

    at_s: Float
    run: Int
    pid: Int
    switch_interval_s: Float | None
    """None: the program has its own back."""


class BurstSpan(Fact, frozen=True):
    """A stretch of a burst in which a thread did one thing; it begins where the one before ends."""

    until_s: Float
    """Seconds since the burst's first look."""
    reason: Reason
    core: Int | None
    """The core it was on, or in whose queue it stood; None while it waits for something else."""


class BurstLane(Somebody, Fact, frozen=True):
    """One thread in a burst."""

    pid: Int
    tid: Int
    spans: tuple[BurstSpan, ...]


class BurstSampled(Fact, frozen=True):
    """A few threads were looked at about every millisecond for a moment, because a person asked for it."""

    at_s: Float
    """When it was read; it began `began_s`."""
    run: Int
    began_s: Float
    """The first look, in seconds since the comparison started."""
    lasted_s: Float
    looks: Int
    every_s: Float
    """The usual time between two looks, as measured."""
    longest_s: Float
    """The longest time between two looks."""
    cpu_s: Float
    """What the looking cost."""
    lanes: tuple[BurstLane, ...]


class CoresSampled(Fact, frozen=True):
    """Every core, one sampling interval."""

    at_s: Float
    busy: tuple[Float, ...]
    """Share of the interval each core was busy, 0 to 1."""
    run: Int | None
    """The run that was on, if any."""
    by_run: tuple[Float, ...]
    """Share of each core used by that run; empty where the system cannot place threads on cores."""
    others: Float | None
    """Cores' worth of CPU used by everything else on the machine, observer excluded."""


class ObserverSampled(Fact, frozen=True):
    """What watching costs."""

    at_s: Float
    cpu_share: Float
    """CPU seconds per second of this app and its reaper, as a share of one core."""


class OutputWritten(Fact, frozen=True):
    """The program wrote to stdout or stderr."""

    at_s: Float
    run: Int
    stream: Literal["stdout", "stderr"]
    text: str
    size_bytes: Int
    """Bytes the program wrote; `text` may hold only their end."""


class ResultPrinted(Fact, frozen=True):
    """The program printed a line that its lesson knows how to read."""

    at_s: Float
    run: Int
    numbers: tuple[tuple[str, Float], ...]
    """Readings by name, in their own units."""


class RowPrinted(Fact, frozen=True):
    """The program printed a row of a table that its lesson names."""

    at_s: Float
    run: Int
    table: str
    cells: tuple[tuple[str, str | Float], ...]
    """Column and what stands there."""


class Told(Fact, frozen=True):
    """A person told the running program something, over its standard input."""

    at_s: Float
    run: Int
    text: str


class EventsDropped(Fact, frozen=True):
    """Events were overwritten before they could be read; counts stay exact."""

    at_s: Float
    run: Int
    count: Int


class NotObserved(Fact, frozen=True):
    """Something could not be seen."""

    at_s: Float
    run: Int
    what: str
    why: str
    is_newer: bool = False
    """Whether it stands in place of what was said before for the same reason."""


Telemetry = (
    ComparisonStarted
    | Calibrated
    | RunStarted
    | RunEnded
    | ComparisonEnded
    | ProcessStarted
    | ProcessNamed
    | ProcessMade
    | ProcessBegan
    | ProcessEnded
    | ThreadStarted
    | ThreadEnded
    | ThreadsSampled
    | PaceChanged
    | BurstSampled
    | CoresSampled
    | ObserverSampled
    | OutputWritten
    | ResultPrinted
    | RowPrinted
    | Told
    | EventsDropped
    | NotObserved
    | ObjectTelemetry
    | ItemsMoved
    | TaskTelemetry
    | WaitTelemetry
    | LoopTelemetry
    | UsageTelemetry
    | UpdateTelemetry
    | EndTelemetry
)
"""Everything a feed can say."""

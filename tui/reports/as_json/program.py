"""The classes of a program that was watched, as `watch --json` prints it. Times are seconds since the run's start."""

from __future__ import annotations

from tui.model.found.finding import Bound
from tui.reports.as_json.comparison import ComparisonReport, NotObserved
from tui.reports.as_json.costs import PickledReport, StartReport, TopLineReport
from tui.reports.as_json.data import Micros, Report
from tui.reports.as_json.ended import ErrorReport, LeftReport
from tui.reports.as_json.memory import BlockReport, ProxyReport, ValueReport
from tui.reports.as_json.named import DeadlockReport, Named, StuckReport
from tui.telemetry.objects import Level, ObjectKind
from tui.telemetry.vocabulary import Role


class ProcessReport(Report):
    """A process of the run."""

    pid: int
    parent: int | None
    """Who asked for it; null for the main process."""
    name: str
    role: Role
    method: str | None
    """How it was started: `fork`, `spawn`, `forkserver`, `os.fork`, `subprocess`."""
    target: str | None
    """What it runs, as `square in pools.py`."""
    phases: StartReport | None
    """Null where nobody told of its start."""
    pickled: PickledReport | None
    """Null where there were no large messages."""
    exit_code: int | None
    cpu_s: float | None
    """CPU time of all its threads, those of native libraries too."""
    memory_max_bytes: int | None
    """The most that it was seen to have in memory; null where that is not told."""
    own_bytes: int | None
    """Memory that no other process had, soon after multiprocessing began with what it is to do; null if not told."""
    shared_bytes: int | None
    """The same of memory that others had too."""
    observed: bool
    """Whether the probe is in it."""


class ExitsReport(Report):
    """How many processes ended with an exit code other than 0."""

    exit_code: int
    count: int


class NotListedReport(Report):
    """Processes and threads that ended earlier and are not listed one by one, in sum."""

    processes: int
    threads: int
    """The first thread of each process too."""
    cpu_s: float
    """CPU time of these threads."""
    tasks: int
    """Tasks that they had ended."""
    failed: int
    exit_codes: tuple[ExitsReport, ...] = ()


class QueueReport(Named):
    """A queue, or one end of a pipe; its counts are exact."""

    kind: ObjectKind
    maxsize: int | None
    """Null without a bound."""
    puts: int = 0
    gets: int = 0
    lost: int = 0
    """Items that could not be pickled or sent."""
    unfinished: int | None
    """Items put of which nobody has said that they are done; null where `task_done` is not called."""
    depth: int
    """Still inside at the end."""
    depth_max: int
    """The largest seen, ten times a second."""
    bytes_put: int | None = None
    bytes_got: int | None = None
    full_waits: int = 0
    """How often somebody waited for room."""
    full_s: float = 0.0
    empty_waits: int = 0
    """How often somebody waited for an item."""
    empty_s: float = 0.0


class LockReport(Named):
    """A lock, semaphore, condition, event or barrier."""

    level: Level
    """How closely it was watched."""
    limit: int | None
    """Permits of a semaphore at first, parties of a barrier."""
    waits: int
    """Acquisitions that had to wait."""
    wait_s: float
    signal_waits: int
    """Waits to be told, by a condition, an event or a barrier."""
    signal_s: float
    told: int
    """How often a condition was notified, an event set, a barrier passed."""
    is_on: bool | None
    """Whether an event is set, or a barrier broken."""
    permits: int | None
    """Permits left of a semaphore."""
    acquired: int | None
    """From `--locks counts` on."""
    held_s: float | None
    """With `--locks hold`."""


class TaskReport(Report):
    """One task that a worker was handed."""

    pool: str | None
    """Null where that is not known."""
    job: int
    """The call of a `multiprocessing` pool that it is part of."""
    task: int
    """Its index there, from 0."""
    what: str | None
    """The function."""
    calls: int
    """How many calls it is made of: a task of a `map` is a chunk of them."""
    submitted_s: Micros | None
    """When it was handed in."""
    began_s: Micros
    ended_s: Micros | None
    """Null while it goes on."""
    delivered_s: Micros | None
    """When its result came back."""
    delivered_as: int | None
    """Which one of the pool's results it was, counted from 1."""
    failed: bool
    lost: bool
    """Whether its worker died in it."""


class TasksReport(Report):
    """What one worker had to do."""

    worker: str
    pid: int
    tid: int
    ended: int
    failed: int
    """Among the ended."""
    calls: int
    """In the ended ones."""
    mean_s: Micros | None
    """From begin to end, the mean of those that ended."""
    in_tasks_s: Micros | None
    """The time in those that ended, also those that were not told one by one; so the next three, null if not told."""
    ran_s: Micros | None
    """The CPU time in them, about."""
    unpickled_s: Micros | None
    """The time to unpickle them, about; 0 where nothing is pickled."""
    pickled_s: Micros | None
    """The time to pickle their results, about."""
    newest: tuple[TaskReport, ...]
    """At most 64, the newest last."""


class PoolReport(Named):
    """A pool or executor; its counts are of tasks."""

    workers: int | None
    """The most that it may have."""
    submitted: int = 0
    waiting: int
    running: int
    ended: int = 0
    failed: int = 0
    """Among the ended."""
    cancelled: int = 0
    """Those that never began."""
    lost: int
    """Those whose worker died in them."""
    cut_off: int = 0
    """Those that workers were still in when the program ended the pool, or itself."""
    delivered: int = 0
    calls: int = 0
    """In the ended ones."""
    taken_ahead: int = 0
    """By how many tasks the reading of an input, such as a generator's for `imap`, was ahead of the results at most."""
    input_read: int = 0
    """The tasks of such an input, once it was read to its end."""
    results_out: int = 0
    """The results that the program had got by then."""
    result_waits: int = 0
    """How often somebody waited for results."""
    result_wait_s: float = 0.0
    broken: str | None
    """How it lost a worker, when it can do nothing any more."""


class ProgramReport(ComparisonReport):
    """What `watch --json` prints: a comparison of one variant, and a list of each thing that the program uses."""

    bound: Bound | None
    """What held it up most; null before its first run."""
    try_: str
    """One thing to try; empty when there is none."""
    deadlock: tuple[DeadlockReport, ...] = ()
    """Workers that waited for each other for good, often none."""
    stuck: tuple[StuckReport, ...] = ()
    """All who could never go on, for two seconds or more, when it was looked at last; often none."""
    processes: tuple[ProcessReport, ...] = ()
    """Of hundreds that ended the newest, and those that something is said about."""
    not_listed: NotListedReport | None = None
    """What the others came to; null where all are listed."""
    queues: tuple[QueueReport, ...] = ()
    locks: tuple[LockReport, ...] = ()
    """Everything that workers wait at for each other."""
    tasks: tuple[TasksReport, ...] = ()
    """Of the workers that had any."""
    pools: tuple[PoolReport, ...] = ()
    memory: tuple[BlockReport | ValueReport | ProxyReport, ...] = ()
    errors: tuple[ErrorReport, ...] = ()
    left: tuple[LeftReport, ...] = ()
    top_lines: tuple[TopLineReport, ...] = ()
    """The lines that took most of the CPU, with `--lines`; at most ten."""
    not_observed: tuple[NotObserved, ...] = ()

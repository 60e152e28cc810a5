"""Telemetry of a person's own program, written by hand."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import Struct
from msgspec.structs import replace

from tests.support.builders import comparison
from tui.board_names import OF_ANY_RUN
from tui.telemetry.objects import (
    BlockSeen,
    BlocksSeen,
    BlockUse,
    Level,
    LockCount,
    LocksCounted,
    ObjectFound,
    ObjectKind,
    QueueCount,
    QueuesCounted,
    ValueRead,
    ValuesRead,
    Why,
)
from tui.telemetry.tasks import TaskCount, TaskEnded, TasksCounted, TaskStarted
from tui.telemetry.vocabulary import (
    ComparisonEnded,
    ComparisonStarted,
    CoresSampled,
    Kind,
    Outcome,
    OutputWritten,
    ProcessEnded,
    ProcessStarted,
    Reason,
    Role,
    RunEnded,
    RunStarted,
    Telemetry,
    ThreadEnded,
    ThreadSample,
    ThreadsSampled,
    ThreadStarted,
    VariantPlanned,
)
from tui.telemetry.waits import Stall, StallCall, StallsSeen, Wait, WaitsSeen
from tui.telemetry.who import Who

MAIN = Who(100, 100)
STILL_S = 1.0
"""After which the system tells of a thread that it stands still."""


class Does(Struct):
    """What a thread does all the time, as shares of it: running, wanting a core, the rest waiting for a reason."""

    running: float = 0.0
    wanting: float = 0.0
    waits: Reason = "unknown"
    on: int | None = None
    """The key of the queue or lock that it waits for."""
    why: Why = "lock"
    since_s: float | None = None
    """Since when it waits for it; None: it begins anew all the time."""
    thread: int | None = None
    """The thread for whose end it waits."""
    process: int | None = None
    """The process for whose end it waits."""
    holder: Who | None = None
    """Who holds the lock in its eyes."""
    is_copy: bool = False
    is_end: bool = False
    """Whether it is the program's end that waits."""
    stall: Stall | None = None
    """What the system says of it, once it has stood still for a second; its pid and tid are those of the thread."""


def still(
    on: int | None, why: Why = "lock", call: StallCall = "futex", since_s: float = 0.1, *,
    pipe: int | None = None, peers: tuple[int, ...] | None = None, child: int | None = None, is_timed: bool = False,
    is_shared: bool = False, is_outside: bool = False, **more: object,
) -> Does:  # fmt: skip
    """Return what somebody does who waits for good; `on`: the key of what it waits for, None for nothing told."""
    stall = Stall(0, 0, since_s, call, is_timed, is_shared, child, pipe, peers, is_outside)
    reason = {"lock": "lock", "signal": "lock", "join": "join", "result": "join"}.get(why, "queue")
    return Does(waits=reason, on=on, why=why, since_s=since_s, stall=stall, **more)  # type: ignore[arg-type]


def header(*, usable_cores: float = 4.0, gil: bool | None = True) -> ComparisonStarted:
    """Return what is said first of a program that is watched."""
    return replace(
        comparison(gil=gil, usable_cores=usable_cores), scenario=None, title="shop.py", program="my/shop.py",
        variants=(VariantPlanned("program", "process", "as it is", False, None),), knobs=(), boards=tuple(OF_ANY_RUN),
    )  # fmt: skip


@dataclass(slots=True)
class Own:
    """Writes one run: make what it uses, let time pass, end it."""

    usable_cores: float = 4.0
    at_s: float = 0.0
    told: list[Telemetry] = field(default_factory=list)
    does: dict[Who, Does] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.told = [
            header(usable_cores=self.usable_cores),
            RunStarted(0.0, 0, "program", 0, "python my/shop.py", None, None),
            ProcessStarted(0.0, 0, 100, 1, "main", "main", True),
            ThreadStarted(0.0, 0, 100, 100, "thread", "main", "MainThread"),
        ]
        self.does[MAIN] = Does(waits="join")

    def thread(
        self, name: str, does: Does, *, pid: int = 100, kind: Kind = "thread", role: Role = "worker"
    ) -> Who:
        """Start a thread; its id is 101, 102 and so on in every process."""
        key = Who(pid, pid + 1 + sum(known[0] == pid for known in self.does))
        self.told.append(ThreadStarted(self.at_s, 0, pid, key[1], kind, role, name))
        self.does[key] = does
        return key

    def process(self, name: str, does: Does, *, parent: int = 100, role: Role = "worker") -> Who:
        """Start a process with one thread."""
        pid = 1000 + 100 * len({known[0] for known in self.does})
        self.told += [
            ProcessStarted(self.at_s, 0, pid, parent, role, name, True),
            ThreadStarted(self.at_s, 0, pid, pid, "process", role, "MainThread"),
        ]
        self.does[Who(pid, pid)] = does
        return Who(pid, pid)

    def made(
        self, key: int, kind: ObjectKind, name: str, *, maxsize: int | None = None, type_: str = "",
        limit: int | None = None,
    ) -> int:  # fmt: skip
        """Make an object."""
        self.told.append(
            ObjectFound(
                self.at_s, 0, key, kind, type_ or f"threading.{kind}", name, "shop.py:3", 100, maxsize,
                "first" if kind == "queue" else None, None, None, 4096 if kind == "block" else 4, None, limit,
            )
        )  # fmt: skip
        return key

    def counted(
        self, key: int, puts: int, gets: int, *, full_s: float = 0.0, empty_s: float = 0.0, put_by: tuple[int, ...] = ()
    ) -> None:
        count = QueueCount(
            key, puts, gets, None, 0, None, None, round(full_s * 10), full_s, round(empty_s * 10), empty_s, None,
            put_by=put_by,
        )  # fmt: skip
        self.told.append(QueuesCounted(self.at_s, 0, (count,)))

    def locked(self, key: int, waits: int, wait_s: float, *, level: Level = "lean", holder: int | None = None) -> None:
        pid = None if holder is None else 100
        count = LockCount(key, level, waits, wait_s, None, None, pid, holder, None)
        self.told.append(LocksCounted(self.at_s, 0, (count,)))

    def held(self, key: int, by: Who | None) -> None:
        """Somebody was seen to hold a lock, or nobody."""
        pid, tid = by[:2] if by else (None, None)
        count = LockCount(key, "lean", 1, 0.1, None, None, pid, tid, None)
        self.told.append(LocksCounted(self.at_s, 0, (count,)))

    def rung(self, key: int, times: int) -> None:
        """An event was set so often."""
        count = LockCount(key, "lean", 0, 0.0, None, None, None, None, None, told=times, is_on=True)
        self.told.append(LocksCounted(self.at_s, 0, (count,)))

    def shared(self, key: int, *, unlinked: bool = False) -> None:
        use = BlockUse(100, 1, 0, 0, int(unlinked), None)
        self.told.append(BlocksSeen(self.at_s, 0, (BlockSeen(key, True, (use,), "/dev/shm/x", 0, 0, "00ff" * 40),)))

    def valued(self, key: int, *items: float) -> None:
        self.told.append(ValuesRead(self.at_s, 0, (ValueRead(key, items),)))

    def task(self, key: Who, number: int, began_s: float, took_s: float, *, failed: bool = False) -> None:
        self.told += [
            TaskStarted(began_s, 0, *key[:2], number), TaskEnded(began_s + took_s, 0, *key[:2], number, took_s, failed),
        ]  # fmt: skip

    def tasks(self, key: Who, *, ended: int, submitted: int = 0, failed: int = 0) -> None:
        count = TaskCount(*key[:2], submitted, ended, ended, failed, False, 0.0)
        self.told.append(TasksCounted(self.at_s, 0, (count,)))

    def writes(self, text: str) -> None:
        self.told.append(OutputWritten(self.at_s, 0, "stdout", text, len(text)))

    def leaves(self, key: Who, exit_code: int = 0) -> None:
        """End a worker."""
        if key[0] == key[1]:
            self.told.append(ProcessEnded(self.at_s, 0, key[0], exit_code))
        else:
            self.told.append(ThreadEnded(self.at_s, 0, *key[:2]))
        del self.does[key]

    def passes(self, seconds: float, others: float = 0.0) -> None:
        """Let everybody do what they do for this long, sampled ten times a second."""
        for _ in range(round(seconds * 10)):
            self.at_s = round(self.at_s + 0.1, 6)
            waits = tuple(
                Wait(
                    key.pid, key.tid, does.on, does.why, self.at_s if does.since_s is None else does.since_s,
                    does.thread, does.process, does.holder and does.holder.pid, does.holder and does.holder.tid,
                    does.is_copy, does.is_end,
                )
                for key, does in self.does.items()
                if does.on is not None
            )  # fmt: skip
            stalls = tuple(
                replace(does.stall, pid=key.pid, tid=key.tid)
                for key, does in self.does.items()
                if does.stall is not None and self.at_s - does.stall.since_s >= STILL_S
            )
            samples = tuple(
                ThreadSample(
                    *key[:2], does.running / 10, does.wanting / 10, (1 - does.running - does.wanting) / 10,
                    does.waits if does.running < 0.5 else "running", 0,
                )
                for key, does in self.does.items()
            )  # fmt: skip
            self.told += [WaitsSeen(self.at_s, 0, waits), StallsSeen(self.at_s, 0, stalls)]
            self.told.append(ThreadsSampled(self.at_s, 0, 0.1, samples))
            self.told.append(CoresSampled(self.at_s, (0.5,) * 4, 0, (0.4,) * 4, others))

    def ends(self, exit_code: int = 0, message: str = "") -> list[Telemetry]:
        """Return all that was told, with its end."""
        for key in list(self.does):
            if key != MAIN:
                self.leaves(key)
        cpu_s = sum(s.ran_s for item in self.told if isinstance(item, ThreadsSampled) for s in item.samples)
        outcome: Outcome = "failed" if exit_code else "ended"
        return [
            *self.told,
            RunEnded(self.at_s, 0, outcome, exit_code, self.at_s, cpu_s, 0, message),
            ComparisonEnded(self.at_s),
        ]

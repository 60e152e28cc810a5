"""Random programs of waits that are played here, one operation at a time: who can ever go on is seen by playing on.

An operation is a tuple: `run`; `lock`/`unlock`, `take`/`give` (a semaphore), `put`/`get` (a queue), `set`/`wait`
(an event) and the key of what it is about; `join` and a thread; `join_process` and a pid; `shutdown`, in which a main
thread waits for all others of its process that are no daemons. A thread that fails ends where it stands.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec.structs import force_setattr

from tui.model.state.shared import LockState, QueueState, WaitState
from tui.model.state.state import ProcessState, RunState, WorkerState
from tui.telemetry.objects import LockCount, ObjectFound, ObjectKind, Why
from tui.telemetry.waits import Stall
from tui.telemetry.who import Who

Op = tuple[str, object]
LOCKS, SEMAPHORES, QUEUES, EVENTS = range(10, 14), range(20, 22), range(30, 33), range(40, 42)
NOW_S, STILL_S = 10.0, 1.0
_WHY: dict[str, Why] = {"lock": "lock", "take": "lock", "put": "full", "get": "empty", "wait": "signal"}


@dataclass
class Thread:
    who: Who
    ops: list[Op]
    is_daemon: bool = False
    at: int = 0
    """The operation that it is about to do."""
    is_over: bool = False


@dataclass
class Program:
    """One program while it is played."""

    threads: dict[Who, Thread]
    is_shared: bool
    """Whether its objects are those of several processes."""
    owners: dict[int, Who] = field(default_factory=dict)
    permits: dict[int, int] = field(default_factory=dict)
    items: dict[int, int] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)
    is_set: set[int] = field(default_factory=set)

    def copy(self) -> Program:
        threads = {who: Thread(who, t.ops, t.is_daemon, t.at, t.is_over) for who, t in self.threads.items()}
        return Program(threads, self.is_shared, dict(self.owners), dict(self.permits), dict(self.items), self.sizes,
                       set(self.is_set))  # fmt: skip

    def key(self, who: Who, key: int) -> int:
        """Return which object is meant: each process has its own, but for shared ones."""
        return key if self.is_shared else key + 100 * who.pid

    def may(self, thread: Thread) -> bool:
        """Whether a thread can do its next operation now."""
        if thread.is_over:
            return False
        what, of = thread.ops[thread.at]
        key = self.key(thread.who, of) if isinstance(of, int) and of < 100 else 0
        rules: dict[str, Callable[[], bool]] = {
            "lock": lambda: key not in self.owners,
            "take": lambda: self.permits.get(key, 1) > 0,
            "put": lambda: self.items.get(key, 0) < self.sizes.get(of, 99),  # type: ignore[call-overload]
            "get": lambda: self.items.get(key, 0) > 0,
            "wait": lambda: key in self.is_set,
            "join": lambda: self.threads[of].is_over,  # type: ignore[index]
            "join_process": lambda: self._has_ended(of),  # type: ignore[arg-type]
            "shutdown": lambda: all(t.is_over or t.is_daemon for t in self._others(thread)),
        }
        return what not in rules or rules[what]()

    def _others(self, thread: Thread) -> list[Thread]:
        return [t for t in self.threads.values() if t.who.pid == thread.who.pid and t is not thread]

    def _has_ended(self, pid: int) -> bool:
        return all(t.is_over for t in self.threads.values() if t.who.pid == pid)

    def step(self, thread: Thread) -> None:
        """Do the next operation of a thread that may."""
        what, of = thread.ops[thread.at]
        key = self.key(thread.who, of) if isinstance(of, int) and of < 100 else 0
        if what == "lock":
            self.owners[key] = thread.who
        elif what == "unlock":
            del self.owners[key]
        elif what in ("take", "give"):
            self.permits[key] = self.permits.get(key, 1) + (1 if what == "give" else -1)
        elif what in ("put", "get"):
            self.items[key] = self.items.get(key, 0) + (1 if what == "put" else -1)
        elif what == "set":
            self.is_set.add(key)
        thread.at += 1
        thread.is_over = what == "fail" or thread.at == len(thread.ops)
        if thread.is_over and thread.who.pid == thread.who.tid:
            for other in self._others(thread):
                other.is_over = True  # Daemons: all others had ended before.

    def play(self, chance: random.Random, steps: int) -> bool:
        """Let somebody go on so often; return whether anybody still could."""
        for _ in range(steps):
            able = [thread for thread in self.threads.values() if self.may(thread)]
            if not able:
                return False
            self.step(chance.choice(able))
        return True

    def state(self, chance: random.Random, unknown: float) -> RunState:
        """Return what is known of it now; of some waits only the system tells, of some it tells nothing."""
        workers = [self._worker(thread, chance, unknown) for thread in self.threads.values()]
        pids = sorted({who.pid for who in self.threads})
        processes = tuple(
            ProcessState(pid, None if pid == pids[0] else pids[0], "main" if pid == pids[0] else "worker", f"p{pid}",
                         True, 0.0, 0.0 if self._has_ended(pid) else None) for pid in pids
        )  # fmt: skip
        keys = {self.key(who, key) for who in self.threads for key in (*LOCKS, *SEMAPHORES, *EVENTS)}
        return RunState(
            0, "program", 0, "", 0.0, "running", elapsed_s=NOW_S, workers=tuple(workers), processes=processes,
            locks=tuple(self._lock(key) for key in sorted(keys)),
            queues=tuple(QueueState(_found(key, "queue", "Queue")) for key in QUEUES),
        )  # fmt: skip

    def _lock(self, key: int) -> LockState:
        kind = "Lock" if key % 100 in LOCKS else "Semaphore" if key % 100 in SEMAPHORES else "Event"
        module, owner = "multiprocessing" if self.is_shared else "threading", self.owners.get(key)
        pid, tid = (owner.pid, owner.tid) if owner else (None, None)
        count = LockCount(key, "lean", 1, 1.0, None, None, pid, tid, 0.0)
        return LockState(_found(key, "lock", f"{module}.{kind}"), count)

    def _worker(self, thread: Thread, chance: random.Random, unknown: float) -> WorkerState:
        who, is_main = thread.who, thread.who.pid == thread.who.tid
        worker = WorkerState(*who[:2], "process" if is_main else "thread", "main" if who == Who(1, 1) else "worker",
                             f"t{who.tid}", 0.0, 0.0 if thread.is_over else None)  # fmt: skip
        if thread.is_over or self.may(thread) or chance.random() < unknown:
            return worker
        what, of = thread.ops[thread.at]
        force_setattr(worker, "stall", self._stall(thread, what, of))
        if chance.random() >= unknown:
            force_setattr(worker, "waits_on", self._wait(thread, what, of))
        return worker

    def _stall(self, thread: Thread, what: str, of: object) -> Stall:
        is_child = what == "join_process"
        is_shared = self.is_shared and what not in ("join", "shutdown")
        call, child = ("child", of) if is_child else ("futex", None)
        return Stall(*thread.who[:2], STILL_S, call, False, is_shared, child)  # type: ignore[arg-type]

    def _wait(self, thread: Thread, what: str, of: object) -> WaitState:
        if what in _WHY:
            assert isinstance(of, int)
            return WaitState(self.key(thread.who, of), "x", _WHY[what], STILL_S)
        ends = of.tid if isinstance(of, Who) else None
        return WaitState(0, "", "join", STILL_S, ends, of if what == "join_process" else None)  # type: ignore[arg-type]


def _found(key: int, kind: ObjectKind, type_: str) -> ObjectFound:
    return ObjectFound(0.0, 0, key, kind, type_, f"x{key}", "a.py:1", 1)


def program(chance: random.Random) -> Program:
    """Return a random program: threads in one to three processes, each with a few operations."""
    pids = range(1, chance.choice((2, 2, 3, 4)))
    every = [Who(pid, pid if not n else pid * 10 + n) for pid in pids for n in range(chance.randint(1, 3))]
    is_shared = chance.random() < 0.5
    threads = {}
    for who in every:
        is_main = who.pid == who.tid
        ops = [op for _ in range(chance.randint(1, 4)) for op in _block(chance, who, every, pids)]
        if chance.random() < 0.15:
            ops = [*ops[: chance.randint(0, len(ops))], ("fail", 0)]
        threads[who] = Thread(who, [("run", 0), *ops, *([("shutdown", 0)] if is_main else [])],
                              is_daemon=not is_main and chance.random() < 0.3)  # fmt: skip
    return Program(threads, is_shared, sizes={key: chance.randint(1, 2) for key in QUEUES})


def _block(chance: random.Random, who: Who, every: list[Who], pids: range) -> list[Op]:
    kind = chance.choice(("run", "lock", "lock", "locks", "permit", "put", "get", "set", "wait", "join", "process"))
    if kind in ("lock", "locks"):
        first, second = chance.sample(LOCKS, 2)
        inner: list[Op] = [("lock", second), ("run", 0), ("unlock", second)] if kind == "locks" else [("run", 0)]
        if chance.random() < 0.2:
            inner += [(chance.choice(("put", "get")), chance.choice(QUEUES))]
        return [("lock", first), *inner, ("unlock", first)]
    if kind == "permit":
        key = chance.choice(SEMAPHORES)
        return [("take", key), ("run", 0), ("give", key)]
    if kind in ("put", "get", "set", "wait"):
        return [(kind, chance.choice(QUEUES if kind in ("put", "get") else EVENTS))]
    own = [other for other in every if other.pid == who.pid and other != who and other.tid != who.pid]
    if kind == "join" and own:
        return [("join", chance.choice(own))]
    if kind == "process" and who.pid == 1 and len(pids) > 1:
        return [("join_process", chance.choice(pids[1:]))]
    return [("run", 0)]

"""Invented runs of a person's own program: threads and processes that run, wait for locks, end sooner or later."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.consistency.rule import tape
from tests.support.own_program import MAIN, Does, Own
from tui.telemetry.vocabulary import Telemetry


@tape("own program")
def own_program(seed: int) -> Sequence[Telemetry]:
    chance = random.Random(seed)
    own = Own(usable_cores=float(chance.choice((1, 2, 4))))
    locks = [own.made(number, "lock", f"lock_{number}") for number in range(1, chance.randint(2, 4))]
    workers = [own.thread(f"clerk-{number}", Does(running=1.0)) for number in range(chance.choice((2, 4, 14)))]
    workers += [own.process(f"cook-{number}", Does(running=1.0)) for number in range(chance.choice((0, 2, 8)))]
    tasks = dict.fromkeys(workers, 0)
    waits = dict.fromkeys(locks, 0)
    for _ in range(chance.randint(6, 20)):
        for worker in workers:
            if worker in own.does:
                own.does[worker] = _does(chance, locks, own.at_s)
        for lock in locks:
            waits[lock] += chance.randint(0, 9)
            own.locked(lock, waits[lock], waits[lock] * 0.02)
        began_s = own.at_s
        own.passes(chance.choice((0.3, 0.7)), others=chance.choice((0.0, 3.0)))
        for worker in workers[2:]:
            if worker in own.does and chance.random() < 0.5:
                tasks[worker] += 1
                own.task(worker, tasks[worker], began_s, own.at_s - began_s, failed=chance.random() < 0.1)
                own.tasks(worker, ended=tasks[worker], submitted=tasks[worker])
        if chance.random() < 0.2 and len(own.does) > 2:
            own.leaves(chance.choice([worker for worker in own.does if worker != MAIN]))
    return own.ends()


def _does(chance: random.Random, locks: Sequence[int], at_s: float) -> Does:
    if chance.random() < 0.4:
        return Does(running=0.1, waits="lock", on=chance.choice(locks), why="lock", since_s=at_s)
    return Does(running=chance.random(), wanting=0.1, waits=chance.choice(("sleep", "lock", "io", "queue", "gil")))

"""Semaphores, conditions, events and barriers among threads and among processes, each used a known number of times."""

# mypy: ignore-errors

import multiprocessing
import sys
import threading

ROUNDS = 20


def work(first, its):
    gate, few, ready, bell, meet, turns = its
    for _ in range(ROUNDS):
        meet.wait(30)
        with gate, few:
            pass
        with ready:
            if first:
                while not turns.acquire(False):
                    ready.wait(30)
            else:
                turns.release()
                ready.notify()
    bell.wait(30)


def use(its, worker):
    turns = its.Semaphore(0)
    gate = its.Semaphore(3)
    few = its.BoundedSemaphore(value=1)
    lock = its.Lock()
    ready = its.Condition(lock)
    alone = its.Condition()
    bell = its.Event()
    meet = its.Barrier(2)
    workers = [worker(target=work, args=(first, (gate, few, ready, bell, meet, turns))) for first in (True, False)]
    for one in workers:
        one.start()
    with alone:
        print(alone.wait(0.01))
        alone.notify_all()
    bell.set()
    bell.clear()
    bell.set()
    for one in workers:
        one.join()
    print(bell.is_set(), meet.n_waiting, gate.acquire(False))


def main():
    context = multiprocessing.get_context(sys.argv[1])
    use(threading, threading.Thread)
    use(context, context.Process)


if __name__ == "__main__":
    main()

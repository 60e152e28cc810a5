"""Workers that wait for each other for ever: threads and processes, two at a time and one alone, until a line comes."""

# mypy: ignore-errors

import multiprocessing
import os
import sys
import threading


def crosses(mine, other, both):
    with mine:
        both.wait(30)
        with other:
            pass


def twice():
    single = threading.Lock()
    single.acquire()
    single.acquire(timeout=100)


def joins(lock, other, both):
    with lock:
        both.wait(30)
        other.join()


def wants(lock, both):
    both.wait(30)
    with lock:
        pass


def main():
    context = multiprocessing.get_context(sys.argv[1])
    left = threading.Lock()
    right = threading.RLock()
    table = context.Lock()
    chair = context.RLock()
    ready = threading.Condition()
    again = threading.Lock()
    kept = threading.Lock()
    bell = context.Condition()
    alone = context.Lock()
    both = [threading.Barrier(2) for _ in range(3)]
    wanting = threading.Thread(target=wants, args=(kept, both[2]), name="wants")
    meet, hears = context.Barrier(2), context.Barrier(2)
    workers = [
        threading.Thread(target=crosses, args=(left, right, both[0]), name="left"),
        threading.Thread(target=crosses, args=(right, left, both[0]), name="right"),
        threading.Thread(target=crosses, args=(ready, again, both[1]), name="ready"),
        threading.Thread(target=crosses, args=(again, ready, both[1]), name="again"),
        threading.Thread(target=joins, args=(kept, wanting, both[2]), name="joins"),
        context.Process(target=crosses, args=(table, chair, meet), name="table"),
        context.Process(target=crosses, args=(chair, table, meet), name="chair"),
        context.Process(target=crosses, args=(bell, alone, hears), name="bell"),
        context.Process(target=crosses, args=(alone, bell, hears), name="alone"),
        context.Process(target=twice, name="twice"),
        wanting,
    ]
    for worker in workers[::-1]:
        worker.daemon = True
        worker.start()
    sys.stdin.readline()
    for worker in workers:
        if hasattr(worker, "kill"):
            worker.kill()
            worker.join()
    os._exit(0)


if __name__ == "__main__":
    main()

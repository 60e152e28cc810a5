"""Many of a kind, that do a little: `many.py processes 8`, `many.py threads 128`, `many.py queues 200`.

processes: each adds for some 0.1 ms every 0.25 s; with `busy` 20 000 additions, then 20 ms of sleep.
threads: each adds a little every 50 ms. queues: each is put to and got from 20 times a second, by four threads.
come-and-go: as many processes as said, each lives for two seconds and is replaced.
"""

# mypy: ignore-errors

import multiprocessing
import queue
import sys
import threading
import time


def works(additions, sleep_s):
    while True:
        sum(range(additions))
        time.sleep(sleep_s)


def processes(count):
    start(multiprocessing.get_context("fork").Process, count, works, (4_000, 0.25))


def busy(count):
    start(multiprocessing.get_context("fork").Process, count, works, (20_000, 0.02))


def threads(count):
    start(threading.Thread, count, works, (1_000, 0.05))


def passes(queues):
    while True:
        for its in queues:
            its.put(1)
            its.get()
        time.sleep(0.05)


def queues(count):
    every = [queue.Queue() for _ in range(count)]
    start(threading.Thread, 4, passes, None, [(every[place::4],) for place in range(4)])


def lives(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sum(range(4_000))
        time.sleep(0.25)


def come_and_go(count):
    context = multiprocessing.get_context("fork")
    living = [context.Process(target=lives, args=(2 * place / count,)) for place in range(count)]
    for its in living:
        its.start()
    while True:
        for place, its in enumerate(living):
            if not its.is_alive():
                its.join()
                living[place] = context.Process(target=lives, args=(2.0,))
                living[place].start()
        time.sleep(0.02)


def start(kind, count, target, arguments, each=None):
    workers = [kind(target=target, args=each[number] if each else arguments) for number in range(count)]
    for its in workers:
        its.daemon = True
        its.start()
    for its in workers:
        its.join()


if __name__ == "__main__":
    globals()[sys.argv[1].replace("-", "_")](int(sys.argv[2]))

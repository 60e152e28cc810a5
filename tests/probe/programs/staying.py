"""Workers that stay in a line: the second comment of each line says who. It ends at a line."""

# mypy: ignore-errors

import multiprocessing
import queue
import sys
import threading
import time


def asleep():
    time.sleep(1000)  # asleep


def listens(pipe):
    pipe.recv()  # listens


def takes(work):
    work.get()  # takes


def sends(pipe):
    pipe.send(bytes(1 << 22))  # sends


def holds_on(lock):
    with lock:  # holds on
        pass


def awaits(barrier):
    barrier.wait()  # awaits


def computes():
    while True:
        sum(range(1000))


def main():
    context = multiprocessing.get_context(sys.argv[1])
    _near, far = context.Pipe()
    kept = context.Pipe()
    lock, far_lock = threading.Lock(), context.Lock()
    lock.acquire()
    far_lock.acquire()
    each = [
        ("takes", takes, queue.Queue()),
        ("holds on", holds_on, lock),
        ("awaits", awaits, threading.Barrier(2)),
    ]
    threads = [threading.Thread(target=work, args=its, name=name, daemon=True) for name, work, *its in each]
    each_far = [
        ("far takes", takes, context.Queue()),
        ("far holds on", holds_on, far_lock),
        ("far awaits", awaits, context.Barrier(2)),
        ("far listens", listens, far),
        ("far sends", sends, kept[0]),
        ("far asleep", asleep),
        ("far computes", computes),
    ]
    far_ones = [context.Process(target=work, args=its, name=name, daemon=True) for name, work, *its in each_far]
    for worker in far_ones + threads:
        worker.start()
    print("all", flush=True)
    sys.stdin.readline()
    for worker in far_ones:
        worker.kill()
        worker.join()


if __name__ == "__main__":
    main()

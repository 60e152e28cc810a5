"""Threads that wait for results in every way until a line comes in."""

# mypy: ignore-errors

import multiprocessing
import multiprocessing.pool
import sys
import threading
from concurrent import futures

context = multiprocessing.get_context("fork")
gate = context.Event()


def through(x):
    gate.wait()
    return x


def main():
    pool = context.Pool(1)
    closed = context.Pool(1)
    processes = futures.ProcessPoolExecutor(1, mp_context=context)
    of_processes = processes.submit(through, 1)
    later = closed.apply_async(through, (1,))
    closed.close()
    many = pool.map_async(through, [1])
    iterator = pool.imap(through, [1])
    threads = futures.ThreadPoolExecutor(1)
    future = threads.submit(through, 1)
    ways = {
        "result": future.result,
        "exception": future.exception,
        "wait": lambda: futures.wait([future]),
        "as_completed": lambda: list(futures.as_completed([future])),
        "map": lambda: list(threads.map(through, [1])),
        "processes": of_processes.result,
        "get": many.get,
        "ready": many.wait,
        "next": iterator.next,
        "join": closed.join,
    }
    waiting = [threading.Thread(target=way, name=name) for name, way in ways.items()]
    for thread in waiting:
        thread.start()
    waiting[4:4] = [threading.Thread(target=threads.shutdown, name="shutdown")]
    while threads._work_queue.qsize() < 1:
        pass
    waiting[4].start()
    sys.stdin.readline()
    gate.set()
    for thread in waiting:
        thread.join()
    print(future.result(), many.get(), later.get())
    pool.terminate()
    processes.shutdown()


if __name__ == "__main__":
    main()

"""Has Python's own code raise where the probe stands between, and prints the tracebacks."""

# mypy: ignore-errors

import concurrent.futures
import multiprocessing
import queue
import threading
import traceback


def fail(number):
    raise ValueError(number)


def show(call, *arguments):
    try:
        call(*arguments)
    except Exception:  # noqa: BLE001
        print(traceback.format_exc())


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    show(threading.Condition().wait)
    show(threading.current_thread().join)
    show(threading.Lock().release)
    show(threading.BoundedSemaphore().release)
    show(threading.Barrier(2).wait, 0.01)
    show(queue.Queue().get, False)
    full = queue.Queue(1)
    full.put(1)
    show(full.put, 1, False)
    show(context.Process(target=lambda: None, name="cannot be pickled").start)
    show(context.Lock().release)
    show(context.Queue().get, False)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        show(pool.submit(fail, 1).exception(5).__class__, 1)
        show(next, pool.map(fail, [2]))

"""Loads for the probe's calls: each prints how many Python calls of the probe one of its operations passes.

    python probe_calls.py LOAD [list]

What is printed: calls in this process, calls in its workers. With `list` also which ones. A profile hook sees each
call; nothing is timed. Plain programs; where no probe is, they print 0.
"""

# mypy: ignore-errors

import multiprocessing
import multiprocessing.pool
import sys
import threading
from collections import Counter
from concurrent import futures

context = multiprocessing.get_context("fork")
BEFORE, OPERATIONS = 40, 200
OURS = "coreograph."
"""What stands in the name of each file of the probe's code that comes out of its pack."""
seen = []


def look(frame, event, _):
    code = frame.f_code
    if event == "call" and OURS in code.co_filename:
        seen.append((code.co_filename.partition(OURS)[2][:-1], code.co_firstlineno, code.co_name))


def nothing(x, y=0):
    return x


def so_far():
    """Return how many calls were seen in the worker of this task. A large message is pickled in another way."""
    return len(seen)


def since(number):
    """Return what was seen in it since."""
    return seen[number:]


def pool_apply(pool, n):
    for i in range(n):
        pool.apply_async(nothing, (i,)).get()


def pool_apply_together(pool, n):
    for result in [pool.apply_async(nothing, (i,)) for i in range(n)]:
        result.get()


def pool_imap(pool, n):
    for _ in pool.imap(nothing, range(n)):
        pass


def pool_imap_unordered(pool, n):
    for _ in pool.imap_unordered(nothing, range(n)):
        pass


def pool_map(pool, n):
    pool.map(nothing, range(n), chunksize=1)


def pool_map_chunks(pool, n):
    pool.map(nothing, range(100 * n), chunksize=100)


def pool_starmap(pool, n):
    pool.starmap(nothing, [(i, 1) for i in range(n)], chunksize=1)


def executor_submit(executor, n):
    for i in range(n):
        executor.submit(nothing, i).result()


def waiting(executor):
    return lambda function, args=(): executor.submit(function, *args).result()


def executor_map(executor, n):
    for _ in executor.map(nothing, range(n)):
        pass


def proxy(its, n):
    for i in range(n):
        its[i] = i


def proxy_queue(its, n):
    for i in range(n // 2):
        its.put(i)
        its.get()


def proxy_lock(its, n):
    for _ in range(n // 2):
        its.acquire()
        its.release()


WAYS = {
    # name: what makes it, how a worker that is another process is asked
    "Pool": (lambda: context.Pool(1), lambda pool: pool.apply),
    "ThreadPool": (lambda: multiprocessing.pool.ThreadPool(1), None),
    "ProcessPoolExecutor": (lambda: futures.ProcessPoolExecutor(1, mp_context=context), waiting),
    "ThreadPoolExecutor": (lambda: futures.ThreadPoolExecutor(1), None),
    "Manager": (context.Manager, None),
}
OF_MANAGER = {"proxy": "dict", "proxy_queue": "Queue", "proxy_lock": "Lock"}


def main():
    name, way = sys.argv[1].split(".")
    make, asking = WAYS[name]
    threading.setprofile(look)
    sys.setprofile(look)
    with make() as its:
        ask = asking(its) if asking else lambda function, args=(): 0
        used = getattr(its, OF_MANAGER[way])() if way in OF_MANAGER else its
        globals()[way](used, BEFORE)
        there, here = ask(so_far), len(seen)
        globals()[way](used, OPERATIONS)
        here = seen[here:]
        there, first = ask(so_far) - there, there
        sys.setprofile(None)
        print(len(here) / OPERATIONS, there / OPERATIONS)
        if "list" in sys.argv:
            for where, found in (("here", here), ("there", ask(since, (first,)) or [])):
                for what, number in Counter(found).most_common():
                    print(f"{where:6}{number / OPERATIONS:7.2f}  {what[0]}:{what[1]} {what[2]}")


if __name__ == "__main__":
    main()

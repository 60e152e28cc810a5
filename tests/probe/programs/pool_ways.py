"""Uses pools and executors in every way that lessons do not. Prints what came out and every traceback, and no pid."""

# mypy: ignore-errors

import contextlib
import gc
import inspect
import multiprocessing
import multiprocessing.pool
import os
import sys
import tempfile
import threading
import time
import traceback
import weakref
from concurrent import futures
from functools import partial
from pathlib import Path

POOL_METHODS = [name for name in dir(multiprocessing.pool.Pool) if not name.startswith("__")]


class PickyError(Exception):
    def __str__(self):
        print("asked for its text", file=sys.stderr)
        return "picky"


class Odd:
    """A task that must not be looked at too closely."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise SystemExit("looked at " + name)

    def __eq__(self, other):
        raise SystemExit("compared")

    __hash__ = None

    def __call__(self, x):
        return x + 1


class Own(futures.ThreadPoolExecutor):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.seen = 0

    def submit(self, fn, *args, **kwargs):
        self.seen += 1
        return super().submit(fn, *args, **kwargs)


class Thing:
    pass


@contextlib.contextmanager
def gate():
    """Give a path at which tasks wait until the block is over."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "open")
        yield path
        path.touch()


def through(path):
    while path.parent.exists() and not path.exists():
        time.sleep(0.002)


def square(x):
    return x * x


def add(x, y=1):
    return x + y


def fail(x):
    raise ValueError(f"no {x!r}")


def picky(x):
    raise PickyError(x)


def unpicklable(x):
    return lambda: x


def nested(x):
    with multiprocessing.pool.ThreadPool(2) as inner:
        return sum(inner.map(square, range(x)))


def die(x):
    time.sleep(0.02)
    os._exit(3)


def ready(x, out=None):
    return threading.current_thread().name.rpartition("_")[0]


def show(function, *arguments, **kwargs):
    sys.stdout.flush()
    try:
        print(function(*arguments, **kwargs))
    except Exception as error:  # noqa: BLE001
        sys.stdout.flush()
        traceback.print_exc()
        print(type(error).__name__, type(error.__cause__).__name__, type(error.__context__).__name__)
    sys.stderr.flush()


def use_pool(pool):
    got = []
    show(pool.apply, add, (1,), {"y": 2})
    show(pool.map, square, range(10), 3)
    show(pool.map, square, [])
    show(pool.starmap, add, [(1, 2), (3, 4)])
    show(list, pool.imap(square, range(5)))
    show(lambda: sorted(pool.imap_unordered(square, range(7), 2)))
    show(pool.map, Odd(), [1, 2])
    pool.apply_async(square, (3,), callback=got.append).wait()
    pool.map_async(square, range(4), callback=got.append).wait()
    pool.starmap_async(add, [(1, 1)], callback=got.append).wait()
    pool.apply_async(fail, (1,), error_callback=lambda error: got.append(repr(error))).wait()
    pool.map_async(fail, [2], error_callback=lambda error: got.append(repr(error))).wait()
    print(got)
    show(pool.apply, fail, (3,))
    show(pool.map, fail, range(3), 3)
    show(list, pool.imap(fail, [4]))
    show(list, pool.imap_unordered(fail, [5]))
    show(list, pool.imap(square, (fail(n) if n else n for n in range(2))))
    show(pool.apply, picky, ("x",))
    with gate() as path:
        result = pool.apply_async(through, (path,))
        show(result.get, 0.01)
        show(result.successful)
    show(result.get)
    with gate() as path:
        iterator = pool.imap(through, [path])
        show(iterator.next, 0.01)
    show(iterator.next)
    show(iterator.next)


def use_executor(executor):
    order = []
    show(lambda: list(executor.map(square, range(6))))
    show(lambda: list(executor.map(add, range(6), range(6), chunksize=4)))
    future = executor.submit(partial(add, y=5), 1)
    for n in range(3):
        future.add_done_callback(lambda its, n=n: order.append((n, its.done())))
    show(future.result)
    show(future.result)
    future = executor.submit(fail, 6)
    show(future.result)
    print(future.exception() is future.exception(), future.done(), future.cancelled(), future.running())
    show(lambda: list(executor.map(fail, range(1))))
    show(executor.submit(picky, "y").result)
    many = [executor.submit(time.sleep, 0.01) for _ in range(4)]
    done, left = futures.wait(many)
    print(len(done), len(left), order)
    print(len(list(futures.as_completed([executor.submit(square, n) for n in range(3)]))))
    with gate() as path:
        slow = [executor.submit(through, path) for _ in range(8)]
        print(slow[-1].cancel(), slow[-1].cancelled())
        show(slow[0].result, 0.001)
        show(futures.wait, slow, return_when="never")
        show(slow[-1].result)
    first = futures.wait(slow, return_when=futures.FIRST_COMPLETED)
    print(len(first.done) > 0)
    executor.shutdown(wait=True)
    show(executor.submit, square, 1)


def lifetimes(executor):
    """Whether a future, what it was given and what it gave back are freed as soon as nobody has them."""
    given = Thing()
    gone = [weakref.ref(given)]
    future = executor.submit(ready, given)
    future.result()
    gone.append(weakref.ref(future))
    del given, future
    executor.submit(square, 1).result()
    gone.append(weakref.ref(executor))
    executor.shutdown()
    del executor
    print([its() is None for its in gone])


def main():
    context = multiprocessing.get_context(sys.argv[1])
    gc.disable()
    for kind in (multiprocessing.pool.Pool, multiprocessing.pool.ThreadPool):
        show(kind, 0)
        print([str(inspect.signature(getattr(kind, name))) for name in ("__init__", "join", "map", "_get_sentinels")])
    for kind in (futures.ThreadPoolExecutor, futures.ProcessPoolExecutor, Own):
        show(kind, 0)
        names = ("__init__", "submit", "shutdown", "map")
        print([(getattr(kind, name).__qualname__, str(inspect.signature(getattr(kind, name)))) for name in names])
    print(POOL_METHODS, sorted(name for name in dir(futures.Future) if not name.startswith("__"))[-8:])
    with context.Pool(2, initializer=square, initargs=(1,), maxtasksperchild=7) as pool:
        use_pool(pool)
        show(pool.apply, unpicklable, (1,))
        show(pool.apply, square, (lambda: 1,))
        show(pool.map, add, [lambda: 1, lambda: 2], 1)
        show(list, pool.imap(add, [lambda: 1]))
        show(pool.apply, nested, (5,))
        show(pool.join)
        pool.close()
        pool.join()
        show(pool.apply, square, (1,))
    pool = multiprocessing.pool.ThreadPool(2)
    use_pool(pool)
    pool.terminate()
    pool.join()
    use_executor(futures.ThreadPoolExecutor(2))
    use_executor(futures.ProcessPoolExecutor(2, mp_context=context, initializer=square, initargs=(1,)))
    with Own(1, "own") as executor:
        show(executor.submit(ready, 1).result)
        print(executor.seen)
    with futures.ProcessPoolExecutor(2, mp_context=context) as executor:
        show(executor.submit(unpicklable, 1).result)
        show(executor.submit(square, lambda: 1).result)
        show(executor.submit(nested, 4).result)
        show(executor.submit(die, 1).result)
        show(executor.submit, square, 1)
    executor = futures.ThreadPoolExecutor(1)
    with gate() as path:
        slow = [executor.submit(through, path) for _ in range(5)]
        while not slow[0].running():
            time.sleep(0.001)
        executor.shutdown(wait=False, cancel_futures=True)
    executor.shutdown()
    print(sum(its.cancelled() for its in slow))
    lifetimes(futures.ThreadPoolExecutor(1))
    if hasattr(futures, "InterpreterPoolExecutor"):
        with futures.InterpreterPoolExecutor(1) as executor:
            show(lambda: list(executor.map(square, range(3))))
            show(executor.submit(fail, 7).result)
    left = futures.ThreadPoolExecutor(1)
    left.submit(time.sleep, 0.02)
    left.submit(print, "at the very end")


if __name__ == "__main__":
    main()

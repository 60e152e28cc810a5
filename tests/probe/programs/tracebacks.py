"""Lets errors come back from every kind of worker and ends with one of its own."""

# mypy: ignore-errors

import concurrent.futures
import multiprocessing
import sys
import threading
import traceback
from multiprocessing.pool import ThreadPool


def fail(x):
    raise ValueError(f"no {x!r}")


def unpicklable(x):
    return lambda: x


def result_of(future):
    concurrent.futures.wait([future])
    return future.result()


def show(function, *arguments):
    try:
        function(*arguments)
    except Exception:  # noqa: BLE001
        traceback.print_exc()
    sys.stderr.flush()


def main():
    multiprocessing.set_start_method(sys.argv[1])
    with multiprocessing.Pool(1) as pool:
        show(pool.apply, fail, (1,))
        show(pool.map, fail, [2])
        show(list, pool.imap(fail, [3]))
    with ThreadPool(1) as pool:
        show(pool.apply, fail, (4,))
    for kind in ("ProcessPoolExecutor", "ThreadPoolExecutor", "InterpreterPoolExecutor"):
        if hasattr(concurrent.futures, kind):
            with getattr(concurrent.futures, kind)(1) as executor:
                show(result_of, executor.submit(fail, 5))
                if kind.startswith("Process"):
                    show(result_of, executor.submit(unpicklable, 6))
    thread = threading.Thread(target=fail, args=(7,))
    thread.start()
    thread.join()
    process = multiprocessing.Process(target=fail, args=(8,))
    process.start()
    process.join()
    print(process.exitcode)
    fail("end")


if __name__ == "__main__":
    main()

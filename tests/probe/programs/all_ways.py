"""Every way to run tasks, with known counts. Prints what came out, and no pid."""

# mypy: ignore-errors

import concurrent.futures
import multiprocessing
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.pool import ThreadPool

CHILD = """import queue, sys
own = queue.Queue()
for n in range(7): own.put(n)
print(own.get(), flush=True)
sys.exit(7)"""


def square(x):
    return x * x


def fail(x):
    raise ValueError(f"no square of {x}")


def leave(work, code):
    for n in range(25):
        work.put(n)
    sys.exit(code)


def keep(work):
    global kept  # noqa: PLW0603
    kept = work


def square_and_put(x):
    kept.put(x)
    return x * x


def outcome(function):
    try:
        return function()
    except ValueError as error:
        return repr(error)


def main():
    multiprocessing.set_start_method(sys.argv[1])
    work = multiprocessing.Queue()
    process = multiprocessing.Process(target=leave, args=(work, 3), name="leaves with three")
    process.start()
    print("taken", sum(work.get() for _ in range(25)))
    process.join()
    print("process", process.exitcode)
    thread = threading.Thread(target=square, args=(3,), name="own thread")
    thread.start()
    thread.join()
    with multiprocessing.Pool(2, keep, (work,)) as pool:  # 10 chunks, 30, 6, 1, 1 failing: 48 tasks
        print("pool", sum(pool.map(square, range(40), chunksize=4)), sum(pool.imap(square, range(30))))
        print(sum(pool.imap_unordered(square_and_put, range(12), chunksize=2)), pool.apply(square, (3,)))
        print(outcome(lambda: pool.apply(fail, (3,))))
        pool.close()
        pool.join()
    with ProcessPoolExecutor(2, initializer=keep, initargs=(work,)) as executor:  # 60 and 1 failing
        print("processes", sum(executor.map(square_and_put, range(60))), outcome(executor.submit(fail, 3).result))
    with ThreadPoolExecutor(3) as executor:  # 120 and 1 failing
        print("threads", sum(executor.map(square, range(120))), outcome(executor.submit(fail, 3).result))
    with ThreadPool(2) as pool:  # 10
        print("thread pool", sum(pool.map(square, range(10), chunksize=1)))
        pool.close()
        pool.join()
    print("taken", sum(work.get() for _ in range(12 + 60)))
    done = subprocess.run([sys.executable, "-c", CHILD], check=False)
    print("subprocess", done.returncode)
    if hasattr(concurrent.futures, "InterpreterPoolExecutor"):  # 12
        with concurrent.futures.InterpreterPoolExecutor(2) as executor:
            print("interpreters", sum(executor.map(square, range(12))))


if __name__ == "__main__":
    main()

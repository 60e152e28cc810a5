"""Every way to run tasks, with known counts. Prints what came out, and no pid."""

# mypy: ignore-errors

import concurrent.futures
import multiprocessing
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.pool import ThreadPool


def square(x):
    return x * x


def fail(x):
    raise ValueError(f"no square of {x}")


def leave(code):
    sys.exit(code)


def outcome(function):
    try:
        return function()
    except ValueError as error:
        return repr(error)


def main():
    multiprocessing.set_start_method(sys.argv[1])
    process = multiprocessing.Process(target=leave, args=(3,), name="leaves with three")
    process.start()
    process.join()
    print("process", process.exitcode)
    thread = threading.Thread(target=square, args=(3,), name="own thread")
    thread.start()
    thread.join()
    with multiprocessing.Pool(2) as pool:  # 10 chunks, 30, 6, 1, 1 failing: 48 tasks
        print("pool", sum(pool.map(square, range(40), chunksize=4)), sum(pool.imap(square, range(30))))
        print(sum(pool.imap_unordered(square, range(12), chunksize=2)), pool.apply(square, (3,)))
        print(outcome(lambda: pool.apply(fail, (3,))))
        pool.close()
        pool.join()
    with ProcessPoolExecutor(2) as executor:  # 60 and 1 failing
        print("processes", sum(executor.map(square, range(60))), outcome(executor.submit(fail, 3).result))
    with ThreadPoolExecutor(3) as executor:  # 120 and 1 failing
        print("threads", sum(executor.map(square, range(120))), outcome(executor.submit(fail, 3).result))
    with ThreadPool(2) as pool:  # 10
        print("thread pool", sum(pool.map(square, range(10), chunksize=1)))
        pool.close()
        pool.join()
    done = subprocess.run([sys.executable, "-c", "import sys; sys.exit(7)"], check=False)
    print("subprocess", done.returncode)
    if hasattr(concurrent.futures, "InterpreterPoolExecutor"):  # 12
        with concurrent.futures.InterpreterPoolExecutor(2) as executor:
            print("interpreters", sum(executor.map(square, range(12))))


if __name__ == "__main__":
    main()

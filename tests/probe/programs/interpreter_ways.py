"""Uses other interpreters in one process, by hand or in a pool, where this Python has them."""

# mypy: ignore-errors

import sys

if __name__ == "__main__" and sys.version_info >= (3, 14):
    if sys.argv[1] == "pool":
        from concurrent.futures import InterpreterPoolExecutor

        with InterpreterPoolExecutor(1) as pool:
            print(list(pool.map(abs, [-1, -2])))
    else:
        from concurrent import interpreters

        jobs = interpreters.create_queue(3)
        jobs.put(1)
        other = interpreters.create()
        other.prepare_main(jobs=jobs)
        other.exec("print(jobs.get())")
        other.close()
        print(interpreters.create_queue.__module__, interpreters.create.__qualname__)

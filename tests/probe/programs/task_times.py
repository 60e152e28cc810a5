"""A pool's or executor's tasks, each with something to unpickle and a result to pickle.

    python task_times.py pool|executor|threads TASKS

It prints how long the program was in its tasks, by its own clock.
"""

# mypy: ignore-errors

import multiprocessing
import sys
import time
from concurrent import futures

LOAD = list(range(300))


def work(load):
    since = time.perf_counter()
    total = sum(i * i for i in load for _ in range(4))
    return time.perf_counter() - since, [total, *load]


def main():
    way, tasks = sys.argv[1], int(sys.argv[2])
    if way == "pool":
        with multiprocessing.get_context("fork").Pool(2) as pool:
            found = pool.map(work, [LOAD] * tasks, 1)
            pool.close()
            pool.join()
    elif way == "executor":
        with futures.ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as executor:
            found = list(executor.map(work, [LOAD] * tasks))
    else:
        with futures.ThreadPoolExecutor(2) as executor:
            found = list(executor.map(work, [LOAD] * tasks))
    print(sum(seconds for seconds, _ in found))


if __name__ == "__main__":
    main()

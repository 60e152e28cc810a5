"""The same uneven tasks through a pool in several ways: when does each of them hand over its results?

    python four_ways_to_map.py                             every way, one after the other
    python four_ways_to_map.py imap-unordered --workers 3  one way

All ways make the same calls. They differ in the order in which the results come, and in how long a result that is
ready has to wait for others. A generator counts how many inputs have been taken from it before anybody asks for one.
"""
import argparse
import inspect
import multiprocessing
import random
import time
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed

PAUSE = 0.02  # seconds between the call and the first look at a result


def work(task):
    """Return the task's number, and a number that it takes `size` steps to compute."""
    number, size = task
    value = number
    for _ in range(size):
        value = (value * 1103515245 + 12345) % 2147483648
    return number, value


def pool_map(pool, tasks, chunksize):
    return pool.map(work, tasks, chunksize)


def pool_imap(pool, tasks, chunksize):
    return pool.imap(work, tasks, chunksize)


def pool_imap_unordered(pool, tasks, chunksize):
    return pool.imap_unordered(work, tasks, chunksize)


def pool_apply_async(pool, tasks, chunksize):
    asked = [pool.apply_async(work, (task,)) for task in tasks]
    return (result.get() for result in asked)


def executor_as_completed(executor, tasks, chunksize):
    futures = [executor.submit(work, task) for task in tasks]
    return (future.result() for future in as_completed(futures))


def executor_buffersize(executor, tasks, chunksize):
    return executor.map(work, tasks, chunksize=chunksize, buffersize=executor._max_workers)


WAYS = {
    "map": (multiprocessing.Pool, pool_map),
    "imap": (multiprocessing.Pool, pool_imap),
    "imap-unordered": (multiprocessing.Pool, pool_imap_unordered),
    "apply-async": (multiprocessing.Pool, pool_apply_async),
    "as-completed": (ProcessPoolExecutor, executor_as_completed),
}
if "buffersize" in inspect.signature(Executor.map).parameters:  # Python 3.14 and later
    WAYS["buffersize"] = (ProcessPoolExecutor, executor_buffersize)


def make_tasks(args):
    """Return (number, size) of each task: uneven the more the larger the spread is, as much in all whatever it is."""
    dice = random.Random(args.seed)
    weights = [dice.lognormvariate(0, 1) ** args.spread for _ in range(args.tasks)]
    mean = sum(weights) / len(weights)
    return [(number, round(args.size * weight / mean)) for number, weight in enumerate(weights, 1)]


def taken_from(tasks, taken):
    """Yield the tasks one by one, and note which ones were taken."""
    for task in tasks:
        taken.append(task)
        yield task


def run(way, args):
    """Return when each result came, in seconds since the call, with its task's number; how many inputs were taken
    before anybody asked for a result; and the sum of all results."""
    make_pool, hand_in = WAYS[way]
    came, taken, total = [], [], 0
    with make_pool(args.workers) as pool:
        start = time.perf_counter()
        results = hand_in(pool, taken_from(make_tasks(args), taken), args.chunksize)
        if not isinstance(results, list):
            time.sleep(PAUSE)  # nobody has asked for a result yet; only map has waited for all of them
        before = len(taken)
        for number, value in results:
            came.append((time.perf_counter() - start, number))
            total += value
    return came, before, total


def at_least(least, kind=int):
    def number(text):
        if not least <= kind(text) < 1e9:
            raise argparse.ArgumentTypeError(f"give {least} or more")
        return kind(text)
    return number


def main():
    parser = argparse.ArgumentParser(description="The same uneven tasks through a pool, in several ways.")
    parser.add_argument("way", nargs="?", choices=list(WAYS), help="one way only (default: all, one after the other)")
    parser.add_argument("--workers", type=int, choices=range(1, 17), default=2, metavar="1…16",
                        help="processes in the pool (default: 2)")
    parser.add_argument("--tasks", type=at_least(1), default=16, help="how many tasks (default: 16)")
    parser.add_argument("--size", type=at_least(0), default=1_500_000,
                        help="steps that a task takes in the mean (default: 1500000)")
    parser.add_argument("--spread", type=at_least(0, float), default=1.0,
                        help="how uneven the tasks are; 0: not at all (default: 1)")
    parser.add_argument("--chunksize", type=at_least(1), default=1,
                        help="how many tasks a worker gets at once, where the way has that (default: 1)")
    parser.add_argument("--seed", type=int, default=13938, help="of the tasks' sizes")
    parser.add_argument("--start-method", choices=multiprocessing.get_all_start_methods(),
                        help="how a new process begins (default: what this Python prefers)")
    args = parser.parse_args()
    if args.start_method:
        multiprocessing.set_start_method(args.start_method)

    print("way             first result   last result   inputs taken before   sum of all   in this order")
    for way in [args.way] if args.way else WAYS:
        came, before, total = run(way, args)
        order = " ".join(str(number) for _, number in came)
        first, last = came[0][0], came[-1][0]
        print(f"{way:14} {first:10.3f} s {last:11.3f} s {before:12} of {args.tasks:<6} {total:12}   {order}")


if __name__ == "__main__":
    main()

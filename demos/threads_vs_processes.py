"""The same sums: one by one, with threads, with processes.

    python threads_vs_processes.py                        every way, one after the other
    python threads_vs_processes.py threads --workers 2    one way

Adding up squares is pure Python work: it wants a core all the time and waits for nothing.
"""
import argparse
import concurrent.futures
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


def add_squares(size):
    """Return 0² + 1² + … + (size - 1)², one addition at a time."""
    total = 0
    for n in range(size):
        total += n * n
    return total


def sequential(tasks, size, workers):
    return [add_squares(size) for _ in range(tasks)]


def threads(tasks, size, workers):
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(add_squares, [size] * tasks))


def processes(tasks, size, workers):
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(add_squares, [size] * tasks))


def interpreters(tasks, size, workers):
    with InterpreterPoolExecutor(workers) as pool:
        return list(pool.map(add_squares, [size] * tasks))


WAYS = {"sequential": sequential, "threads": threads, "processes": processes}

if hasattr(concurrent.futures, "InterpreterPoolExecutor"):  # Python 3.14 and later
    from concurrent.futures import InterpreterPoolExecutor

    WAYS["interpreters"] = interpreters


def main():
    parser = argparse.ArgumentParser(description="The same sums: one by one, with threads, with processes.")
    parser.add_argument("way", nargs="?", choices=list(WAYS), help="one way only (default: all, one after the other)")
    parser.add_argument("--workers", type=int, default=4, help="threads or processes in the pool (default: 4)")
    parser.add_argument("--tasks", type=int, default=40, help="pieces of work (default: 40)")
    parser.add_argument("--size", type=int, default=1_500_000, help="squares in each piece (default: 1500000)")
    parser.add_argument("--switch-interval", type=float, default=5.0, metavar="MS",
                        help="how long a thread may keep the interpreter lock while others want it (default: 5 ms)")
    parser.add_argument("--start-method", choices=multiprocessing.get_all_start_methods(),
                        help="how a new process begins (default: what this Python prefers)")
    args = parser.parse_args()

    sys.setswitchinterval(args.switch_interval / 1000)
    if args.start_method:
        multiprocessing.set_start_method(args.start_method)
    right = args.tasks * ((args.size - 1) * args.size * (2 * args.size - 1) // 6)

    baseline = None
    for name in [args.way] if args.way else WAYS:
        start = time.perf_counter()
        total = sum(WAYS[name](args.tasks, args.size, args.workers))
        elapsed = time.perf_counter() - start
        baseline = baseline or elapsed
        compared = "" if name == args.way else f"  {baseline / elapsed:5.2f} times the speed of the first"
        print(f"{name:12}  {elapsed:6.2f} s  {'right' if total == right else 'WRONG'}{compared}")


if __name__ == "__main__":
    main()

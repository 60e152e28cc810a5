"""The same work cut into many small tasks: done in a plain loop, by pools of processes, and by threads.

    python tiny_tasks.py                      every way, one after the other, and who worked when
    python tiny_tasks.py chunks-of-1          one way: a pool that is handed one task at a time
    python tiny_tasks.py sweep                from which size of a task on does a pool pay?
"""
import argparse
import statistics
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_all_start_methods, get_context

WAYS = ["loop", "chunks-of-1", "own-chunks", "executor", "threads", "large-chunks"]


def work(task):
    """Do a task: so many steps of a random number generator. Return its last number, who did it, and when."""
    number, steps, _ = task
    began = time.perf_counter()
    for _ in range(steps):
        number = (number * 1103515245 + 12345) & 0x7FFFFFFF
    return number, threading.get_native_id(), began, time.perf_counter()


def run(way, tasks, args):
    """Return the results of all tasks, in their order."""
    processes = get_context(args.start_method)
    if way == "loop":
        return [work(task) for task in tasks]
    if way == "threads":
        with ThreadPoolExecutor(args.workers) as executor:
            return list(executor.map(work, tasks))
    if way == "executor":  # hands over one task at a time, unless it is told a chunksize
        with ProcessPoolExecutor(args.workers, mp_context=processes) as executor:
            return list(executor.map(work, tasks))
    chunksize = {"chunks-of-1": 1, "own-chunks": None, "large-chunks": args.chunk}[way]
    with processes.Pool(args.workers) as pool:
        return pool.map_async(work, tasks, chunksize).get(args.limit)  # pool.map, with a time limit


def sweep(args):
    """Print how long a task takes, of ever larger ones, in a loop and in a pool that has been started before."""
    with get_context(args.start_method).Pool(args.workers) as pool:
        pool.map(work, [(0, 0, b"")] * args.workers, 1)
        for steps in [args.smallest * 4 ** power for power in range(args.sizes)]:
            count = max(4 * args.workers, min(1000, 400_000 // steps))
            tasks = [(number, steps, b"") for number in range(count)]
            for _ in range(args.repeats):  # in turn, so that whatever slows the machine slows them all
                for way, chunksize in [("loop", 0), ("chunks-of-1", 1), ("own-chunks", None)]:
                    began = time.perf_counter()
                    if way == "loop":
                        results = [work(task) for task in tasks]
                    else:
                        results = pool.map_async(work, tasks, chunksize).get(args.limit)
                    each = (time.perf_counter() - began) / count
                    print(f"{steps:8} steps   {way:12} {each * 1e6:12.3f} µs a task   checksum {checksum(results):08x}",
                          flush=True)


def checksum(results):
    return sum(number for number, *_ in results) & 0xFFFFFFFF


def report(way, results, began, ended, cpu):
    """Print how long it took, and of each worker how long it was in tasks, and from when to when."""
    in_tasks = sum(end - start for _, _, start, end in results)
    print(f"{way:12} {ended - began:9.4f} s   {in_tasks:9.4f} s in tasks of"
          f" {statistics.median(end - start for _, _, start, end in results) * 1e6:9.2f} µs"
          f"   {cpu:9.4f} s of CPU in main   checksum {checksum(results):08x}")
    for worker in sorted({who for _, who, *_ in results}):
        times = [(start - began, end - began) for _, who, start, end in results if who == worker]
        print(f"  worker {worker:8} {len(times):8} tasks   first after {times[0][0]:8.4f} s"
              f"   {sum(end - start for start, end in times):9.4f} s in them"
              f"   last ended after {max(end for _, end in times):9.4f} s", flush=True)


def at_least(least):
    def number(text):
        if int(text) < least:
            raise argparse.ArgumentTypeError(f"give {least} or more")
        return int(text)
    return number


def main():
    parser = argparse.ArgumentParser(description="The same work cut into many small tasks: a loop, pools, threads.")
    parser.add_argument("way", nargs="?", choices=[*WAYS, "sweep"], help="one way only (default: all but the sweep)")
    parser.add_argument("--workers", type=int, choices=range(1, 9), default=2, help="1 to 8 (default: 2)")
    parser.add_argument("--tasks", type=at_least(1), default=10_000, help="how many (default: 10000)")
    parser.add_argument("--steps", type=at_least(0), default=300, help="the size of a task (default: 300)")
    parser.add_argument("--payload", type=at_least(0), default=0, metavar="BYTES", help="in each task (default: 0)")
    parser.add_argument("--chunk", type=at_least(1), default=7500, help="tasks in a large chunk (default: 7500)")
    parser.add_argument("--repeats", type=at_least(1), default=5, help="of each size in the sweep (default: 5)")
    parser.add_argument("--sizes", type=int, choices=range(1, 11), default=7, help="sizes in the sweep (default: 7)")
    parser.add_argument("--smallest", type=at_least(1), default=10, help="steps of its smallest task (default: 10)")
    parser.add_argument("--limit", type=float, default=60, help="seconds that a pool may take (default: 60)")
    parser.add_argument("--start-method", choices=get_all_start_methods(),
                        help="how a new process begins (default: what this Python prefers)")
    args = parser.parse_args()
    if args.way == "sweep":
        sweep(args)
        return
    for way in [args.way] if args.way else WAYS:
        tasks = [(number, args.steps, bytes(args.payload)) for number in range(args.tasks)]
        began, cpu = time.perf_counter(), time.process_time()
        results = run(way, tasks, args)
        report(way, results, began, time.perf_counter(), time.process_time() - cpu)


if __name__ == "__main__":
    main()

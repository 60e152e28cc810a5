"""A worker goes wrong: does anybody tell you? Six ways to go wrong, each tried with five tools.

    python things_go_wrong.py                          every case, one after the other: about 10 seconds
    python things_go_wrong.py pool --kind "is killed"  one case

A case is a few short tasks, of which task 2 goes wrong. What is told is what the program's own code comes to know: an
exception, an exit code, or nothing. An answer that does not come is waited for as long as --patience says.
"""
import argparse
import concurrent.futures
import multiprocessing
import os
import signal
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

BAD = 2  # the task that goes wrong
INITIALIZER = "initializer raises"


def work(kind, task, ms):
    """Take so many milliseconds, then return an answer; or go wrong, if it is task 2."""
    time.sleep(ms / 1000)
    if task == BAD and kind == "raises":
        return 100 / 0
    if task == BAD and kind == "exits with 3":
        sys.exit(3)
    if task == BAD and kind == "is killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if task == BAD and kind == "error cannot be pickled":
        raise RuntimeError("a lock is in here", threading.Lock())
    if task == BAD and kind == "result cannot be pickled":
        return threading.Lock()
    return 10 * task


def begin(kind, ms):
    """Make a worker of a pool ready."""
    time.sleep(ms / 1000)
    if kind == INITIALIZER:
        raise RuntimeError("this worker cannot begin")


def with_processes(kind, args):
    workers = [multiprocessing.Process(target=work, args=(kind, n, args.ms), name=f"{kind} {n}")
               for n in range(1, args.workers + 1)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return f"exit {workers[BAD - 1].exitcode}"


def with_threads(kind, args):
    workers = [threading.Thread(target=work, args=(kind, n, args.ms), name=f"{kind} {n}")
               for n in range(1, args.workers + 1)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return "not told"


def with_pool(kind, args):
    with multiprocessing.Pool(args.workers, begin, (kind, args.ms)) as pool:
        answers = [pool.apply_async(work, (kind, n, args.ms)) for n in range(1, args.tasks + 1)]
        for answer in answers:
            answer.get(args.patience)
    return "all well"


def with_executor(kind, args, executor=ProcessPoolExecutor):
    with executor(args.workers, initializer=begin, initargs=(kind, args.ms)) as pool:
        futures = [pool.submit(work, kind, n, args.ms) for n in range(1, args.tasks + 1)]
        for future in futures:
            future.result(args.patience)
    return "all well"


def with_thread_pool(kind, args):
    return with_executor(kind, args, ThreadPoolExecutor)


TOOLS = {
    "process": ("Process", with_processes),
    "thread": ("Thread", with_threads),
    "pool": ("Pool", with_pool),
    "executor": ("ProcessPoolExecutor", with_executor),
    "thread-pool": ("ThreadPoolExecutor", with_thread_pool),
}
KINDS = {
    "raises": list(TOOLS),
    "exits with 3": list(TOOLS),
    "is killed": ["process", "pool", "executor"],  # a signal kills a process, with all threads that are in it
    "error cannot be pickled": list(TOOLS),
    "result cannot be pickled": ["pool", "executor", "thread-pool"],  # nobody gets what the others return
    INITIALIZER: ["pool", "executor", "thread-pool"],  # the others have none
}


def outcome(tool, kind, args):
    """Return what became of a case, in a word or two, and what the code saw of it."""
    try:
        told = TOOLS[tool][1](kind, args)
        return told, f"exit code {told[5:]}" if told.startswith("exit") else "nothing"
    except (multiprocessing.TimeoutError, concurrent.futures.TimeoutError):
        return "no answer", f"nothing within {args.patience:g} s"
    except concurrent.futures.BrokenExecutor as error:
        return "broken", f"{type(error).__name__}: {error}"
    except (Exception, SystemExit) as error:
        return "told", f"{type(error).__name__}: {error}"


def within(kind, least, most):
    def number(text):
        if not least <= kind(text) <= most:
            raise argparse.ArgumentTypeError(f"give {least} to {most}")
        return kind(text)
    return number


def main():
    parser = argparse.ArgumentParser(description="A worker goes wrong: does anybody tell you?")
    parser.add_argument("tool", nargs="?", choices=list(TOOLS), help="one tool only (default: all)")
    parser.add_argument("--kind", choices=[*KINDS, "all"], default="all", help="one way to go wrong (default: all)")
    parser.add_argument("--workers", type=within(int, 2, 8), default=2, help="2 to 8 (default: 2)")
    parser.add_argument("--tasks", type=within(int, 2, 40), default=6, help="for a pool, 2 to 40 (default: 6)")
    parser.add_argument("--ms", type=within(float, 1, 500), default=100, help="milliseconds of a task (default: 100)")
    parser.add_argument("--patience", type=within(float, 1, 10), default=2, metavar="S",
                        help="how long an answer is waited for (default: 2 s)")
    parser.add_argument("--start-method", choices=multiprocessing.get_all_start_methods(),
                        help="how a new process begins (default: what this Python prefers)")
    args = parser.parse_args()
    if args.start_method:
        multiprocessing.set_start_method(args.start_method)

    print("what goes wrong            tool                  told        after    what your code saw")
    for tool in [args.tool] if args.tool else TOOLS:
        for kind in KINDS if args.kind == "all" else [args.kind]:
            if tool in KINDS[kind]:
                start = time.perf_counter()
                told, saw = outcome(tool, kind, args)
                elapsed = time.perf_counter() - start
                print(f"{kind:25}  {TOOLS[tool][0]:20}  {told:9} {elapsed:6.2f} s  {saw[:60]}", flush=True)


if __name__ == "__main__":
    main()

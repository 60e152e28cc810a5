"""Processes started in every way, what ends them, and what they have in a manager's process; prints its own counts."""

# mypy: ignore-errors

import multiprocessing
import os
import queue
import signal
import subprocess
import sys
import threading
from multiprocessing.managers import BaseManager

METHODS = ("fork", "spawn", "forkserver")


class Till:
    def __init__(self):
        self.sum = 0

    def add(self, amount):
        self.sum += amount
        return self.sum


class Shop(BaseManager):
    pass


Shop.register("Till", Till)


class Own(multiprocessing.Process):
    def run(self):
        pass


class QuietError(Exception):
    def __str__(self):
        raise AssertionError("the program's own code runs")


def work(shared, lock, go):
    things, numbers, jobs, till = shared
    go.wait()
    for i in range(10):
        with lock:
            things[i] = i
        numbers.append(i)
        jobs.put(i)
        till.add(1)


def breaks():
    raise ValueError("no good")


def breaks_quietly():
    raise QuietError("said", 1)


def leaves():
    sys.exit(3)


def dies():
    os.kill(os.getpid(), signal.SIGKILL)


def run(command, **more):
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)


def main():
    manager = multiprocessing.Manager()
    shop = Shop()
    shop.start()
    things, numbers = manager.dict(), manager.list()
    jobs = manager.JoinableQueue(100)
    lock, go = manager.Lock(), manager.Event()
    till = shop.Till()
    workers = [
        multiprocessing.get_context(method).Process(
            target=work, args=((things, numbers, jobs, till), lock, go), name="by " + method
        )
        for method in METHODS
    ]
    for worker in workers:
        worker.start()
    print("ready", flush=True)
    sys.stdin.readline()
    go.set()
    for worker in workers:
        worker.join()
    for _ in range(30):
        jobs.get()
        jobs.task_done()
    try:
        jobs.get(timeout=0.05)
    except queue.Empty:
        jobs.join()
    try:
        things["none"]
    except KeyError:
        print(len(things), sum(1 for _ in numbers), till.add(0))

    spawn = multiprocessing.get_context("spawn")
    ends = [spawn.Process(target=breaks, name="breaks"), spawn.Process(target=leaves, name="leaves")]
    fork = multiprocessing.get_context("fork")
    ends += [fork.Process(target=dies, name="dies"), fork.Process(target=breaks_quietly, name="quiet")]
    ends += [Own(name="own")] if multiprocessing.get_start_method() != "spawn" else []
    for process in ends:
        process.start()
    for process in ends:
        process.join()
    thread = threading.Thread(target=breaks, name="breaks too")
    thread.start()
    thread.join()
    helper = threading.Timer(0, len, args=("",))
    helper.start()
    helper.join()
    print(run([sys.executable, "-c", "import sys\nsys.exit(7)"]), run(["sleep", "0"]), run("exit 4", shell=True))
    print(run([sys.executable, "-m", "this"]), run([sys.executable, "-c", "1/0"]))
    print(run([sys.executable, "-c", "", "bare"], env={}))
    try:
        run(["no-such-command"])
    except FileNotFoundError:
        print("no such command")
    first, second = os.pipe()
    child = os.fork()
    if not child:
        if not os.fork():
            os.write(second, b"x")
        os._exit(5)
    os.waitpid(child, 0)
    os.read(first, 1)
    child = os.fork()
    if not child:
        os.execv(sys.executable, [sys.executable, "-c", "import sys; sys.exit(6)"])
    os.waitpid(child, 0)
    shop.shutdown()
    manager.shutdown()
    print("over", flush=True)
    raise KeyError("till")


if __name__ == "__main__":
    main()

"""Waits of which it is to be known who could end them. It says a line when all have begun, and ends at a line."""

# mypy: ignore-errors

import asyncio
import multiprocessing
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import warnings


def stays(pipe):
    pipe.recv()


def says(pipe):
    pipe.send(os.getpid())
    time.sleep(1000)


def fills(out, pipe):
    """Put more than a pipe holds, and end: its feeder has still to write."""
    for _ in range(100):
        out.put(bytes(4096))
    pipe.send(os.getpid())


def keeps(book, pipe):
    """End while it holds a lock."""
    book.acquire()
    pipe.send(os.getpid())
    os._exit(3)


def wants(lock):
    with lock:
        pass


def ends(method):
    """The program is at its end, but for one thread."""
    threading.Thread(target=sys.stdin.readline, name="the last").start()
    print(flush=True)


def joins(method):
    """One thread waits for a child, another for a command; the last one for a thread."""
    context = multiprocessing.get_context(method)
    far, near = context.Pipe()
    child = context.Process(target=stays, args=(far,), name="child")
    child.start()
    command = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    first = threading.Thread(target=child.join, name="for the child")
    second = threading.Thread(target=command.wait, name="for the command")
    third = threading.Thread(target=first.join, name="for the thread")
    for thread in (first, second, third):
        thread.start()
    print(child.pid, command.pid, flush=True)
    sys.stdin.readline()
    near.send("go")
    command.stdin.close()


def feeder(method):
    """The child is at its end and waits for its feeder, main for the child."""
    context = multiprocessing.get_context(method)
    out = context.Queue()
    near, far = context.Pipe(duplex=False)
    child = context.Process(target=fills, args=(out, far), name="fills")
    child.start()
    print(near.recv(), flush=True)
    sys.stdin.readline()
    for _ in range(100):
        out.get()
    child.join()


def dead_holder(method):
    """A process has ended while it held the lock that main wants, and a thread while it held another."""
    context = multiprocessing.get_context(method)
    book = context.Lock()
    page = threading.Lock()
    near, far = context.Pipe(duplex=False)
    child = context.Process(target=keeps, args=(book, far), name="keeps")
    child.start()
    pid = near.recv()
    child.join()
    careless = threading.Thread(target=page.acquire, name="careless")
    careless.start()
    careless.join()
    for lock in (book, page):
        threading.Thread(target=wants, args=(lock,), daemon=True).start()
    print(pid, careless.native_id, flush=True)
    sys.stdin.readline()


def copies(method):
    """Children are forked while a thread holds two locks and main a third one; each wants one, the last one its own."""
    plain = threading.Lock()
    again = threading.RLock()
    own = threading.Lock()
    held = threading.Event()
    done = threading.Event()

    def holds():
        with plain, again:
            held.set()
            done.wait()

    holder = threading.Thread(target=holds, name="holds")
    holder.start()
    held.wait()
    own.acquire()
    pids = [forked(method, wants, lock) for lock in (plain, again, own)]
    print(*pids, holder.native_id, flush=True)
    sys.stdin.readline()
    done.set()
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    holder.join()


def forked(method, function, lock):
    if method == "os.fork":
        return os.fork() or function(lock)
    process = multiprocessing.get_context(method).Process(target=function, args=(lock,), daemon=True)
    process.start()
    return process.pid


def notices(method):
    """A condition is notified and an event set and cleared before anybody waits."""
    context = multiprocessing.get_context(method)
    ready = threading.Condition()
    bell = threading.Event()
    far_ready = context.Condition()
    far_bell = context.Event()
    for condition in (ready, far_ready):
        with condition:
            condition.notify_all()
    for event in (bell, far_bell):
        event.set()
        event.clear()

    def waits(condition):
        with condition:
            condition.wait()

    for condition in (ready, far_ready):
        threading.Thread(target=waits, args=(condition,), daemon=True).start()
    for event in (bell, far_bell):
        threading.Thread(target=event.wait, daemon=True).start()
    print("waits", flush=True)
    sys.stdin.readline()


def users(method):
    """A child puts, main takes; another queue holds what its feeder cannot write."""
    context = multiprocessing.get_context(method)
    near, far = context.Pipe(duplex=False)
    moved = context.Queue()
    stuck = context.Queue()
    child = context.Process(target=puts, args=(moved, far), name="puts")
    child.start()
    pid = near.recv()
    moved.get()
    for _ in range(100):
        stuck.put(bytes(4096))
    here = queue.Queue()
    here.put(1)
    print(pid, flush=True)
    sys.stdin.readline()
    stuck.cancel_join_thread()


def puts(moved, pipe):
    moved.put(1)
    pipe.send(os.getpid())


def handles(method):
    """A program with a handler of its own; its child has it, too, where that is forked."""
    signal.signal(signal.SIGTERM, lambda *_: None)
    print("set", flush=True)
    sys.stdin.readline()


def plain(method):
    """Handlers that are not the program's."""
    async def main():
        child = multiprocessing.get_context(method).Process(target=time.sleep, args=(0,))
        child.start()
        child.join()

    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    asyncio.run(main())
    print("set", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    warnings.simplefilter("ignore", DeprecationWarning)
    globals()[sys.argv[1]](sys.argv[2])

"""Has Python's own code, and the program's, raise where the probe stands between, and prints the tracebacks.

Its argument is a start method. What is interrupted ends by the exception of a signal's handler, as by ctrl+c.
"""

# mypy: ignore-errors

import concurrent.futures
import multiprocessing
import multiprocessing.pool
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import traceback
from multiprocessing import shared_memory

SHORT_S, LONG_S = 0.15, 60


class Stop(BaseException):
    """Caught by nobody."""


class Odd:
    def __lt__(self, other):
        raise TypeError("no order")

    def __reduce__(self):
        raise RuntimeError("cannot be pickled")


def fail(number=0):
    raise ValueError(number)


def failing_items():
    yield 1
    fail(2)


def lock_twice():
    lock = threading.Lock()
    lock.acquire()
    signal.setitimer(signal.ITIMER_REAL, SHORT_S)
    lock.acquire()


def stopped(number=0):
    raise Stop(number)


def show(call, *arguments, **named):
    try:
        call(*arguments, **named)
    except BaseException:  # noqa: BLE001
        print(traceback.format_exc(), flush=True)


def interrupted(call, *arguments, **named):
    signal.setitimer(signal.ITIMER_REAL, SHORT_S)
    show(call, *arguments, **named)
    signal.setitimer(signal.ITIMER_REAL, 0)


def handle(number, frame):
    raise Stop("by a signal")


def inside(lock, call=None):
    with lock:
        if call is not None:
            call()


def of_threads():
    show(threading.Condition().wait)
    show(threading.current_thread().join)
    show(threading.Semaphore, -1)
    show(threading.BoundedSemaphore().release)
    show(threading.Barrier(2).wait, 0.01)
    show(threading.Barrier(1, fail).wait)
    lock, recursive = threading.Lock(), threading.RLock()
    show(lock.release)
    show(lock.acquire, False, 3)
    show(recursive.release)
    lock.acquire()
    is_held, let_go = threading.Event(), threading.Event()
    holder = threading.Thread(target=inside, args=(recursive, lambda: (is_held.set(), let_go.wait())))
    holder.start()
    is_held.wait()
    for one in (lock, recursive, threading.Semaphore(0)):
        interrupted(one.acquire)
        interrupted(one.acquire, timeout=LONG_S)
        interrupted(inside, one)
    interrupted(holder.join)
    let_go.set()
    holder.join()
    condition = threading.Condition()
    interrupted(inside, condition, condition.wait)
    show(inside, condition, lambda: condition.wait_for(fail))
    interrupted(threading.Event().wait)
    interrupted(threading.Barrier(2).wait)
    numbered = threading.Thread(target=fail, args=(3,), name="one that fails")
    numbered.start()
    numbered.join()


def of_queues(context):
    show(queue.Queue().get, False)
    full = queue.Queue(1)
    full.put(1)
    show(full.put, 1, False)
    interrupted(full.put, 1)
    interrupted(full.join)
    interrupted(queue.Queue().get)
    show(queue.Queue().task_done)
    ordered = queue.PriorityQueue()
    ordered.put(Odd())
    show(ordered.put, Odd())
    show(queue.SimpleQueue().get, False)
    interrupted(queue.SimpleQueue().get)
    show(context.Queue().get, False)
    interrupted(context.Queue().get)
    narrow = context.Queue(1)
    narrow.put(1)
    interrupted(narrow.put, 2)
    narrow.get()
    show(context.JoinableQueue().task_done)
    show(context.SimpleQueue().put, Odd())
    interrupted(context.SimpleQueue().get)


def of_pipes(context):
    one, other = context.Pipe()
    show(one.send, Odd())
    interrupted(one.recv)
    interrupted(one.poll, LONG_S)
    interrupted(one.send_bytes, bytes(1 << 22))
    one.close()
    show(one.send, 1)
    one, other = context.Pipe()
    one.close()
    show(other.recv)
    show(other.send, 1)
    one, other = context.Pipe()
    os.write(one.fileno(), b"\0\0")
    one.close()
    show(other.recv)
    one, other = context.Pipe()
    os.write(one.fileno(), b"\0\0\0\4\1\2")
    one.close()
    show(other.recv_bytes)


def of_processes(context):
    if sys.argv[1] != "fork":
        show(context.Process(target=fail, name="cannot be pickled", args=(Odd(),)).start)
    held = context.Lock()
    show(held.release)
    held.acquire()
    interrupted(held.acquire)
    interrupted(inside, held)
    show(context.Condition().notify)
    interrupted(context.Event().wait)
    show(context.Value, "i", "no number")
    show(context.RawArray, "i", "no numbers")
    show(shared_memory.SharedMemory, "there-is-none-of-this-name")
    for work in (fail, stopped, lock_twice):
        process = context.Process(target=work, name=work.__name__)
        process.start()
        process.join()
    process = context.Process(target=time.sleep, args=(LONG_S,))
    process.start()
    interrupted(process.join)
    process.terminate()
    process.join()
    show(os.waitpid, process.pid, 0)
    show(os.kill, 1 << 30, 0)
    interrupted(subprocess.run, ["sleep", str(LONG_S)])
    show(signal.signal, 9999, fail)


def of_pools(context):
    for make in (context.Pool, multiprocessing.pool.ThreadPool):
        with make(1) as pool:
            show(pool.apply, fail, (1,))
            show(list, pool.imap(fail, [2]))
            show(list, pool.imap_unordered(abs, failing_items()))
            show(pool.apply_async(time.sleep, (SHORT_S,)).get, 0.01)
            interrupted(pool.map, time.sleep, [2 * SHORT_S])
            show(pool.join)
    with context.Pool(1) as pool:
        show(pool.apply, Odd)
        pool.apply(abs, (1,))
        time.sleep(SHORT_S)  # It waits for its next task now.
        os.kill(pool._pool[0].pid, signal.SIGINT)
        pool._pool[0].join()
    for kind in (concurrent.futures.ThreadPoolExecutor, concurrent.futures.ProcessPoolExecutor):
        with kind(1, **({} if "Thread" in kind.__name__ else {"mp_context": context})) as pool:
            show(pool.submit(fail, 1).exception(LONG_S).__class__, 1)
            show(next, pool.map(fail, [2]))
            interrupted(pool.submit(time.sleep, 2 * SHORT_S).result)
        show(pool.submit, abs, 1)
    with context.Manager() as manager:
        show(manager.dict().__getitem__, 3)
        show(manager.Lock().release)


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, handle)
    sys.stderr = sys.stdout
    its_context = multiprocessing.get_context(sys.argv[1])
    of_threads()
    for part in (of_queues, of_pipes, of_processes, of_pools):
        part(its_context)

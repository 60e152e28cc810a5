"""Loads for the probe's price: each prints, for every batch, its seconds of CPU in all processes and of the clock.

Plain programs that know nothing of the probe.
"""

# mypy: ignore-errors

import multiprocessing
import multiprocessing.pool
import os
import queue
import resource
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

context = multiprocessing.get_context("fork")


def thread_queue(n):
    its = queue.Queue()
    for _ in range(n // 100):
        for i in range(50):
            its.put(i)
        for _ in range(50):
            its.get()


def simple_queue(n):
    its = queue.SimpleQueue()
    for i in range(n // 2):
        its.put(i)
        its.get()


def process_simple_queue(n):
    its = context.SimpleQueue()
    for i in range(n // 2):
        its.put(i)
        its.get()


def process_queue(n):
    its = context.Queue()
    for i in range(n // 2):
        its.put(i)
    for _ in range(n // 2):
        its.get()


def pipe(n):
    near, far = context.Pipe()
    for i in range(n // 2):
        near.send(i)
        far.recv()


def locked(lock, n):
    for _ in range(n):
        with lock:
            pass


def thread_lock(n):
    locked(threading.Lock(), n)


def thread_rlock(n):
    locked(threading.RLock(), n)


def process_lock(n):
    locked(context.Lock(), n)


def thread_semaphore(n):
    locked(threading.Semaphore(2), n)


def process_semaphore(n):
    locked(context.Semaphore(2), n)


def told(condition, n):
    for _ in range(n):
        with condition:
            condition.notify()


def thread_condition(n):
    told(threading.Condition(), n)


def process_condition(n):
    told(context.Condition(), n)


def flagged(event, n):
    for _ in range(n):
        event.set()
        event.wait()
        event.clear()


def thread_event(n):
    flagged(threading.Event(), n)


def process_event(n):
    flagged(context.Event(), n)


def met(barrier, n):
    for _ in range(n):
        barrier.wait()


def in_turn(worker_type, barrier, n):
    other = worker_type(target=met, args=(barrier, n))
    other.start()
    met(barrier, n)
    other.join()


def thread_barrier(n):
    in_turn(threading.Thread, threading.Barrier(2), n)


def process_barrier(n):
    in_turn(context.Process, context.Barrier(2), n)


def value(n):
    counter = context.Value("i", 0)
    for _ in range(n // 3):
        with counter.get_lock():
            counter.value += 1


def cpu_bound(n):
    for _ in range(n):
        work_100us()


def cpu_bound_threads(n):
    workers = [threading.Thread(target=cpu_bound, args=(n // 2,)) for _ in range(2)]
    for its in workers:
        its.start()
    for its in workers:
        its.join()


def nothing(x):
    return x


def pool_map(n):
    with context.Pool(2) as pool:
        timed(lambda: pool.map(nothing, range(n), chunksize=1))


def pool_imap(n):
    with context.Pool(2) as pool:
        timed(lambda: list(pool.imap_unordered(nothing, range(n))))


def pool_apply(n):
    with context.Pool(2) as pool:
        timed(lambda: [result.get() for result in [pool.apply_async(nothing, (i,)) for i in range(n)]])


def pool_apply_each(n):
    with context.Pool(2) as pool:
        timed(lambda: [pool.apply(nothing, (i,)) for i in range(n)])


def proxy(n):
    with context.Manager() as manager:
        its = manager.dict()
        timed(lambda: [its.__setitem__(i & 15, i) for i in range(n)])


def thread_pool(n):
    with multiprocessing.pool.ThreadPool(2) as pool:
        timed(lambda: pool.map(nothing, range(n), chunksize=1))


def thread_executor(n):
    with ThreadPoolExecutor(2) as executor:
        timed(lambda: list(executor.map(nothing, range(n))))


def process_executor(n):
    with ProcessPoolExecutor(2, mp_context=context) as executor:
        timed(lambda: list(executor.map(nothing, range(n))))


def os_fork(n):
    for _ in range(n):
        pid = os.fork()
        if not pid:
            os._exit(0)
        os.waitpid(pid, 0)


def process_fork(n):
    in_children(context, n)


def process_spawn(n):
    in_children(multiprocessing.get_context("spawn"), n)


def process_forkserver(n):
    in_children(multiprocessing.get_context("forkserver"), n)


def in_children(its, n):
    for _ in range(n):
        child = its.Process(target=nothing, args=(0,))
        child.start()
        child.join()


def timed(batch):
    """Take the times of a few batches, without what stands around them: the start of a pool's workers, say."""
    batch()
    for _ in range(BATCHES):
        cpu, start = cpu_s(), time.perf_counter()
        batch()
        wall = time.perf_counter() - start
        results.append((cpu_s() - cpu, wall))


def cpu_s():
    """Return the seconds of CPU of this process and of its children, the living ones included."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    living = sum(time.clock_gettime(~its.pid << 3 | 2) for its in multiprocessing.active_children())
    return time.process_time() + ended.ru_utime + ended.ru_stime + living


BATCHES = 5
OF_POOLS = (
    "pool_map", "pool_imap", "pool_apply", "pool_apply_each", "thread_pool", "thread_executor", "process_executor",
    "proxy",
)  # fmt: skip
"""Those that time their batches themselves."""
results = []


def work_100us():
    return sum(range(4000))


def worker(tasks, results, lock, total):
    while tasks.get() is not None:
        done = work_100us()
        with lock:
            total[0] += 1
        results.put(done)


def realistic(n):
    run_workers(n, context.Process, context.Queue, context.Lock())


def realistic_threads(n):
    run_workers(n, threading.Thread, queue.Queue, threading.Lock())


def run_workers(n, worker_type, queue_type, lock):
    tasks, results = queue_type(), queue_type()
    workers = [worker_type(target=worker, args=(tasks, results, lock, [0])) for _ in range(2)]
    for its in workers:
        its.start()
    for i in range(n):
        tasks.put(i)
    for _ in workers:
        tasks.put(None)
    for _ in range(n):
        results.get()
    for its in workers:
        its.join()


if __name__ == "__main__":
    load, operations = globals()[sys.argv[1]], int(sys.argv[2]) // BATCHES
    if sys.argv[1] in OF_POOLS:
        load(operations)
    else:
        timed(lambda: load(operations))
    for cpu, wall in results:
        print(cpu, wall)

"""Prints which objects are gone without a garbage collection."""

# mypy: ignore-errors

import concurrent.futures
import gc
import multiprocessing
import queue
import threading
import weakref
from multiprocessing.pool import ThreadPool

gc.disable()


class Payload:
    pass


def fail(payload):
    raise ValueError(payload)


def gone(make):
    payload = Payload()
    seen = weakref.ref(payload)
    others = make(payload)
    del payload
    return [seen() is None] + [other() is None for other in others]


def in_executor(payload):
    with concurrent.futures.ThreadPoolExecutor(1) as executor:
        future = executor.submit(fail, payload)
        future.exception()
        executor.submit(int).result()
    return [weakref.ref(future)]


def in_thread(payload):
    thread = threading.Thread(target=id, args=(payload,))
    thread.start()
    thread.join()
    return [weakref.ref(thread)]


def in_pool(payload):
    pool = ThreadPool(1)
    result = pool.apply_async(id, (payload,))
    result.get()
    pool.apply(int)
    pool.close()
    pool.join()
    return [weakref.ref(result)]


def in_queue(payload):
    its = queue.Queue(3)
    its.put(payload)
    its.get()
    return [weakref.ref(its), weakref.ref(its.not_full)]


def in_locks(payload):
    locks = [threading.Lock(), threading.RLock(), multiprocessing.Lock(), multiprocessing.RLock()]
    for each in locks:
        each.acquire()
        each.release()
    return [weakref.ref(lock) for lock in locks]


def in_process_queue(payload):
    work, simple = multiprocessing.Queue(), multiprocessing.SimpleQueue()
    one, two = multiprocessing.Pipe()
    work.put(1)
    work.get()
    work.close()
    work.join_thread()
    return [weakref.ref(each) for each in (work, simple, one, two, multiprocessing.RawValue("i"))]


print(gone(in_queue), gone(in_process_queue), gone(in_locks))
print(gone(in_executor), gone(in_thread), gone(in_pool))

"""Prints all a program can learn of its locks and queues: looks, types, errors, lifetimes. No addresses."""

# mypy: ignore-errors

import _queue
import _thread
import abc
import contextlib
import copy
import gc
import inspect
import multiprocessing
import multiprocessing.queues
import os
import pickle
import queue
import sys
import threading
import weakref

gc.disable()


def outcome(function, *arguments, **options):
    try:
        result = function(*arguments, **options)
    except BaseException as error:  # noqa: BLE001
        return type(error).__name__, str(error)
    return result


def subclass(base):
    return type("Mine", (base,), {}).__name__


def a_thread_lock(make):
    lock = make()
    print(type(lock).__name__, type(lock).__module__, type(lock).__qualname__, repr(lock).rpartition(" at ")[0])
    print(isinstance(lock, type(make())), type(lock) is type(make()), outcome(pickle.dumps, lock))
    print(outcome(copy.copy, lock), outcome(copy.deepcopy, lock), bool(lock), lock in [lock], lock == make())
    print(lock.acquire(), repr(lock).rpartition(" at ")[0].partition(" owner")[0], lock.release())
    for arguments in ((True, 1e100), (False, 1), (True, -5), (True, "x"), (True, 0), (1, 0.01), (0,), ("yes",)):
        print(arguments, outcome(lock.acquire, *arguments))
        while outcome(lock.release) is None:
            pass
    print(outcome(lock.acquire, blocking=True, timeout=-1), outcome(lock.acquire, wrong=1), outcome(lock.release))
    print(outcome(lock.release), outcome(subclass, type(lock)), outcome(getattr, lock, "nothing")[0])
    with lock as entered:
        print(entered, lock.locked() if hasattr(lock, "locked") else "")
    with contextlib.ExitStack() as stack:
        print(stack.enter_context(lock))
    of = type(lock)
    print(of.__enter__(lock), of.release(lock), of.acquire(lock), of.__exit__(lock, None, None, None))
    del stack, of
    its, gone = weakref.ref(lock), []
    weakref.finalize(lock, gone.append, 1)
    condition = threading.Condition(lock)
    with condition:
        print(condition.wait(0.001), condition.notify_all())
    del lock, condition
    print(its() is None, gone)


print(threading.Lock is _thread.allocate_lock, callable(threading.Lock), repr(threading.RLock).split(" at ")[0])
for name in ("Lock", "RLock"):
    make = getattr(threading, name)
    print(make.__module__, make.__qualname__, make.__name__, (make.__doc__ or "")[:60])
    print(pickle.dumps(make, 2), pickle.loads(pickle.dumps(make, 2)) is make)
    a_thread_lock(make)
    print(outcome(make, 1)[0] if name == "Lock" else "")
if isinstance(threading.Lock, type):
    print(threading.Lock, isinstance(_thread.allocate_lock(), threading.Lock), issubclass(threading.Lock, object))
    print(threading.Lock | None, threading.Lock is _thread.LockType)
    print(threading.Lock.__mro__ == (threading.Lock, object), inspect.isclass(threading.Lock))
    print(isinstance(threading.Lock(), threading.Lock), isinstance(3, threading.Lock))
else:
    print(isinstance(threading.Lock(), _thread.LockType), outcome(_thread.LockType))


class Holder:
    make = threading.Lock


print(Holder().make().locked(), type(threading.Condition()._lock).__name__, inspect.signature(threading.RLock))

context = multiprocessing.get_context("spawn")
for make in (queue.Queue, queue.LifoQueue, queue.PriorityQueue, context.Queue, context.JoinableQueue):
    its = make(2)
    print(type(its), type(its).__mro__, inspect.signature(type(its)), inspect.signature(its.put))
    print(its.put(1), its.put(2), outcome(its.put, 3, False), outcome(its.put, 3, True, 0.01), its.full())
    print(its.get(), its.get(timeout=5), outcome(its.get, False), outcome(its.get, True, 0.01), its.empty())
    if hasattr(its, "close"):
        its.close()
        its.join_thread()
        print(outcome(its.put, 1)[0], outcome(pickle.dumps, its))
    else:
        print(outcome(pickle.dumps, its)[0])
    seen = weakref.ref(its)
    del its
    print(seen() is None)
its = queue.SimpleQueue()
print(type(its), repr(its).rpartition(" at ")[0], isinstance(its, queue.SimpleQueue), queue.SimpleQueue[int])
print(pickle.loads(pickle.dumps(queue.SimpleQueue)) is queue.SimpleQueue is _queue.SimpleQueue)
print(inspect.signature(queue.SimpleQueue), inspect.signature(its.put), inspect.signature(its.get))
print(outcome(pickle.dumps, its), outcome(copy.copy, its), outcome(queue.SimpleQueue, 1))
print(outcome(setattr, its, "x", 1)[0], its.qsize())
print(outcome(its.put)[0], outcome(its.get, True, "x")[0], outcome(its.get, True, -1), outcome(its.get, timeout=1e100))
print(outcome(its.get, False), outcome(its.get_nowait), outcome(its.get, True, 0.01), its.put(1, False, -3))
print(issubclass(type("Mine", (queue.SimpleQueue, abc.ABC), {}), queue.SimpleQueue), its.get(timeout=1), its.empty())
seen = weakref.ref(its)
del its
print(seen() is None)
simple = context.SimpleQueue()
print(simple.put("x"), simple.get(), simple.empty(), outcome(pickle.dumps, simple))
one, two = context.Pipe()
print(one.send([1]), two.recv(), two.poll(), outcome(two.send, lambda: 1)[0], repr(type(one)))
one.close()
print(outcome(two.recv), outcome(one.send, 1))
for words in (b"", b"\0\0", b"\0\0\0\5ab", b"\0\0\0\3abc", b"\xff\xff\xff\xff" + bytes(7) + b"\1x"):
    near, far = context.Pipe(duplex=False)
    os.write(far.fileno(), words)
    far.close()
    print(outcome(near.recv_bytes), outcome(near.recv_bytes, 2))
near, far = context.Pipe()
print(far.send_bytes(b"x" * 20000), outcome(near.recv_bytes, 10), outcome(near.recv_bytes)[0])
for make in (context.Lock, context.RLock):
    lock = make()
    print(outcome(lock.acquire, True, "x"), outcome(lock.acquire, wrong=1), outcome(lock.acquire, False, 1))
    print(outcome(lock.release))
    print(repr(lock), lock.acquire(), repr(lock), lock.release(), repr(lock), lock.acquire(False), lock.release())
    print(outcome(lock.release), outcome(pickle.dumps, lock), type(lock).__mro__, inspect.signature(type(lock)))
    with lock as entered:
        print(entered, outcome(lock.acquire, True, 0.01))
    seen = weakref.ref(lock)
    del lock
    print(seen() is None)
for value in (context.Value("i", 3), context.RawValue("d", 1.5), context.Array("i", [1, 2]), context.RawArray("c", 3)):
    print(type(value).__name__, repr(value).partition(" object")[0], outcome(pickle.dumps, value))


def raises():
    its = queue.Queue(1)
    its.put(1)
    try:
        its.put(2, timeout=0.01)
    except queue.Full:
        work = context.Queue(1)
        work.get_nowait()


print(sorted(name for name in vars(multiprocessing.queues.Queue(0, ctx=context)) if name[0] != "_"), sys.stdout.flush())
raises()

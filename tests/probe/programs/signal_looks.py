"""Prints all a program can learn of its semaphores, conditions, events and barriers, and of joins. No addresses."""

# mypy: ignore-errors

import contextlib
import copy
import gc
import inspect
import multiprocessing
import pickle
import re
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


def made(make, *arguments, **options):
    result = outcome(make, *arguments, **options)
    return result if isinstance(result, tuple) else type(result)


def plain(its):
    return re.sub(r"0x[0-9a-f]+|\d{6,}", "…", repr(its))


def public(its):
    names = [name for name in dir(its) if not name.startswith("_")]
    return names, [callable(getattr(its, name)) for name in names]


def looks(its):
    print(plain(its), type(its).__mro__, public(its), inspect.signature(type(its)))
    print(outcome(pickle.dumps, its), made(copy.copy, its) if "multi" in type(its).__module__ else "")
    seen, gone = weakref.ref(its), []
    weakref.finalize(its, gone.append, 1)
    return seen, gone


def a_semaphore(make, *arguments):
    its = make(*arguments)
    seen, gone = looks(its)
    print(its.acquire(), plain(its), its.acquire(False), its.acquire(True, 0.01), outcome(its.acquire, False, 1))
    print(outcome(its.acquire, wrong=1), outcome(its.acquire, 1, 0.01), outcome(its.acquire, 1, 2, 3))
    print(its.release(), outcome(its.release), plain(its), outcome(its.release, 0), outcome(its.release, 1, 2))
    with its as entered:
        print(entered, plain(its))
    with contextlib.ExitStack() as stack:
        print(stack.enter_context(its))
    print(made(make, -1), made(make, "x"), made(make, 1, 2), made(make, value=3))
    del its, entered, stack
    print(seen() is None, gone)


def a_condition(make, lock):
    for its in (make(), make(lock), make(lock=None)):
        seen, gone = looks(its)
        print(outcome(its.wait), outcome(its.notify), outcome(its.notify_all), outcome(its.release))
        with its as entered:
            print(entered, plain(its), its.wait(0.001), its.notify(), its.notify(2), its.notify_all())
            print(its.wait_for(lambda: 3), its.wait_for(lambda: 0, timeout=0.001), outcome(its.notify, wrong=1))
            if "threading" in type(its).__module__:
                print(its._is_owned())
        print(its.acquire(), its.release(), outcome(its.acquire, wrong=1), outcome(its.wait, 1, 2))
        done = []
        with its:
            thread = threading.Thread(target=told, args=(its, done))
            thread.start()
            print(its.wait(20))
        thread.join()
        print(done, thread.join(0.1), outcome(thread.join, 1, 2), outcome(threading.current_thread().join))
        del its, entered, thread
        print(seen() is None, gone)
    print(made(make, 3), made(make, lock, 3))


def told(condition, done):
    with condition:
        done.append(1)
        condition.notify()


def an_event(make):
    its = make()
    seen, gone = looks(its)
    print(its.is_set(), its.wait(0.001), its.set(), its.is_set(), its.wait(), plain(its), its.clear(), its.is_set())
    print(outcome(its.wait, wrong=1), outcome(its.wait, 1, 2)[0], made(make, 1), its.set(), its.set())
    del its
    print(seen() is None, gone)


def met():
    print("met")


def a_barrier(make):
    its = make(2, met)
    seen, gone = looks(its)
    print(its.parties, its.n_waiting, its.broken, outcome(its.wait, 0.001), its.broken, outcome(its.wait), its.reset())
    found = []
    thread = threading.Thread(target=lambda barrier: found.append(barrier.wait(20)), args=(its,))
    thread.start()
    found.append(its.wait(20))
    thread.join()
    print(sorted(found), its.broken, its.n_waiting, plain(its), its.abort(), its.broken, outcome(its.wait))
    print(made(make), made(make, 0), made(make, 1, timeout=0.1), made(make, 1, None, 2, 3))
    del its, thread
    print(seen() is None, gone)


def classes(its, lock):
    """What programs make of these classes."""
    mine = type("Mine", (its.Semaphore,), {"more": 1})(2) if its is threading else its.Semaphore(2)
    print(mine.acquire(), getattr(mine, "more", 0), isinstance(mine, type(mine).__mro__[-2]), mine.release())
    condition = its.Condition(lock)
    with lock:
        print(condition.wait(0.001), outcome(lock.acquire, False))
    if its is threading:
        class Loud(threading.Condition):
            def notify(self, n=1):
                print("told", n)
                super().notify(n)

            def _is_owned(self):
                return True

        loud, named = Loud(lock), type("Named", (threading.Event,), {"set": lambda self: print("no")})()
        print(loud.notify(3), loud.notify_all(), named.set(), named.is_set(), named.wait(0.001))


def used(its, lock, results):
    """Work of a child process with all of them."""
    semaphore, condition, event, barrier = its
    with semaphore, lock:
        results.put(barrier.wait(30) in (0, 1))
    results.put(event.wait(30))
    with condition:
        condition.notify_all()


def main():
    for make, arguments in ((threading.Semaphore, ()), (threading.BoundedSemaphore, (1,))):
        a_semaphore(make, *arguments)
    a_condition(threading.Condition, threading.Lock())
    a_condition(threading.Condition, threading.RLock())
    an_event(threading.Event)
    a_barrier(threading.Barrier)
    classes(threading, threading.Lock())
    for make in (threading.Semaphore, threading.Condition, threading.Event, threading.Barrier, threading.Thread.join):
        print(make.__module__, make.__qualname__, inspect.signature(make), pickle.loads(pickle.dumps(make)) is make)
    context = multiprocessing.get_context(sys.argv[1])
    a_semaphore(context.Semaphore)
    a_semaphore(context.BoundedSemaphore, 1)
    a_condition(context.Condition, context.Lock())
    an_event(context.Event)
    a_barrier(context.Barrier)
    classes(context, context.Lock())
    its = context.Semaphore(2), context.Condition(), context.Event(), context.Barrier(2)
    semaphore, condition, event, barrier = its
    lock, results = context.RLock(), context.Queue()
    child = context.Process(target=used, args=(its, lock, results))
    child.start()
    print(barrier.wait(30) in (0, 1), results.get())
    with condition:
        event.set()
        print(condition.wait(30), results.get())
    child.join()
    print(child.exitcode, event.is_set(), barrier.n_waiting, semaphore.acquire(False))


if __name__ == "__main__":
    main()

"""Makes everything that hooks call raise, if there is a probe, and goes on with old things and new ones."""

# mypy: ignore-errors

import multiprocessing
import multiprocessing.managers
import multiprocessing.pool
import multiprocessing.shared_memory
import multiprocessing.sharedctypes
import os
import queue
import subprocess
import sys
import threading
import types
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

NOT_CALLED_BY_HOOKS = {"layout", "guard", "install", "holding", "reaper", "sweep"}
"""Their functions carry the program's own calls, or make the hooks."""


def raises(*args, **kwargs):
    raise RuntimeError("sabotage")


def sabotage():
    for name, module in list(sys.modules.items()):
        package, _, part = name.partition(".")
        if package == "coreograph_probe" and part and part not in NOT_CALLED_BY_HOOKS and not part.startswith("hooks"):
            for attribute, value in list(vars(module).items()):
                if isinstance(value, types.FunctionType) and value.__module__ == name and attribute != "off":
                    setattr(module, attribute, raises)
                elif isinstance(value, type) and value.__module__ == name:
                    for method, function in list(vars(value).items()):
                        if isinstance(function, types.FunctionType) and not method.startswith("__"):
                            setattr(value, method, raises)


class Things:
    """One of each."""

    def __init__(self, context):
        self.queues = [queue.Queue(3), queue.LifoQueue(), queue.PriorityQueue(), queue.SimpleQueue()]
        self.process_queues = [context.Queue(3), context.SimpleQueue(), context.JoinableQueue()]
        self.locks = [threading.Lock(), threading.RLock(), threading.Condition(), threading.Semaphore(2)]
        self.process_locks = [context.Lock(), context.RLock(), context.Semaphore(1), context.Condition()]
        self.ends = context.Pipe()
        self.values = [context.Value("i", 1), context.Array("d", 2), context.RawValue("i", 3)]
        self.events = [threading.Event(), context.Event()]

    def use(self):
        for its in self.queues + self.process_queues:
            its.put(1)
            its.put(2)
            print(its.get(), its.get())
        for its in self.locks + self.process_locks:
            with its:
                print(its.acquire(timeout=0.001) if hasattr(its, "_release_save") else "held")
        blocked = threading.Lock()
        blocked.acquire()
        waiter = threading.Thread(target=blocked.acquire)
        taker = threading.Thread(target=self.queues[0].get)
        for thread in (waiter, taker):
            thread.start()
        blocked.release()
        self.queues[0].put(1)
        for thread in (waiter, taker):
            thread.join()
        self.ends[0].send("there")
        print(self.ends[1].recv(), self.ends[1].poll())
        with self.values[0]:
            self.values[0].value += 1
        print(self.values[0].value, list(self.values[1]), self.values[2].value)
        for event in self.events:
            event.set()
            print(event.wait(1))
        with self.locks[2]:
            print(self.locks[2].wait(0.001))


def square(x):
    return x * x


def leave(things):
    things.process_queues[0].put("child")
    with things.process_locks[0]:
        sys.exit(3)


def fails(x):
    raise ValueError(x)


def outcome(function, *args):
    try:
        return function(*args)
    except ValueError as error:
        return repr(error)


def main():
    context = multiprocessing.get_context("fork")
    before = Things(context)
    before.use()
    pool, threads = context.Pool(2), multiprocessing.pool.ThreadPool(2)
    print(pool.map(square, range(3)), threads.map(square, range(3)))
    manager = context.Manager()
    shared = manager.list([1])
    sabotage()
    print(pool.map(square, range(9)), outcome(pool.apply, fails, (1,)), list(pool.imap(square, range(4), 2)))
    print(threads.map(square, range(9)), shared[0], list(shared))
    for things in (before, Things(context)):
        things.use()
        child = context.Process(target=leave, args=(things,))
        child.start()
        print(things.process_queues[0].get())
        child.join()
        print(child.exitcode)
    with ThreadPoolExecutor(2) as executor:
        print(list(executor.map(square, range(9))), outcome(executor.submit(fails, 2).result))
    with ProcessPoolExecutor(2, mp_context=context) as executor:
        print(list(executor.map(square, range(9))), outcome(executor.submit(fails, 2).result))
    block = multiprocessing.shared_memory.SharedMemory(create=True, size=10)
    block.close()
    block.unlink()
    print(subprocess.run([sys.executable, "-c", "print(5)"], stdout=subprocess.PIPE, check=True).stdout)
    pid = os.fork()
    if not pid:
        os._exit(4)
    print(os.waitpid(pid, 0)[1])
    for its in (pool, threads):
        its.close()
        its.join()
    manager.shutdown()


if __name__ == "__main__":
    main()

"""Steps through what a program does with locks, queues, threads and pools, by pdb, and says where it stops."""

# mypy: ignore-errors

import concurrent.futures
import pdb
import queue
import sys
import threading


class Stepping(pdb.Pdb):
    """Steps on and on, by the command that it is given; says where it is, with its stack."""

    def __init__(self, command, left=300):
        super().__init__(nosigint=True, readrc=False)
        self.command = command
        self.left = left

    def interaction(self, frame, traceback, *more):
        stack, index = self.get_stack(frame, traceback)
        places = [f.f_code.co_filename.rpartition("/")[2] + ":" + f.f_code.co_name for f, _ in stack]
        print(self.command, places[index], frame.f_lineno, len(places), any("coreograph" in place for place in places))
        self.left -= 1
        if not self.left:
            self.set_continue()
        elif self.command == "step":
            self.set_step()
        elif self.command == "return":
            self.set_return(frame)
        else:
            self.set_next(frame)


lock, gate, items = threading.Lock(), threading.Condition(), queue.Queue()
worker = threading.Thread(target=items.put, args=(2,))
worker.start()
worker.join()


def inner():
    with lock:
        items.put(1)
    with gate:
        gate.wait(0.001)
    lock.acquire()
    lock.release()
    return items.get()


def outer(stepping, depth):
    if depth:
        return outer(stepping, depth - 1)
    stepping.set_trace(sys._getframe())
    inner()
    worker.join()
    return None


def in_a_thread(stepping):
    stepping.set_trace(sys._getframe())
    lock.acquire(timeout=1)
    lock.release()


for command in ("step", "next", "return"):
    print()
    outer(Stepping(command), 2)
    sys.settrace(None)
    thread = threading.Thread(target=in_a_thread, args=(Stepping(command, 12),))
    thread.start()
    thread.join()
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        pool.submit(in_a_thread, Stepping("next", 6)).result()

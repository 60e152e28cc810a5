"""Queues, locks, pools, a manager and a grandchild at work until they are killed: `crashing.py METHOD FOLDER`.

Each process writes a letter for each thing it has done into FOLDER: `p` after a put, `g` after a get, `t` in a task.
Ends with exit code 7 as soon as its input ends.
"""

# mypy: ignore-errors

import multiprocessing
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import shared_memory

GRANDCHILD = """
import os, queue, sys, time
note = os.open(sys.argv[1] + "/" + str(os.getpid()), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
local = queue.Queue()
while True:
    local.put(1)
    os.write(note, b"p")
    local.get()
    os.write(note, b"g")
    time.sleep(0.001)
"""


def note(letter):
    if note.file is None or note.pid != os.getpid():
        note.file = os.open(note.folder + "/" + str(os.getpid()), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        note.pid = os.getpid()
    os.write(note.file, letter)


note.file = note.pid = None
note.folder = sys.argv[-1]


def produce(work, lock, shared):
    subprocess.Popen([sys.executable, "-c", GRANDCHILD, note.folder])
    while True:
        with lock:
            work.put("x" * 10)
            note(b"p")
        shared.append(1)
        time.sleep(0.001)


def consume(work):
    while True:
        work.get()
        note(b"g")


def task(n):
    note(b"t")
    return n


def in_pool(pool):
    while True:
        pool.map(task, range(20), chunksize=1)


def in_executor(executor):
    while True:
        list(executor.map(task, range(20)))


def main():
    context = multiprocessing.get_context(sys.argv[1])
    block = shared_memory.SharedMemory(create=True, size=4096)
    lock, work = context.Lock(), context.Queue()
    manager = context.Manager()
    shared = manager.list()
    for target, args in ((produce, (work, lock, shared)), (consume, (work,)), (consume, (work,))):
        context.Process(target=target, args=args).start()
    executor = ProcessPoolExecutor(2, mp_context=context)
    list(executor.map(task, range(20)))
    for target, its in ((in_pool, context.Pool(2)), (in_executor, executor)):
        threading.Thread(target=target, args=(its,), daemon=True).start()
    print(block.name, flush=True)
    sys.stdin.readline()
    os._exit(7)


if __name__ == "__main__":
    main()

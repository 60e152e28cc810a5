"""Workers that wait for queues, locks and a pipe until a line comes in."""

# mypy: ignore-errors

import multiprocessing
import queue
import sys
import threading


def take(lock):
    with lock:
        pass


def call(function, *arguments):
    function(*arguments)


def main():
    context = multiprocessing.get_context(sys.argv[1])
    process_lock, process_again = context.Lock(), context.RLock()
    process_empty = context.Queue()
    process_full = context.Queue(1)
    message, sender = context.Pipe(duplex=False)
    process_lock.acquire()
    process_again.acquire()
    process_full.put(1)
    children = [
        context.Process(target=take, args=(process_lock,)),
        context.Process(target=take, args=(process_again,)),
        context.Process(target=call, args=(process_empty.get,)),
        context.Process(target=call, args=(process_full.put, 2)),
        context.Process(target=call, args=(message.recv,)),
    ]
    for child in children:
        child.start()
    empty, full = queue.Queue(), queue.Queue(1)
    lock, again = threading.Lock(), threading.RLock()
    full.put(1)
    lock.acquire()
    again.acquire()
    threads = [
        threading.Thread(target=empty.get, name="wants an item"),
        threading.Thread(target=full.put, args=(2,), name="wants room"),
        threading.Thread(target=take, args=(lock,), name="wants the lock"),
        threading.Thread(target=take, args=(again,), name="wants the lock again"),
    ]
    for thread in threads:
        thread.start()
    sys.stdin.readline()
    empty.put(1)
    full.get()
    lock.release()
    again.release()
    process_lock.release()
    process_again.release()
    process_empty.put(1)
    process_full.get()
    sender.send("go")
    for worker in threads + children:
        worker.join()
    process_full.get()


if __name__ == "__main__":
    main()

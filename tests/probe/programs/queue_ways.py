"""Every kind of queue and a pipe, with known counts: prints what the program itself counted."""

# mypy: ignore-errors

import multiprocessing
import pickle
import queue
import sys
import threading

ITEMS = 120


def produce(work, quick, pipe, n):
    for i in range(n):
        work.put((i, "x" * i))
        quick.put(i)
        pipe.send([i] * 10)
    pipe.close()


def consume(work, quick, done, n):
    taken = 0
    for _ in range(n):
        taken += work.get() is not None
        quick.get()
    done.put(taken)


def take(local, last, simple, n):
    for i in range(n):
        local.get()
        last.get()
        simple.get()
        simple.put_nowait(i)


def main():
    context = multiprocessing.get_context(sys.argv[1])
    work = context.Queue(7)
    quick = context.SimpleQueue()
    done = context.JoinableQueue()
    near, far = context.Pipe(duplex=False)
    two_way, other_way = context.Pipe()
    both = [two_way, other_way]
    producers = [context.Process(target=produce, args=(work, quick, far, ITEMS), name="producer")]
    consumers = [context.Process(target=consume, args=(work, quick, done, ITEMS // 2), name="consumer") for _ in "ab"]
    done.put(1)
    print("before", done.get())
    for process in producers + consumers:
        process.start()
    far.close()
    messages = [near.recv() for _ in range(ITEMS)]
    print("taken", done.get() + done.get(), "messages", len(messages))
    try:
        done.get(timeout=0.05)
    except queue.Empty:
        print("empty")
    for process in producers + consumers:
        process.join()
    both[0].send("hello")
    both[1].send_bytes(b"12345")
    print(both[1].recv(), both[0].recv_bytes())

    local = queue.Queue(5)
    last = queue.LifoQueue()
    simple = queue.SimpleQueue()
    threads = [threading.Thread(target=take, args=(local, last, simple, 250), name=f"taker {i}") for i in range(4)]
    for thread in threads:
        thread.start()
    for i in range(1000):
        local.put(i)
        last.put(i)
        simple.put(i)
    for thread in threads:
        thread.join()
    left = 0
    while not simple.empty():
        simple.get(timeout=1)
        left += 1
    print("left", left)
    try:
        local.get_nowait()
    except queue.Empty:
        print("none left")
    print("bytes", sum(len(pickle.dumps((i, "x" * i), pickle.DEFAULT_PROTOCOL)) for i in range(ITEMS)))


if __name__ == "__main__":
    main()

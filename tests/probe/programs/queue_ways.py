"""Every kind of queue and a pipe, with known counts: prints what the program itself counted."""

# mypy: ignore-errors

import multiprocessing
import multiprocessing.dummy
import multiprocessing.queues
import pickle
import queue
import sys
import threading

ITEMS = 120


class Marked(queue.Queue):
    """Its `_put` goes through to the one that it overrides."""

    def _put(self, item):
        super()._put((item, "marked"))


class Own(multiprocessing.queues.Queue):
    pass


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
    done.task_done()  # of the first item


def take(local, last, simple, n):
    for i in range(n):
        local.get()
        local.task_done()
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
    done.put(None)
    for process in producers + consumers:
        process.start()
    far.close()
    messages = [near.recv() for _ in range(ITEMS)]
    print("taken", sum(done.get() or 0 for _ in range(3)), "messages", len(messages))
    done.task_done()
    done.task_done()
    done.join()
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
    local.join()
    _relatives(context)
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


def _relatives(context):
    own, marked, least = Own(ctx=context), Marked(), queue.PriorityQueue(9)
    dummy = multiprocessing.dummy.JoinableQueue()
    thread = multiprocessing.dummy.Process(target=dummy.put, args=(1,))
    thread.start()
    dummy.get()
    dummy.task_done()
    dummy.join()
    thread.join()
    for queue_ in (own, marked, least):
        queue_.put(2)
        queue_.put(1)
        print(queue_.get())
    for queue_ in (marked, least):
        queue_.task_done()
        try:
            queue_.task_done()
            queue_.task_done()
        except ValueError as error:
            print(error)
    own.get()
    own.put(lambda: "is not to be pickled")
    own.close()
    own.join_thread()
    if hasattr(marked, "shutdown"):
        marked.shutdown()
        print(marked.get())
        least.shutdown(immediate=True)
        for queue_ in (marked, least):
            try:
                queue_.get()
            except queue.ShutDown:
                print("shut", vars(queue_).get("_get"))
    else:
        print(marked.get(), least.get())


if __name__ == "__main__":
    main()

"""Locks, values and shared memory with known counts: prints what the program itself counted."""

# mypy: ignore-errors

import multiprocessing
import sys
import threading
from multiprocessing.shared_memory import SharedMemory

ROUNDS = 200


def add(shared, lock, gate, name):
    raw, safe, numbers, letters = shared
    block = SharedMemory(name=name)
    gate.wait()
    for i in range(ROUNDS):
        with safe.get_lock():
            safe.value += 1
        with lock:
            raw.value += 0.5
            numbers[i % 3] += 1
            letters[1] = i % 100
        block.buf[1 + i % 3] = i % 256
    block.close()


def count(mine, again, total):
    for _ in range(1000):
        with mine:
            total[0] += 1
        again.acquire()
        with again:
            total[1] += 1
        again.release()


def main():
    context = multiprocessing.get_context(sys.argv[1])
    safe = context.Value("i", 0)
    raw = context.RawValue("d", 0.0)
    numbers = context.Array("l", 3, lock=False)
    letters = context.RawArray("b", [7, 0, -1])
    lock = context.Lock()
    gate = context.Barrier(2)
    picture = SharedMemory(create=True, size=1000)
    picture.buf[0] = 77
    args = ((raw, safe, numbers, letters), lock, gate, picture.name)
    workers = [context.Process(target=add, args=args, name=f"adder {i}") for i in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(safe.value, raw.value, list(numbers), [worker.exitcode for worker in workers])
    mine, again, total = threading.Lock(), threading.RLock(), [0, 0]
    threads = [threading.Thread(target=count, args=(mine, again, total)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(total, flush=True)
    sys.stdin.readline()
    picture.close()
    picture.unlink()


if __name__ == "__main__":
    main()

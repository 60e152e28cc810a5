"""Two processes add to one raw value until a line comes in; prints the total, then each one's type of the value."""

# mypy: ignore-errors

import multiprocessing
import sys


def add(counter, stop, said):
    while not stop.is_set():
        for _ in range(1000):
            counter.value += 1
    said.put(type(counter).__qualname__ if type(counter).__mro__[1].__name__ == "_SimpleCData" else "armed")


def main():
    context = multiprocessing.get_context(sys.argv[1])
    counter = context.Value("i", 0, lock=False)
    stop, said = context.Event(), context.Queue()
    workers = [context.Process(target=add, args=(counter, stop, said)) for _ in range(2)]
    for worker in workers:
        worker.start()
    sys.stdin.readline()
    stop.set()
    names = [said.get() for _ in workers]
    for worker in workers:
        worker.join()
    print(counter.value, *names, sep="\n")


if __name__ == "__main__":
    main()

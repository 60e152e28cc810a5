"""Two raw values, one after the other at the same place: prints that place, and whether the workers' are armed."""

# mypy: ignore-errors

import multiprocessing
import sys


def add(counter, said):
    said.put("armed" if type(counter).__mro__[1].__name__ != "_SimpleCData" else "plain")
    counter.value += 1


def count(context):
    counter, said = context.Value("i", 0, lock=False), context.Queue()
    (_, start, _), _ = counter._wrapper._state
    workers = [context.Process(target=add, args=(counter, said)) for _ in range(2)]
    for worker in workers:
        worker.start()
    print(start, said.get(), said.get())
    for worker in workers:
        worker.join()


def main():
    context = multiprocessing.get_context(sys.argv[1])
    for _ in range(2):
        count(context)


if __name__ == "__main__":
    main()

"""A manager's server process, and a worker that uses it."""

# mypy: ignore-errors

import multiprocessing


def work(shared):
    shared.append(1)


if __name__ == "__main__":
    with multiprocessing.Manager() as manager:
        shared = manager.list()
        process = multiprocessing.Process(target=work, args=(shared,), name="appends")
        process.start()
        process.join()
        print(list(shared))

"""Sends the same large list in every way that a message is pickled; the start method is given."""

# mypy: ignore-errors

import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor

TABLE = list(range(20_000))
TIMES = 5


def first(table):
    return table[0]


def whole(_):
    return TABLE


def echo(end):
    while True:
        table = end.recv()
        end.send(table)
        if table is None:
            break


def take(queue):
    for _ in range(TIMES):
        queue.get()


def main(method):
    context = multiprocessing.get_context(method)
    with context.Pool(1) as pool:
        print([pool.apply(first, (TABLE,)) for _ in range(TIMES)], sum(map(len, pool.imap(whole, range(TIMES)))))
    with ProcessPoolExecutor(1, mp_context=context) as executor:
        print([executor.submit(first, TABLE).result() for _ in range(TIMES)])
    near, far = context.Pipe()
    other = context.Process(target=echo, args=(far,))
    other.start()
    for _ in range(TIMES):
        near.send(TABLE)
        print(near.recv() == TABLE)
    near.send(None)
    print(near.recv())
    other.join()
    queue = context.Queue()
    taker = context.Process(target=take, args=(queue,))
    taker.start()
    for _ in range(TIMES):
        queue.put(TABLE)
    taker.join()
    try:
        near.send(["x" * 100_000, main, lambda: 0])
    except Exception as error:  # noqa: BLE001
        print(type(error).__module__ in ("_pickle", "builtins", "pickle"))


if __name__ == "__main__":
    main(sys.argv[1])

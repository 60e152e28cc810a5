"""Makes objects that are items of something, are given to a call, or are made by somebody else for its own ends."""

# mypy: ignore-errors

import concurrent.futures
import contextlib
import queue
from queue import Queue as Line


class Own(queue.Queue):
    def __init__(self, most):
        super().__init__(most)


def given(what):
    return what


def two():
    return queue.Queue(), queue.Queue()


def many(number):
    return [queue.Queue() for _ in range(number)]


new = lambda: queue.Queue()  # noqa: E731, PLW0108


def main():
    inside = [queue.Queue() for _ in range(2)]
    once = [queue.Queue() for _ in range(2)]
    return inside, once


idxq = [queue.Queue() for _ in range(2)]
doors = {word: queue.Queue() for word in ("in", "out")}
pairs = [queue.Queue(), queue.Queue()]
shelf = {"top": queue.Queue(), 3: queue.Queue()}
grid = [[queue.Queue() for x in range(2)] for y in range(2)]
wide = tuple(queue.Queue() for _ in range(2))
odd = [queue.Queue() for number in range(4) if number % 2]
wrapped = given(queue.Queue())
size = queue.Queue().qsize()
alias = Line()
own = Own(3)
left, right = two()
made = new()
got = many(2)
main()
spare = None or queue.Queue()
by_name = {}
for name in ("x", "y"):
    by_name[name] = queue.Queue()
heap = []
for _ in range(2):
    heap.append(queue.Queue())  # noqa: PERF401


class Loop:
    """Has an executor of its own, as an event loop has."""

    def __init__(self):
        self.helpers = concurrent.futures.ThreadPoolExecutor(1)

    def run(self, function, *arguments):
        return self.helpers.submit(function, *arguments)


with contextlib.ExitStack() as stack:
    kept = stack.enter_context(concurrent.futures.ThreadPoolExecutor(1))
    results = [kept.submit(len, "four"), Loop().run(len, "five")]
    print([result.result() for result in results])

"""Takes the probe's own words away from queues, pipes and what counts them, if there is a probe, and works on."""

# mypy: ignore-errors

import multiprocessing
import queue


def broken(its):
    counted = getattr(its, "_coreograph", None)
    if counted is not None:
        counted.words = None
        for tally in counted.tallies[:2]:
            tally.words = None
    return its


context = multiprocessing.get_context("fork")
for its in (queue.Queue(2), queue.LifoQueue(), queue.SimpleQueue(), context.Queue(2), context.SimpleQueue()):
    broken(its)
    for i in range(150):
        its.put(i)
        print(its.get())
near, far = map(broken, context.Pipe())
near.send("there")
print(far.recv())
near.close()
try:
    far.recv()
except EOFError:
    print("closed")

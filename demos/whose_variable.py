"""One line, n += 1, run by each child process on seven kinds of variables: which changes does the main program see?

    python whose_variable.py                      children begin as this Python prefers
    python whose_variable.py spawn --workers 3    three of them, each in an interpreter of its own

And what one n += 1 costs for each kind, measured in the main program while nobody else uses it.
"""
import argparse
import multiprocessing
import os
import statistics
import time
import timeit
from multiprocessing.shared_memory import SharedMemory

PATIENCE_S = 60
BLOCK = 100

number = 0  # the global; main() sets it before it starts a child

COSTS = {  # one n += 1 for each kind, as timeit runs it
    "a global": "number += 1",
    "an argument": "argument[0] += 1",
    "SharedMemory": "cells[0] += 1",
    "Value, no lock": "raw.value += 1",
    "Value, get_lock()": "with value.get_lock(): value.value += 1",
    "Array": "array[0] += 1",
    "Manager().dict()": "shared_dict[0] += 1",
    "Manager().list()": "shared_list[0] += 1",
}


def add_one(kind, box):
    global number
    if kind == "a global":
        number += 1
    elif kind == "Value":
        box.value += 1
    else:
        box[0] += 1  # a list, an Array, a manager's dict or list, a block of shared memory


def look(kind, box):
    return number if kind == "a global" else box.value if kind == "Value" else box[0]


def work(name, boxes, block_name, lock, together, reports):
    """Look at each variable, add one to it, and look again when all children have added."""
    found, wrote = {}, {}
    block = SharedMemory(block_name)
    with block.buf.cast("q") as cells:
        boxes["SharedMemory"] = cells
        together.wait(PATIENCE_S)
        for kind, box in boxes.items():
            with lock:
                found[kind] = look(kind, box)
                add_one(kind, box)
                wrote[kind] = time.perf_counter(), name, look(kind, box)
        together.wait(PATIENCE_S)
        holds = {kind: look(kind, box) for kind, box in boxes.items()}
        reports.put((name, os.getpid(), found, holds, wrote))
    block.close()


def run_children(context, boxes, block_name, workers):
    """Let children add one to each variable; return what each of them tells."""
    lock, together, reports = context.Lock(), context.Barrier(workers + 1), context.Queue()
    children = [context.Process(target=work, name=f"P{place}", daemon=True,
                                args=(f"P{place}", boxes, block_name, lock, together, reports))
                for place in range(1, workers + 1)]
    for child in children:
        child.start()
    together.wait(PATIENCE_S)  # all are there
    together.wait(PATIENCE_S)  # all have added
    told = sorted(reports.get(timeout=PATIENCE_S) for _ in children)
    for child in children:
        child.join()
    return told


def show(boxes, begin, told):
    """Print what each process holds of each kind, and who was the last to write what main sees changed."""
    print("kind               process       pid   found   holds")
    for kind, box in boxes.items():
        for name, pid, found, holds, _ in told:
            print(f"{kind:18} {name:7} {pid:9} {found[kind]:7} {holds[kind]:7}")
        print(f"{kind:18} main    {os.getpid():9} {begin:7} {look(kind, box):7}")
    first = min(at for *_, wrote in told for at, _, _ in wrote.values())
    changed = [kind for kind, box in boxes.items() if look(kind, box) != begin]
    for kind in changed:
        at, name, value = max(wrote[kind] for *_, wrote in told)
        print(f"{kind:18} last written by {name}: {value}, {(at - first) * 1000:.3f} ms after the first n += 1 of all")
    print(f"main began with {begin} and sees a change in {len(changed)} of {len(boxes)} kinds", flush=True)


def measure(names, rounds):
    """Time n += 1 on each kind in turn, a block at a time: a machine that slows down then slows all of them."""
    timers = {kind: timeit.Timer(line, "global number", globals=names) for kind, line in COSTS.items()}
    taken = {kind: [] for kind in timers}
    for _ in range(rounds):
        for kind, timer in timers.items():
            taken[kind].append(timer.timeit(BLOCK) / BLOCK * 1e9)
    for kind, times in taken.items():
        low, middle, high = statistics.quantiles(times, n=4) if rounds > 1 else times * 3
        print(f"{kind:18} costs {middle:12,.1f} ns, half of all {low:,.1f} to {high:,.1f} ns")


def run(method, args):
    """Run the children on all kinds, print what became of each, then what each costs."""
    global number
    number = args.begin
    context = multiprocessing.get_context(method)
    block = SharedMemory(create=True, size=8)
    try:
        with context.Manager() as manager, block.buf.cast("q") as cells:
            cells[0] = args.begin
            argument, value, array = [args.begin], context.Value("q", args.begin), context.Array("q", [args.begin])
            shared_dict, shared_list = manager.dict({0: args.begin}), manager.list([args.begin])
            boxes = {"a global": None, "an argument": argument, "Value": value, "Array": array,
                     "Manager().dict()": shared_dict, "Manager().list()": shared_list}
            told = run_children(context, boxes, block.name, args.workers)
            show({**boxes, "SharedMemory": cells}, args.begin, told)
            measure({"number": 0, "argument": argument, "raw": context.Value("q", 0, lock=False), "value": value,
                     "array": array, "shared_dict": shared_dict, "shared_list": shared_list, "cells": cells},
                    args.rounds)
    finally:
        block.close()
        block.unlink()


def between(least, most):
    def whole(text):
        if not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"give {least} to {most}")
        return int(text)
    return whole


def main():
    every = multiprocessing.get_all_start_methods()
    parser = argparse.ArgumentParser(description="Whose variable is it? Each child process runs n += 1 on seven kinds.")
    parser.add_argument("method", nargs="?", choices=every, default=every[0],
                        help=f"how a child process begins (default: as this Python prefers, {every[0]})")
    parser.add_argument("--workers", type=between(1, 6), default=2, help="children, 1 to 6 (default: 2)")
    parser.add_argument("--begin", type=between(1, 1000), default=10,
                        help="what main sets all to, 1 to 1000 (default: 10)")
    parser.add_argument("--rounds", type=between(1, 2000), default=50,
                        help=f"how often {BLOCK} accesses of each kind are timed (default: 50)")
    args = parser.parse_args()
    print(f"{args.method}: n += 1 in each of {args.workers} children; this Python's own start method is {every[0]}")
    run(args.method, args)


if __name__ == "__main__":
    main()

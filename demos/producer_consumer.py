"""Producers put items into a queue, consumers take them out: with processes, with threads.

    python producer_consumer.py                       both ways, one after the other
    python producer_consumer.py processes --control   one way, steered while it runs by what you type

A queue with a bound is a brake: `put` waits while the queue is full, and `get` waits while it is empty.

With --control the program reads commands from its standard input, one on a line:

    producer +1, producer -1    one producer more, one less      make 20    milliseconds to make an item, on average
    consumer +1, consumer -1    one consumer more, one less      take 5     milliseconds to use an item, on average
    put, take-one               one item by hand                 bound 0    a queue of another size; 0 is without bound
    count                       how many so far              items 0     how many each producer makes; 0 is no limit
    end                         stop now, and count what is left
"""
import argparse
import io
import math
import multiprocessing
import queue
import random
import select
import sys
import threading
import time

MOST = 100  # producers, and consumers, at the same time
MAKE, TAKE, LIMIT = 0, 1, 2  # what can be changed while it runs: two paces in milliseconds, items for each producer


def produce(me, items, made, wanted, now, size):
    """Put items into the queue until there are enough, or until no longer wanted."""
    randomness = random.Random(me)
    while wanted[me] and (made[me] < now[LIMIT] or not now[LIMIT]):
        time.sleep(now[MAKE] / 1000 * randomness.uniform(0.5, 1.5))
        items.put((me, made[me], randomness.randbytes(size)))  # waits while the queue is full
        made[me] += 1


def consume(me, items, taken, numbers, now):
    """Take items out of the queue until a None comes out."""
    randomness = random.Random(MOST + me)
    for maker, number, _ in iter(items.get, None):  # waits while the queue is empty
        taken[maker] += 1
        numbers[maker] += number
        time.sleep(now[TAKE] / 1000 * randomness.uniform(0.5, 1.5))


WAYS = {  # what a worker is, what the queue is, and what makes cells that all workers can see
    "processes": (multiprocessing.Process, multiprocessing.Queue,
                  lambda kind: multiprocessing.Array(kind, MOST + 1, lock=False)),
    "threads": (threading.Thread, queue.Queue, lambda kind: [0] * (MOST + 1)),
}


class Crew:
    """The queue and everybody around it. Each cell of the counts has a single writer, so no count needs a lock."""

    def __init__(self, way, args):
        self.new_worker, self.new_queue, self.new_cells = WAYS[way]
        self.size = args.size
        self.items = self.new_queue(args.maxsize)
        self.producers, self.consumers, self.consuming, self.change = {}, {}, 0, None
        self.made, self.wanted, self.now = self.new_cells("q"), self.new_cells("q"), self.new_cells("d")
        self.now[MAKE], self.now[TAKE], self.now[LIMIT] = args.make_ms, args.take_ms, args.items
        self.taken, self.left = {0: self.new_counts()}, self.new_counts()  # by each consumer, 0: by hand; by nobody

    def new_counts(self):
        return self.new_cells("q"), self.new_cells("q")  # for each producer: how many items, the sum of their numbers

    def add_producer(self, me=None):
        me = me or next(n for n in range(1, MOST + 1) if not (self.wanted[n] or self.is_alive(self.producers, n)))
        self.wanted[me] = 1
        self.start(self.producers, f"P{me}", me, produce,
                   (me, self.items, self.made, self.wanted, self.now, self.size))

    def add_consumer(self):
        me = next(n for n in range(1, 2 * MOST) if not self.is_alive(self.consumers, n))
        self.consuming += 1
        self.start(self.consumers, f"C{me}", me, consume,
                   (me, self.items, *self.taken.setdefault(me, self.new_counts()), self.now))

    def remove_producer(self):
        self.wanted[self.employed()[-1]] = 0  # it notices after its item

    def remove_consumer(self):
        self.consuming -= 1
        self.items.put(None)  # queues up like everything else; whoever takes it leaves

    def change_limit(self, items):
        """Let each producer make so many items; those that had made enough already make more."""
        self.now[LIMIT] = items
        for me in self.employed():
            if not self.is_alive(self.producers, me) and (self.made[me] < items or not items):
                self.add_producer(me)

    def finish(self, at_once):
        """Wait until all items are made and taken; at once: take what is in the queue away, it is what is left."""
        for me in self.employed() if at_once else []:
            self.wanted[me] = 0
        for producer in self.producers.values():
            while producer.is_alive():
                if at_once or not self.consuming:
                    self.take_away(self.left, 0.02)
                else:
                    producer.join(0.02)
        while at_once and self.take_away(self.left, 0.02):
            pass
        for _ in range(self.consuming):
            self.items.put(None)
        for consumer in self.consumers.values():
            consumer.join()
        self.consuming = 0
        while self.take_away(self.left, 0.02):
            pass

    def change_bound(self, bound):
        """Begin to change the bound. A queue keeps the one it was made with, so another queue has to take its place."""
        self.change = bound, self.employed(), self.consuming
        for me in self.employed():
            self.wanted[me] = 0

    def go_on(self):
        """Take the next step of the change, if its time has come: producers leave, consumers leave, a new queue."""
        bound, producers, consumers = self.change
        if any(self.is_alive(self.producers, me) for me in self.producers):
            if not consumers:
                self.take_away(self.left, 0.02)
            return
        while self.consuming:
            self.remove_consumer()
        if any(self.is_alive(self.consumers, me) for me in self.consumers):
            return
        while self.take_away(self.left, 0.02):
            pass
        self.items, self.change = self.new_queue(bound), None
        for me in producers:
            self.add_producer(me)
        for _ in range(consumers):
            self.add_consumer()

    def put_by_hand(self):
        self.items.put_nowait((0, self.made[0], bytes(self.size)))
        self.made[0] += 1

    def take_away(self, counts, wait_s):
        """Take an item out by hand; return whether there was one."""
        try:
            item = self.items.get(timeout=wait_s)
        except queue.Empty:
            return False
        if item is None:  # meant for a consumer
            self.items.put(None)
            return True
        taken, numbers = counts
        taken[item[0]] += 1
        numbers[item[0]] += item[1]
        return True

    def start(self, workers, name, me, target, arguments):
        workers[me] = self.new_worker(target=target, name=name, args=arguments, daemon=True)
        workers[me].start()

    def is_alive(self, workers, me):
        return me in workers and workers[me].is_alive()

    def employed(self):
        return [me for me in self.producers if self.wanted[me]]

    def is_making(self):
        return bool(self.change) or any(self.is_alive(self.producers, me) for me in self.employed())

    def on_the_way(self):
        return sum(self.made) - sum(sum(counts) for counts, _ in self.taken.values()) - sum(self.left[0])


def obey(crew, line):
    """Do what was typed; return whether it was `end`."""
    word, _, number = line.strip().partition(" ")
    try:
        if crew.change and word in ("producer", "consumer", "items", "bound", "put", "take-one"):
            print("Not now: the old queue is not empty yet.", flush=True)
        elif word in ("producer", "consumer"):
            for _ in range(abs(int(number))):
                change(crew, word, int(number) > 0)
        elif word in ("make", "take"):
            crew.now[MAKE if word == "make" else TAKE] = milliseconds(number)
        elif word == "items":
            crew.change_limit(at_least(0)(number))
        elif word == "bound":
            crew.change_bound(at_least(0)(number))
        elif word == "put":
            crew.put_by_hand()
        elif word == "take-one":
            print("taken" if crew.take_away(crew.taken[0], 0.1) else "The queue is empty.", flush=True)
        elif word == "count":
            print(f"{sum(crew.made)} made, {crew.on_the_way()} on the way", flush=True)
        elif word != "end":
            raise ValueError
    except queue.Full:
        print("The queue is full.", flush=True)
    except (ValueError, argparse.ArgumentTypeError):
        print(f"Not understood: {line.strip()!r}; for instance producer +1, make 20, bound 0, put, end.", flush=True)
    return word == "end"


def change(crew, who, more):
    there = len(crew.employed()) if who == "producer" else crew.consuming
    if more and there < MOST:
        crew.add_producer() if who == "producer" else crew.add_consumer()
    elif not more and there:
        crew.remove_producer() if who == "producer" else crew.remove_consumer()


def oversee(crew, seconds, control):
    """Wait until everything is made, or the time is up, or `end` was typed; return whether to stop at once."""
    ends = time.monotonic() + (seconds or math.inf)
    typed = io.FileIO(sys.stdin.fileno(), closefd=False) if control else None  # unbuffered, for select
    while time.monotonic() < ends:
        if crew.change:
            crew.go_on()
        elif not crew.is_making() and (not typed or (crew.employed() and not crew.on_the_way())):
            return False
        elif not typed and not crew.consuming:
            return True  # nobody takes, and nobody can say otherwise any more
        if not typed:
            time.sleep(0.02)
        elif select.select([typed], [], [], 0.02)[0]:
            line = typed.readline().decode(errors="replace")
            if line and obey(crew, line):
                return True
            if not line:  # the end of the input
                typed = None
                if not crew.now[LIMIT] and not seconds:
                    return True
    return True


def report(crew, elapsed):
    """Print what was made, taken and left, and whether every item is accounted for, and none twice."""
    print("              made      taken       left")
    right, total = True, (0, 0, 0)
    for me in range(MOST + 1):
        made, left = crew.made[me], crew.left[0][me]
        taken = sum(counts[me] for counts, _ in crew.taken.values())
        numbers = crew.left[1][me] + sum(numbers[me] for _, numbers in crew.taken.values())
        right = right and made == taken + left and numbers == made * (made - 1) // 2
        total = (total[0] + made, total[1] + taken, total[2] + left)
        if made or me in crew.producers:
            print(f"{f'P{me}' if me else 'by hand':8} {made:9} {taken:10} {left:10}")
    print("together {:9} {:10} {:10}  ".format(*total) + ("nothing lost, nothing twice" if right else "WRONG"))
    print(f"{elapsed:.2f} s, {total[1] / elapsed:.0f} items taken per second")


def run(way, args):
    crew, start = Crew(way, args), time.perf_counter()
    for _ in range(args.producers):
        crew.add_producer()
    for _ in range(args.consumers):
        crew.add_consumer()
    crew.finish(at_once=oversee(crew, args.seconds, args.control))
    report(crew, time.perf_counter() - start)


def at_least(least):
    def number(text):
        if int(text) < least:
            raise argparse.ArgumentTypeError(f"give {least} or more")
        return int(text)
    return number


def milliseconds(text):
    if not 0 <= float(text) <= 60_000:
        raise argparse.ArgumentTypeError("give from 0 to 60000")
    return float(text)


def main():
    parser = argparse.ArgumentParser(description="Producers and consumers around a queue, as processes and as threads.")
    parser.add_argument("way", nargs="?", choices=list(WAYS), help="one way only (default: both, one after the other)")
    parser.add_argument("--producers", type=int, choices=range(MOST + 1), default=3, metavar="P", help="default: 3")
    parser.add_argument("--consumers", type=int, choices=range(MOST + 1), default=2, metavar="C", help="default: 2")
    parser.add_argument("--maxsize", type=at_least(0), default=16, help="bound of the queue, 0 for none (default: 16)")
    parser.add_argument("--items", type=at_least(0), default=200,
                        help="how many each producer makes, 0 for no limit (default: 200)")
    parser.add_argument("--make-ms", type=milliseconds, default=20.0, help="to make an item, on average (default: 20)")
    parser.add_argument("--take-ms", type=milliseconds, default=15.0, help="to use an item, on average (default: 15)")
    parser.add_argument("--size", type=at_least(0), default=1000, help="bytes in an item (default: 1000)")
    parser.add_argument("--seconds", type=float, default=0.0, help="stop after so many, 0 for no limit (default: 0)")
    parser.add_argument("--control", action="store_true", help="read commands from the standard input (see above)")
    parser.add_argument("--start-method", choices=multiprocessing.get_all_start_methods(),
                        help="how a new process begins (default: what this Python prefers)")
    args = parser.parse_args()
    if not args.control and not (args.producers and args.consumers):
        parser.error("without --control there must be a producer and a consumer")
    if args.control and sys.platform == "win32":
        parser.error("--control does not work on Windows, where select() takes no files")
    if not args.control and not args.items and not args.seconds:
        parser.error("--items 0 never ends without --seconds or --control")
    if args.start_method:
        multiprocessing.set_start_method(args.start_method)
    for way in [args.way] if args.way else WAYS:
        print(f"{way}: {args.producers} producers, {args.consumers} consumers, "
              + (f"a queue of at most {args.maxsize} items" if args.maxsize else "a queue without bound"))
        run(way, args)


if __name__ == "__main__":
    main()

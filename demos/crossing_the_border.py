"""What it costs to send an object to another process, what cannot be sent at all, and what arrives as something else.

    python crossing_the_border.py                                    all three, one after the other
    python crossing_the_border.py sizes --kind objects --largest 30  one of them, with larger objects of another kind

No object goes to another process. It is pickled (turned into bytes), the bytes go through a pipe, and the other process
makes a new object of them. Queue, Pipe, Pool, ProcessPoolExecutor and the arguments of a spawned Process do so.
"""
import argparse
import array
import logging
import multiprocessing
import os
import pickle
import random
import socket
import tempfile
import threading
import time
from collections import deque
from multiprocessing.reduction import ForkingPickler
from multiprocessing.shared_memory import SharedMemory
from types import SimpleNamespace

PATIENCE = 90  # seconds after which an answer is no longer waited for
LONGEST = 1.5  # seconds after which a crossing is not repeated any more


class Point:
    def __init__(self, x):
        self.x = x


KINDS = {  # how many bytes one takes when it is pickled, and how to make so many
    "bytes": (1, lambda count: random.Random(count).randbytes(count)),
    "array": (8, lambda count: array.array("d", map(float, range(count)))),
    "floats": (9, lambda count: list(map(float, range(count)))),
    "objects": (20, lambda count: [Point(float(x)) for x in range(count)]),
}


def total(thing):
    """Return a number by which a thing is known again on the other side."""
    if isinstance(thing, SharedMemory):
        with thing.buf.cast("d") as numbers:
            return sum(numbers)
    return sum(one.x for one in thing) if thing and isinstance(thing[0], Point) else sum(thing)


def receive(main):
    """Make an object of each message, and tell when its bytes were there and when the object was."""
    main.send("here")
    while message := main.recv_bytes():
        received = time.perf_counter()  # all processes of a machine have the same clock
        thing = pickle.loads(message)
        unpickled = time.perf_counter()
        main.send((received, unpickled, total(thing)))
        if isinstance(thing, SharedMemory):
            thing.close()


def cross(worker, thing):
    """Send a thing; return the seconds to pickle, send and unpickle it, its bytes, and whether it arrived as it was."""
    start = time.perf_counter()
    message = pickle.dumps(thing)
    pickled = time.perf_counter()
    worker.send_bytes(message)
    received, unpickled, there = answer_of(worker)
    return (pickled - start, received - pickled, unpickled - received), len(message), there == total(thing)


def answer_of(worker):
    if not worker.poll(PATIENCE):
        raise TimeoutError(f"no answer within {PATIENCE} s")
    return worker.recv()


def sizes_up_to(largest):
    sizes = [size for size in (1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000) if size < largest]
    return [*sizes, round(largest)]


def sizes(args):
    """Send objects of one kind in several sizes, the other kinds in one, and the array through shared memory."""
    largest = args.largest * 1e6
    things = [(args.kind, size) for size in sizes_up_to(largest)]
    things += [(kind, min(largest, 1e6)) for kind in KINDS if kind != args.kind]
    blocks = [share(size) for size in sizes_up_to(largest)]
    here, there = multiprocessing.Pipe()
    worker = multiprocessing.Process(target=receive, args=(there,), name="W1", daemon=True)
    try:
        worker.start()
        there.close()  # a worker that has died is then noticed
        answer_of(here)
        print("kind               bytes   sent bytes   pickle ms     send ms unpickle ms    total ms       least"
              "        most  times  arrived")
        for kind, size in things:
            each, make = KINDS[kind]
            show(kind, size, here, make(max(1, round(size / each))), args.repeats)
        for size, (block, _) in zip(sizes_up_to(largest), blocks):
            show("shared memory", size, here, block, args.repeats)
        print(f"the largest block of shared memory was filled in {blocks[-1][1] * 1e3:.4f} ms, once")
        here.send_bytes(b"")
        worker.join(PATIENCE)
    finally:
        for block, _ in blocks:
            block.close()
            block.unlink()


def share(size):
    """Return a block of shared memory that holds numbers, and the seconds to fill it."""
    numbers = KINDS["array"][1](max(1, round(size / 8)))
    start = time.perf_counter()
    block = SharedMemory(create=True, size=8 * len(numbers))
    block.buf[:8 * len(numbers)] = memoryview(numbers).cast("B")
    return block, time.perf_counter() - start


def show(kind, size, worker, thing, repeats):
    """Print the crossing that took the median time, so that its parts add up, and the least and the most time."""
    crossings, stop = [], time.perf_counter() + LONGEST
    while not crossings or (len(crossings) < repeats and time.perf_counter() < stop):
        crossings.append(cross(worker, thing))
    crossings.sort(key=lambda crossing: sum(crossing[0]))
    parts, sent, _ = crossings[(len(crossings) - 1) // 2]
    times = (*parts, sum(parts), sum(crossings[0][0]), sum(crossings[-1][0]))
    arrived = "as it was" if all(is_same for *_, is_same in crossings) else "changed"
    print(f"{kind:13}{size:11.0f}{sent:13}{''.join(f'{seconds * 1e3:12.4f}' for seconds in times)}"
          f"{len(crossings):7}  {arrived}", flush=True)


REFUSALS = (AttributeError, RuntimeError, TypeError, pickle.PicklingError)


class Watched(ForkingPickler):
    """Pickles as Pool and Queue do, and is asked of each part before that is pickled: the last one says no."""

    def persistent_id(self, part):
        Watched.last = part


def refusal_of(thing):
    """Return the part that cannot be pickled and the exception; None and None when everything can."""
    try:
        Watched.dumps(thing)
    except REFUSALS as error:
        return Watched.last, error
    return None, None


def path_to(leaf, job):
    """Walk through attributes, keys and elements, the nearest first, and return how the leaf is reached."""
    to_see, seen = deque([("job", job)]), set()
    while to_see:
        path, thing = to_see.popleft()
        if thing is leaf:
            return path
        if type(thing) is leaf:
            return f"{path}.__class__"
        if id(thing) not in seen:
            seen.add(id(thing))
            to_see.extend((path + step, part) for step, part in parts_of(thing))
    return "somewhere in job"


def parts_of(thing):
    if isinstance(thing, dict):
        return [(f"[{key!r}]", part) for key, part in thing.items()]
    if isinstance(thing, (list, tuple)):
        return [(f"[{place}]", part) for place, part in enumerate(thing)]
    return [(f".{name}", part) for name, part in getattr(thing, "__dict__", {}).items()]


class Settings:
    """Has a logging handler, and that has a lock."""

    def __init__(self, number):
        self.number, self.handlers = number, [logging.StreamHandler()]


class LeanSettings(Settings):
    def __getstate__(self):
        return {**self.__dict__, "handlers": []}


class Number:
    def __init__(self, number):
        self.number = number


def double(number):
    return 2 * number


def apply(work, number):
    return work(number)


def number_in(path):
    with open(path, encoding="ascii") as file:
        return int(file.read())


def number_of(job):
    return job.settings.number if hasattr(job, "settings") else job.number


def under_the_lock(number):
    with given:
        return number


def in_a_thread(number):
    found = []
    helper = threading.Thread(target=lambda: found.append(number))
    helper.start()
    helper.join()
    return found[0]


leaving = threading.Event()


def stand_by():
    leaving.wait(PATIENCE)


def keep(thing):
    """Begin a worker: what it is given at birth stays here, for all of its tasks."""
    global given
    given = thing


def jobs(path):
    """Yield what is sent, the parts of a job that holds it, the smallest fix, and a call instead that gives 42."""
    class LocalNumber(Number):
        pass

    def local_double(number):
        return 2 * number

    helper = threading.Thread(target=stand_by, daemon=True)
    helper.start()
    with open(path, encoding="ascii") as file:
        yield "a lambda", {"work": lambda number: 2 * number}, "def at the top level", (apply, double, 21)
        yield "a local function", {"work": local_double}, "def at the top level", (apply, double, 21)
        yield "a local class", {"number": LocalNumber(42)}, "class at the top level", (number_of, Number(42))
        yield ("a settings object", {"settings": Settings(42)}, "drop it in __getstate__",
               (number_of, SimpleNamespace(settings=LeanSettings(42))))
        yield "an open file", {"file": file}, "send its path, open that", (number_in, path)
        yield "a generator", {"rows": (row for row in (20, 22))}, "send list(rows)", (sum, [20, 22])
        yield "a Lock", {"lock": threading.Lock()}, "multiprocessing.Lock at birth", (under_the_lock, 42)
        yield "a running thread", {"helper": helper}, "start it in the worker", (in_a_thread, 42)
    leaving.set()


def refused(args):
    """Send what cannot be sent, say which part of it says no, and send it mended."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "number.txt")
        with open(path, "w", encoding="ascii") as file:
            file.write("42")
        with multiprocessing.Pool(1, keep, (multiprocessing.Lock(),)) as pool:
            for what, parts, fix, call in jobs(path):
                job = SimpleNamespace(**parts)
                try:
                    error = ask(pool, number_of, job) and None
                except REFUSALS as raised:
                    error = raised
                leaf, _ = refusal_of(job)
                _, alone = refusal_of(leaf)
                checked = "the same alone" if str(alone) == str(error) else f"alone: {alone}"
                arrived = ask(pool, *call)
                print(f"{what:17} | {path_to(leaf, job)} | {type(error).__name__}: {error} | {checked}")
                print(f"{what:17} | fix: {fix} | {'crossed' if arrived == 42 else 'refused'}", flush=True)
            pool.close()
            pool.join()


def ask(pool, function, *args):
    return pool.apply_async(function, args).get(PATIENCE)


class Order:
    tax = 0  # percent

    def __init__(self, price):
        self.price = price

    def with_tax(self):
        return self.price * (100 + self.tax) // 100


def with_tax(order):
    return order.with_tax()


def handlers_of(logger):
    return len(logger.handlers)


def note(item, seen=[]):
    seen.append(item)
    time.sleep(0.01)
    return os.getpid(), len(seen)


def greet(connection):
    with connection:
        return connection.send(b"hello")


def surprises(args):
    """Send what arrives as something else than one thinks; the large object at the end."""
    with multiprocessing.Pool(args.workers) as pool:
        for surprise in logger_by_name, socket_itself, lock_in_a_task, default_argument:
            surprise(pool)
        pool.close()
        pool.join()
    Order.tax = 19
    for method in multiprocessing.get_all_start_methods():
        with multiprocessing.get_context(method).Pool(1) as pool:
            tell(f"a class, {method}", Order(100).with_tax(), ask(pool, with_tax, Order(100)), "with its tax")
            pool.close()
            pool.join()
    once_or_each_time(args)


def tell(what, here, there, means):
    print(f"{what:22} | {here} | {there} | {means}", flush=True)


def logger_by_name(pool):
    logger = logging.getLogger("shop")
    logger.addHandler(logging.NullHandler())
    tell("a logger", handlers_of(logger), ask(pool, handlers_of, logger), "handlers")


def socket_itself(pool):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        sent = ask(pool, greet, theirs)
        ours.settimeout(PATIENCE)
        tell("a socket", len(ours.recv(100)), sent, "bytes of one connection")


def lock_in_a_task(pool):
    try:
        ask(pool, type, multiprocessing.Lock())
    except REFUSALS as error:
        tell("a multiprocessing.Lock", "refused", type(error).__name__, error)


def default_argument(pool):
    lengths = dict(sorted(pool.map_async(note, range(20), 1).get(PATIENCE)))
    tell("a default argument", len(note.__defaults__[0]), ", ".join(map(str, lengths.values())), "things in seen=[]")


class Table:
    """A large table; it counts how often it is pickled."""
    pickled = 0

    def __init__(self, size):
        self.numbers = list(map(float, range(max(1, round(size / 9)))))

    def __getstate__(self):
        Table.pickled += 1
        return self.__dict__


def look_up(table, row):
    return table.numbers[row % len(table.numbers)]


def look_up_here(row):
    return look_up(given, row)


def once_or_each_time(args):
    table = Table(args.table * 1e6)
    size = len(pickle.dumps(table))
    rows = range(args.tasks)
    expected = sum(look_up(table, row) for row in rows)
    for what, start, function, tasks in (
        ("with each task", (), look_up, [(table, row) for row in rows]),
        ("once per worker", (keep, (table,)), look_up_here, [(row,) for row in rows]),
    ):
        Table.pickled, since = 0, time.perf_counter()
        with multiprocessing.Pool(args.workers, *start) as pool:
            found = sum(pool.starmap_async(function, tasks, 1).get(PATIENCE))
            pool.close()
            pool.join()
        took = time.perf_counter() - since
        print(f"{what:15} | {args.tasks} tasks | {size} bytes | pickled {Table.pickled} times | {took:.3f} s"
              f" | {'right' if found == expected else 'wrong'}", flush=True)


def between(least, most, kind=int):
    def number(text):
        if not least <= kind(text) <= most:
            raise argparse.ArgumentTypeError(f"give {least} to {most}")
        return kind(text)
    return number


def main():
    parser = argparse.ArgumentParser(description="What crosses to another process, what it costs, and what cannot.")
    parts = {"sizes": sizes, "refused": refused, "surprises": surprises}
    parser.add_argument("part", nargs="?", choices=parts, help="one part only (default: all)")
    parser.add_argument("--kind", choices=KINDS, default="floats", help="what is sent in all sizes (default: floats)")
    parser.add_argument("--largest", type=between(0.001, 100, float), default=10, metavar="MB",
                        help="megabytes of the largest object (default: 10)")
    parser.add_argument("--repeats", type=between(1, 1000), default=9, help="how often each is sent (default: 9)")
    parser.add_argument("--table", type=between(0.001, 100, float), default=8, metavar="MB",
                        help="megabytes of the table that tasks look things up in (default: 8)")
    parser.add_argument("--tasks", type=between(1, 1000), default=16, help="tasks that need the table (default: 16)")
    parser.add_argument("--workers", type=between(1, 16), default=2, help="processes of a pool (default: 2)")
    parser.add_argument("--start-method", choices=multiprocessing.get_all_start_methods(),
                        help="how a new process begins (default: what this Python prefers)")
    args = parser.parse_args()
    if args.start_method:
        multiprocessing.set_start_method(args.start_method)
    for name in [args.part] if args.part else parts:
        parts[name](args)


if __name__ == "__main__":
    main()

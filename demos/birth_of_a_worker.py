"""How long it takes from asking for a worker to the first line of its function, by each way to make one.

    python birth_of_a_worker.py                    every way that this Python has, one after the other
    python birth_of_a_worker.py spawn --imports 0  one way, and nothing heavy at the top of the file
    python birth_of_a_worker.py no-guard           what the line `if __name__ == "__main__":` is for

The heavy imports stand at the top of this file, as imports do. Whoever imports the file again pays for them again.
"""
import argparse
import importlib
import multiprocessing
import os
import re
import signal
import statistics
import subprocess
import sys
import threading
import time
import warnings

try:
    from concurrent import interpreters  # Python 3.14 and later
except ImportError:
    interpreters = None

PROCESSES = [way for way in ("fork", "forkserver", "spawn") if way in multiprocessing.get_all_start_methods()]
WAYS = ["thread", *PROCESSES, *(["interpreter"] if interpreters else [])]
HEAVY = [
    "email.mime.multipart", "http.server", "xml.dom.minidom", "xml.etree.ElementTree", "decimal", "urllib.request",
    "logging.config", "pydoc", "doctest", "tarfile", "smtplib", "imaplib", "mailbox", "html.parser", "plistlib",
    "sqlite3",
]
LIMIT_S = 20
GENERATIONS = 3


def number(least, most):
    def read(text):
        if not least <= float(text) <= most:
            raise argparse.ArgumentTypeError(f"give {least} to {most}")
        return type(most)(text)
    return read


def options():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("way", nargs="?", choices=[*WAYS, "no-guard"], help="one way only (default: all of them)")
    parser.add_argument("--workers", type=number(1, 16), default=2, help="asked for together (default: 2)")
    parser.add_argument("--rounds", type=number(1, 20), default=5, help="how often they are born (default: 5)")
    parser.add_argument("--imports", type=number(0, len(HEAVY)), default=12, help="heavy modules (default: 12)")
    parser.add_argument("--stay", type=number(0.0, 2.0), default=0.2, help="seconds that they live (default: 0.2)")
    parser.add_argument("--no-guard", action="store_true", help="do without the guard at the end of this file")
    return parser.parse_args()


ARGS = options()  # a worker that imports this file again has the same command line
IMPORTING = time.monotonic()
for module in HEAVY[:ARGS.imports]:
    importlib.import_module(module)
IMPORT_S = time.monotonic() - IMPORTING


def first_line(asked):
    """Return who I am, how long it took to get here, and how much of that went into the heavy imports."""
    here = time.monotonic()
    return os.getpid(), here - asked, IMPORT_S if asked < IMPORTING else 0.0


def live(asked, door):
    door.send(first_line(asked))
    door.recv()  # until it is sent home


def live_in_interpreter(asked, told, home):
    told.put(first_line(asked))
    home.get()


def bear(way, me):
    """Ask for a worker; return it, a function that waits for its first line, and one that sends it home."""
    if way == "interpreter":
        return bear_interpreter()
    make = threading.Thread if way == "thread" else multiprocessing.get_context(way).Process
    door, its_door = multiprocessing.Pipe()
    worker = make(target=live, name=f"W{me}", args=(time.monotonic(), its_door), daemon=True)
    worker.start()
    if way != "thread":
        its_door.close()  # a worker that dies before its first line then ends the waiting for it
    return worker, lambda: (*door.recv(), 0.0), lambda: door.send("go home")


def bear_interpreter():
    asked = time.monotonic()
    interpreter = interpreters.create()
    up = time.monotonic() - asked
    told, home = interpreters.create_queue(), interpreters.create_queue()
    worker = interpreter.call_in_thread(live_in_interpreter, asked, told, home)

    def hear():
        while worker.is_alive() or not told.empty():
            try:
                return *told.get(timeout=0.05), up
            except interpreters.QueueEmpty:
                continue
        raise EOFError
    return worker, hear, lambda: home.put("go home")


def births(way, workers):
    """Bear some workers together; return what each tells of its birth, nothing for one that died before."""
    born, told = [bear(way, me + 1) for me in range(workers)], []
    for _, hear, _ in born:
        try:
            told.append(hear())
        except (EOFError, OSError):
            told.append(())
    time.sleep(ARGS.stay if any(told) else 0)  # time to look at them, as with `top`
    for (worker, _, send_home), its in zip(born, told):
        if its:
            send_home()
        worker.join()
    return told


def bear_and_tell(way):
    """Print what each worker tells, and the median of each round."""
    for _ in range(ARGS.rounds):
        told = births(way, ARGS.workers)
        for me, its in enumerate(told, 1):
            columns = "".join(f"{seconds * 1e3:10.2f} ms" for seconds in its[1:])
            print(f"{way:11} W{me:<3} {its[0]:8} {columns}" if its else f"{way:11} W{me:<3} died before its first line")
        firsts = [(first_s, import_s) for _, first_s, import_s, _ in filter(None, told)]
        if firsts:
            first_s, import_s = map(statistics.median, zip(*firsts))
            print(f"{way}: first line after {first_s * 1e3:.2f} ms, {import_s * 1e3:.2f} ms of it imports", flush=True)


def fork_beside_a_thread():
    """Fork once while another thread is there, and print what Python says to that."""
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        births("fork", 1)
    stop.set()
    thread.join()
    said = "; ".join(f"{its.category.__name__}: {its.message}" for its in given)
    print(f"forked beside a thread: {said or 'no warning'}", flush=True)


def without_guard(way):
    """Run this file once more, as a program of its own and without its guard; print what becomes of it."""
    command = [sys.executable, __file__, way, "--no-guard", "--workers=1", "--rounds=1", "--imports=0", "--stay=0"]
    start = time.monotonic()
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=False)
        out, err = done.stdout, done.stderr
    except subprocess.TimeoutExpired:
        out, err = "", f"TimeoutExpired: no end within {LIMIT_S} s"
    took = time.monotonic() - start
    print(err, end="", file=sys.stderr, flush=True)
    born = "a first line" if "first line after" in out else "no first line"
    mains = out.count("main begins")
    print(f"without the guard, {way}: main ran {mains} x, {born}, {took:.2f} s, {first_error(err)}", flush=True)


def first_error(text):
    """Return the first exception in what a program wrote, and the first sentence that it says."""
    found = re.search(r"^([\w.]*(?:Error|Exit|Expired)\b.*(?:\n[ \t]+.*|\n$)*)", text, re.MULTILINE)
    return " ".join(found[1].split()).partition(". ")[0] if found else "no error"


def contained():
    """Without a guard: end after too many generations, or after too long, and have no more workers than needed."""
    generation = int(os.environ.get("GENERATION", "0")) + 1
    os.environ["GENERATION"] = str(generation)
    print(f"main begins, generation {generation}", flush=True)
    if generation > GENERATIONS:
        raise SystemExit(f"generation {generation}: that is enough")
    ARGS.rounds = 1
    if generation > 1:
        ARGS.workers = 1  # a worker that got here would have workers, and each of those too
    if hasattr(signal, "alarm"):
        signal.alarm(LIMIT_S)


def main():
    if ARGS.no_guard:
        contained()
    if ARGS.way != "no-guard":
        print("way         worker    pid    first line  of it imports  interpreter up", flush=True)
    for way in [ARGS.way] if ARGS.way in WAYS else WAYS:
        if ARGS.way == "no-guard":
            without_guard(way)
        else:
            bear_and_tell(way)
            if way == "fork" and not ARGS.no_guard:
                fork_beside_a_thread()


if __name__ == "__main__" or ARGS.no_guard:
    main()

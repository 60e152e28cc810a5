"""Several workers add 1 to the same counter: without a lock, with a lock in the wrong and in the right place, or alone.

    python counters.py                                every form, one after the other
    python counters.py --form default --repeats 20    one form, twenty times

Everybody adds 1 equally often, so what the counter should say in the end is known. An update is lost when two workers
read the same number, both add 1 to it, and both write the same sum back.
"""
import argparse
import multiprocessing
import threading
import time


def add_unlocked(counter, lock, adds):
    for _ in range(adds):
        counter.value += 1


def add_with_get_lock(counter, lock, adds):
    for _ in range(adds):
        with counter.get_lock():
            counter.value += 1


def add_with_own_lock(counter, lock, adds):
    for _ in range(adds):
        with lock:
            counter.value += 1


def count_alone(counter, lock, adds):
    mine = 0
    for _ in range(adds):
        mine += 1
    with counter.get_lock():
        counter.value += mine


n = 0  # what threads count with: all threads of a process share its global variables


def thread_plain(counter, lock, adds):
    global n
    for _ in range(adds):
        n += 1


def one():
    return 1


def thread_call(counter, lock, adds):
    global n
    for _ in range(adds):
        n += one()


def thread_lock(counter, lock, adds):
    global n
    for _ in range(adds):
        with lock:
            n += 1


def no_lock():
    return None


def raw_value():
    return multiprocessing.Value("q", 0, lock=False)


def locked_value():
    return multiprocessing.Value("q", 0)


PROCESS_FORMS = {
    "raw": (add_unlocked, raw_value, no_lock),
    "default": (add_unlocked, locked_value, no_lock),
    "get-lock": (add_with_get_lock, locked_value, no_lock),
    "own-lock": (add_with_own_lock, raw_value, multiprocessing.Lock),
    "local": (count_alone, locked_value, no_lock),
}
THREAD_FORMS = {
    "thread-plain": (thread_plain, no_lock),
    "thread-call": (thread_call, no_lock),
    "thread-lock": (thread_lock, threading.Lock),
}


def work(add, counter, lock, adds, barrier):
    barrier.wait()  # nobody begins before everybody is there
    add(counter, lock, adds)
    barrier.wait()  # everybody has finished


def run(workers, barrier):
    """Start the workers, and return how many seconds there were between the two barriers."""
    for worker in workers:
        worker.start()
    barrier.wait()
    start = time.perf_counter()
    barrier.wait()
    elapsed = time.perf_counter() - start
    for worker in workers:
        worker.join()
    return elapsed


def count_with_processes(form, workers, adds):
    """Return what the counter says in the end, and the seconds it took."""
    add, new_counter, new_lock = PROCESS_FORMS[form]
    counter, lock, barrier = new_counter(), new_lock(), multiprocessing.Barrier(workers + 1)
    elapsed = run([multiprocessing.Process(target=work, name=f"P{me + 1}", daemon=True,
                                           args=(add, counter, lock, adds, barrier))
                   for me in range(workers)], barrier)
    return counter.value, elapsed


def count_with_threads(form, workers, adds):
    """Return what the counter says in the end, and the seconds it took."""
    global n
    add, new_lock = THREAD_FORMS[form]
    n, lock, barrier = 0, new_lock(), threading.Barrier(workers + 1)
    elapsed = run([threading.Thread(target=work, name=f"T{me + 1}", daemon=True,
                                    args=(add, None, lock, adds, barrier))
                   for me in range(workers)], barrier)
    return n, elapsed


def positive(text):
    if int(text) < 1:
        raise argparse.ArgumentTypeError("give 1 or more")
    return int(text)


def main():
    parser = argparse.ArgumentParser(description="Several workers add 1 to the same counter, with and without locks.")
    parser.add_argument("--form", choices=[*PROCESS_FORMS, *THREAD_FORMS],
                        help="one form only (default: all, one after the other)")
    parser.add_argument("--workers", type=positive, default=2, help="processes or threads (default: 2)")
    parser.add_argument("--adds", type=positive, default=300_000, help="how often each worker adds 1 (default: 300000)")
    parser.add_argument("--repeats", type=positive, default=5, help="how often each form is run (default: 5)")
    parser.add_argument("--start-method", choices=multiprocessing.get_all_start_methods(),
                        help="how a new process begins (default: what this Python prefers)")
    args = parser.parse_args()
    if args.start_method:
        multiprocessing.set_start_method(args.start_method)

    expected = args.workers * args.adds
    print("form            expected        got       lost          adds per second")
    for form in [args.form] if args.form else [*PROCESS_FORMS, *THREAD_FORMS]:
        count = count_with_processes if form in PROCESS_FORMS else count_with_threads
        for _ in range(args.repeats):
            got, elapsed = count(form, args.workers, args.adds)
            lost = expected - got
            print(f"{form:12} {expected:11} {got:10} {lost:10} {lost / expected:6.1%} {expected / elapsed:16,.0f}")


if __name__ == "__main__":
    main()

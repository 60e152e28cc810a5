"""One job with 1, 2, 3 … workers: a part of it is for one alone, and that part decides how fast it can ever be.

    python amdahls_wall.py                          a fifth for one alone, 1 to 4 workers
    python amdahls_wall.py --serial 5 --workers 8   a twentieth, 1 to 8 workers

The part for one alone is a chain: each step needs the one before. The rest are 5040 short chains, which do not need
each other. The workers are started before the clock is.
"""
import argparse
import multiprocessing
import statistics
import sys
import threading
import time

CHAINS = 5040  # so that 1 to 10 workers get the same number of them


def walk(x, steps):
    """Return where a chain of so many steps ends."""
    for _ in range(steps):
        x = (x * 1103515245 + 12345) % 2147483648
    return x


def share(x, mine, steps):
    """Walk one worker's chains."""
    return sum(walk(x + chain, steps) for chain in mine)


def job(pool, workers, alone, each, limit):
    """Do the whole job; return the seconds that it took, those of the part for one alone, and the result."""
    start = time.perf_counter()
    x = walk(1, alone)
    middle = time.perf_counter()
    shares = [(x, range(me, CHAINS, workers), each) for me in range(workers)]
    total = sum(pool.starmap_async(share, shares, chunksize=1).get(limit))
    return time.perf_counter() - start, middle - start, total


def steps_in(seconds):
    """Return about how many steps one worker walks in so many seconds here."""
    fastest = 1.0
    for _ in range(5):
        start = time.perf_counter()
        walk(1, 100_000)
        fastest = min(fastest, time.perf_counter() - start)
    return max(CHAINS, int(100_000 / fastest * seconds))


def counts(most):
    """Return the numbers of workers to try: each up to 6, then larger and larger steps."""
    return [n for n in range(1, most + 1) if n in (1, 2, 3, 4, 5, 6, 8, 12, 16, 24, 32, 48, 64, most)]


def measure(args, steps):
    """Do the job with each number of workers, in turn, round after round; return what each took, and the results."""
    each = steps * (100 - args.serial) // 100 // CHAINS
    alone = each * CHAINS * args.serial // (100 - args.serial) if args.serial < 100 else steps
    tried, results = counts(args.workers), set()
    took = {workers: [] for workers in tried}
    gate = multiprocessing.Barrier(args.workers + 1)
    with multiprocessing.Pool(args.workers, gate.wait, (args.limit,)) as pool:
        gate.wait(args.limit)  # every worker is up
        for done, workers in enumerate(tried * args.rounds, 1):
            elapsed, by_one, result = job(pool, workers, alone, each, args.limit)
            took[workers].append(elapsed)
            results.add(result)
            print(f"{done:3} of {len(tried) * args.rounds} {workers:7} {elapsed:9.4f} s {by_one:9.4f} s   {result}",
                  flush=True)
    return took, results


def between(least, most, kind=int):
    def number(text):
        if not least <= kind(text) <= most:
            raise argparse.ArgumentTypeError(f"give {least} to {most}")
        return kind(text)
    return number


def main():
    parser = argparse.ArgumentParser(description="One job with 1, 2, 3 … workers; a part of it is for one alone.")
    parser.add_argument("--workers", type=between(1, 64), default=4, help="the most workers to try (default: 4)")
    parser.add_argument("--serial", type=between(0, 100), default=20, metavar="PERCENT",
                        help="the part of the job that is for one alone (default: 20 %%)")
    parser.add_argument("--rounds", type=between(1, 50), default=5, help="how often each is measured (default: 5)")
    parser.add_argument("--seconds", type=between(0.05, 10, float), default=0.6,
                        help="about how long the job takes one worker (default: 0.6)")
    parser.add_argument("--limit", type=between(1, 600, float), default=60,
                        help="give up when one job takes longer than so many seconds (default: 60)")
    parser.add_argument("--start-method", choices=multiprocessing.get_all_start_methods(),
                        help="how a new process begins (default: what this Python prefers)")
    args = parser.parse_args()
    if args.start_method:
        multiprocessing.set_start_method(args.start_method)

    print(f"{args.serial} % of the job is for one alone. Job, workers, seconds, those of one alone, result:")
    try:
        took, results = measure(args, steps_in(args.seconds))
    except (multiprocessing.TimeoutError, threading.BrokenBarrierError):
        sys.exit(f"no answer within {args.limit:g} s: a worker is gone or too slow")
    print("\nworkers     median      least       most   speed-up")
    base = statistics.median(took[1])
    for workers, times in took.items():
        median = statistics.median(times)
        print(f"{workers:7} {median:8.4f} s {min(times):8.4f} s {max(times):8.4f} s {base / median:8.2f}")
    if args.serial:
        print(f"by Amdahl's law at most {100 / args.serial:.2f} times as fast, whatever the number of workers")
    print("every job had the same result" if len(results) == 1 else "RESULTS DIFFER")
    return 0 if len(results) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())

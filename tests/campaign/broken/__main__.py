"""`python -m tests.campaign.broken [--count N] [--first SEED] [--jobs N]` tries broken files and prints a table."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.campaign.broken.played import tried


def main() -> int:
    """Try them all; return 1 where one fell."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaign.broken")
    parser.add_argument("--count", type=int, default=25_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    count, fell, why = Counter[str](), Counter[str](), dict[str, str]()
    seeds = range(options.first, options.first + options.count)
    with ProcessPoolExecutor(options.jobs, mp_context=get_context("spawn")) as pool:
        for seed, (kind, fault) in zip(seeds, pool.map(tried, seeds, chunksize=10), strict=True):
            count[kind] += 1
            if fault:
                fell[kind] += 1
                why.setdefault(kind, f"{seed}: {fault}")
                print(f"{seed} ({kind}): {fault}", flush=True)
    print("| class | tried | survived | what fell |\n|---|---|---|---|")
    for kind, many in sorted(count.items()):
        print(f"| {kind} | {many} | {many - fell[kind]} | {why.get(kind, '')} |")
    print(f"{sum(fell.values())} of {options.count} fell")
    return 1 if fell else 0


if __name__ == "__main__":
    sys.exit(main())

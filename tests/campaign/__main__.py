"""`python -m tests.campaign [--count N] [--first SEED] [--jobs N]` plays stories and says where something was false."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context

from tests.campaign.played import judged, judged_pool

POOLS = 6
"""Every so many stories are about a pool."""


def main() -> int:
    """Play them all; return 1 where anything false was said."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaign")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=4)
    options = parser.parse_args()
    count, wrong = Counter[str](), 0
    seeds = range(options.first, options.first + options.count)
    with ProcessPoolExecutor(options.jobs, mp_context=get_context("spawn"), max_tasks_per_child=25) as pool:
        pools = [seed for seed in seeds if seed % POOLS == 0]
        others = [seed for seed in seeds if seed % POOLS]
        for seed, how, found in chain(pool.map(judged, others), pool.map(judged_pool, pools)):
            count[how] += 1
            wrong += bool(found)
            for line in found:
                print(f"story {seed} ({how}): {line}", flush=True)
    print(", ".join(f"{many} {how}" for how, many in sorted(count.items())))
    print(f"{wrong} of {options.count} stories with something false or missing")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

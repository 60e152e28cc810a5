"""`python -m tests.campaign.knobs [--count N] [--first SEED] [--lesson NAME]` tries random settings of lessons."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.campaign.knobs.tried import judged, lessons, try_of


def main() -> int:
    """Try them all; return 1 where something fell, was left, or told what is no number."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaign.knobs")
    parser.add_argument("--count", type=int, default=200, help="tries of each lesson")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--lesson", action="append", default=[])
    parser.add_argument("--jobs", type=int, default=3)
    parser.add_argument("--python", default="")
    options = parser.parse_args()
    chosen = tuple(one for one in lessons() if not options.lesson or one.name in options.lesson)
    seeds = range(options.first, options.first + options.count * len(chosen))
    tried, wrong = Counter[str](), Counter[str]()
    with ThreadPoolExecutor(options.jobs) as pool:
        tries = [try_of(seed, chosen) for seed in seeds]
        came = pool.map(lambda one: judged(one, options.python), tries)
        for seed, its, found in zip(seeds, tries, came, strict=True):
            tried[its.lesson] += 1
            wrong[its.lesson] += bool(found)
            for line in found:
                print(f"{seed}: {its.command}\n    {line}", flush=True)
    for name, many in sorted(tried.items()):
        print(f"{name}: {many - wrong[name]} of {many} well")
    return 1 if wrong.total() else 0


if __name__ == "__main__":
    sys.exit(main())

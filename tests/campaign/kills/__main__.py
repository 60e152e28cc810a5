"""`python -m tests.campaign.kills [--count N] [--first SEED] [--jobs N]` tries and prints the table of classes."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.campaign.kills.acts import ACTS
from tests.campaign.kills.tries import Found, tried


def all_tried(numbers: Iterable[int], jobs: int) -> Iterator[Found]:
    """Try all these."""
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(tried, numbers)


def table(found: Iterable[Found]) -> str:
    """Return a row for each class: what was tried, what was as promised, what took longer than that."""
    by_act: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        by_act[one.act].append(one)
    rows = [f"{'class':28} {'tried':>6} {'well':>6} {'over 2 s':>9} {'slowest':>9}"]
    for act in (*ACTS, "all"):
        tries = by_act[act] if act != "all" else [one for its in by_act.values() for one in its]
        if tries:
            well, late = sum(not one.wrong for one in tries), sum(one.is_late for one in tries)
            slowest_s = max(one.gone_s for one in tries)
            rows.append(f"{act:28} {len(tries):6} {well:6} {late:9} {slowest_s:7.2f} s")
    return "\n".join(rows)


def main() -> int:
    """Return 1 where anything was not as promised; times are told, not judged."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaign.kills")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    found = []
    for one in all_tried(range(options.first, options.first + options.count), options.jobs):
        found.append(one)
        for what in one.wrong:
            print(f"{one.number} ({one.act}, {' '.join(one.words) or 'at rest'}): {what}", flush=True)
    print(table(found))
    return 1 if any(one.wrong for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())

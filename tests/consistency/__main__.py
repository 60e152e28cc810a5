"""Looks at more tapes and moments than the tests do: `python -m tests.consistency --tape queue --count 20`."""

from __future__ import annotations

import argparse
from collections import Counter

from tests.consistency.look import GOLDEN, TAPES, wrong
from tests.consistency.screen import SIZES


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.consistency", description=__doc__)
    parser.add_argument("--tape", action="append", choices=[*GOLDEN, *TAPES], help="which ones (default: all)")
    parser.add_argument("--first", type=int, default=0, metavar="SEED", help="of invented runs (default: 0)")
    parser.add_argument("--count", type=int, default=1, help="how many seeds (default: 1)")
    parser.add_argument("--moments", type=int, default=12, help="how many moments of each (default: 12)")
    parser.add_argument("--size", action="append", metavar="WxH", help="which sizes (default: six)")
    parser.add_argument("--each", type=int, default=3, help="how often each complaint is printed (default: 3)")
    parser.add_argument("--show", action="store_true", help="print the screen, too")
    asked = parser.parse_args()
    sizes = [size for size in SIZES if f"{size[0]}x{size[1]}" in (asked.size or [f"{size[0]}x{size[1]}"])]
    found: Counter[str] = Counter()
    for name in asked.tape or [*GOLDEN, *TAPES]:
        for seed in range(asked.first, asked.first + (asked.count if name in TAPES else 1)):
            for shot, complaint in wrong(name, seed, asked.moments, sizes):
                what = complaint.partition(":")[0]
                found[what] += 1
                if found[what] <= asked.each:
                    print(f"{name} {seed} at {shot.where}\n    {complaint}")
                    if asked.show:
                        print(shot.picture)
    for what, count in found.most_common():
        print(f"{count:6} {what}")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())

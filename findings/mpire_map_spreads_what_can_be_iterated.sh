#!/usr/bin/env bash
# mpire 2.10.2, CPython 3.11: `WorkerPool.map` calls the function with the parts of an item, not with the item.
# Whatever can be iterated and is no string is spread over the arguments, dictionaries over keyword arguments; that goes
# for lists and sets too, a set in no order. The same call of multiprocessing's `map` passes the item. A function with
# `*args` or with defaults takes the wrong arguments without an error.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q mpire==2.10.2
cat > "$place/program.py" <<'PROGRAM'
from multiprocessing import get_context

from mpire import WorkerPool


def total(first, second=0):
    return f"first={first!r} second={second!r}"


ITEMS = [[1, 2], {"first": 3}, "ab"]

if __name__ == "__main__":
    with get_context("spawn").Pool(1) as pool:
        print("multiprocessing:", *pool.map(total, ITEMS), sep="\n  ")
    with WorkerPool(1) as pool:
        print("mpire:", *pool.map(total, ITEMS), sep="\n  ")
PROGRAM
cat > "$place/seen" <<'SEEN'
multiprocessing:
  first=[1, 2] second=0
  first={'first': 3} second=0
  first='ab' second=0
mpire:
  first=1 second=2
  first=3 second=0
  first='ab' second=0
SEEN
(cd "$place" && venv/bin/python program.py) | tee "$place/now"
diff "$place/seen" "$place/now" && echo "as described"

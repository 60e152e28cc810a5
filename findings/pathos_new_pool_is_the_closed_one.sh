#!/usr/bin/env bash
# pathos 0.3.5, CPython 3.11: after `close()` and `join()` a new ProcessPool of the same size cannot be used.
# Pools are kept in a table by their size, and the constructor hands out the old one, closed as it is: the first `map` of
# the new object raises ValueError, "Pool not running". Another number of nodes works, and so does the same number after
# `clear()` or `restart()`. With the standard library each constructor call makes a pool of its own.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q pathos==0.3.5
cat > "$place/program.py" <<'PROGRAM'
from pathos.pools import ProcessPool


def square(number):
    return number * number


def used(pool):
    try:
        return pool.map(square, [1, 2, 3])
    except ValueError as error:
        return f"ValueError: {error}"


if __name__ == "__main__":
    first = ProcessPool(2)
    print("first pool of two:", used(first))
    first.close()
    first.join()
    print("new pool of two:", used(ProcessPool(2)))
    other = ProcessPool(3)
    print("new pool of three:", used(other))
    for pool in (first, other):
        pool.close()
        pool.join()
        pool.clear()
    last = ProcessPool(2)
    print("new pool of two after clear:", used(last))
    last.terminate()
    last.join()
PROGRAM
cat > "$place/seen" <<'SEEN'
first pool of two: [1, 4, 9]
new pool of two: ValueError: Pool not running
new pool of three: [1, 4, 9]
new pool of two after clear: [1, 4, 9]
SEEN
(cd "$place" && venv/bin/python program.py) | tee "$place/now"
diff "$place/seen" "$place/now" && echo "as described"

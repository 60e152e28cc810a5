#!/usr/bin/env bash
# aioprocessing 2.0.1, CPython 3.11: an item is lost for good after `coro_get` of an AioQueue was cancelled.
# `coro_get` runs the blocking `get` in a thread. `asyncio.wait_for` cancels the coroutine, not the thread, which goes on
# waiting, takes the next item that is put, and drops it. The caller only sees a later `get` that waits although an item
# was put. asyncio's own queue gives the item to the next caller.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q aioprocessing==2.0.1
cat > "$place/program.py" <<'PROGRAM'
import asyncio

import aioprocessing


async def after_a_timeout(get, put):
    try:
        await asyncio.wait_for(get(), 0.5)
    except asyncio.TimeoutError:
        print("nothing came in time")
    put("the item")
    try:
        return await asyncio.wait_for(get(), 3)
    except asyncio.TimeoutError:
        return "still nothing: the item is lost"


async def main():
    own = asyncio.Queue()
    print("asyncio:", await after_a_timeout(own.get, own.put_nowait))
    other = aioprocessing.AioQueue()
    print("aioprocessing:", await after_a_timeout(other.coro_get, other.put))
    other.put("so that the thread of the second wait ends, too")


if __name__ == "__main__":
    asyncio.run(main())
PROGRAM
cat > "$place/seen" <<'SEEN'
nothing came in time
asyncio: the item
nothing came in time
aioprocessing: still nothing: the item is lost
SEEN
(cd "$place" && venv/bin/python program.py) | tee "$place/now"
diff "$place/seen" "$place/now" && echo "as described"

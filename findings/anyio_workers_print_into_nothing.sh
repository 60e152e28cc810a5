#!/usr/bin/env bash
# anyio 4.16.0, CPython 3.11: what a function prints in a worker process of `anyio.to_process.run_sync` is gone.
# The worker's standard output is pointed at the null device before the function is called, so neither a terminal nor a
# pipe ever sees the line; its return value arrives, nothing is raised and nothing warns. A `print` put there to see
# which process does the work says nothing, while the same line in a pool of the standard library is seen.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q anyio==4.16.0
cat > "$place/program.py" <<'PROGRAM'
import anyio
import anyio.to_process
import os
from multiprocessing import get_context


def work():
    print("printed in the worker", flush=True)
    return os.getpid()


async def with_anyio():
    return await anyio.to_process.run_sync(work) != os.getpid()


if __name__ == "__main__":
    print("anyio", flush=True)
    print("in another process:", anyio.run(with_anyio), flush=True)
    print("multiprocessing", flush=True)
    with get_context("spawn").Pool(1) as pool:
        print("in another process:", pool.apply(work) != os.getpid(), flush=True)
PROGRAM
cat > "$place/seen" <<'SEEN'
anyio
in another process: True
multiprocessing
printed in the worker
in another process: True
SEEN
(cd "$place" && venv/bin/python program.py) | tee "$place/now"
diff "$place/seen" "$place/now" && echo "as described"

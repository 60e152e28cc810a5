#!/usr/bin/env bash
# faster-fifo 1.5.2, CPython 3.11: `get()` and `put()` without a timeout wait ten seconds, not for ever.
# The queue is offered as a replacement for multiprocessing.Queue, whose `get()` waits until something comes. Here the
# same call on a queue that stays empty raises Empty after ten seconds, and `put()` on a full one raises Full: a consumer
# that is idle for a coffee break dies of an error that its code was never written for.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q faster-fifo==1.5.2
cat > "$place/program.py" <<'PROGRAM'
import inspect
import time
from multiprocessing.queues import Queue

import faster_fifo

for queue in (Queue, faster_fifo.Queue):
    print(queue.__module__, "get waits at most:", inspect.signature(queue.get).parameters["timeout"].default)
queue = faster_fifo.Queue(1000)
begun = time.monotonic()
try:
    queue.get()
except Exception as error:
    print(type(error).__name__, "after", round(time.monotonic() - begun), "s")
PROGRAM
cat > "$place/seen" <<'SEEN'
multiprocessing.queues get waits at most: None
faster_fifo get waits at most: 10.0
Empty after 10 s
SEEN
(cd "$place" && venv/bin/python program.py) | tee "$place/now"
diff "$place/seen" "$place/now" && echo "as described"

#!/usr/bin/env bash
# fasteners 0.20, CPython 3.11, Linux: two InterProcessLocks on one path do not keep each other out within a process, and
# the release of one drops the lock of the other. Both `acquire` return True. After the second is released, the first
# still says that it is acquired, but another process gets the lock at once: the locks are POSIX record locks, which
# belong to the process and fall when any descriptor of the file is closed. A library that locks the same file on its own
# account takes the lock away from the program around it.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q fasteners==0.20
cat > "$place/program.py" <<'PROGRAM'
import subprocess
import sys
import tempfile

import fasteners

OTHER = "import fasteners, sys; print(fasteners.InterProcessLock(sys.argv[1]).acquire(blocking=False))"


def another_process_gets_it(path):
    return subprocess.run([sys.executable, "-c", OTHER, path], capture_output=True, text=True, check=True).stdout.strip()


path = tempfile.mkdtemp() + "/lock"
first, second = fasteners.InterProcessLock(path), fasteners.InterProcessLock(path)
print("first got it:", first.acquire(blocking=False))
print("another process gets it:", another_process_gets_it(path))
print("second got it, too:", second.acquire(blocking=False))
second.release()
print("second released; first says it is held:", first.acquired)
print("another process gets it:", another_process_gets_it(path))
PROGRAM
cat > "$place/seen" <<'SEEN'
first got it: True
another process gets it: False
second got it, too: True
second released; first says it is held: True
another process gets it: True
SEEN
(cd "$place" && venv/bin/python program.py) | tee "$place/now"
diff "$place/seen" "$place/now" && echo "as described"

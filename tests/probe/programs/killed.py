"""A worker that kills itself in its sixth task."""

# mypy: ignore-errors

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def work(n):
    if n == 5:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    with ProcessPoolExecutor(1) as executor:
        try:
            list(executor.map(work, range(6)))
        except BrokenProcessPool:
            print("broken")

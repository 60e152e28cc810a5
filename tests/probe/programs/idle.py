"""A forked worker that never leaves the library's own code, until a line comes."""

# mypy: ignore-errors

import multiprocessing
import sys
import threading


def main():
    worker = multiprocessing.get_context("fork").Process(target=threading.Event().wait)
    worker.start()
    print(worker.pid, flush=True)
    sys.stdin.readline()
    worker.kill()
    worker.join()


if __name__ == "__main__":
    main()

"""`idle.py PROCESSES THREADS BUSY`: so many processes of so many idle threads each, but for some busy ones."""

# mypy: ignore-errors

import os
import signal
import sys
import threading

processes, threads, busy = map(int, sys.argv[1:])
threading.stack_size(65536)


def idle():
    never = threading.Event()
    for _ in range(threads - 1):
        threading.Thread(target=never.wait, daemon=True).start()
    signal.pause()


for number in range(processes - 1):
    if os.fork() == 0:
        while number < busy:
            pass
        idle()
idle()

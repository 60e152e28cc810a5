"""Waits for a signal that it has blocked: a thread that has not would be killed by it, and the program with it."""

# mypy: ignore-errors

import os
import signal

signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
for _ in range(20):
    os.kill(os.getpid(), signal.SIGUSR1)
    print(signal.sigwait({signal.SIGUSR1}))

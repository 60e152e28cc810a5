"""Signals and bytecode are what they are in a shell, for all tests and what they start."""

from __future__ import annotations

import os
import signal

signal.signal(signal.SIGINT, signal.default_int_handler)
for _kept in (signal.SIGHUP, signal.SIGQUIT, signal.SIGTSTP):
    # Who is started in the background, or by nohup, is told to ignore them, and hands that on to every child.
    signal.signal(_kept, signal.SIG_DFL)

# A machine that tells Python to keep no bytecode compiles all of ours anew for each command that a test starts.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

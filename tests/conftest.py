"""Signals do what they do in a shell, for all tests and what they start."""

from __future__ import annotations

import signal

signal.signal(signal.SIGINT, signal.default_int_handler)
for _kept in (signal.SIGHUP, signal.SIGQUIT, signal.SIGTSTP):
    # Who is started in the background, or by nohup, is told to ignore them, and hands that on to every child.
    signal.signal(_kept, signal.SIG_DFL)

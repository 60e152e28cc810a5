"""`coreograph serve`: the app as a page, for browsers of this machine. Each visitor has an app of their own."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence

from tui.streams import USAGE, complain

INSTALL = "pip install 'coreograph[browser]', or in its source folder pip install -e '.[browser]'"


def serve(words: Sequence[str], port: int) -> int:
    """Serve `coreograph WORDS` until interrupted; return the exit code."""
    try:
        from tui.served.visitors import Visitors  # noqa: PLC0415 - it is there only where it was asked for
    except ImportError as error:
        return _refused(f"serve needs {error.name}: {INSTALL}.")
    if not 0 < port < 65_536:
        return _refused(f"--port cannot be {port}: give a number from 1 to 65535.")
    try:
        Visitors(shlex.join(["exec", *_us(), *words]), port).serve()
    except OSError as error:
        return _refused(f"port {port} cannot be used ({error.strerror}): give another with --port.")
    return 0


def _us() -> list[str]:
    """Return the words that started us, without our arguments."""
    return [sys.executable, *sys.orig_argv[1 : len(sys.orig_argv) - len(sys.argv) + 1]]


def _refused(why: str) -> int:
    complain(why)
    return USAGE

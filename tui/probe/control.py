"""What the app asks of the probes, read from the run directory's `ctl` file through a map: one load for each look.

The file is the app's; it never gets shorter. Without it everything is as it is at the lean level.
"""

from __future__ import annotations

import mmap
import os

from . import layout
from .files import FLAGS

_words: memoryview[int] | None = None


def begin(directory: str) -> None:
    """Map the run's `ctl` file, if there is one."""
    global _words  # noqa: PLW0603
    _words = None
    try:
        file = os.open(directory + "/" + layout.CTL_FILE, os.O_RDONLY | FLAGS)
    except OSError:
        return
    try:
        if os.fstat(file).st_size >= layout.CTL_BYTES:
            words = memoryview(mmap.mmap(file, layout.CTL_BYTES, access=mmap.ACCESS_READ)).cast("q")
            if words[layout.C_MAGIC] == layout.MAGIC:
                _words = words
    except (OSError, ValueError):
        return
    finally:
        os.close(file)


def word(field: int) -> int:
    """Return one of the C_ words; 0 when nothing is asked."""
    return 0 if _words is None else _words[field]


def level() -> int:
    """Return the level at which locks are looked at."""
    asked = word(layout.C_LEVEL)
    return asked if asked in (layout.LEVEL_COUNTS, layout.LEVEL_HOLD) else layout.LEVEL_LEAN

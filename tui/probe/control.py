"""What the app asks of the probes, read from the run directory's `ctl` file through a map: one load for each look.

The file is the app's; it never gets shorter. Without it everything is as it is at the lean level.
"""

from __future__ import annotations

import mmap
import os

from . import layout
from .files import FLAGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_NOTHING = (0,) * (layout.CTL_BYTES // layout.WORD)
words: Sequence[int] = _NOTHING
"""The C_ words as they are now; all 0 when nothing is asked."""


def begin(directory: str) -> None:
    """Map the run's `ctl` file, if there is one."""
    global words  # noqa: PLW0603
    words = _NOTHING
    try:
        file = os.open(directory + "/" + layout.CTL_FILE, os.O_RDONLY | FLAGS)
    except OSError:
        return
    try:
        if os.fstat(file).st_size >= layout.CTL_BYTES:
            found = memoryview(mmap.mmap(file, layout.CTL_BYTES, access=mmap.ACCESS_READ)).cast("q")
            if found[layout.C_MAGIC] == layout.MAGIC:
                words = found
    except (OSError, ValueError):
        return
    finally:
        os.close(file)


def word(field: int) -> int:
    """Return one of the C_ words; 0 when nothing is asked."""
    return words[field]


def level() -> int:
    """Return the level at which locks are looked at."""
    asked = word(layout.C_LEVEL)
    return asked if asked in (layout.LEVEL_COUNTS, layout.LEVEL_HOLD) else layout.LEVEL_LEAN

"""Which modes a terminal is in after what was written to it: xterm's private modes, and kitty's keyboard."""

from __future__ import annotations

import re

BY_DEFAULT = frozenset((7, 25))
"""Line wrap and the cursor are on when nobody has said anything."""
MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])|\x1b\[([<>])[0-9]*u")


def changed(written: bytes) -> set[str]:
    """Return what is not as it was: `?1049`, or `kitty`."""
    on, kitty = set(BY_DEFAULT), 0
    for numbers, how, stack in MODE.findall(written):
        if stack:
            kitty = kitty + 1 if stack == b">" else max(0, kitty - 1)
        for number in map(int, filter(None, numbers.split(b";"))):
            on = on | {number} if how == b"h" else on - {number}
    return {f"?{number}" for number in on ^ BY_DEFAULT} | ({"kitty"} if kitty else set())

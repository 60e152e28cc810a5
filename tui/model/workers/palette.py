"""The colours that tell the workers of one run apart, by a worker's place; after the last the first comes again."""

from __future__ import annotations

MAIN = "parent"
"""The main thread, wherever it does not do the work itself."""
MAKERS = ("thread", "third", "parent", "good", "process", "key")
"""Those who put items into a queue: their items are drawn in the same colours."""
TAKERS = "process"
"""All who take them, together: what is taken is nobody's any more."""
WRITERS = ("process", "thread", "third", "good", "bad", "key", "parent", "foreground")
"""Those who write to one piece of memory: their bytes are drawn in the same colours."""


def of_maker(place: int) -> str:
    """Return the hue of the producer at this place, counted from 0."""
    return MAKERS[place % len(MAKERS)]


def of_writer(place: int) -> str:
    """Return the hue of the worker at this place, counted from 0."""
    return WRITERS[place % len(WRITERS)]

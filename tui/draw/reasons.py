"""Why a worker is not running: three channels for every state, a shape, an ink and a word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tui.draw.cells import Ink, Row, fit, merge
from tui.draw.glyphs import UNICODE, Glyphs
from tui.words.reasons import HUE, WORDINGS, wording

REASONS: tuple[str, ...] = tuple(WORDINGS)
"""Every state, in the order in which bars and legends show them."""


class Look(NamedTuple):
    """How one state is shown."""

    glyph: str
    """Its part of a stacked bar; different for every state."""
    mark: str
    """In front of a worker's name: `●` runs, `○` waits, `×` stopped."""
    lane: str
    """Its column in a lane: `▆` busy, `▂` waits for a core, a lock or a queue, `▁` no work, space not alive."""
    ink: Ink
    """The run's hue for `running`."""
    words: str
    """At most 16 characters, as a learner would say it."""


def look(reason: str, hue: Ink = "foreground", glyphs: Glyphs = UNICODE) -> Look:
    """Return how a state is shown; a name that is not in the table looks like `unknown`."""
    its = wording(reason)
    return Look(
        glyph=its.plain if glyphs.ascii_only else its.glyph,
        mark=getattr(glyphs, its.mark),
        lane=getattr(glyphs, its.lane) if its.lane else " ",
        ink=hue if its.ink == HUE else its.ink,
        words=its.short,
    )


def legend(reasons: Iterable[str], width: int, hue: Ink = "foreground", glyphs: Glyphs = UNICODE) -> Row:
    """Return `█ running   ▒ waits: GIL` for these states in exactly `width` cells; those without room are left out."""
    wanted = set(reasons)
    row: list[tuple[str, Ink]] = []
    used = 0
    for name in REASONS:
        shown = look(name, hue, glyphs)
        gap = "   " if row else ""
        size = len(gap) + 2 + len(shown.words)
        if name in wanted and used + size <= width:
            row += [(gap + shown.glyph, shown.ink), (f" {shown.words}", "muted")]
            used += size
    return merge((*row, (fit("", width - used), "muted")))

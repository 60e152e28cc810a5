"""Why a worker is not running: three channels for every state, a shape, an ink and a word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tui.draw.cells import Ink, Row, fit, merge
from tui.draw.glyphs import UNICODE, Glyphs


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


class _Entry(NamedTuple):
    glyph: str
    plain: str
    """The glyph in ASCII."""
    mark: str
    """Name of the glyph."""
    lane: str
    """Name of the glyph; empty for a space."""
    ink: Ink
    words: str


_HUE = "hue"

_TABLE: Mapping[str, _Entry] = {
    "running": _Entry("█", "#", "disc", "busy", _HUE, "running"),
    "core": _Entry("░", ":", "ring", "waits", "muted", "wants a core"),
    "gil": _Entry("▒", "%", "ring", "waits", "third", "waits: GIL"),
    "lock": _Entry("▓", "=", "ring", "waits", "third", "waits: lock"),
    "queue": _Entry("◇", "+", "ring", "waits", "third", "waits: queue"),
    "io": _Entry("○", "o", "ring", "waits", "third", "waits: disk/net"),
    "join": _Entry("◂", "<", "ring", "idle", "muted", "joins"),
    "sleep": _Entry("·", ".", "ring", "idle", "muted", "sleeps"),
    "work": _Entry("▁", "_", "ring", "idle", "muted", "no work"),
    "stopped": _Entry("×", "x", "no", "waits", "bad", "stopped"),
    "ended": _Entry(" ", " ", "dot", "", "muted", "ended"),
    "unknown": _Entry("?", "?", "ring", "waits", "muted", "waits"),
}

REASONS: tuple[str, ...] = tuple(_TABLE)
"""Every state, in the order in which bars and legends show them."""


def look(reason: str, hue: Ink = "foreground", glyphs: Glyphs = UNICODE) -> Look:
    """Return how a state is shown; a name that is not in the table looks like `unknown`."""
    entry = _TABLE.get(reason) or _TABLE["unknown"]
    return Look(
        glyph=entry.plain if glyphs.ascii_only else entry.glyph,
        mark=getattr(glyphs, entry.mark),
        lane=getattr(glyphs, entry.lane) if entry.lane else " ",
        ink=hue if entry.ink == _HUE else entry.ink,
        words=entry.words,
    )


def words(reason: str) -> str:
    """Return the words for a state, such as `waits: GIL`."""
    return (_TABLE.get(reason) or _TABLE["unknown"]).words


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

"""Why a worker is not running: what each reason is called at every length, and what it looks like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Wording(NamedTuple):
    """What is said of one state of a worker, and how it is drawn."""

    glyph: str
    """Its part of a stacked bar; different for every state."""
    plain: str
    """The glyph in ASCII."""
    mark: str
    """Name of the glyph in front of a worker: `disc` runs, `ring` waits, `no` stopped."""
    lane: str
    """Name of the glyph in a lane; empty for a space."""
    ink: str
    """A theme token; `HUE` for the run's own."""
    brief: str
    """At most 11 characters, for the narrowest columns."""
    short: str
    """At most 16 characters, as a learner would say it."""
    long: str
    """What the worker is doing, in a sentence."""
    awaited: str = ""
    """What it waits for, after `waited for`; empty where that is no thing of the program's."""


HUE = "hue"

WORDINGS: Mapping[str, Wording] = {
    "running": Wording("█", "#", "disc", "busy", HUE, "running", "running", "running"),
    "core": Wording(
        "░", ":", "ring", "waits", "muted", "wants core", "wants a core", "wanting a core", "a core"
    ),
    "gil": Wording(
        "▒", "%", "ring", "waits", "third", "waits GIL", "waits: GIL", "waiting for the GIL", "the interpreter lock"
    ),
    "lock": Wording("▓", "=", "ring", "waits", "third", "waits lock", "waits: lock", "waiting for a lock", "a lock"),
    "queue": Wording(
        "◇", "+", "ring", "waits", "third", "waits queue", "waits: queue", "waiting for a queue or pipe", "a queue"
    ),
    "io": Wording(
        "○", "o", "ring", "waits", "third", "waits disk", "waits: disk/net", "waiting for a disk or socket"
    ),
    "loop": Wording(
        "•", "~", "ring", "idle", "muted", "loop idle", "loop: no work", "with nothing to do in its event loop"
    ),
    "join": Wording("◂", "<", "ring", "idle", "muted", "joins", "joins", "waiting for others to end"),
    "sleep": Wording("·", ".", "ring", "idle", "muted", "sleeps", "sleeps", "sleeping"),
    "work": Wording("▁", "_", "ring", "idle", "muted", "no work", "no work", "without work", "work"),
    "stopped": Wording("×", "x", "no", "waits", "bad", "stopped", "stopped", "stopped"),
    "ended": Wording(" ", " ", "dot", "", "muted", "ended", "ended", "ended"),
    "unknown": Wording("?", "?", "ring", "waits", "muted", "waits", "waits", "waiting"),
}
"""Every state, in the order in which bars and legends show them."""


def wording(reason: str) -> Wording:
    """Return what is said of a reason; of one that is not in the table what is said of `unknown`."""
    return WORDINGS.get(reason) or WORDINGS["unknown"]


def short(reason: str) -> str:
    """Return what somebody does now, in at most 16 characters."""
    return wording(reason).short


def past(reason: str) -> str:
    """Return what somebody who has ended mostly did, as briefly as `short`: `waited: lock`."""
    short = wording(reason).short
    return _PAST.get(reason) or short.replace("waits", "waited", 1)


_PAST = {
    "running": "ran", "core": "wanted a core", "loop": "loop: no work", "join": "joined", "sleep": "slept",
    "work": "had no work",
}  # fmt: skip

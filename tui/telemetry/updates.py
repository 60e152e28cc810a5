"""The vocabulary's part about updates in two steps: something shared is read and then written, no lock around both.

`vocabulary` joins these into its union; its conventions hold here too.
"""

from __future__ import annotations

from tui.telemetry.shape import Fact, Float, Int


class SplitUpdate(Fact, frozen=True):
    """What one process did with one item of a shared value, or of something that a manager has, so far."""

    key: Int
    pid: Int
    item: str
    """As Python writes it: `'votes'`, `3`; empty for all of it."""
    place: str
    """Where it does so: `votes.py:5`, or empty."""
    times: Int
    """So often it was seen to: only some of all updates are looked at, of a value those for which it had to wait."""
    met: Int
    """So many of these overlapped with one of another worker; of a value: so often somebody else had its lock between
    the reading and the writing."""


class UpdatesSplit(Fact, frozen=True):
    """Updates in two steps that were seen, those of which there is news."""

    at_s: Float
    run: Int
    updates: tuple[SplitUpdate, ...]


UpdateTelemetry = UpdatesSplit
"""Everything a feed can say about them."""

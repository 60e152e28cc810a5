"""Whether the picture is live, frozen or replayed, and the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.draw import numbers
from tui.draw.cells import Row
from tui.model.state.state import ComparisonState
from tui.play import pace
from tui.play.comparison import Comparison

if TYPE_CHECKING:
    from tui.play.playhead import Playhead


def badge(comparison: Comparison, glyphs_time: int = 1) -> Row:
    """Return whether the picture is live, frozen or replayed, and the time."""
    state, player = comparison.state, comparison.player
    at = numbers.clock(state.at_s, glyphs_time)
    if player is None or comparison.failure or (state.header is None and not comparison.is_on):
        return (("✗ not started", "bad bold"),) if comparison.failure else (("○ idle", "muted"),)
    if comparison.is_replay:
        return _replayed(player.playhead, at, glyphs_time)
    if comparison.is_frozen:
        now = "" if comparison.is_on else "".join(f" · {text}" for text, _ in _over(player.state))
        return ((f"● frozen {at}{now}", "foreground bold"),)
    if not comparison.is_on:
        return _over(state)
    if comparison.is_stopping:
        return (("● ending", "muted bold"),)
    return (("◇ measuring this machine", "key"),) if not state.runs else _running(comparison, at)


def _running(comparison: Comparison, at: str) -> Row:
    is_slow = pace.is_felt(comparison.state.runs[-1])
    return ((f"● {'slow motion' if is_slow else 'running'} {at}", "third bold" if is_slow else "good bold"),)


def _replayed(playhead: Playhead, at: str, places: int) -> Row:
    paused, end = {"held": (" paused", ""), "end": ("", " end")}.get(playhead.at, ("", ""))
    of = f" of {numbers.clock(playhead.length_s, places)}" if playhead.length_s else ""
    return ((f"◆ replay{paused} {at}{of}{end}", "key bold"),)


def _over(state: ComparisonState) -> Row:
    """How a comparison ended: done only when every run that was planned did."""
    outcomes = {run.outcome for run in state.runs}
    for outcome, mark in (("failed", "✗"), ("time limit", "✗"), ("stopped", "■")):
        if outcome in outcomes:
            return ((f"{mark} {outcome}", "bad bold" if mark == "✗" else "muted bold"),)
    planned = len(state.header.variants) * state.header.repeats if state.header else 0
    if not outcomes or len(state.runs) < planned:
        return (("■ stopped", "muted bold"),)
    return (("✓ done", "good bold"),)

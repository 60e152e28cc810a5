"""What the first and the last line say: title, state, facts, keys."""

from __future__ import annotations

from tui.boards.words.header_bar import HeaderView
from tui.boards.words.key_bar import KeyCap, KeysView
from tui.draw import numbers
from tui.draw.cells import Row
from tui.keys import KEYS, Key
from tui.model.state.state import ComparisonState
from tui.play import pace, turning
from tui.play.comparison import Comparison
from tui.play.lesson_keys import keys_of
from tui.play.playhead import Playhead
from tui.words.numbers import plural


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


def header(comparison: Comparison, title: str) -> HeaderView:
    """Return the first line."""
    facts, state = comparison.facts, comparison.state
    told = state.header
    gil = told.gil if told else facts.gil
    cores, usable = (told.cores, told.usable_cores) if told else (facts.cores, facts.usable_cores)
    python = f"{told.implementation} {told.python_version}" if told else facts.interpreter
    lock = {True: "GIL on", False: "GIL off", None: "GIL unknown"}[gil]
    few = usable < cores
    many = f"{usable:g} of {cores} cores" if few else plural(cores, "core")
    short = f"{usable:g}/{cores}c" if few else f"{cores}c"
    costs = "" if state.observer_mean is None else f"watching costs {_cost(state.observer_mean)} of a core"
    long = [f"{python} · {lock} · {many}", f"{lock} · {many}", f"{lock} · {short}"]
    if told and told.switch_interval_s is not None:
        run = state.newest()
        slow_s = run.switch_interval_s if run and pace.is_felt(run) else None
        switch, every = numbers.span(slow_s or told.switch_interval_s, 0), numbers.span(told.interval_s, 0)
        fine = f"switch interval {switch} · sampled every {every}"
        longest = f"{python} · {lock} · {fine} · {many}"
        long[:0] = [f"{longest} · {costs}" if costs else longest, longest]
    return HeaderView(title, badge(comparison), tuple(long))


def _cost(share: float) -> str:
    return f"{share * 100:.1f} %" if share < 0.1 else f"{share * 100:.0f} %"


def keys(comparison: Comparison, *, code: bool, zoomed: bool, note: str = "") -> KeysView:
    """Return the key bar."""
    caps: list[KeyCap] = []
    for key in KEYS:
        if comparison.is_replay and key.action == "restart":
            caps.append(KeyCap("◂ ▸", "back and forth", "right", 2))
        elif key.rank and not _is_idle(key, comparison):
            caps.append(KeyCap(key.shown, _label(key, comparison, code, zoomed), key.action, _rank(key, comparison)))
    if not comparison.is_replay:
        lesson = keys_of(comparison.scenario, commands=comparison.is_steered)
        caps += [KeyCap(key.shown, key.label, key.action, key.rank) for key in lesson]
    pending = turning.pending(comparison)
    caps.sort(key=lambda cap: (cap.action == "help", cap.rank))
    costs = comparison.state.observer_mean
    watching = () if costs is None else (f"watching costs {_cost(costs)} of a core", f"watching {_cost(costs)}")
    return KeysView(tuple(caps), tuple(text for text in (pending, *watching) if text), note)


def _label(key: Key, comparison: Comparison, code: bool, zoomed: bool) -> str:
    if key.action == "start_stop":
        if comparison.is_replay:
            if comparison.is_at_end:
                return "play again"
            return "go on" if comparison.is_paused else "pause"
        return "stop" if comparison.is_on else "start"
    turned = {
        "freeze": (comparison.is_frozen, "let go"),
        "code": (code, "hide code"),
        "zoom": (zoomed, "back"),
        "slow_motion": (comparison.slow_s is not None, "own speed"),
    }
    is_turned, label = turned.get(key.action, (False, ""))
    return label if is_turned else key.label


def _rank(key: Key, comparison: Comparison) -> int:
    """Return how important a key is: after a run the quiz is what comes next."""
    lesson = comparison.lesson
    is_over = comparison.player is not None and comparison.player.is_over
    return 3 if key.action == "quiz" and is_over and lesson and lesson.quiz else key.rank


OF_LESSONS = ("variants", "knobs", "edit", "explanation", "quiz")
"""Actions that a person's own program has no use for."""
LIVE_ONLY = (
    "restart", "slow_motion", "lesson_key", "variants", "knobs", "time_limit", "present_start", "edit",
    "original",
)  # fmt: skip
"""Actions that a play given from outside does not have."""


def _is_idle(key: Key, comparison: Comparison) -> bool:
    """Whether a key has nothing to do: not every program has variants, knobs or a block."""
    if comparison.is_own and key.action in OF_LESSONS:
        return True
    if key.action == "hex":
        return "block" not in comparison.boards
    return comparison.scenario is None and key.action in LIVE_ONLY

"""How often a program is looked at, in words: on the screen and in reports."""

from __future__ import annotations

from collections.abc import Mapping

from tui.telemetry.usage import Pace, Why

BECAUSE: Mapping[Why, str] = {
    "budget": "to stay below 5 % of a core",
    "far": "since every byte of the picture travels",
    "battery": "since the machine is on its battery",
    "busy": "since the machine is busy",
    "covered": "since a dialog is open",
    "away": "since the terminal is not in focus",
}
"""Why it is not as often as usual."""


def often(hz: float) -> str:
    """Return `3 times a second`, `once a second`, `once in 5 s`."""
    if hz > 1:
        return f"{hz:g} times a second"
    return "once a second" if hz == 1 else f"once in {1 / hz:.2g} s"


def because(pace: Pace) -> str:
    """Return why it is not as often as usual; empty where it is."""
    return BECAUSE.get(pace.why, "")


def now(pace: Pace | None) -> tuple[str, ...]:
    """Return what a footer says, the longest first; nothing as long as it is as usual."""
    if pace is None or pace.why not in BECAUSE:
        return ()
    return f"looked at {often(pace.hz)}, {BECAUSE[pace.why]}", f"looked at {often(pace.hz)}"


def at_the_least(slowest: Pace | None) -> str:
    """Return what a report says in one sentence; nothing where it was as usual all the time."""
    if slowest is None or slowest.why not in BECAUSE:
        return ""
    because = BECAUSE[slowest.why].replace(" is ", " was ").replace("travels", "travelled")
    return f"At times it was looked at only {often(slowest.hz)}, {because}."

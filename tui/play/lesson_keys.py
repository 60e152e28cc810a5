"""The keys that a lesson brings: its knobs and commands, as entries of the same kind as the key table's."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from tui.keys import Key
from tui.lessons.knob import Knob
from tui.lessons.lesson import Command, Scenario
from tui.play import turning
from tui.play.comparison import Comparison

RANKS = (4, 6)
"""How important the first key of a lesson is, and the others: the source comes between."""


def keys_of(scenario: Scenario | None, *, commands: bool = True) -> tuple[Key, ...]:
    """Return the keys of a lesson, in its order; a pair that turns a knob down and up stands under one entry.

    `commands`: whether those for the running program are among them.
    """
    if scenario is None:
        return ()
    told = scenario.control.commands if scenario.control and commands else ()
    found = (*(key for knob in scenario.knobs for key in _of_knob(knob)), *map(_of_command, filter(_has_key, told)))
    return tuple(replace(key, rank=RANKS[min(place, 1)]) for place, key in enumerate(found))


def keys_now(comparison: Comparison, *, commands: bool = True) -> tuple[Key, ...]:
    """Return the keys of what is on the stage; one that turns a knob back says so: `bound 16`, not `no bound`."""
    scenario = comparison.scenario
    back = {
        knob.toggle: turning.rest_said(comparison, knob)
        for knob in (scenario.knobs if scenario else ())
        if knob.toggle
        and knob.name in comparison.knobs
        and comparison.knobs[knob.name] != turning.default_of(comparison, knob)
    }
    return tuple(replace(key, label=back.get(key.shown, key.label)) for key in keys_of(scenario, commands=commands))


def _of_knob(knob: Knob) -> Iterator[Key]:
    label = knob.label or knob.name.replace("_", " ")
    if knob.less or knob.more:
        pair = tuple(filter(None, (knob.less, knob.more)))
        first = pair[-1]
        yield Key(pair, " ".join(pair), f"lesson_key({first!r})", label, _says(knob), "lesson")
    if knob.toggle:
        says = f"{knob.says}: {knob.toggled} and back" if knob.toggled != "on" else knob.says
        yield Key((knob.toggle,), knob.toggle, f"lesson_key({knob.toggle!r})", label, says, "lesson")


def _says(knob: Knob) -> str:
    when = "at once while it runs" if knob.command else "from the next run on"
    return f"{knob.says}: less and more, {when}"


def _has_key(command: Command) -> bool:
    return bool(command.key)


def _of_command(command: Command) -> Key:
    action = f"lesson_key({command.key!r})"
    return Key((command.key,), command.key, action, command.label or command.text, command.says, "lesson")

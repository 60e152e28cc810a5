"""Turning a scenario's knobs: for the next run, and of the running program where it listens."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from tui.feeds.live.plan import CALIBRATED, default_knobs, workers_of
from tui.lessons import LessonError
from tui.lessons.knob import Knob, KnobValue
from tui.play.comparison import Comparison
from tui.words.numbers import grouped, plural


def value_of(comparison: Comparison, knob: Knob) -> KnobValue:
    """Return how a knob stands; for a calibrated one what was measured, once it was."""
    value = comparison.knobs[knob.name]
    return dict(comparison.state.calibrated).get(knob.name, value) if value == CALIBRATED else value


def turn(comparison: Comparison, knob: Knob, clicks: int) -> str:
    """Turn a knob, of the running program too where it listens; return a sentence when it cannot be turned."""
    value = value_of(comparison, knob)
    if value == CALIBRATED:
        return f"The {knob.name} is measured at the first start; turn it after that."
    try:
        return set_to(comparison, knob, knob.turned(value, clicks))
    except (LessonError, ValueError, OverflowError) as error:
        return str(error)


def press(comparison: Comparison, key: str) -> str:
    """Do what a key of the lesson does; return what is to be said about it, KeyError when it has no such key."""
    scenario = comparison.scenario
    for knob in scenario.knobs if scenario else ():
        if key in (knob.less, knob.more) and key:
            return turn(comparison, knob, -1 if key == knob.less else 1)
        if key == knob.toggle and key:
            at_rest = default_of(comparison, knob)
            return set_to(comparison, knob, at_rest if comparison.knobs[knob.name] != at_rest else knob.toggled)
    for command in scenario.control.commands if scenario and scenario.control else ():
        if key == command.key and key:
            return "" if _tell(comparison, command.text) else "Start it first: this is for the running program."
    raise KeyError(key)


def set_to(comparison: Comparison, knob: Knob, value: KnobValue) -> str:
    """Set a knob, of the running program too where it listens; return what the program was told, in a sentence."""
    before, comparison.knobs[knob.name] = comparison.knobs[knob.name], value
    if value == before or not knob.command or comparison.plan is None or not comparison.is_on:
        return ""
    change = int(value) - int(before) if isinstance(value, int) and isinstance(before, int) else 0
    line, played_with = knob.command.format(value=value, change=change), comparison.played_with
    if not _tell(comparison, line, {knob.name: value}):
        return ""
    comparison.plan = replace(comparison.plan, knobs={**comparison.plan.knobs, knob.name: value})
    goes_on = "" if played_with == comparison.played_with else "; it goes on until you stop it"
    return f"told the program: {line}{goes_on}"


def default_of(comparison: Comparison, knob: Knob) -> KnobValue:
    """Return a knob's value in the lesson; of the machine's cores where it says so."""
    assert comparison.scenario is not None
    return default_knobs(comparison.scenario, comparison.facts.usable_cores)[knob.name]


def rest_said(comparison: Comparison, knob: Knob) -> str:
    """Return a knob's value in the lesson in words; those of the program where it is told: `bound 16`."""
    value = default_of(comparison, knob)
    is_told = knob.command and "{change" not in knob.command
    return knob.command.format(value=value) if is_told else _setting(knob, value)


def _tell(comparison: Comparison, line: str, knobs: Mapping[str, KnobValue] | None = None) -> bool:
    """Tell the running program a line. From the first one on it runs until a person ends it."""
    player, plan = comparison.player, comparison.plan
    if player is None or plan is None or plan.control is None or not comparison.is_on:
        return False
    run = len(player.state.runs)
    if comparison.played_with != run and plan.control.endless and player.tell(plan.control.endless):
        comparison.played_with = run
    return player.tell(line, knobs)


def pending(comparison: Comparison) -> str:
    """Return what the next run will do differently from the one shown: `next run: 5 workers`."""
    plan, scenario = comparison.plan, comparison.scenario
    if plan is None or scenario is None or comparison.player is None:
        return ""
    said = [
        _setting(knob, comparison.knobs[knob.name])
        for knob in scenario.knobs
        if comparison.knobs[knob.name] != plan.knobs.get(knob.name)
    ]
    now = tuple(v.name for v in comparison.variants)
    if set(now) != {v.name for v in plan.variants}:
        said.append(", ".join(now))
    if (comparison.copy is None) != (plan.copy is None):
        said.append("your copy" if comparison.copy else "the original")
    if comparison.level != plan.probe.level:
        said.append(f"locks watched: {comparison.level}")
    if comparison.is_unlimited != (plan.time_limit_s is None):
        said.append("no time limit" if comparison.is_unlimited else f"time limit {scenario.time_limit_s:g} s")
    return f"next run: {', '.join(said)}" if said else ""


def turned_workers(comparison: Comparison, clicks: int) -> int | None:
    """Return the number of workers after so many clicks; None when the knob does not go there."""
    scenario = comparison.scenario
    knob = next((k for k in scenario.knobs if k.name == "workers"), None) if scenario else None
    now = workers_of(comparison.knobs)
    if knob is None or now is None:
        return None
    turned = knob.turned(now, clicks)
    return int(turned) if turned != now else None


def _setting(knob: Knob, value: KnobValue) -> str:
    """Return a knob's value in words."""
    if knob.name == "workers":
        return plural(int(value), "worker")
    shown = grouped(value) if isinstance(value, int) else str(value)
    return f"{knob.name.replace('_', ' ')} {shown}{' ' + knob.unit if knob.unit else ''}"

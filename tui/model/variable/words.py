"""What is said of variables that children change: whose copy it was, what is one thing for all, and what that costs."""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.readings.variable import GLOBAL
from tui.model.said.saying import BUSY_MACHINE, Sentence, Span, Words, named
from tui.model.speed.readings import VariantReading
from tui.model.state.state import ComparisonState
from tui.model.variable.readings import Cost, Seen, Variable, costs, seen
from tui.words.numbers import in_words, joint, listed, percent, plural, span

SAME = 1.3
"""Below this many times an access counts as taking about as long."""
LOCKED, AFAR = "Value, get_lock()", "Manager().dict()"
"""The two kinds whose costs are compared in words."""

Told = tuple[VariantReading, Seen]


def _now(reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
    run = state.newest(reading.name)
    told = seen(run) if run else None
    if told is None or told.start is None:
        return ((named(reading), Span(": starting.")),)
    if not told.is_told:
        many = in_words(told.start.children, "child").replace("childs", "children")
        each = "each runs" if told.start.children > 1 else "it runs"
        return ((named(reading), Span(f": {many}; {each} n += 1 once on every kind of variable.")),)
    changed = sum(variable.is_one for variable in told.variables)
    kinds = plural(len(told.variables), "kind")
    first = f": main sees all additions in {changed} of {kinds}. Now it times what one n += 1 costs."
    return ((named(reading), Span(first)),)


def _conclusions(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    told = told_of(finished, state)
    return (*_copies(told), *_found(told), *_shared(told), *_costs(costs(state), finished, state))


def told_of(finished: Sequence[VariantReading], state: ComparisonState) -> list[Told]:
    """Return the variants whose newest run told of every kind, with what it told."""
    runs = [(reading, state.newest(reading.name)) for reading in finished]
    return [(reading, seen(run)) for reading, run in runs if run and seen(run).is_told]


def _short(said: Sequence[Sentence], finished: Sequence[VariantReading], state: ComparisonState) -> Sentence:
    for variable in _globals(told_of(finished, state)):
        assert variable.main is not None
        text = f"A child's global is a copy: main prints {variable.main.holds}."
        return (Span(text, "foreground bold"),)
    return said[0] if said else (Span(""),)


WORDS = Words(now=_now, conclusions=_conclusions, short=_short)
"""Says what each process holds, which no other program changes, and then what an access costs."""


def _globals(told: Sequence[Told]) -> list[Variable]:
    """Return the global of each variant; nothing where it was not a copy in one of them."""
    found = [variable for _, one in told if (variable := one.of(GLOBAL))]
    return found if all(variable.is_copied for variable in found) else []


def _copies(told: Sequence[Told]) -> tuple[Sentence, ...]:
    """Say from what to what the children counted in their globals, and what main prints."""
    variables = _globals(told)
    if not variables or len({variable.main.holds for variable in variables if variable.main}) > 1:
        return ()
    counted: dict[str, list[VariantReading]] = {}
    for (reading, _), variable in zip(told, variables, strict=True):
        for way in dict.fromkeys(f"from {child.found} to {child.holds}" for child in variable.children):
            counted.setdefault(way, []).append(reading)
    said = [Span("A child's global is a copy", "foreground bold"), Span(": ")]
    for place, (way, readings) in enumerate(counted.items()):
        said += [Span(", " if place else ""), Span(f"{way} with "), *_names(readings)]
    main = variables[0].main
    assert main is not None
    return ((*said, Span("; main still prints "), Span(str(main.holds), "parent bold"), Span(".")),)


def _found(told: Sequence[Told]) -> tuple[Sentence, ...]:
    """Say with which start methods the children found what main had set."""
    every: list[VariantReading] = []
    none: list[VariantReading] = []
    value = ""
    for reading, one in told:
        variable = one.of(GLOBAL)
        if variable is None or variable.main is None:
            continue
        value = str(variable.main.found)
        hits = {child.found == variable.main.found for child in variable.children}
        if len(hits) == 1:
            (every if hits.pop() else none).append(reading)
    if not every and not none:
        return ()
    said = [Span(f"Main had set it to {value} before: ")]
    if every:
        said += [Span("found with "), *_names(every)]
    if none:
        said += [Span(", not with " if every else "not found with "), *_names(none)]
    own = {one.start.own for _, one in told if one.start}
    prefers = f". This Python's own is {own.pop()}." if len(own) == 1 else "."
    return ((*said, Span(prefers)),)


def _shared(told: Sequence[Told]) -> tuple[Sentence, ...]:
    """Say which kinds are one thing for all, in every variant."""
    kinds = [variable.kind for variable in told[0][1].variables] if told else []
    one = [kind for kind in kinds if all((v := seen_.of(kind)) is not None and v.is_one for _, seen_ in told)]
    if not one:
        return ()
    values = {v.main.holds for _, seen_ in told for kind in one if (v := seen_.of(kind)) and v.main}
    prints = f": main prints {values.pop()}" if len(values) == 1 else ""
    return ((Span("One thing for all"), Span(f"{prints}, for "), Span(listed(one), "key"), Span(".")),)


def _costs(found: Sequence[Cost], finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    """Say what an access through a manager costs beside one with a lock, and that others kept the machine busy."""
    took = {cost.kind: cost.took.median for cost in found}
    near, far = took.get(LOCKED), took.get(AFAR)
    if not near or not far:
        return ()
    said = [Span("One n += 1 costs "), Span(span(near), "key"), Span(" on a Value with its lock, ")]
    said += [Span(span(far), "third bold"), Span(" in a manager's dict")]
    factor = far / near
    said.append(Span(f": {factor:.0f} times as long." if factor >= 10 else f": {factor:.1f} times as long."))
    if 1 / SAME < factor < SAME:
        said[-1] = Span(": about the same.")
    cores = max(1, state.header.cores if state.header else 1)
    share = max((reading.others or 0.0 for reading in finished), default=0.0) / cores
    if share > BUSY_MACHINE:
        said.append(Span(f" Other programs used {percent(min(1.0, share))} of this machine: these times are rough."))
    return (tuple(said),)


def _names(readings: Sequence[VariantReading]) -> list[Span]:
    said: list[Span] = []
    for place, reading in enumerate(readings):
        said += [Span(joint(place, len(readings))), Span(reading.called, f"{reading.hue} bold")]
    return said

"""Whose variable it is: what main sees of what its children did, and what one access costs; the program prints it.

The rows are those of the tables `holds` and `costs`: what each process found and holds of each kind, in what order they
were told, and nanoseconds an access.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.model.readings.reading import Group, Of, Reading, declare, once_a_run
from tui.model.state.printed import number, rows_of, text
from tui.words.numbers import listed, plural, span

if TYPE_CHECKING:
    from tui.model.readings.measured import Measured
    from tui.model.state.state import RunState

HOLDS, COSTS = "holds", "costs"
GLOBAL, MAIN = "a global", "main"
NS = 1e-9


def _seen(kind: str) -> Of:
    def seen(run: RunState) -> float | None:
        row = next((r for r in rows_of(run, HOLDS) if text(r, "kind") == kind and text(r, "process") == MAIN), {})
        found, holds = number(row, "found"), number(row, "holds")
        return None if found is None or holds is None else holds - found

    return once_a_run(seen)


def _found_set(run: RunState) -> float | None:
    """Return the share of the children that found the global as main had set it."""
    rows = [row for row in rows_of(run, HOLDS) if text(row, "kind") == GLOBAL]
    found = {text(row, "process"): number(row, "found") for row in rows}
    children = [value for process, value in found.items() if process != MAIN]
    if found.get(MAIN) is None or not children:
        return None
    return sum(value == found[MAIN] for value in children) / len(children)


def _cost(kind: str) -> Of:
    def cost(run: RunState) -> float | None:
        took = next((number(row, "median_ns") for row in rows_of(run, COSTS) if text(row, "kind") == kind), None)
        return None if took is None else took * NS

    return once_a_run(cost)


def _lines(measured: Measured) -> list[str]:
    changed = [(kind, measured.last(reading)) for kind, reading in SEEN.items()]
    seen = [kind for kind, change in changed if change]
    known = sum(change is not None for _, change in changed)
    found = measured.last(FOUND_GLOBAL)
    lines = [f"variables: main sees a change in {len(seen)} of {plural(known, 'kind')}: {listed(seen) or 'none'}"]
    if found is not None:
        lines.append(f"the global as main had set it was found by {found * 100:.0f} % of the children")
    prices = [(kind, measured.spread(reading)) for kind, reading in COST.items()]
    told = [f"{kind} {span(price.median)}" for kind, price in prices if price]
    return lines + ([f"one n += 1 costs: {', '.join(told)}"] if told else [])


VARIABLE = Group(
    "variable", "What main sees of n += 1 in its children, and what one access costs.",
    is_there=lambda measured: any(measured.last(reading) is not None for reading in SEEN.values()), lines=_lines,
)  # fmt: skip


SEEN: dict[str, Reading] = {
    kind: declare(Reading(
        name, f"how far main sees {kind} changed by its children", "count", _seen(kind), group=VARIABLE, tells="newest",
    ))
    for kind, name in (
        (GLOBAL, "seen_global"), ("an argument", "seen_argument"), ("Value", "seen_value"), ("Array", "seen_array"),
        ("Manager().dict()", "seen_dict"), ("Manager().list()", "seen_list"), ("SharedMemory", "seen_memory"),
    )
}  # fmt: skip
FOUND_GLOBAL: Reading = declare(Reading(
    "found_global", "children that found the global as main had set it", "share", once_a_run(_found_set),
    group=VARIABLE,
))  # fmt: skip
COST: dict[str, Reading] = {
    kind: declare(Reading(name, f"one n += 1 on {kind}", "span", _cost(kind), group=VARIABLE, digits=10))
    for kind, name in (
        (GLOBAL, "cost_global"), ("an argument", "cost_argument"), ("SharedMemory", "cost_memory"),
        ("Value, no lock", "cost_raw"), ("Value, get_lock()", "cost_value"), ("Array", "cost_array"),
        ("Manager().dict()", "cost_dict"), ("Manager().list()", "cost_list"),
    )
}  # fmt: skip
"""What is timed, in the order of the ladder."""

"""How a pool handed its results over: when the first and the last came, and how many lay ready meanwhile.

A lesson compares them where its program prints how many inputs were taken; of a program of one's own JSON tells them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.model.readings.reading import Fact, Group, Of, Reading, declare, once_a_run, printed
from tui.words.numbers import grouped, plural, span

if TYPE_CHECKING:
    from tui.model.maps.deliveries import Deliveries
    from tui.model.readings.measured import Measured
    from tui.model.state.state import RunState

Number = Callable[["Deliveries"], "float | None"]


def _known(run: RunState | None) -> Deliveries | None:
    from tui.model.maps.deliveries import deliveries  # noqa: PLC0415  # It loads the state, which no list of lessons needs.

    return None if run is None else deliveries(run)


def _compared(value: Number) -> Of:
    """Return what finds a number in the runs of a lesson that compares ways to get results."""

    def of(run: RunState) -> float | None:
        known = _known(run) if INPUTS.of(run, None) else None
        return None if known is None else value(known)

    return once_a_run(of)


def _newest(value: Number) -> Callable[[Measured], float | None]:
    def told(measured: Measured) -> float | None:
        known = _known(measured.run)
        return None if known is None else value(known)

    return told


def _held(known: Deliveries) -> int:
    from tui.model.maps.deliveries import most_held  # noqa: PLC0415

    return most_held(known)


def _longest(known: Deliveries) -> float:
    return known.marked.held_s(known.now_s) if known.marked else 0.0


def _is_there(measured: Measured) -> bool:
    known = _known(measured.run) if measured.state.is_own or measured.last(INPUTS) is not None else None
    return known is not None and known.first_s is not None


def _lines(measured: Measured) -> list[str]:
    known = _known(measured.run)
    if known is None or known.first_s is None or known.last_s is None:
        return []
    held = _held(known)
    waited = f"{held} held back at a time, the longest for {span(_longest(known))}" if held else "none held back"
    left = f", {grouped(known.left)} not seen to be fetched" if known.left else ""
    last = "the last" if not known.left else "the last that was seen to be fetched"
    lines = [f"results: the first after {known.first_s:.2f} s, {last} after {known.last_s:.2f} s, {waited}{left}"]
    if (inputs := measured.last(INPUTS)) is not None:
        lines.append(f"inputs: {plural(round(inputs), 'task')} taken before the first result was asked for")
    return lines


DELIVERIES = Group("deliveries", "When the results of the newest pool came.", is_there=_is_there, lines=_lines)
FIRST: Reading = declare(Reading(
    "first_result_s", "seconds from the call to the first result", "span",
    _compared(lambda known: known.first_s), "first result", front=12,
))  # fmt: skip
LAST: Reading = declare(Reading(
    "last_result_s", "seconds from the call to the last result", "span",
    _compared(lambda known: known.last_s), "last result", front=13,
))  # fmt: skip
HELD: Reading = declare(Reading(
    "held_results", "results that were finished and not handed over, the most at a time", "count", _compared(_held),
    "held back", front=14,
))  # fmt: skip
WAITED: Reading = declare(Reading(
    "result_waited_s", "seconds that a finished result waited to be handed over, the longest", "span",
    _compared(_longest), "waited", front=15,
))  # fmt: skip
INPUTS: Reading = declare(Reading(
    "inputs_before", "inputs taken before the first result was asked for", "count", printed("inputs_before"),
    "inputs before", front=16, group=DELIVERIES, tells="newest", place=1,
))  # fmt: skip
declare(Fact("first_s", "seconds from the call to the first result", DELIVERIES, _newest(lambda it: it.first_s), 4))
declare(Fact("last_s", "seconds from the call to the last result", DELIVERIES, _newest(lambda it: it.last_s), 4))
declare(Fact("held", "results that were finished and not handed over, the most at a time", DELIVERIES, _newest(_held)))
declare(Fact("waited_s", "seconds that a result waited so, the longest", DELIVERIES, _newest(_longest), 4))
declare(Fact("left", "results that the program came to its end without", DELIVERIES, _newest(lambda it: it.left)))

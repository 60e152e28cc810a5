"""What a counter says at the end, in each repeat; the program prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.model.readings.reading import Fact, Group, Reading, declare, printed
from tui.words.numbers import grouped

if TYPE_CHECKING:
    from tui.model.readings.measured import Measured
    from tui.model.speed.readings import Spread
    from tui.model.state.state import RunState


def is_first_slowed(run: RunState) -> bool:
    """Whether the first of what a run repeats was slowed down, because accesses to its value were recorded meanwhile.

    It takes up to 7 times as long then; what it loses stays the same.
    """
    return run.microscope and bool(run.values)


def _lost_share(run: RunState, _: RunState | None) -> tuple[float, ...]:
    lines = [dict(line) for line in run.results]
    return tuple(line["lost"] / line["expected"] for line in lines if line.get("expected") and "lost" in line)


def _adds_per_s(run: RunState, base: RunState | None) -> tuple[float, ...]:
    return printed(ADDS.name)(run, base)[1 if is_first_slowed(run) else 0 :]


def _lines(measured: Measured) -> list[str]:
    expected, got, lost, share = (measured.spread(one) for one in (EXPECTED, GOT, LOST, LOST_SHARE))
    if expected is None or got is None or lost is None or share is None:
        return []
    adds = measured.spread(ADDS)
    return [
        f"counter: {grouped(measured.values(EXPECTED)[-1])} expected, {_range(got)} got, {_range(lost)} lost "
        f"({share.median * 100:.1f} %)",
        f"right in {RIGHT.told(measured)} of {lost.count} repeats"
        + ("" if adds is None else f", {grouped(adds.median)} additions per second"),
    ]


def _range(spread: Spread) -> str:
    if spread.low == spread.high:
        return grouped(spread.median)
    return f"{grouped(spread.median)} ({grouped(spread.low)} to {grouped(spread.high)})"


COUNTER = Group(
    "counter", "What a counter said at the end, over all repeats.",
    is_there=lambda measured: bool(measured.values(LOST_SHARE) and measured.values(GOT)), lines=_lines,
)  # fmt: skip
EXPECTED: Reading = declare(Reading(
    "expected", "what the counter should say", "count", printed("expected"), group=COUNTER, tells="last",
))  # fmt: skip
GOT: Reading = declare(Reading("got", "what the counter says", "count", printed("got"), group=COUNTER))
LOST: Reading = declare(Reading("lost", "updates lost", "count", printed("lost"), front=2, group=COUNTER))
LOST_SHARE: Reading = declare(Reading(
    "lost_share", "updates lost, of those expected, 0 to 1", "share", _lost_share, "lost share", front=1,
))  # fmt: skip
ADDS: Reading = declare(Reading(
    "adds_per_s", "additions per second", "rate", _adds_per_s, "adds", front=3, group=COUNTER,
))  # fmt: skip
declare(Fact("repeats", "how often it was counted", COUNTER, lambda measured: len(measured.values(LOST))))
RIGHT: Fact = declare(Fact(
    "right", "repeats in which nothing was lost", COUNTER,
    lambda measured: sum(lost == 0 for lost in measured.values(LOST)),
))  # fmt: skip

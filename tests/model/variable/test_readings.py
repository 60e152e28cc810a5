"""What is seen of variables that children change, and what is said of it."""

from __future__ import annotations

import pytest

from tests.support.variables import COSTS_NS, Variables
from tui.model.fold.fold import fold
from tui.model.readings.measured import measured
from tui.model.readings.reading import readings
from tui.model.readings.variable import COST, SEEN
from tui.model.said.verdict import verdict
from tui.model.state.state import ComparisonState
from tui.model.variable.readings import costs, seen


def folded(variables: Variables, to_s: float = 1e9) -> ComparisonState:
    return fold(ComparisonState(), [item for item in variables.comparison() if item.at_s <= to_s])


def said(variables: Variables, to_s: float = 1e9) -> list[str]:
    return ["".join(span.text for span in one) for one in verdict(folded(variables, to_s)).sentences]


def test_copies_and_one_thing_are_told_apart_by_every_number() -> None:
    found = seen(folded(Variables()).runs[1])
    assert found.is_told and found.start is not None and (found.start.method, found.start.own) == ("spawn", "fork")
    assert [v.kind for v in found.variables if v.is_copied] == ["a global", "an argument"]
    assert [v.kind for v in found.variables if v.is_one] == [
        "Value", "Array", "Manager().dict()", "Manager().list()", "SharedMemory",
    ]  # fmt: skip
    value = found.of("Value")
    assert value is not None and value.main is not None and value.last is not None
    assert [child.pid for child in value.children] == [1101, 1102] and value.main.pid == 1100
    assert (value.last.by, value.last.value) == ("P1", 12) and value.last.after_s == pytest.approx(0.25e-3)


def test_what_is_neither_is_called_neither() -> None:
    leaked = seen(folded(Variables(leaks=True)).runs[0]).of("a global")
    assert leaked is not None and not leaked.is_one and not leaked.is_copied
    assert not any("is a copy" in one for one in said(Variables(leaks=True)))


def test_before_the_children_tell_nothing_is_seen() -> None:
    early = folded(Variables(), 0.6)
    assert seen(early.runs[0]).variables == () and costs(early) == ()
    assert said(Variables(), 0.6) == ["Fork: two children; each runs n += 1 once on every kind of variable."]
    assert said(Variables(workers=1), 0.6) == ["Fork: one child; it runs n += 1 once on every kind of variable."]
    told = ["Fork: main sees all additions in 5 of 7 kinds. Now it times what one n += 1 costs."]
    assert said(Variables(), 2.0) == told


def test_the_sentences_hold_the_numbers() -> None:
    assert said(Variables()) == [
        "A child's global is a copy: from 10 to 11 with fork, from 0 to 1 with spawn and forkserver; main still "
        "prints 10.",
        "Main had set it to 10 before: found with fork, not with spawn and forkserver. This Python's own is fork.",
        "One thing for all: main prints 12, for Value, Array, Manager().dict(), Manager().list() and SharedMemory.",
        "One n += 1 costs 1.4 µs on a Value with its lock, 61 µs in a manager's dict: 44 times as long.",
    ]
    short = verdict(folded(Variables(workers=1, begin=40, methods=("spawn",)))).short
    assert "".join(span.text for span in short) == "A child's global is a copy: main prints 40."


def test_one_method_alone_is_spoken_of_alone() -> None:
    assert said(Variables(workers=1, methods=("forkserver",), own="forkserver"))[:2] == [
        "A child's global is a copy: from 0 to 1 with forkserver; main still prints 10.",
        "Main had set it to 10 before: not found with forkserver. This Python's own is forkserver.",
    ]
    assert "Main had set it to 10 before: found with fork. " in said(Variables(methods=("fork",)))[1]


def test_a_busy_machine_makes_times_rough_and_nothing_else() -> None:
    state = folded(Variables(others=2.0))
    assert verdict(state).trusted
    assert said(Variables(others=2.0))[-1].endswith(
        "44 times as long. Other programs used 50 % of this machine: these times are rough."
    )


def test_a_run_that_failed_is_not_compared() -> None:
    first = said(Variables(fails="fork"))
    assert first == ["Fork: It ended with exit code 1: BrokenBarrierError"]
    state = folded(Variables(fails="fork"))
    assert costs(state)[0].took.count == 2


def test_readings_are_what_the_program_printed() -> None:
    state = folded(Variables(workers=3, begin=5))
    told = {kind: reading.values(state, "spawn") for kind, reading in SEEN.items()}
    assert set(told) == {kind for kind, *_ in Variables().held("fork")}
    assert {kind for kind, values in told.items() if values == (3.0,)} == {
        "Value", "Array", "Manager().dict()", "Manager().list()", "SharedMemory",
    } and told["a global"] == told["an argument"] == (0.0,)  # fmt: skip
    for kind, reading in COST.items():
        assert reading.values(state, "fork") == pytest.approx((COSTS_NS[kind] * 1e-9,))
    found = readings()["found_global"]
    assert [found.values(state, name) for name in ("fork", "spawn", "forkserver")] == [(1.0,), (0.0,), (0.0,)]


def test_the_report_says_the_same() -> None:
    told = measured(folded(Variables()), "spawn")
    group = SEEN["Value"].group
    assert group is not None and group.is_there(told)
    lines = group.lines(told)
    assert lines[0].startswith("variables: main sees a change in 5 of 7 kinds: Value, Array,")
    assert lines[1] == "the global as main had set it was found by 0 % of the children"
    assert lines[2].startswith("one n += 1 costs: a global 40 ns, an argument 38 ns, SharedMemory 160 ns,")
    assert not group.is_there(measured(folded(Variables(), 0.6), "fork"))

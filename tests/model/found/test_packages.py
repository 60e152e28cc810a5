"""Waits inside a package that is not looked at are said, as much as is sure of them; and when nothing is to be said."""

from __future__ import annotations

import pytest

from tests.support.own_program import Does, Own
from tui.model.fold.fold import fold
from tui.model.found.finding import Finding
from tui.model.found.findings import finding
from tui.model.state.state import ComparisonState
from tui.telemetry.vocabulary import NotObserved
from tui.telemetry.waits import InsidePackage


def _found(does: Does, share: float, *, is_over: bool = True, count: int = 3) -> Finding:
    own = Own()
    workers = [own.thread(f"press-{n}", does) for n in range(count)]
    own.passes(2)
    own.told += [InsidePackage(own.at_s, 0, *who[:2], "lathe", share) for who in workers]
    state = fold(ComparisonState(), own.ends() if is_over else own.told)
    return finding(state, state.runs[-1])


@pytest.mark.parametrize("reason", ["lock", "queue", "sleep", "unknown"])
def test_a_wait_of_a_packages_own_is_said_with_how_to_look_at_it(reason: str) -> None:
    does = Does(running=0.1, waits=reason)  # type: ignore[arg-type]
    found = _found(does, 0.75)
    assert (found.bound, found.head, found.is_good) == ("package", "Waits inside lathe", False)
    assert "three workers waited at least 65 % of the time inside lathe" in found.says
    assert found.tries.startswith("`--of lathe`")
    assert "three workers have waited" in _found(does, 0.75, is_over=False).says


@pytest.mark.parametrize(
    ("does", "share"),
    [
        (Does(running=0.9, waits="lock"), 1.0),
        (Does(running=0.1, waits="lock"), 0.2),
        (Does(running=0.5, waits="lock"), 0.6),
        (Does(waits="io"), 1.0),
        (Does(wanting=0.8, waits="lock"), 1.0),
    ],
    ids=["it runs there", "it waits elsewhere", "both may be apart", "the outside world", "it wants a core"],
)
def test_what_is_not_sure_is_not_said(does: Does, share: float) -> None:
    assert _found(does, share).bound != "package"


def test_a_wait_for_what_is_known_is_none_of_the_packages() -> None:
    own = Own()
    lock = own.made(7, "lock", "till")
    who = own.thread("press", Does(running=0.5, waits="lock", on=lock))
    own.passes(2)
    own.told.append(InsidePackage(own.at_s, 0, *who[:2], "lathe", 1.0))
    state = fold(ComparisonState(), own.ends())
    assert finding(state, state.runs[-1]).bound == "lock"


def test_what_packages_made_is_one_line_with_the_newest_numbers() -> None:
    own = Own()
    own.told.append(NotObserved(0.1, 0, "tasks of press", "its own"))
    for number in (1, 37):
        own.told.append(NotObserved(0.1, 0, f"{number} locks of lathe", "made by packages", is_newer=True))
    (run,) = fold(ComparisonState(), own.told).runs
    assert run.not_observed == (("tasks of press", "its own"), ("37 locks of lathe", "made by packages"))

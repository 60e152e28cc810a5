"""Large messages: when pickling them is what holds a program up, and when it is not."""

from __future__ import annotations

from tests.support.own_program import MAIN, Does, Own
from tui.model.fold.fold import fold
from tui.model.found.finding import Finding
from tui.model.found.findings import finding
from tui.model.state.state import ComparisonState
from tui.telemetry.tasks import PicklingCounted, PoolCount, PoolsCounted

SIZE = 3_600_000


def _found(own: Own) -> Finding:
    state = fold(ComparisonState(), own.ends())
    return finding(state, state.runs[-1])


def _sent(each_s: float, *, wanting: float = 0.0, others: float = 0.0, back: bool = False) -> Finding:
    """A pool of two that gets a table with each of 100 tasks, or gives one back."""
    own = Own()
    pool = own.made(7, "pool", "pool", type_="concurrent.futures.ProcessPoolExecutor")
    own.does[MAIN] = Does(running=0.4, waits="join")
    workers = [own.process(f"worker-{n}", Does(running=0.6, wanting=wanting, waits="queue")) for n in range(2)]
    for key in workers:
        for number in range(50):
            own.task(key, number, number * 0.04, 0.0001)
        own.tasks(key, ended=50)
    own.passes(2, others=others)
    own.told.append(PoolsCounted(own.at_s, 0, (PoolCount(pool, 100, 100, 100, 0, 0, 100, 100, 1, 1.0),)))
    senders, readers = (workers, [MAIN]) if back else ([MAIN], workers)
    for who in senders:
        many = 100 // len(senders)
        own.told.append(PicklingCounted(own.at_s, 0, who.pid, many, many * each_s, many * SIZE, 0, 0.0, 0))
    for who in readers:
        many = 100 // len(readers)
        own.told.append(PicklingCounted(own.at_s, 0, who.pid, 0, 0.0, 0, many, many * 2 * each_s, many * SIZE))
    return _found(own)


def test_a_table_that_is_sent_with_every_task() -> None:
    found = _sent(0.008)
    assert (found.bound, found.head) == ("pickling", "Bound by pickling")
    assert found.says.startswith(
        "3.6 MB were pickled for each of 100 tasks, 8.0 ms to pickle and 16 ms to read back: 75 % of all CPU; "
        "a task itself takes 100 µs"
    )
    assert "initializer" in found.tries


def test_neighbours_change_nothing_of_it() -> None:
    found = _sent(0.008, wanting=0.4, others=3.0)
    assert found.bound == "pickling" and "Other programs used three cores" in found.says


def test_results_that_come_back_whole_are_no_case_for_an_initializer() -> None:
    found = _sent(0.008, back=True)
    assert "100 results of 3.6 MB each" in found.says and "initializer" not in found.tries


def test_messages_that_cost_little_beside_the_work_are_none() -> None:
    assert _sent(0.001).bound != "pickling"

"""What is kept of a comparison, and how repeats are gathered."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.kept import compared, run
from tui.lessons.catalogue import catalogue
from tui.model.readings.reading import readings
from tui.model.state.state import ComparisonState, RunState
from tui.play import kept
from tui.play.kept import Session, SessionResults, taken_in
from tui.reports import results_words as words
from tui.reports.columns import columns_of

TIMES = st.floats(0.001, 1000.0)
RUNS = st.tuples(TIMES, st.sampled_from(["ended", "ended", "ended", "failed", "time limit", "stopped", None]))
"""How long a run took, and how it ended."""
PAIRS = st.lists(st.tuples(RUNS, RUNS), max_size=6)
"""The repeats of a comparison, each of the baseline and of threads."""


def gathered(*states: ComparisonState) -> SessionResults:
    results = SessionResults()
    for state in states:
        results = taken_in(results, state)
    return results


@given(st.lists(st.tuples(st.integers(1, 2), PAIRS), max_size=6))
def test_medians_and_counts_are_those_of_the_raw_values(
    told: list[tuple[int, list[tuple[tuple[float, str], ...]]]],
) -> None:
    elapsed: dict[tuple[str, str], list[float]] = {}
    faster: dict[tuple[str, str], list[float]] = {}
    failed: dict[tuple[str, str], int] = {}
    states = []
    for workers, pairs in told:
        runs = []
        for repeat, pair in enumerate(pairs):
            ended = [outcome == "ended" for _, outcome in pair]
            for name, (elapsed_s, outcome) in zip(("sequential", "threads"), pair, strict=True):
                runs.append(run(name, elapsed_s, repeat, outcome=outcome))  # type: ignore[arg-type]
                key = (str(workers), name)
                if outcome == "ended":
                    elapsed.setdefault(key, []).append(elapsed_s)
                if outcome in ("failed", "time limit"):
                    failed[key] = failed.get(key, 0) + 1
                if (outcome == "ended" and all(ended)) or (name == "sequential" and ended[0]):
                    faster.setdefault(key, []).append(pair[0][0] / elapsed_s)
        states.append(compared(runs, workers=workers))
    found = gathered(*states)
    keys = {(dict(row.setting.knobs)["workers"], row.variant): row for row in found.rows}
    assert set(keys) == set(elapsed) | set(failed) and len(keys) == len(found.rows)
    for key, row in keys.items():
        for name, raw in (("wall_s", elapsed), ("speed_up", faster)):
            spread, values = row.spreads.get(name), raw.get(key, [])
            assert (spread is not None) is bool(values)
            if spread is not None:
                assert spread.median == median(values) and spread.count == len(values)
                assert (spread.low, spread.high) == (min(values), max(values))
        assert len(row.failed) == failed.get(key, 0) and row.ended == len(elapsed.get(key, []))


def test_a_speed_up_is_against_the_baseline_of_the_same_repeat_of_the_same_comparison() -> None:
    found = gathered(
        compared([run("sequential", 4.0), run("threads", 2.0), run("sequential", 6.0, 1), run("threads", 2.0, 1)]),
        compared([run("threads", 1.0)]),
    )
    threads = found.rows[1]
    speed, elapsed = threads.spreads.get("speed_up"), threads.spreads.get("wall_s")
    assert speed and (speed.median, speed.low, speed.high, speed.count) == (2.5, 2.0, 3.0, 2)
    assert elapsed and (elapsed.median, elapsed.count) == (2.0, 3)
    assert [each.comparison for each in threads.runs] == [1, 1, 2]


def test_what_the_program_repeats_itself_counts_each_time() -> None:
    lines = [(("expected", 100.0), ("lost", lost)) for lost in (10.0, 0.0, 30.0)]
    (row,) = gathered(compared([run("threads", 2.0, results=lines)])).rows
    lost, share = row.spreads.get("lost"), row.spreads.get("lost_share")
    assert lost and (lost.median, lost.low, lost.high, lost.count) == (10.0, 0.0, 30.0, 3)
    assert share and share.median == pytest.approx(0.1)
    assert [each.name for each in columns_of([row])] == ["wall_s", "expected", "lost", "lost_share"]


def test_settings_are_kept_apart_and_said_in_words() -> None:
    scenario = catalogue()[0][0]
    results = taken_in(SessionResults(), compared([run("threads", 1.0)]), scenario)
    results = taken_in(results, compared([run("threads", 1.0)], workers=2), scenario)
    results = taken_in(results, compared([run("threads", 3.0, told=1)], workers=2), scenario)
    assert words._knob("make_ms", "20.5", "ms") == "make 20.5 ms"
    said = [words.knobs(setting) for setting, _ in results.groups()]
    assert said == [
        ("workers 4", "size 1 000 000"),
        ("workers 2", "size 1 000 000"),
        ("workers 2", "size 1 000 000", "steered while it ran"),
    ]


def test_what_runs_after_a_steered_run_is_kept_apart_too() -> None:
    state = compared([run("sequential", 4.0), run("threads", 9.0, told=2), run("processes", 9.0)])
    assert [(row.variant, row.setting.steered) for row in gathered(state).rows] == [
        ("sequential", False),
        ("threads", True),
        ("processes", True),
    ]


def test_a_failed_run_is_a_row_without_numbers_and_a_stopped_one_is_none() -> None:
    state = compared(
        [
            run("sequential", 4.0),
            run("threads", 0.3, outcome="failed", message="No."),
            run("processes", 1.0, outcome="stopped"),
        ]
    )
    sequential, threads = gathered(state).rows
    assert not threads.spreads and words.remark(threads) == "failed" and threads.failed[0].message == "No."
    assert not words.remark(sequential)
    assert [row.variant for row in gathered(state, state).rows] == ["sequential", "threads"]
    assert words.remark(gathered(state, compared([run("threads", 1.0)])).rows[1]) == "1 failed"


@pytest.mark.parametrize(("baseline", "own", "said"), [(0.1, 0.1, ""), (0.1, 0.9, "busy"), (0.9, 0.1, "busy")])
def test_a_busy_machine_is_marked(baseline: float, own: float, said: str) -> None:
    runs = [run("sequential", 4.0, others=baseline), run("threads", 4.0, others=own)]
    row = gathered(compared(runs)).rows[1]
    assert words.remark(row) == said and row.spreads.get("wall_s")
    again = gathered(compared(runs), compared([run("threads", 4.0)])).rows[1]
    assert words.remark(again) == (f"1 {said}" if said else "")


def test_nothing_is_taken_in_where_nothing_has_run() -> None:
    assert gathered(ComparisonState(), compared([]), compared([run("threads", 1.0, outcome=None)])) == SessionResults()


def test_who_looks_is_told() -> None:
    session, seen = Session(), []
    session.keep(compared([run("threads", 1.0)]), None)
    session.when_changed = lambda: seen.append(len(session.results.rows))
    session.keep(compared([run("threads", 1.0)], workers=2), None)
    assert seen == [2]


def test_rows_and_runs_are_bounded_and_the_newest_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_ROWS", 3)
    monkeypatch.setattr(kept, "MOST_RUNS", 2)
    found = gathered(*(compared([run("threads", 1.0)], workers=n) for n in (1, 2, 3, 4, 4, 4, 2)))
    assert [dict(row.setting.knobs)["workers"] for row in found.rows] == ["2", "3", "4"]
    runs: list[RunState] = [run("threads", float(n), n) for n in range(1, 4)]
    many = gathered(compared(runs))
    assert [each.numbers["wall_s"] for each in many.rows[0].runs] == [(2.0,), (3.0,)]
    assert found.left_out == 2 and many.left_out == 1


def test_every_reading_has_a_title_and_no_two_the_same() -> None:
    titles = sorted(reading.heading for reading in readings().values())
    assert all(a != b for a, b in pairwise(titles))
    assert readings()["left"].heading == "left"

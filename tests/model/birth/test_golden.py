"""The recording of real births, made by a Python that has every way: what was seen then is what is said now."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.taped import told_in
from tui.model.birth.births import births
from tui.model.birth.guard import unguarded, warned
from tui.model.fold.fold import fold
from tui.model.said.verdict import verdict
from tui.model.state.printed import number, rows_of
from tui.model.state.state import ComparisonState

RECORDING = Path(__file__).parents[2] / "recordings" / "birth-of-a-worker.jsonl"


def test_what_was_recorded_of_real_births() -> None:
    state = fold(ComparisonState(), told_in(RECORDING))
    runs = {run.variant: run for run in state.runs}
    assert [*runs] == ["thread", "fork", "forkserver", "spawn", "interpreter", "no-guard"]
    for way, run in runs.items():
        if way == "no-guard":
            continue
        (its,) = births(run)
        printed = [number(row, "first_line") for row in rows_of(run, "births")]
        assert [birth.total_s for birth in its.each] == printed and len(printed) == 6
        assert all(sum(s for _, s in birth.phases) == pytest.approx(birth.total_s) for birth in its.each)
    (spawned,), (forked,), (served,) = (births(runs[way]) for way in ("spawn", "fork", "forkserver"))
    assert spawned.middle.took("imports") > 0.3 * spawned.middle.total_s and forked.middle.took("imports") == 0
    assert served.each[0].is_of_server and not served.middle.is_of_server
    assert spawned.own_bytes and forked.own_bytes and spawned.own_bytes > 4 * forked.own_bytes
    assert "multi-threaded" in (warned(runs["fork"]) or "")
    assert {way.way for way in unguarded(runs["no-guard"]) if way.is_refused} == {"forkserver", "spawn"}
    text = verdict(state).text
    assert "so your file is imported again in every worker" in text and "once, in its server" in text

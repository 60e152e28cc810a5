"""What is kept of each lesson's last run."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.support.scripted import Script
from tui.learning.last_runs import MOST_LESSONS, LastRun, LastRuns, VariantTook, last_run
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState

RUN = LastRun("2026-11-30T14:05:09+00:00", "CPython 3.13.0", (VariantTook("threads", "thread", 2.0),), "So it is.")


def test_the_last_one_of_each_lesson_is_kept(tmp_path: Path) -> None:
    LastRuns(tmp_path).keep("a", RUN)
    LastRuns(tmp_path).keep("b", RUN)
    other = LastRun("2026-12-01T14:05:09+00:00", "CPython 3.13.0", (), is_default=True)
    runs = LastRuns(tmp_path)
    runs.keep("a", other)
    assert runs.read() == LastRuns(tmp_path).read() == {"b": RUN, "a": other}
    assert stat.S_IMODE(runs.path.stat().st_mode) == 0o600


def test_the_oldest_are_given_up(tmp_path: Path) -> None:
    runs = LastRuns(tmp_path)
    for number in range(MOST_LESSONS + 2):
        runs.keep(f"lesson {number}", RUN)
    kept = LastRuns(tmp_path).read()
    assert len(kept) == MOST_LESSONS and "lesson 1" not in kept and "lesson 2" in kept


PINK = '{"a": {"when": "x", "python": "y", "variants": [{"called": "z", "hue": "pink", "elapsed_s": 1.0}]}}'
NAN = PINK.replace("pink", "good").replace("1.0", "NaN")


BROKEN = ("[" * 100_000, PINK, NAN, "", "[", "[]", '{"a": 3}', '{"a": {}}', '{"a": {"when": 1}}')


@pytest.mark.parametrize("text", BROKEN)
def test_what_cannot_be_read_is_no_run_and_is_written_anew(tmp_path: Path, text: str) -> None:
    runs = LastRuns(tmp_path)
    runs.path.write_text(text)
    assert runs.read() == {}
    runs.keep("a", RUN)
    assert LastRuns(tmp_path).read() == {"a": RUN}


def test_where_nothing_can_be_written_it_holds_until_the_end(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    runs = LastRuns(tmp_path / "file" / "state")
    runs.keep("a", RUN)
    assert runs.read() == {"a": RUN}


def test_a_comparison_that_came_to_its_end_is_a_run() -> None:
    found = last_run(_told(1.0), is_default=True)
    assert found is not None and found.is_default and found.said
    assert [one.called for one in found.variants] == list(Script().variants)
    assert all(one.elapsed_s > 0 for one in found.variants)


def test_one_that_did_not_is_none() -> None:
    assert last_run(ComparisonState(), is_default=True) is None
    assert last_run(_told(0.5), is_default=True) is None


def _told(share: float) -> ComparisonState:
    """Return what is known after so much of a comparison."""
    told = Script().comparison()
    return fold(ComparisonState(), told[: int(len(told) * share)])

"""What is said of small tasks."""

from __future__ import annotations

from tests.support.tiny import SIZES, TOOK_S, Tiny
from tui.model.fold.fold import fold
from tui.model.said.verdict import Verdict, verdict
from tui.model.state.state import ComparisonState
from tui.telemetry.vocabulary import RunEnded


def said(**settings: object) -> Verdict:
    told = Tiny(**settings).comparison()  # type: ignore[arg-type]
    return verdict(fold(ComparisonState(), sorted(told, key=lambda item: item.at_s)))


def test_how_the_ways_compare_and_where_it_pays() -> None:
    found = said()
    assert found.trusted
    assert found.text == (
        "Map, chunks of 1 took 5.00 s, 2.5 times as long as the loop (2.00 s)."
        " Beside a task of 20 µs a worker spent about 66 µs on handing it over and waiting."
        " Packed into 16 chunks of about 6 250 the same pool took 1.00 s, 2.0 times as fast as the loop."
        " A started pool with chunks of 1 beat the loop here from tasks of 101 µs on, and was slower at 11 µs."
        " Map, big chunks made 2 chunks for 2 workers: one was done 0.72 s before the last one."
    )
    assert "".join(span.text for span in found.short) == "Tiny tasks: handing over costs more than doing."


def test_a_pool_that_wins_is_not_called_slow() -> None:
    found = said(took_s={**TOOK_S, "chunks-of-1": 1.5})
    assert found.text.startswith("Map, chunks of 1 took 1.50 s, 1.3 times as fast as the loop (2.00 s). Packed")
    assert "handing it over" not in found.text and "costs more" not in "".join(span.text for span in found.short)


def test_what_differs_little_is_about_the_same() -> None:
    assert "took 2.10 s, about as long as the loop (2.00 s)." in said(took_s={**TOOK_S, "chunks-of-1": 2.1}).text


def test_without_the_loop_nothing_is_compared() -> None:
    assert "loop" not in said(ways=("chunks-of-1", "own-chunks")).text


def test_one_core_cannot_show_where_it_pays() -> None:
    assert "With one core to use no pool can be faster" in said(usable_cores=1.0).text


def test_where_the_spreads_overlap_no_size_is_named() -> None:
    text = said(sizes={**SIZES, "chunks-of-1": ((50.0, 51.0, 52.0),) * 3 + ((400.0, 900.0, 1900.0),)}).text
    assert "cannot be told here" in text and "101 µs" not in text


def test_a_busy_machine_compares_nothing() -> None:
    found = said(others=3.0)
    assert not found.trusted and "compare again when it is quiet" in found.text
    assert "times as" not in found.text and "beat" not in found.text


def test_a_busy_machine_with_one_core_says_that_too() -> None:
    found = said(others=1.0, usable_cores=1.0)
    assert "compare again when it is quiet" in found.text and "With one core to use" in found.text


def test_of_what_runs_shares_are_said() -> None:
    told = sorted(Tiny(ways=("loop", "chunks-of-1")).comparison(), key=lambda item: item.at_s)
    until = max(place for place, item in enumerate(told) if isinstance(item, RunEnded))
    text = verdict(fold(ComparisonState(), told[: until - 4])).text
    assert "100 000 tasks done by 2 workers. So far a worker computed 28 % of its time" in text
    assert "spent 64 % on handing over and waiting." in text

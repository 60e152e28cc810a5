"""The lesson of the queue, run for real: what the state says is what the program printed."""

from __future__ import annotations

import pytest

from tests.feeds.live.test_live import play_until, playing
from tests.support.interpreters import Interpreter, interpreters
from tui.lessons.catalogue import find
from tui.model.queue.readings import queue_reading
from tui.model.readings.reading import printed


@pytest.mark.parametrize("python", interpreters(), ids=str)
def test_counts_are_those_that_the_program_prints(python: Interpreter) -> None:
    knobs = {"items": 30, "make_ms": 3.0, "take_ms": 4.0, "maxsize": 4}
    with playing(find("producer-consumer"), python.path, knobs=knobs) as player:
        play_until(player, lambda: player.is_over, "both variants are over")
        assert [run.outcome for run in player.state.runs] == ["ended", "ended"]
        for run in player.state.runs:
            reading = queue_reading(run)
            assert printed("made")(run, None) == (90,) == printed("taken")(run, None)
            assert [(its.name, its.count) for its in reading.producers] == [("P1", 30), ("P2", 30), ("P3", 30)]
            assert sum(its.count for its in reading.consumers) == 90
            balance = reading.balance
            assert balance is not None
            assert (balance.made, balance.taken, balance.lost, balance.nones) == (90, 90, 0, 2)
            assert (balance.agrees, balance.printed) == (True, True)


def test_the_queue_of_another_size_takes_the_place_and_the_counts_go_on() -> None:
    knobs = {"items": 0, "make_ms": 5.0, "take_ms": 5.0, "maxsize": 4}
    with playing(find("producer-consumer"), variants=["threads"], knobs=knobs, is_steered=True) as player:

        def made() -> int:
            balance = queue_reading(player.state.runs[0]).balance if player.state.runs else None
            return balance.made if balance is not None else 0

        play_until(player, lambda: made() > 20, "some items")
        player.tell("bound 0")
        play_until(player, lambda: queue_reading(player.state.runs[0]).place == 2, "the second queue")
        before = made()
        assert before > 20
        play_until(player, lambda: made() > before + 20, "more items")
        reading = queue_reading(player.state.runs[0])
        assert reading.maxsize is None and [its.name for its in reading.producers] == ["P1", "P2", "P3"]
        player.stop()
        play_until(player, lambda: player.is_over, "the end")
        run = player.state.runs[0]
        balance = queue_reading(run).balance
        assert balance is not None and balance.agrees and balance.printed
        assert printed("made")(run, None) == (balance.made,)


def test_producers_that_cannot_end_have_left_and_what_main_takes_away_is_left() -> None:
    knobs = {"items": 0, "make_ms": 5.0, "take_ms": 5.0, "maxsize": 0, "size": 100_000}
    with playing(find("producer-consumer"), variants=["processes"], knobs=knobs, is_steered=True) as player:

        def phases() -> list[str]:
            reading = queue_reading(player.state.runs[0]) if player.state.runs else None
            return [its.phase for its in reading.producers if not its.by_hand] if reading else []

        def made() -> int:
            balance = queue_reading(player.state.runs[0]).balance if player.state.runs else None
            return balance.made if balance is not None else 0

        def waiting() -> bool:
            run = player.state.runs[0]
            buffers = {pid for queue in run.traffic.queues for pid, items in queue.buffers if len(items) > 5}
            its = queue_reading(run)
            return all(w.phase == "gone" for w in its.consumers) and {w.pid for w in its.producers[:3]} <= buffers

        play_until(player, lambda: made() > 50, "some items")
        for line in (*["consumer -1"] * 2, "put"):
            player.tell(line)
        play_until(player, waiting, "items in the buffers of all, and nobody to take them")
        for _ in range(3):
            player.tell("producer -1")
        play_until(player, lambda: phases() == ["leaving"] * 3, "producers that wait to end")
        player.stop()
        play_until(player, lambda: player.is_over, "the end")
        run = player.state.runs[0]
        balance = queue_reading(run).balance
        assert balance is not None and balance.agrees and balance.printed and balance.left > 0
        assert (printed("taken")(run, None), printed("left")(run, None)) == ((balance.taken,), (balance.left,))
        assert balance.made == balance.taken + balance.left

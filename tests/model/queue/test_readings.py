"""Readings around a queue, from a recorded run and from telemetry written by hand."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.taped import told_in
from tui.model.fold.contents import MOST_INSIDE
from tui.model.fold.fold import fold
from tui.model.queue.balance import Balance
from tui.model.queue.missing import missing, there
from tui.model.queue.pace import pace
from tui.model.queue.rates import last_second, work_s
from tui.model.queue.readings import QueueReading, WorkerReading, faster, maker_of, queue_reading
from tui.model.queue.words import WORDS, _balance
from tui.model.readings.queue import TAKEN
from tui.model.readings.reading import printed, readings
from tui.model.said.verdict import verdict
from tui.model.state.state import ComparisonState, RunState
from tui.model.state.traffic import Phase
from tui.telemetry.moves import ItemsMoved, MoveKind, Moves, Row, WorkerCount, moves_of
from tui.telemetry.objects import ObjectFound, QueueCount, QueuesCounted
from tui.telemetry.vocabulary import (
    ProcessEnded,
    ProcessStarted,
    Reason,
    ResultPrinted,
    RunEnded,
    RunStarted,
    Telemetry,
    ThreadEnded,
    ThreadSample,
    ThreadsSampled,
    ThreadStarted,
    Told,
)

RECORDING = Path(__file__).parents[2] / "recordings" / "producer-consumer.jsonl"
KEY = 9


def _recorded() -> list[Telemetry]:
    return told_in(RECORDING)


def test_a_recorded_run_is_read_as_the_program_printed_it() -> None:
    state = fold(ComparisonState(), _recorded())
    for run in state.runs:
        reading = queue_reading(run)
        made = [(its.name, its.count, its.nones) for its in reading.producers]
        assert made == [("P1", 60, 0), ("P2", 60, 0), ("P3", 60, 0)]
        assert [(its.name, its.nones) for its in reading.consumers] == [("C1", 1), ("C2", 1)]
        assert sum(its.count for its in reading.consumers) == 180
        assert (printed("made")(run, None), printed("taken")(run, None)) == ((180,), (180,))
        balance = reading.balance
        assert balance is not None
        assert replace(balance, in_buffers=None) == Balance(180, 180, None, 0, 0, 2, agrees=True, printed=True)
        assert (balance.in_buffers is None) is (run.variant == "threads")
        assert reading.deepest == 8 == reading.maxsize
        assert reading.full_share is not None and reading.empty_share is not None
        assert faster(reading) == "producers"
        full_s = sum(queue.count.full_s for queue in run.queues if queue.count)
        movers = [mover for mover in run.traffic.movers if mover.count.puts]
        assert abs(sum(mover.full_s for mover in movers) - full_s) < 0.4  # by sampling; the counts are exact
        assert readings()["put_wait_share"].values(state, run.variant) == (reading.full_share,)
    said = verdict(state).text
    assert "made 180 = taken 180" in said and "✓ the program printed the same  + 2 None, each to end a consumer" in said


def test_at_every_moment_of_the_recording_the_items_add_up() -> None:
    state = ComparisonState()
    seen = set()
    for item in _recorded():
        state = fold(state, [item])
        if not isinstance(item, ItemsMoved):
            continue
        run = state.runs[-1]
        reading = queue_reading(run)
        balance = reading.balance
        assert balance is not None
        assert balance.agrees is True and balance.lost == 0
        (queue,) = run.traffic.queues
        assert len(queue.items) == queue.depth <= 8 + 3
        seen |= {maker_of(piece, reading.makers) for piece in queue.items}
    assert seen >= {0, 1, 2}


class Story:
    """A run with one queue of threads, told move by move."""

    def __init__(self, maxsize: int | None = 4) -> None:
        self.told: list[Telemetry] = [RunStarted(0.0, 0, "threads", 0, "x", None, None)]
        self.told.append(ProcessStarted(0.0, 0, 7, 1, "main", "x.py", True))
        self.told.append(ThreadStarted(0.0, 0, 7, 7, "thread", "main", "MainThread"))
        self.told.append(self.found("queue.Queue", maxsize))
        self.numbers: dict[tuple[int, MoveKind], int] = {}

    @staticmethod
    def found(of_type: str, maxsize: int | None, key: int = KEY) -> ObjectFound:
        return ObjectFound(
            0.0, 0, key, "queue", of_type, "items", "x.py:1", 7, maxsize, "first", None, None, None, None
        )  # fmt: skip

    def thread(self, tid: int, name: str, at_s: float = 0.1) -> None:
        self.told.append(ThreadStarted(at_s, 0, 7, tid, "thread", "worker", name))

    def move(self, kind: MoveKind, tid: int, count: int = 1, *, pid: int = 7) -> None:
        moves: list[Row] = []
        for _ in range(count):
            self.numbers[pid, kind] = number = self.numbers.get((pid, kind), 0) + 1
            moves.append((10**8 + number, KEY, pid, tid, kind, number))
        done = WorkerCount(pid, tid, count if kind == "put" else 0, count if kind == "got" else 0, 0, 0)
        self.told.append(ItemsMoved(1.0, 0, moves_of(moves), (done,) if kind in ("put", "got") else ()))

    def ends(self, **said: float) -> None:
        self.told.append(ResultPrinted(2.0, 0, tuple(said.items())))
        self.told.append(RunEnded(2.0, 0, "ended", 0, 2.0, None, 0, ""))

    @property
    def run(self) -> RunState:
        return fold(ComparisonState(), self.told).runs[0]

    @property
    def reading(self) -> QueueReading:
        return queue_reading(self.run)


def test_who_takes_over_a_name_goes_on_with_its_counts_and_its_colour() -> None:
    story = Story()
    story.thread(11, "P1")
    story.thread(12, "P2")
    story.move("put", 11, 2)
    story.move("put", 12, 1)
    story.told.append(ThreadEnded(1.1, 0, 7, 11))
    story.thread(13, "P1", 1.2)
    story.move("put", 13, 3)
    reading = story.reading
    assert [(its.name, its.tid, its.count, its.phase) for its in reading.producers] == [
        ("P1", 13, 5, "busy"),
        ("P2", 12, 1, "busy"),
    ]
    assert [maker_of(item, reading.makers) for item in reading.items] == [0, 0, 1, 0, 0, 0]


def test_workers_without_a_name_of_their_own_are_numbered_and_the_silent_ones_counted() -> None:
    story = Story()
    story.thread(11, "Thread-1 (work)")
    story.thread(12, "Thread-2 (work)")
    story.thread(13, "P10")
    story.thread(14, "P9")
    for tid in (11, 13, 14):
        story.move("put", tid)
    story.move("got", 7)
    reading = story.reading
    assert [its.name for its in reading.producers] == ["P1", "P9", "P10"]
    assert [its.name for its in reading.consumers] == ["main"]
    assert reading.unseen == 1


def test_the_program_that_counts_otherwise_is_told_so() -> None:
    story = Story()
    story.thread(11, "P1")
    story.thread(12, "C1")
    story.move("put", 11, 3)
    story.move("got", 12, 3)
    story.ends(made=4, taken=3)
    balance = story.reading.balance
    assert balance is not None and (balance.agrees, balance.printed) == (True, False)


def test_what_main_takes_away_at_the_end_is_left_as_the_program_says() -> None:
    def story(**said: float) -> Balance:
        told = Story()
        told.thread(11, "P1")
        told.thread(12, "C1")
        told.move("put", 11, 5)
        told.move("got", 12, 3)
        told.move("got", 7, 2)
        told.ends(**said)
        balance = told.reading.balance
        assert balance is not None and balance.agrees
        assert TAKEN.values(fold(ComparisonState(), told.told), "threads") == (said["taken"],)
        return balance

    balance = story(made=5, taken=3, left=2)
    assert (balance.made, balance.taken, balance.left, balance.printed) == (5, 3, 2, True)
    text = "".join(span.text for span in _balance(balance))
    assert text.startswith("made 5 = taken 3 + left 2 + lost 0  ✓ the program printed the same")
    assert story(made=5, taken=3, left=1).printed is False
    assert story(made=5, taken=4, left=1).printed is True  # main took one by hand
    assert story(made=5, taken=2, left=3).printed is False  # C1 took three


def _later(story: Story, tid: int, reason: Reason, at_s: float, *, pid: int = 7) -> None:
    sample = ThreadSample(pid, tid, 0.0, None, None, reason, None)
    story.told.append(ThreadsSampled(at_s, 0, 0.1, (sample,)))


def test_who_moves_nothing_any_more_is_idle_unless_it_is_at_work() -> None:
    story = Story()
    story.thread(11, "P1")
    story.move("put", 11, 20)
    _later(story, 11, "lock", 1.5)
    assert story.reading.producers[0].phase == "busy"  # not for long yet
    _later(story, 11, "sleep", 9.0)
    assert story.reading.producers[0].phase == "busy"  # it takes its time to make an item
    for at_s in (10.0, 10.1):
        _later(story, 11, "lock", at_s)
    (producer,) = story.reading.producers
    assert (producer.phase, producer.phases) == ("idle", "bbii")


def test_a_process_that_cannot_end_before_its_items_are_sent_has_left() -> None:
    story = Story()
    story.told[3] = story.found("multiprocessing.Queue", None)
    story.told.append(ProcessStarted(0.1, 0, 8, 7, "worker", "P1", True))
    story.told.append(ThreadStarted(0.1, 0, 8, 8, "process", "worker", "MainThread"))
    story.move("put", 8, 3, pid=8)
    _later(story, 8, "lock", 5.0, pid=8)
    reading = story.reading
    assert reading.producers[0].phase == "leaving" and there(reading.producers) == 0
    assert there((replace(reading.producers[0], phase="busy"),)) == 1
    story.move("sent", 80, 3, pid=8)
    assert story.reading.producers[0].phase == "idle"


def test_main_moves_items_by_hand_unless_it_goes_on_to() -> None:
    story = Story()
    story.move("put", 7)
    (main,) = story.reading.producers
    assert (main.name, main.by_hand, there((main,))) == ("main", True, 0)
    story.told.append(ItemsMoved(4.0, 0, Moves(), (WorkerCount(7, 7, 1, 700, 0, 0),)))
    assert story.reading.consumers[0].by_hand  # at once, as at the end
    for beat in range(1, 8):
        story.told.append(ItemsMoved(4.0 + beat * 0.4, 0, Moves(), (WorkerCount(7, 7, 700 + beat, 1, 0, 0),)))
    assert not story.reading.producers[0].by_hand


def test_what_is_said_when_a_side_is_missing_or_nothing_moves() -> None:
    story = Story()
    story.thread(11, "P1")
    story.thread(12, "C1")
    story.move("put", 11)
    story.move("got", 12)
    reading = replace(story.reading, at_s=5.0, full_share=0.2, empty_share=0.2, in_per_s=0.0, out_per_s=0.0)
    assert (missing(reading), pace(reading)) == ((), "still")
    assert pace(replace(reading, in_per_s=3.0)) == "fills"
    none_takes = replace(reading, consumers=())
    assert (missing(none_takes), pace(none_takes)) == (("consumers",), "untaken")
    none_puts = replace(reading, producers=())
    assert (pace(none_puts), pace(replace(none_puts, out_per_s=67.0, depth=3))) == ("unmade", "emptying")
    assert pace(replace(none_puts, in_per_s=50.0, out_per_s=50.0, depth=0)) == ""  # they have just left
    assert pace(replace(none_takes, in_per_s=50.0, out_per_s=50.0)) == ""
    assert missing(replace(none_puts, unseen=1)) == missing(replace(none_puts, at_s=0.5)) == ()
    assert pace(replace(none_puts, is_over=True)) == ""
    assert pace(replace(none_puts, consumers=(), unseen=5)) == ""  # nobody has done anything yet


def test_what_does_not_come_out_even_is_said_and_what_was_not_followed_is_not_checked() -> None:
    story = Story()
    story.thread(11, "P1")
    story.thread(12, "C1")
    story.move("put", 11, 3)
    story.move("got", 12, 2)
    told = story.told
    story.told = [item for item in told if not (isinstance(item, ItemsMoved) and item.workers[0].gets)]
    story.told.append(ItemsMoved(1.5, 0, Moves(), (WorkerCount(7, 12, 0, 2, 0, 0),)))
    story.ends(made=3, taken=2)
    balance = story.reading.balance
    assert balance is not None and (balance.made, balance.taken, balance.in_queue) == (3, 2, 3)
    assert balance.agrees is False  # the thread counted two that were never seen to leave
    story = Story()
    story.numbers[7, "put"] = 5
    story.thread(11, "P1")
    story.move("put", 11)
    balance = story.reading.balance
    assert balance is not None and (balance.agrees, balance.nones) == (None, None)


def test_items_in_the_buffer_of_a_process_that_is_gone_are_lost() -> None:
    story = Story()
    story.told[3] = story.found("multiprocessing.Queue", 4)
    story.told.append(ProcessStarted(0.1, 0, 8, 7, "worker", "P1", True))
    story.told.append(ThreadStarted(0.1, 0, 8, 8, "process", "worker", "MainThread"))
    count = QueueCount(KEY, 3, 0, 1, 0, 10, 0, 0, 0.0, 0, 0.0, 0.5)
    story.told.append(QueuesCounted(0.5, 0, (count,)))
    story.move("put", 8, 3, pid=8)
    story.move("sent", 80, 1, pid=8)
    balance = story.reading.balance
    assert balance == Balance(3, 0, 2, 1, 0, 0, agrees=True)
    story.told.append(ProcessEnded(1.2, 0, 8, -9))
    balance = story.reading.balance
    assert balance == Balance(3, 0, 0, 1, 2, 0, agrees=True)


_numbers = st.one_of(st.integers(1, 4), st.integers(-(2**62), 2**62))
_moves = st.tuples(
    st.integers(0, 10**10),
    st.just(KEY),
    st.integers(7, 9),
    st.integers(11, 13),
    st.sampled_from(get_args(MoveKind)),
    _numbers,
)
_counts = st.builds(WorkerCount, st.integers(7, 9), st.integers(11, 13), _numbers, _numbers, _numbers, _numbers)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(("queue.Queue", "queue.LifoQueue", "multiprocessing.Queue", "multiprocessing.SimpleQueue")),
    st.lists(st.lists(_moves, max_size=20), max_size=5),
    st.lists(_counts, max_size=3),
    st.booleans(),
)
def test_moves_in_any_order_are_taken(
    of_type: str, batches: list[list[Row]], counts: list[WorkerCount], is_over: bool
) -> None:
    """A reading, a sum and a sentence come out of whatever a hostile recording says."""
    story = Story()
    story.told[3] = story.found(of_type, 4)
    for tid in (11, 12, 13):
        story.thread(tid, f"P{tid}")
    story.told += [ItemsMoved(1.0, 0, moves_of(batch), tuple(counts)) for batch in batches]
    if is_over:
        story.ends(made=2.0)
    run = story.run
    reading = queue_reading(run)
    assert len(reading.items) <= 3 * MOST_INSIDE
    assert all(maker_of(item, reading.makers) in (None, 0, 1, 2) for item in reading.items)
    assert WORDS.short((), (), ComparisonState(runs=(run,)))


def test_a_queue_without_bound_grows_when_clearly_more_goes_in() -> None:
    reading = QueueReading("threads", False, 1.0, depth=50, in_per_s=120.0, out_per_s=80.0)
    assert pace(reading) == "grows"
    assert pace(replace(reading, maxsize=64)) == "fills"
    assert pace(replace(reading, out_per_s=119.0)) == "even"


def _at(phase: Phase, *, is_producer: bool) -> WorkerReading:
    return WorkerReading("X1", is_producer, 1, 1, True, phase, None, 1, 0, 0.5, "b")


def test_what_goes_on_is_what_the_last_second_and_this_moment_show() -> None:
    busy = QueueReading("threads", False, 5.0, maxsize=16, depth=14, in_per_s=90.0, out_per_s=90.0,
        full_now=0.1, empty_now=0.0, producers=(_at("busy", is_producer=True),),
        consumers=(_at("busy", is_producer=False),))  # fmt: skip
    assert pace(busy) == "braked"
    assert pace(replace(busy, full_now=0.0)) == "even"
    assert pace(replace(busy, full_now=0.0, producers=(_at("full", is_producer=True),))) == "braked"
    full, empty = (_at("full", is_producer=True),), (_at("empty", is_producer=False),)
    assert pace(replace(busy, producers=full, consumers=empty)) == "turns"
    assert pace(replace(busy, depth=3)) == "" and pace(replace(busy, depth=3, out_per_s=150.0)) == "drains"
    hungry = replace(busy, depth=1, full_now=0.0, empty_now=0.3)
    assert pace(hungry) == "hungry"
    assert pace(replace(hungry, depth=9)) == ""  # they waited, and now there is something to take
    assert pace(replace(hungry, depth=9, in_per_s=140.0)) == "fills"
    assert pace(replace(hungry, maxsize=None)) == "hungry"
    assert pace(replace(hungry, is_over=True)) == pace(replace(hungry, in_per_s=None)) == ""


def test_the_last_second_is_that_of_the_clock() -> None:
    story = Story()
    for step in range(31):
        count = QueueCount(KEY, 10 * step, 5 * step, None, 0, None, None, step, 0.05 * step, 0, 0.0, None)
        story.told.append(QueuesCounted(0.1 * step, 0, (count,)))
    (queue,) = story.run.queues
    assert last_second(queue, 3.0) == pytest.approx((100.0, 50.0, 0.5, 0.0))
    assert last_second(queue, 3.5) == pytest.approx((50 / 1.1, 25 / 1.1, 0.25 / 1.1, 0.0), rel=0.2)
    assert last_second(queue, 9.0) == (0.0, 0.0, 0.0, 0.0)  # nothing was told since: nothing moved
    assert work_s(story.run) == pytest.approx(3.0, abs=0.11)


def test_which_side_is_faster_follows_from_who_waits() -> None:
    reading = QueueReading("threads", False, 1.0)
    assert faster(reading) == ""
    assert faster(replace(reading, full_share=0.4, empty_share=0.1)) == "producers"
    assert faster(replace(reading, full_share=0.0, empty_share=0.3)) == "consumers"
    assert faster(replace(reading, full_share=0.31, empty_share=0.3)) == "even"


def test_a_queue_is_being_changed_from_the_word_to_the_new_one() -> None:
    story = Story()
    story.thread(8, "P1")
    story.move("put", 8)
    assert not queue_reading(story.run).is_changing
    story.told.append(Told(1.5, 0, "make 20"))
    assert not queue_reading(story.run).is_changing, "another word"
    story.told.append(Told(2.0, 0, "bound 0"))
    assert queue_reading(story.run).is_changing and missing(queue_reading(story.run)) == ()
    story.told.append(replace(Story.found("queue.Queue", None, KEY + 1), at_s=2.5))
    story.told.append(ThreadsSampled(3.0, 0, 0.1, ()))
    assert queue_reading(story.run).is_changing, "workers begin"
    story.told.append(ThreadsSampled(4.0, 0, 0.1, ()))
    assert not queue_reading(story.run).is_changing

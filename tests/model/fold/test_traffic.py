"""Who put and who took: the items in a queue by their makers, never guessed; and what each worker does."""

from __future__ import annotations

from itertools import count

from tui.model.fold.contents import MOST_INSIDE
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.model.state.traffic import NONE, UNKNOWN, QueueTraffic
from tui.telemetry.moves import ItemsMoved, MoveKind, Moves, Row, WorkerCount, moves_of
from tui.telemetry.objects import ObjectFound, Order
from tui.telemetry.vocabulary import ProcessStarted, RunStarted, Telemetry, ThreadSample, ThreadsSampled, ThreadStarted
from tui.telemetry.waits import Wait, WaitsSeen
from tui.telemetry.who import Who

A, B = "\2", "\3"
KEY = 9


class Story:
    """Moves of one queue, numbered as processes number them."""

    def __init__(self, of_type: str, order: Order = "first") -> None:
        found = ObjectFound(0.0, 0, KEY, "queue", of_type, "items", "x.py:1", 1, 16, order, None, None, None, None)
        self.state = fold(ComparisonState(), [RunStarted(0.0, 0, "x", 0, "x", None, None), found])
        self.numbers: dict[tuple[int, str], int] = {}
        self.times = count(0, 1_000_000_000)
        self.batch: list[Row] = []

    def __call__(self, kind: MoveKind, pid: int, *, is_told: bool = True) -> None:
        step = -1 if kind == "unsent" else 1
        of = pid, "sent" if kind == "unsent" else kind.removesuffix(" None")
        self.numbers[of] = number = self.numbers.get(of, 0) + step
        if is_told:
            self.batch.append((next(self.times), KEY, pid, pid, kind, number))

    def fold(self) -> QueueTraffic:
        self.state = fold(self.state, [ItemsMoved(1.0, 0, moves_of(self.batch), ())])
        self.batch = []
        (queue,) = self.state.runs[0].traffic.queues
        return queue


def test_items_keep_their_makers_from_the_buffer_through_the_pipe() -> None:
    story = Story("multiprocessing.Queue")
    story("put", 1)
    story("put", 2)
    story("put None", 1)
    story("sent", 2)
    queue = story.fold()
    assert (queue.line, queue.buffers, queue.items) == (B, ((1, A + NONE),), B + A + NONE)
    assert queue.makers == (Who(1, 1), Who(2, 2))
    story("sent", 1)
    story("got", 3)
    story("got", 3)
    queue = story.fold()
    assert (queue.line, queue.buffers, queue.depth) == ("", ((1, NONE),), 1)
    assert [(step.is_put, step.item) for step in queue.steps[-2:]] == [(False, B), (False, A)]


def test_what_could_not_be_sent_or_pickled_is_in_no_place() -> None:
    story = Story("multiprocessing.Queue")
    for pid in (1, 2, 1):
        story("put", pid)
    story("lost", 1)
    story("sent", 2)
    story("unsent", 2)
    queue = story.fold()
    assert (queue.line, dict(queue.buffers), queue.depth) == ("", {1: A, 2: B}, 2)
    story("lost", 2)
    story("sent", 1)
    assert story.fold().items == A


def test_what_comes_back_from_the_pipe_is_the_next_to_be_sent_again_in_whatever_batches() -> None:
    for size in (1, 2, 3, 12):
        story = Story("multiprocessing.Queue")
        told: list[tuple[MoveKind, int]] = [
            ("put", 1), ("put None", 1), ("sent", 1), ("put", 2), ("unsent", 1), ("put", 1), ("put None", 1),
            ("sent", 2), ("sent", 1), ("sent", 1), ("got", 3), ("got", 3),
        ]  # fmt: skip
        for place, (kind, pid) in enumerate(told, 1):
            story(kind, pid)
            queue = story.fold() if place % size == 0 else None
        assert queue is not None and queue.is_followed
        assert (queue.line, queue.buffers) == (NONE, ((1, A + NONE),))


def test_a_stack_of_thousands_gives_and_takes_at_its_end() -> None:
    story = Story("queue.LifoQueue", "last")
    for pid in (1, 2) * 1000:
        story("put", pid)
    story.fold()
    for _ in range(1500):
        story("got", 3)
    story("put", 2)
    story("put", 2)
    story("got", 3)
    queue = story.fold()
    assert queue.items == (A + B) * 250 + B and queue.is_followed


def test_moves_of_what_is_no_queue_are_passed_by() -> None:
    story = Story("queue.Queue")
    story("put", 1)
    story.batch += [(5, KEY + 1, 1, 1, "put", 1), (6, KEY + 1, 1, 1, "got", 1)]
    assert story.fold().items == A


def test_a_queue_of_threads_has_no_buffers_and_a_stack_gives_the_newest() -> None:
    story = Story("queue.LifoQueue", "last")
    for pid in (1, 2, 1, 2):
        story("put", pid)
    story("got", 3)
    assert story.fold().items == A + B + A
    story("got", 3)
    story("put", 2)
    queue = story.fold()
    assert queue.items == A + B + B
    assert [step.item for step in queue.steps if not step.is_put] == [B, A]


def test_the_items_of_a_queue_that_gives_the_smallest_are_not_guessed() -> None:
    story = Story("queue.PriorityQueue", "least")
    for pid in (1, 2, 1):
        story("put", pid)
    assert story.fold().items == A + B + A
    story("got", 3)
    queue = story.fold()
    assert queue.items == UNKNOWN * 2
    assert queue.steps[-1].item == UNKNOWN


def test_after_a_gap_there_are_as_many_items_as_the_numbers_say_but_unknown_ones() -> None:
    story = Story("multiprocessing.Queue")
    story("put", 1)
    story("sent", 1)
    story.fold()
    for kind in ("put", "sent"):
        for _ in range(4):
            story(kind, 2, is_told=False)
    story("put", 1)
    story("put", 2)
    story("sent", 2)
    queue = story.fold()
    assert (queue.line, dict(queue.buffers)) == (UNKNOWN * 6, {1: UNKNOWN})
    assert queue.depth == len(queue.items)
    story("sent", 1)
    story("put", 1)
    story("got", 3)
    assert story.fold().items == UNKNOWN * 6 + A


def test_known_again_once_the_unknown_ones_are_taken() -> None:
    story = Story("queue.Queue")
    story("put", 1, is_told=False)
    story("put", 1)
    story("put", 1)
    assert story.fold().items == UNKNOWN * 3
    story("put", 1)
    for _ in range(3):
        story("got", 4)
    assert story.fold().items == A


def test_too_many_items_are_counted_but_not_kept() -> None:
    story = Story("queue.Queue")
    for _ in range(MOST_INSIDE + 1):
        story("put", 1)
    queue = story.fold()
    assert (queue.is_known, queue.items, queue.depth) == (False, "", MOST_INSIDE + 1)
    for _ in range(MOST_INSIDE):
        story("got", 2)
    assert not story.fold().is_known
    story("got", 2)
    assert story.fold().is_known
    story("put", 2)
    queue = story.fold()
    assert (queue.items, queue.makers[1]) == (B, Who(2, 2))


def test_numbers_that_make_no_sense_cost_nothing() -> None:
    story = Story("multiprocessing.Queue")
    kinds: tuple[MoveKind, ...] = ("put", "sent", "got", "lost", "unsent", "put")
    for kind in kinds:
        for number in (2**62, -(2**62), 1):
            story.batch.append((5, KEY, 1, 1, kind, number))
            queue = story.fold()
            assert len(queue.items) <= 2 * MOST_INSIDE
    story.batch += [(5, KEY, 1, 1, "put", 2**60), (5, KEY, 1, 1, "got", 2**60)]
    assert not story.fold().items


def test_what_each_one_does_at_each_sample() -> None:
    story = Story("queue.Queue")
    told: list[Telemetry] = [ProcessStarted(0.0, 0, 7, 1, "main", "x", True)]
    told += [ThreadStarted(0.0, 0, 7, tid, "thread", "worker", f"w{tid}") for tid in (1, 2, 3)]

    def sample(at_s: float, tids: tuple[int, ...], waits: tuple[Wait, ...]) -> None:
        told.append(WaitsSeen(at_s, 0, waits))
        samples = tuple(ThreadSample(7, tid, 0.0, None, None, "sleep", 0) for tid in tids)
        told.append(ThreadsSampled(at_s, 0, 0.1, samples))

    told.append(ItemsMoved(0.0, 0, Moves(), (WorkerCount(7, 1, 5, 0, 1, 0),)))
    sample(0.1, (1, 2, 3), (Wait(7, 1, KEY, "full", 0.05),))
    sample(0.2, (1, 2, 3), (Wait(7, 2, KEY, "empty", 0.15), Wait(7, 3, KEY, "lock", 0.15)))
    sample(0.3, (2, 3), ())
    traffic = fold(story.state, told).runs[0].traffic
    assert {mover.tid: mover.phases for mover in traffic.movers} == {1: "fb ", 2: " eb"}
    first = traffic.movers[0]
    assert (first.count.puts, first.count.nones_put, first.full_s, first.busy_s) == (5, 1, 0.1, 0.1)
    assert traffic.times.values == (0.1, 0.2, 0.3)

"""What is said of a queue: every sentence follows from readings."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tui.lessons.catalogue import find
from tui.model.queue.balance import Balance
from tui.model.queue.readings import QueueReading, WorkerReading
from tui.model.queue.words import ADDS, LESSON, _balance, _brake, _brief, _closing, _nobody, _who_waits
from tui.model.state.traffic import Phase


def _worker(name: str, phase: Phase, *, is_producer: bool = True) -> WorkerReading:
    return WorkerReading(name, is_producer, 1, 1, True, phase, None, 1, 0, 0.5, "b")


def _text(sentence: tuple[object, ...]) -> str:
    return "".join(span.text for span in sentence)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        ({"maxsize": 4, "depth": 4, "producers": (_worker("P1", "full"),)}, "All 4 slots are taken, so put() waits"),
        ({"maxsize": 4, "depth": 4}, "4 of 4 slots are taken, so the next put() may have to wait"),
        ({"maxsize": 4, "depth": 2}, "2 of 4 slots are taken, and neither side is held back"),
        ({"maxsize": 4, "consumers": (_worker("C1", "empty", is_producer=False),)}, "It is empty, so get() waits"),
        ({"depth": 40, "in_per_s": 90.0, "out_per_s": 30.0}, "90 items a second go in and 30 come out"),
        ({"depth": 40, "in_per_s": 30.0, "out_per_s": 30.0}, "Without a bound nothing brakes: put() never waits"),
    ],
)
def test_what_the_bound_does(reading: dict[str, object], words: str) -> None:
    said = _text(_brake(QueueReading("threads", False, 1.0, **reading)))  # type: ignore[arg-type]
    assert words in said
    assert all(": " not in span.text for span in _brake(QueueReading("threads", False, 1.0, **reading))[1:])  # type: ignore[arg-type]


def test_who_waits_is_named() -> None:
    waiting = tuple(_worker(f"P{n}", "full") for n in range(1, 6))
    reading = QueueReading("threads", False, 1.0, producers=waiting[:1], full_share=0.25, empty_share=0.0)
    assert _text(_who_waits(reading)) == (
        "P1 waits for a free slot. So far producers waited 25 % of their time, consumers 0 %."
    )
    two, five = (QueueReading("threads", False, 1.0, producers=some) for some in (waiting[:2], waiting))
    assert _text(_who_waits(two)) == "P1 and P2 wait for a free slot. "
    assert _text(_who_waits(five)).startswith("P1, P2 and 3 more wait")


def test_the_sum_says_whether_it_comes_out_even() -> None:
    right = Balance(3602, 3590, 2, 10, 0, 2, agrees=True)
    text = "made 3\u00a0602 = taken 3\u00a0590 + in buffers 2 + in the pipe 10 + lost 0  ✓"
    text += "  + 2 None, each to end a consumer"
    assert _text(_balance(right)) == text
    assert "✗ does not come out even" in _text(_balance(Balance(3, 2, None, 0, 0, 0, agrees=False)))
    assert "not checked" in _text(_balance(Balance(3, 2, None, 1, 0, None, agrees=None)))
    text = _text(_balance(Balance(3, 3, None, 0, 0, 0, agrees=True, printed=False)))
    assert "✗ the program printed other numbers" in text and "✓" not in text


def test_who_is_missing_is_said_instead_of_what_the_bound_does() -> None:
    one = (_worker("P1", "full"),), (_worker("C1", "empty", is_producer=False),)
    reading = QueueReading("threads", False, 5.0, type="queue.Queue", maxsize=4, producers=one[0], consumers=one[1])
    assert _nobody(reading, ADDS) == ()
    assert _text(_nobody(replace(reading, producers=()), ADDS)) == "There are no producers: } adds one."
    assert _text(_nobody(replace(reading, consumers=()), ADDS)) == "There are no consumers: ] adds one."
    assert _text(_nobody(replace(reading, consumers=()), {})) == "There are no consumers."
    assert _text(_nobody(replace(reading, producers=(), consumers=()), ADDS)) == (
        "There are no producers and no consumers: } adds a producer, ] adds a consumer."
    )
    assert _text(_brief(replace(reading, consumers=()))[0]) == "There are no consumers."


def test_who_leaves_for_another_queue_is_not_missing() -> None:
    one = _worker("P1", "gone"), _worker("C1", "busy", is_producer=False)
    reading = QueueReading("threads", False, 5.0, type="queue.Queue", maxsize=4, producers=one[:1], consumers=one[1:])
    assert _text(_nobody(reading, ADDS)) == "There are no producers: } adds one."
    changes = replace(reading, is_changing=True)
    assert _text(_nobody(changes, ADDS)).startswith("A queue keeps its bound, so another one takes its place: who ")
    assert "There are no producers" not in _text(_brief(changes)[0])
    assert _nobody(replace(changes, producers=(_worker("P2", "busy"),)), ADDS) == ()


def test_the_keys_that_add_a_worker_are_the_lessons() -> None:
    knobs = {knob.name: knob.more for knob in find(LESSON).knobs}
    assert {name: knobs[name] for name in ADDS} == ADDS


def test_one_sentence_for_a_room() -> None:
    reading = QueueReading("threads", False, 1.0, maxsize=4, depth=4, in_per_s=9.0, out_per_s=9.0)
    assert _text(_brief(replace(reading, full_now=0.5))[0]) == "The bound makes producers wait for consumers."
    hungry = replace(reading, depth=0, empty_now=0.5)
    assert _text(_brief(hungry)[0]) == "Consumers wait for the next item."
    assert _text(_brief(replace(hungry, depth=9, maxsize=None))[0]) == "9 items inside."
    assert _text(_brief(replace(reading, full_share=0.5))[0]) == "Both sides keep each other's pace."  # now, not before


def test_one_sentence_at_the_end() -> None:
    over = QueueReading("threads", True, 6.0, maxsize=16, deepest=16, full_share=0.14, empty_share=0.01)
    assert _text(_closing([over])) == "The bound made producers wait 14 % of the time."
    assert _text(_closing([replace(over, full_share=0.12), over])) == (
        "The bound made producers wait 12 to 14 % of the time."
    )
    assert _text(_closing([replace(over, variant="processes", full_share=0.12), over])) == (
        "Processes and threads: the bound made producers wait 12 to 14 % of the time."
    )
    unbounded = replace(over, maxsize=None, deepest=10318, full_share=0.0)
    grown = "othing held the producers, and up to 10\u00a0318 items lay inside"
    assert _text(_closing([unbounded])) == f"N{grown}."
    assert _text(_closing([replace(over, variant="processes"), unbounded])) == f"Threads: n{grown}."
    assert "held" not in _text(_closing([replace(unbounded, deepest=2)]))
    assert _text(_closing([replace(over, full_share=0.0, empty_share=0.3)])) == (
        "Consumers waited for items 30 % of the time."
    )
    lost = Balance(9, 6, 0, 0, 3, 0, agrees=True)
    assert _text(_closing([replace(over, balance=lost)])).endswith("; 3 items were lost.")
    even = Balance(9, 9, 0, 0, 0, 0, agrees=True)
    assert _text(_closing([replace(over, full_share=0.01, balance=even)])) == (
        "Nobody had to wait for long; nothing lost."
    )

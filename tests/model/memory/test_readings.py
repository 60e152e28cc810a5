"""What is seen of shared memory: who wrote what, what is fresh, what was torn, and what was forgotten."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.support.painting import Painting
from tui.model.fold.fold import fold
from tui.model.fold.objects import MOST_LOOKS
from tui.model.memory.readings import Memory, Part, clean_up, memory
from tui.model.said.verdict import verdict
from tui.model.state.state import ComparisonState
from tui.model.workers.lanes import lanes
from tui.telemetry.objects import BlocksSeen
from tui.telemetry.vocabulary import Telemetry


def folded(told: Sequence[Telemetry], to_s: float = 1e9) -> ComparisonState:
    return fold(ComparisonState(), [item for item in told if item.at_s <= to_s])


def seen(painting: Painting, to_s: float = 1e9, run: int = 0) -> Memory:
    return memory(folded(painting.comparison(), to_s).runs[run], 3)


def test_each_process_has_its_own_address_of_the_same_block() -> None:
    found = seen(Painting(workers=3), 1.0)
    assert found.main and found.main.address == 0x7F0000000000
    assert [(w.label, w.pid, w.painter, w.address) for w in found.workers] == [
        ("P1", 40001, 0, 0x7F0000001000), ("P2", 40002, 1, 0x7F0000002000), ("P3", 40003, 2, 0x7F0000003000),
    ]  # fmt: skip
    assert (found.addresses, found.attached) == (4, 4)
    over = seen(Painting(workers=3))
    assert over.attached == 0 and not any(w.is_alive for w in over.workers)


def test_workers_stand_in_the_order_of_their_numbers_whoever_came_first() -> None:
    state = folded(Painting(workers=8, ways=("shared",)).comparison(), 1.0)
    assert lanes(state.runs[0])[0].label == "P8"
    found = memory(state.runs[0], 3)
    assert [(w.label, w.painter) for w in found.workers] == [(f"P{n + 1}", n) for n in range(8)]


def test_the_bytes_say_who_wrote_which_part() -> None:
    found = seen(Painting(workers=2, width=8, height=10)).painted
    assert found is not None and found.share == 1.0
    assert found.parts == (Part(0, 0, 39), Part(1, 40, 79)) and not any(found.torn)
    half = seen(Painting(workers=2, width=8, height=10), 1.3).painted
    assert half is not None and half.parts == (Part(0, 0, 23), Part(1, 40, 63)) and half.share == pytest.approx(0.6)


def test_torn_rows_are_those_with_two_writers() -> None:
    painting = Painting(workers=2, width=8, height=20, overlap=3)
    found = seen(painting)
    assert found.painted and [y for y, torn in enumerate(found.painted.torn) if torn] == list(range(7, 13))
    assert sum(found.painted.torn) == painting.torn() == found.torn == 6


def test_without_a_lesson_nobody_is_said_to_have_written() -> None:
    assert memory(folded(Painting().comparison()).runs[0], None).painted is None


def test_what_the_block_was_like_before_is_known_for_a_second() -> None:
    painting = Painting(workers=1, ways=("shared",))
    block = folded(painting.comparison(), 1.81).runs[0].blocks[0]
    assert block.seen_s == pytest.approx(1.8) and block.cells == painting.picture(0.8)
    assert block.cells_at(1.85) == block.cells
    assert block.cells_at(1.7) == painting.picture(0.7) and block.cells_at(0.85) == painting.picture(0.3)
    first = folded(painting.comparison(), 0.45).runs[0].blocks[0]
    assert first.cells_at(0.3) == bytes(len(first.cells)), "before the first look nothing had been written"


def test_looks_are_few_however_often_a_block_is_looked_at() -> None:
    painting = Painting(ways=("shared",))
    told: list[Telemetry] = [i for i in painting.comparison() if not isinstance(i, BlocksSeen) and i.at_s < 4]
    told += [BlocksSeen(1.0 + n / 1000, 0, (painting.seen(40000, painting.picture(n / 100)),)) for n in range(100)]
    told += [BlocksSeen(1.2, 0, (painting.seen(40000, b"no picture".ljust(painting.size)),))]
    assert len(folded(told).runs[0].blocks[0].looks) == MOST_LOOKS


@pytest.mark.parametrize(
    ("settings", "to_s", "words", "is_well"),
    [
        ({}, 2.0, "in use", None),
        ({}, 1e9, "the block is gone", True),
        ({"is_forgotten": True}, 1e9, "nobody called unlink(): the resource tracker complained and removed it", False),
    ],
)
def test_what_became_of_the_block(settings: dict[str, bool], to_s: float, words: str, is_well: bool | None) -> None:
    end = clean_up(seen(Painting(ways=("shared",), **settings), to_s))  # type: ignore[arg-type]
    assert end is not None and (end.words, end.is_well) == (words, is_well)
    assert (end.opened, end.closed) == (3, 3 if to_s > 5 else 0)


def test_what_goes_through_is_counted_beside_what_the_program_says() -> None:
    found = seen(Painting(), run=1)
    assert found.block is None and clean_up(found) is None
    assert found.copied == 96 * 60 * 200 and found.through == found.copied + 100
    assert [channel.name for channel in found.channels] == ["queue"]


def test_the_sentences_rest_on_the_readings() -> None:
    text = verdict(folded(Painting(overlap=4).comparison())).text
    assert "Shared hands it over in 50 µs, pipe takes 14 times as long, and queue takes 25 times as long." in text
    assert "Shared: 8 rows are torn: two painters wrote to them" in text
    assert "nothing was copied; three processes had one block, at three addresses." in text
    assert "Queue and pipe copied 1.1 MiB each." in text
    short = verdict(folded(Painting().comparison())).short
    assert short[0].text == "Sharing copies nothing. Sending copies everything."
    torn = verdict(folded(Painting(overlap=4).comparison())).short
    assert "".join(span.text for span in torn) == "Two painters, no lock: 8 rows torn."
    left = verdict(folded(Painting(is_forgotten=True).comparison())).short
    assert left[0].text == "Nobody called unlink(): the block was left behind."
    text = verdict(folded(Painting(same_address=True).comparison())).text
    assert "torn" not in text and "at the same address" in text
    text = verdict(folded(Painting(is_forgotten=True).comparison())).text
    assert "Shared: nobody called unlink(): the resource tracker complained and removed it." in text


def test_while_it_runs_the_sentences_are_about_what_is_there() -> None:
    told = Painting().comparison()
    assert "one piece of memory, three processes, three addresses." in verdict(folded(told, 1.0)).text
    text = verdict(folded(told, 8.1)).text
    assert "nobody else can see it until it is sent." in text and "went through queues and pipes so far" in text
    assert "addresses" not in verdict(folded(told, 0.15)).text

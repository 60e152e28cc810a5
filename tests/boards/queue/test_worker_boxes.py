"""What stands beside a queue and below it of workers that do not work, and what is said of both sides."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tui.boards.queue import lanes, queue_board
from tui.boards.queue.lanes import LanesView
from tui.boards.queue.queue_board import QueueView
from tui.boards.queue.worker_boxes import side_box
from tui.boards.sheet import Sheet
from tui.draw.glyphs import UNICODE
from tui.model.queue.readings import QueueReading, WorkerReading
from tui.model.state.traffic import Phase


def _worker(name: str, phase: Phase, *, by_hand: bool = False, phases: str = "bbii") -> WorkerReading:
    return WorkerReading(name, True, 10, 11, True, phase, None, 3, 0, 1.0, phases, by_hand)


def _box(worker: WorkerReading, width: int, height: int = 12) -> str:
    reading = QueueReading("processes", False, 5.0, producers=(worker,))
    box = side_box(reading, "producers", Sheet(width, height, UNICODE))
    return "\n".join("".join(text for text, _ in row) for row in box)


@pytest.mark.parametrize(("width", "words"), [(26, "has left: its items"), (20, "items to send")])
def test_a_process_that_waits_to_end_is_not_making(width: int, words: str) -> None:
    text = _box(_worker("P1", "leaving"), width)
    assert words in text and "making" not in text and "made 3" in text
    assert "making" not in _box(_worker("P1", "idle"), width) and "idle" in _box(_worker("P1", "idle"), width)


def test_main_by_hand_has_a_count_and_no_bar_and_is_none_of_the_producers() -> None:
    text, busy = _box(_worker("main", "busy", by_hand=True), 26), _box(_worker("P1", "busy"), 26)
    assert "by hand" in text and "made 3" in text and "making" not in text
    assert "█" in busy or "━" in busy
    assert "█" not in text and "━" not in text
    assert " 0 " in text.splitlines()[0] and " 1 " in busy.splitlines()[0]


def test_lanes_leave_main_out_and_who_is_idle_is_not_busy() -> None:
    workers = _worker("P1", "idle", phases="bbbiii"), _worker("main", "busy", by_hand=True, phases="bbbbbb")
    view = LanesView(QueueReading("processes", False, 5.0, producers=workers))
    rows = lanes.paint(view, Sheet(100, 8, UNICODE))
    text = "\n".join("".join(text for text, _ in row) for row in rows)
    assert "50 % busy" in text and "main" not in text


@pytest.mark.parametrize(
    ("rates", "there", "words"),
    [
        ((0.0, 0.0), "P", "nobody takes: ] adds a consumer"),
        ((0.0, 67.0), "C", "no producer: the queue empties"),
        ((0.0, 0.0), "C", "nobody puts: } adds a producer"),
        ((0.0, 0.0), "PC", "nothing moves"),
        ((5.0, 5.0), "PC", "both sides keep each other's pace"),
    ],
)
def test_the_caption_names_what_is_missing(rates: tuple[float, float], there: str, words: str) -> None:
    crew = (_worker("P1", "busy"),)
    reading = QueueReading(
        "processes", False, 5.0, crew if "P" in there else (), crew if "C" in there else (),
        type="queue.Queue", depth=3, in_per_s=rates[0], out_per_s=rates[1], full_share=0.1, empty_share=0.1,
    )  # fmt: skip
    view = QueueView(reading, reading, adds=(("producers", "}"), ("consumers", "]")))
    sheet = Sheet(70, 24, UNICODE)
    over = replace(reading, is_over=True)
    ended = "\n".join("".join(text for text, _ in row) for row in queue_board.paint(QueueView(over, over), sheet))
    assert "both sides waited about as much" in ended
    text = "\n".join("".join(text for text, _ in row) for row in queue_board.paint(view, sheet))
    assert words in text

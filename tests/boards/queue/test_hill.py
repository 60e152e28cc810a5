"""The queue as a room sees it: everybody, every slot, and the hill of its depth."""

from __future__ import annotations

from msgspec.structs import replace

from tests.draw.picture import picture
from tui.boards.queue.hill import paint
from tui.boards.queue.queue_board import QueueView
from tui.boards.sheet import Sheet, painted
from tui.draw.glyphs import ASCII, UNICODE
from tui.model.queue.readings import NOTHING, QueueReading, WorkerReading
from tui.model.state.traffic import Phase


def _worker(name: str, phase: Phase, *, is_producer: bool) -> WorkerReading:
    return WorkerReading(name, is_producer, 1, 1, False, phase, None, 1, 0, 0.5, "b")


FULL = QueueReading(
    "threads", False, 6.0, (_worker("P1", "full", is_producer=True), _worker("P2", "busy", is_producer=True)),
    (_worker("C1", "busy", is_producer=False),), type="queue.Queue", maxsize=4,
    items="\2\3\2\2", makers=(0, 1), depth=4,
    in_per_s=9.0, out_per_s=9.0, chart=tuple(float(min(4, n // 2)) for n in range(20)), chart_s=2.0,
)  # fmt: skip


def rows(reading: QueueReading, width: int, height: int) -> list[str]:
    return picture(painted(paint, QueueView(reading, reading), Sheet(width, height, UNICODE))).splitlines()


def test_slots_stand_above_the_hill() -> None:
    drawn = rows(FULL, 40, 10)
    assert drawn[:7] == [
        "P1 ○ waits   P2 ● works ▸   ▸ C1 ● works",
        "            ╭─────╮╭─────╮╭─────╮╭─────╮",
        "            │  ◆  ││  ◆  ││  ◆  ││  ◆  │",
        "            ╰─────╯╰─────╯╰─────╯╰─────╯",
        "threads: depth over 2 s          full: 4",
        "                ████████████████████████",
        "            ▆▆▆▆████████████████████████",
    ]
    assert [line.count("█") for line in drawn[5:]] == sorted(line.count("█") for line in drawn[5:])


def test_without_a_bound_it_grows_and_what_has_no_room_is_said_in_numbers() -> None:
    grown = replace(FULL, maxsize=None, items="\2" * 12_000, depth=12_000, chart=tuple(range(0, 12_000, 100)))
    text = "\n".join(rows(grown, 56, 10))
    assert "11 9" in text and "more …" in text and "top:" in text and "full:" not in text
    hill = [line.count("█") for line in rows(grown, 56, 10)[5:]]
    assert hill == sorted(hill) and hill[0] > 0


def test_many_workers_are_counted_and_those_that_are_gone_said_in_the_past() -> None:
    many = tuple(_worker(f"P{n}", "full" if n % 2 else "busy", is_producer=True) for n in range(1, 21))
    assert "20 producers, 10 wait" in rows(replace(FULL, producers=many), 56, 10)[0]
    gone = (_worker("P1", "gone", is_producer=True),)
    text = rows(replace(FULL, producers=gone, makers=(0, None), is_over=True), 56, 10)[0]
    assert "all producers have ended" in text and "waits" not in text


def test_before_anything_has_run_it_says_what_to_press() -> None:
    view = QueueView(NOTHING, NOTHING, says=((("Nothing is running yet.", "foreground"),),))
    assert picture(painted(paint, view, Sheet(56, 10, UNICODE))).startswith("Nothing is running yet.")


def test_it_keeps_to_any_sheet() -> None:
    for width in (1, 7, 30, 56, 192):
        for height in (1, 3, 8, 11, 41):
            painted(paint, QueueView(FULL, FULL), Sheet(width, height, ASCII, no_color=True))

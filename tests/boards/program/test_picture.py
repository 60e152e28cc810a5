"""A program that is watched, on the stage: what it uses, at every size, and what the words say."""

from __future__ import annotations

import re
import sys
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.own_program import MAIN, Does, Own
from tests.support.staging import SIZES, Staged, staged
from tui.boards.layout import arrange
from tui.boards.program.gantt_board import steps_of
from tui.boards.program.lock_table import paint as paint_locks
from tui.boards.program.locks import locks
from tui.boards.program.output import folded
from tui.boards.program.queues import queues
from tui.boards.sheet import Sheet
from tui.boards.space import Wanted
from tui.boards.stack import turning
from tui.draw.glyphs import UNICODE
from tui.feeds.live.own_program import program_scenario
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.model.workers.names import names_of
from tui.telemetry.tasks import ErrorSeen, PoolCount, PoolsCounted
from tui.telemetry.vocabulary import Telemetry

TREE, OUTPUT = ("tree", 12), ("output", 5)
EVERYTHING = (
    ("tasks", 6), ("queues", 3), ("locks", 9), ("contents", 12),
)  # fmt: skip


def shop() -> list[Telemetry]:
    """A program that uses everything, each from another second on."""
    own = Own()
    clerks = [own.thread(f"clerk-{n}", Does(running=0.1, waits="sleep")) for n in range(2)]
    own.writes("open\n")
    own.passes(1)
    jobs = own.made(7, "queue", "orders", maxsize=8)
    own.does[MAIN] = Does(waits="queue", on=jobs, why="full")
    own.counted(jobs, 30, 22, full_s=0.4)
    lock = own.made(8, "lock", "balance_lock")
    own.does[clerks[1]] = Does(waits="lock", on=lock)
    own.passes(1)
    own.counted(jobs, 60, 52, full_s=1.4)
    own.locked(lock, 120, 0.9, level="hold", holder=clerks[0][1])
    workers = [own.process(f"cook-{n}", Does(running=0.9, waits="queue")) for n in range(2)]
    for key in workers:
        for number in range(5):
            own.task(key, number, 2.0 + number * 0.2, 0.1, failed=number == 4)
        own.tasks(key, ended=5, failed=1)
    own.made(9, "block", "shelf")
    own.shared(9)
    own.made(10, "value", "total", type_="multiprocessing.Value('i')")
    own.valued(10, 42.0)
    own.passes(1)
    own.writes("cooked 10\n")
    return own.ends(3, "It ended with exit code 3.")


def _staged(
    size: tuple[int, int], tmp_path: Path, told: list[Telemetry] | None = None
) -> AbstractAsyncContextManager[Staged]:
    (tmp_path / "shop.py").write_text("print('open')\n", encoding="utf-8")
    scenario = program_scenario([str(tmp_path / "shop.py")])
    return staged(size, lambda plan: told or shop(), lessons=(scenario,))


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_size_shows_it_within_the_screen(size: tuple[int, int], tmp_path: Path) -> None:
    async with _staged(size, tmp_path) as at:
        at.rows()
        for moment in (0.5, 1.5, 2.5, float("inf")):
            await (at.start(moment) if not at.feeds else at.advance(moment))
            at.rows()
        if size[0] >= 50 and size[1] >= 15:
            assert "shop.py" in at.text and "orders" in at.text


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 60)], ids=str)
@pytest.mark.parametrize("count", range(len(EVERYTHING) + 1))
@pytest.mark.parametrize("code", [False, True])
def test_boards_never_overlap_nor_leave_the_screen(size: tuple[int, int], count: int, code: bool) -> None:
    width, height = size
    wanted = Wanted((TREE, *EVERYTHING[:count], OUTPUT, ("cores", 8)), code=code)
    taken: set[tuple[int, int]] = set()
    placed = dict(arrange(width, height, wanted))
    for place in placed.values():
        assert place.width > 0 and place.height > 0
        cells = {(x, y) for x in range(place.x, place.x + place.width) for y in range(place.y, place.y + place.height)}
        assert not cells & taken and all(0 <= x < width and 0 <= y < height for x, y in cells)
        taken |= cells
    if "turns" in placed:
        assert placed.pop("turns").height == 1
        for name in turning(wanted):  # Each gets the same place, and more than a line.
            placed[name] = arrange(width, height, replace(wanted, chosen=name))[name]
            assert placed[name].height >= 5 and placed[name].width == width
    if code and size == (120, 40):
        assert {"code", "tree", *(name for name, _ in EVERYTHING[:count])} <= set(placed), "a column beside the source"
    if not code:
        assert {name for name, _ in wanted.boards} <= set(placed)
        assert all(placed[name].height >= 3 for name, _ in wanted.boards)


async def test_panels_appear_as_the_program_starts_to_use_a_thing(tmp_path: Path) -> None:
    async with _staged((120, 40), tmp_path) as at:
        await at.start(0.5)
        assert "processes" in at.text and "output" in at.text and "cores" in at.text
        assert not re.search("─ (queues|locks|tasks|shared memory) ─", at.text)
        await at.advance(1.9)
        await at.sees("─ queues ─")
        assert "─ tasks ─" not in at.text
        await at.advance()
        for title in ("queues", "locks", "tasks", "shared memory"):
            await at.sees(f"─ {title} ─")


async def test_what_it_uses_is_told_by_name_with_its_numbers(tmp_path: Path) -> None:
    async with _staged((120, 40), tmp_path) as at:
        await at.start(2.95)
        text = at.text
        for said in (
            r"orders +▆+ +8 of 8", r"│ +[▁▂▃▄▅▆]{100,114} +│", r"balance_lock shop\.py:3 +lock waited 120× 1\.\d s",
            "held by clerk-0, clerk-1 waits", r"shelf shop\.py:3 +4 KiB +not unlinked",
            r"total shop\.py:3 +int +42", r"main +100 +0 % +waits: orders",
            r"clerk-1 +103 +0 % +waits: balance_lock", "open",
        ):  # fmt: skip
            assert re.search(said, text), f"{said}\n{text}"
        assert re.search(r"cook-0 +[█▒▂▆·✗]+ +5 ✗1 ", text), text


def stuck() -> list[Telemetry]:
    """Two clerks who wait for each other, and one who waits for a bell."""
    own = Own()
    ledger, drawer = own.made(7, "lock", "ledger"), own.made(8, "lock", "drawer", type_="multiprocessing.RLock")
    bell = own.made(9, "lock", "bell", type_="threading.Event")
    anna = own.thread("anna", Does(waits="lock", on=drawer, since_s=0.1))
    bert = own.thread("bert", Does(waits="lock", on=ledger, since_s=0.1))
    own.thread("carl", Does(waits="lock", on=bell, why="signal", since_s=0.1))
    own.held(ledger, anna)
    own.held(drawer, bert)
    own.rung(bell, 3)
    own.passes(2)
    return own.ends()


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 60)], ids=str)
async def test_a_deadlock_stands_first_among_the_locks_and_in_the_words(size: tuple[int, int], tmp_path: Path) -> None:
    async with _staged(size, tmp_path, stuck()) as at:
        await at.start(1.95)
        at.rows()
        text = at.text
        assert re.search(r"deadlock +anna (holds ledger, (waits for|wants) drawer|▸ drawer|▸ bert)", text), text
        assert "Deadlock of anna and bert" in text
        if size[0] >= 120:
            for said in (r"drawer shop\.py:3 +mp\.RLock", "held by bert, anna waits", r"bell shop\.py:3 +Event",
                         "set, set 3 times so far, carl waits"):  # fmt: skip
                assert re.search(said, text), f"{said}\n{text}"


async def test_its_end_tells_exit_code_output_and_verdict(tmp_path: Path) -> None:
    async with _staged((120, 40), tmp_path) as at:
        await at.start()
        for said in ("exit code 3", "cooked 10", "It ended with exit code 3.", "Bound by who takes from orders", "Try"):
            assert said in at.text, said


async def test_above_sixteen_workers_several_share_a_row_and_where_rows_are_few_each_is_a_cell(tmp_path: Path) -> None:
    own = Own()
    lock = own.made(8, "lock", "gate")
    for n in range(60):
        own.thread(f"fetch-{n}", Does(running=n / 60, waits="lock", on=lock) if n % 4 else Does(waits="sleep"))
    own.passes(1)
    async with _staged((120, 40), tmp_path, own.ends()) as at:
        await at.start(0.9)
        assert re.search(r"fetch-0…3 +×4 +\d % waits: gate ×3 +[▁▂▃▄▅▆]+", at.text), at.text
        assert "fetch-56…59" in at.text and "fetch-7 " not in at.text
    many = Own()
    for n in range(200):
        many.thread(f"fetch-{n}", Does(running=n / 200, waits="sleep"))
    many.passes(0.5)
    async with _staged((80, 24), tmp_path, many.ends()) as at:
        await at.start(0.4)
        assert re.search(r"fetch-0…fetch-199 +[▁▂▃▄▅▆]+", at.text), at.text
        assert "sleeps ×100 · running ×100" in at.text, at.text


async def test_every_board_can_be_enlarged_and_the_picture_is_still_when_nothing_changes(tmp_path: Path) -> None:
    async with _staged((80, 24), tmp_path) as at:
        await at.start()
        seen = set()
        for _ in range(7):
            await at.press("z")
            seen.add(at.stage.look.zoomed)
            at.rows()
        assert seen == {"tree", "tasks", "queues", "locks", "contents", "output", "cores"}
        await at.press("z")
        before = at.rows()
        at.stage.show()
        await at.pilot.pause()
        assert at.rows() == before


async def test_in_a_small_terminal_boards_take_turns_and_a_line_says_what_there_is(tmp_path: Path) -> None:
    async with _staged((80, 24), tmp_path) as at:
        await at.start(2.95)
        assert "tab  tasks 10 · queues 1 · locks 1 · memory 2 · output 5 bytes" in at.text, at.text
        assert "─ tasks ─" in at.text and re.search(r"cook-0 +[█▒▂▆·✗]+ +5 ✗1 ", at.text)
        for key, title in (("tab", "queues"), ("tab", "locks"), ("shift+tab", "queues"), ("shift+tab", "tasks")):
            await at.press(key)
            assert f"─ {title} ─" in at.text, at.text
        await at.press("shift+tab")
        assert "─ output ─" in at.text and "─ tasks ─" not in at.text
        assert "clerk-1" in at.text, "lanes have a row each"


def _high(size: tuple[int, int], *boards: tuple[str, int]) -> dict[str, int]:
    """Return the rows of each place."""
    return {name: place.height for name, place in arrange(*size, Wanted((*boards, OUTPUT, ("cores", 2)))).items()}


def test_the_answer_stands_above_who_gives_it_and_gets_the_rows() -> None:
    placed = arrange(120, 40, Wanted((TREE, *EVERYTHING, OUTPUT, ("cores", 2))))
    assert placed["tasks"].y < placed["queues"].y == placed["locks"].y < placed["contents"].y < placed["tree"].y
    assert placed["tree"].y == placed["output"].y and placed["tasks"].width == 120
    few = _high((120, 40), ("tree", 5), EVERYTHING[0])
    assert few["tree"] == few["output"] <= 9 < few["tasks"]
    low = _high((80, 24), ("tree", 8), EVERYTHING[0])
    assert low["tasks"] >= 6 and low["tree"] >= 7


def test_rows_that_no_board_has_a_use_for_go_to_the_charts_of_the_cores() -> None:
    few = _high((120, 40), ("tree", 5), ("locks", 2))
    assert few["locks"] == 4 and few["tree"] <= 10 and few["cores"] >= 8
    many = _high((120, 40), ("tree", 30), ("locks", 2))
    assert many["cores"] == 4 and many["tree"] > 12


def test_beside_the_source_stands_what_it_uses_below_the_tree() -> None:
    few, all_ = (
        dict(arrange(120, 40, Wanted((TREE, *boards, OUTPUT, ("cores", 2)), code=True)))
        for boards in (EVERYTHING[1:3], EVERYTHING)
    )
    assert list(few) == ["header", "tabs", "keys", "code", "lines", "tree", "queues", "locks"]
    assert [few[name].height for name in ("tree", "queues", "locks")] == [16, 4, 4]
    assert [all_[name].height for name, _ in (TREE, *EVERYTHING)] == [12, 3, 3, 3, 3]


async def test_a_failure_is_said_in_few_words_where_there_is_little_room(tmp_path: Path) -> None:
    own = Own()
    own.passes(1, others=3.0)
    lock = own.made(7, "lock", "balance_lock")
    for n in range(2):
        own.thread(f"clerk-{n}", Does(running=0.3, wanting=0.4, waits="lock", on=lock))
    own.passes(2, others=3.0)
    async with _staged((80, 24), tmp_path, own.ends(-9, "It was killed by signal SIGKILL.")) as at:
        await at.start()
        assert at.text.count("It was killed by signal SIGKILL. Waiting for the lock balance_lock.") == 1, at.text
        assert "killed by SIGKILL" in at.text and "It wrote nothing." in at.text


async def test_a_room_sees_the_cores_and_what_it_uses(tmp_path: Path) -> None:
    async with _staged((120, 40), tmp_path) as at:
        await at.start(2.95)
        await at.press("p")
        for said in ("CORES BUSY", "TASKS", "QUEUE", "of 8 places in orders", "tasks done"):
            assert said in at.text, at.text


async def test_a_program_of_ones_own_is_shown_but_not_edited_as_a_copy(tmp_path: Path) -> None:
    async with _staged((200, 60), tmp_path) as at:
        await at.start(2.95)
        assert "print('open')" in at.text and "e edit" not in at.text
        await at.press("e")
        assert "change it in your editor" in at.rows()[-1]
        await at.press("E")
        assert "change it in your editor" in at.rows()[-1]
        assert re.search(r"cook-1 +task 4", at.text.partition("─ events ─")[2]), "called as in the tree everywhere"


async def test_a_module_without_a_source_says_so(tmp_path: Path) -> None:
    scenario = program_scenario(["-m", "no_such_module"], python=sys.executable)
    async with staged((120, 40), lambda plan: shop(), lessons=(scenario,)) as at:
        await at.start(2.95)
        await at.press("c")
        assert "was not found in a Python file" in at.text and "cannot be read" not in at.text


async def test_keys_that_a_watched_program_has_no_use_for_are_not_offered(tmp_path: Path) -> None:
    async with _staged((200, 60), tmp_path) as at:
        await at.start()
        assert "variants" not in at.rows()[-1] and "knobs" not in at.rows()[-1] and "restart" in at.rows()[-1]


def test_the_line_is_as_high_as_it_ever_was_in_a_cell() -> None:
    assert steps_of(((-1.0, 9), (0.0, 4), (0.25, 2), (0.35, 8), (0.36, 0), (0.9, 1)), 0.0, 1.0, 10) == [
        4, 4, 4, 8, 0, 0, 0, 0, 0, 1,
    ]  # fmt: skip


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=str)
async def test_what_went_wrong_last_stands_below_the_tasks(size: tuple[int, int], tmp_path: Path) -> None:
    own = Own()
    own.made(7, "pool", "kitchen", type_="multiprocessing.Pool")
    cooks = [own.process(f"cook-{n}", Does(running=0.9)) for n in range(2)]
    for key in cooks:
        for task in range(3):
            own.task(key, task, 0.1 + task * 0.2, 0.2, failed=task == 1)
        own.tasks(key, ended=3, failed=1)
    own.told.append(ErrorSeen(0.4, 0, *cooks[1][:2], "task", 1, "KeyError", "'salt'", 0, 7))
    own.told.append(PoolsCounted(0.5, 0, (PoolCount(7, 20, 6, 6, 2, 0, 6, 6, 0, 0.0),)))
    own.passes(1)
    async with _staged(size, tmp_path, own.told) as at:
        await at.start()
        assert "✗ KeyError: 'salt'" in at.text and "3 ✗1" in at.text and "2 failed" in at.text
        if size[0] > 80:
            assert "kitchen = Pool" in at.text and re.search(r"in line +█+ +14", at.text)
            assert "14 in line · 6 of 6 done" in at.text


def test_a_line_of_output_that_is_too_long_goes_on_in_the_next_row() -> None:
    assert folded("." * 10 + "   [ 30%]   ", 12) == ["..........  ", " [ 30%]"]
    assert folded("", 12) == [""] and folded("日本語", 4) == ["日本", "語"]


def test_nobody_waits_is_said_only_of_a_run_that_is_on() -> None:
    own = Own()
    own.locked(own.made(7, "lock", "till"), 3, 0.4)

    def shown(told: list[Telemetry], width: int) -> str:
        run = fold(ComparisonState(), told).runs[0]
        rows = paint_locks(locks(run, names_of(run)), Sheet(width, 12, UNICODE))
        return "\n".join("".join(text for text, _ in row) for row in rows)

    for width in (60, 110):
        assert "nobody waits" in shown(own.told, width)
    told = own.ends()
    for width in (60, 110):
        assert "nobody waits" not in shown(told, width) and "waited 3×" in shown(told, width)


def test_rows_change_their_places_only_when_much_has_changed_and_when_it_is_over() -> None:
    own = Own()
    first, second = own.made(7, "queue", "first"), own.made(8, "queue", "second")
    left, right = own.made(9, "lock", "left"), own.made(10, "lock", "right")

    def shown(told: list[Telemetry]) -> tuple[list[str], list[str]]:
        run = fold(ComparisonState(), told).runs[0]
        named = [queue.of.name for queue in queues(run).queues]
        return named, [row.of.name for row in locks(run, names_of(run)).locks]

    own.counted(first, 40, 40)
    own.counted(second, 45, 45)
    own.locked(left, 3, 0.4)
    own.locked(right, 3, 0.5)
    assert shown(own.told) == (["first", "second"], ["left", "right"])
    assert shown(own.ends()) == (["second", "first"], ["right", "left"])
    own.counted(second, 145, 45)
    own.locked(right, 30, 1.5)
    assert shown(own.told) == (["second", "first"], ["right", "left"])

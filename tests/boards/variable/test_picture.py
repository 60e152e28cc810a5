"""The boards of a variable: a tile for each copy, one line for what all have, and the ladder."""

from __future__ import annotations

import pytest

from tests.draw.picture import picture, text
from tests.support.staging import SIZES, Staged, staged
from tests.support.variables import Variables
from tui.boards.sheet import Sheet, painted
from tui.boards.variable import copies_board, ladder_board
from tui.boards.variable.copies_view import CopiesView, Found
from tui.boards.variable.ladder_board import LadderView
from tui.draw.glyphs import ASCII, UNICODE
from tui.learning.learning import learner_at
from tui.lessons.catalogue import find
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.model.variable.readings import costs, seen
from tui.screens.dialogs.prediction import AskSeveral

ALL = ("a global", "an argument", "Value", "Array", "Manager().dict()", "Manager().list()", "SharedMemory")


def state(to_s: float = 1e9, **settings: object) -> ComparisonState:
    told = Variables(**settings).comparison()  # type: ignore[arg-type]
    return fold(ComparisonState(), [item for item in told if item.at_s <= to_s])


def view(run: int = 1, marked: tuple[str, ...] = (), **settings: object) -> CopiesView:
    told = state(**settings)  # type: ignore[arg-type]
    predicted = tuple((kind, kind in marked) for kind in ALL) if marked else ()
    found = (Found("fork", "thread", "10"), Found("spawn", "process", "0"), Found("forkserver", "third", "–"))
    return CopiesView("spawn", "process", seen(told.runs[run]), predicted, found, 10)


def drawn(told: CopiesView, width: int, height: int, **how: object) -> list[str]:
    sheet = Sheet(width, height, **({"glyphs": UNICODE} | how))  # type: ignore[arg-type]
    return picture(painted(copies_board.paint, told, sheet)).splitlines()


def test_three_tiles_are_three_copies_and_a_line_is_one_thing() -> None:
    assert drawn(view(), 80, 12)[:7] == [
        "╭─ n += 1, once by each of two children ────────────────── start method spawn ─╮",
        "│                    main 1100   P1 1101     P2 1102     main prints  last by  │",
        "│  a global             10         0 ▸ 1       0 ▸ 1             10            │",
        "│  an argument          10        10 ▸ 11     10 ▸ 11            10            │",
        "│                                                                              │",
        "│  Value             ●━━━━━━━━━━━━━ 12 ━━━━━━━━━━━━━━●           12       P1   │",
        "│  Array             ●━━━━━━━━━━━━━ 12 ━━━━━━━━━━━━━━●           12       P2   │",
    ]


def test_the_guess_stands_beside_what_main_prints() -> None:
    shown = drawn(view(marked=("Value", "a global")), 80, 12)
    assert shown[1].endswith("main prints   you    last by  │")
    assert shown[2].endswith("10    12 ✗           │") and shown[3].endswith("10    10 ✓           │")
    assert shown[5].endswith("12    12 ✓       P1  │") and shown[6].endswith("12    10 ✗       P2  │")


def test_at_120_the_last_writers_stand_beside_it() -> None:
    shown = "\n".join(drawn(view(marked=("Value",)), 120, 16))
    assert "who wrote last" in shown and "Value         P1       12   250 µs" in shown
    assert "main sees no write to a global and" in shown and "of 7 right" in shown
    assert "global set to 10 by main; children found  fork 10 · spawn 0 · forkserver –" in shown
    assert "this Python's own: fork   Linux: fork up to 3.13, forkserver from 3.14" in shown


def test_many_children_have_narrow_tiles() -> None:
    rows = drawn(view(workers=6, begin=990), 60, 11)
    assert rows[1] == "│             main P1   P2   P3   P4   P5   P6    prints   │"
    assert rows[3] == "│  argument   990  991  991  991  991  991  991      990   │"
    assert "●━━━━━━━━━━━━━ 996 ━━━━━━━━━━━━━━●" in rows[4]


def test_what_is_neither_has_tiles_and_no_words_on_them() -> None:
    rows = drawn(view(run=0, leaks=True, methods=("fork",)), 80, 12)
    assert "12" in rows[2] and "●" not in rows[2]


def test_before_all_is_told_what_is_missing_is_open() -> None:
    told = Variables().comparison()
    rows = [item for item in told if getattr(item, "table", "") == "holds"]
    early = fold(ComparisonState(), told[: told.index(rows[1])])
    shown = drawn(CopiesView("fork", "thread", seen(early.runs[0])), 80, 8)
    assert shown[1].startswith("│                    main        P1 1001 ")
    assert "│  a global              …        10 ▸ 11 " in shown[3] and "who wrote last" not in "".join(shown)


def test_without_colours_tiles_have_brackets_and_in_ascii_every_sign_is() -> None:
    assert "[ 0 ▸ 1 ]" in drawn(view(), 80, 12, no_color=True)[2]
    assert all(row.isascii() for row in drawn(view(marked=("Value",)), 120, 20, glyphs=ASCII))


@pytest.mark.parametrize("width", [20, 38, 56, 80, 120, 200])
@pytest.mark.parametrize("height", [3, 5, 8, 11, 16, 30])
def test_it_fits_any_size(width: int, height: int) -> None:
    for workers in (1, 2, 6):
        rows = drawn(view(workers=workers, marked=("Value",)), width, height)
        assert len(rows) == height
        ladder = painted(ladder_board.paint, LadderView(costs(state()), 50), Sheet(width, height, UNICODE))
        assert all(len(text(row)) == width for row in ladder)


def test_the_ladder_is_one_scale_from_nanoseconds_on() -> None:
    rows = picture(painted(ladder_board.paint, LadderView(costs(state()), 50), Sheet(80, 11, UNICODE))).splitlines()
    assert rows[0] == "╭─ what one n += 1 costs ─────────────── median in each of 3 runs · log scale ─╮"
    assert rows[1].startswith("│  a global           ━━━━━━● 40 ns") and rows[7].endswith("1 525×  │")
    assert rows[1].endswith(" 1×  │") and rows[9].startswith("│                     10 ns     100 ns    1 µs ")
    wide = picture(painted(ladder_board.paint, LadderView(costs(state()), 50), Sheet(120, 12, UNICODE)))
    assert "median of 50 times 100 in each of 3 runs · log scale ─╮" in wide and "against a global  │" in wide
    few = picture(painted(ladder_board.paint, LadderView(costs(state()), 50), Sheet(80, 6, UNICODE)))
    assert [kind in few for kind in ("a global", "Value, get_lock()", "Manager().dict()", "Array")] == [
        True, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize("size", SIZES[1:], ids=str)
async def test_every_size_and_moment_stays_within_the_screen(size: tuple[int, int]) -> None:
    told = Variables(workers=3).comparison()
    async with staged(size, lambda plan: told, lessons=[find("whose-variable")]) as at:
        await at.start(0.7)
        at.rows()
        for moment in (1.5, 5.5, None):
            await (at.advance() if moment is None else at.advance(moment))
            at.rows()
        for key in ("c", "c", "z", "z", "z", "tab", "p", "n", "p"):
            await at.press(key)
            at.rows()


async def chosen(at: Staged, *keys: str) -> None:
    await at.press("space")
    await at.sees("what do you expect?")
    assert isinstance(at.app.screen, AskSeveral)
    await at.press("enter")
    await at.sees("Tick what you expect first.")
    await at.press(*keys, "enter")


async def test_each_kind_is_predicted_and_compared_by_itself(tmp_path: object) -> None:
    told = Variables().comparison()
    learner = learner_at(tmp_path)  # type: ignore[arg-type]
    async with staged((120, 40), lambda plan: told, lessons=[find("whose-variable")], learner=learner) as at:
        await chosen(at, "1", "3", "4", "7", "down", "up", "space", "space")
        await at.advance()
        await at.sees("your guess · ✗ 4 of 7 right")
        assert "10    12 ✗" in at.text and "12    12 ✓" in at.text
        await at.press("enter")
        await at.sees("Your guess: 4 of 7 right; not so: a global, Manager().dict() and")
        assert "a list passed as an argument" in at.text
    (entry,) = learner.journal.read()
    assert entry.outcome == "wrong" and entry.measured.startswith("multiprocessing.Value, multiprocessing.Array")

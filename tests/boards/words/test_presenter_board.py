"""The presenter layout as rows, without an app."""

from __future__ import annotations

import pytest

from tests.draw.picture import picture
from tui.boards.sheet import Sheet, painted
from tui.boards.side import PresenterSide
from tui.boards.speed import side_bars
from tui.boards.words import presenter_foot, presenter_head, presenter_notes
from tui.boards.words.key_bar import KeyCap
from tui.boards.words.presenter_foot import FootView
from tui.boards.words.presenter_head import HeadView
from tui.boards.words.presenter_notes import NotesView
from tui.draw.glyphs import UNICODE

CAPS = (KeyCap("space F5", "run", "start_stop", 1), KeyCap("n", "notes", "notes", 3), KeyCap("?", "help", "help", 2))


def shown(*numbers: str, width: int = 60, height: int = 9) -> str:
    sides = tuple(PresenterSide(f"way {n}", "process", "", (n,), captions=("µs",)) for n in numbers)
    return picture(painted(presenter_head.paint, HeadView("title", "4 / 4", sides), Sheet(width, height, UNICODE)))


def foot(*sentences: str, height: int = 4, width: int = 60) -> list[str]:
    view = FootView(tuple(((text, "foreground"),) for text in sentences), ("one 4.1 s", "two 45 %"), CAPS)
    return picture(painted(presenter_foot.paint, view, Sheet(width, height, UNICODE))).splitlines()


def test_numbers_that_are_compared_are_drawn_alike() -> None:
    assert "█" in shown("40", "70", "1") and "┏" not in shown("40", "70", "1")
    assert "█" not in shown("40", "1209", "708") and "┏" in shown("40", "1209", "708")


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("height", [6, 9, 11])
def test_numbers_never_touch(width: int, height: int) -> None:
    for numbers in (("105", "0", "108"), ("136", "16", "1"), ("88888", "88888", "88888")):
        rows = shown(*numbers, width=width, height=height).splitlines()
        digits = [row for row in rows if set(row) & set("█┏┗┃┣╻")]
        share = (width - 2 * (4 if width >= 100 else 2) - 2 * presenter_head.GAP) // 3
        for column in (share, share + presenter_head.GAP + share):
            at = column + (4 if width >= 100 else 2)
            assert digits and all(row[at : at + presenter_head.GAP].strip() == "" for row in digits), rows


def test_a_number_stands_under_its_name_and_what_it_is() -> None:
    rows = shown("40", "70", "1").splitlines()
    assert rows[0].split() == ["title", "4", "/", "4"]
    assert rows[1].split() == ["WAY", "40", "WAY", "70", "WAY", "1"]
    assert rows[7].split() == ["µs", "µs", "µs"]


def test_bars_that_have_no_room_are_counted() -> None:
    side = PresenterSide("cores", "process", "", ("1.5",), bars=(0.5,) * 40)
    rows = picture(side_bars.paint((side,), Sheet(60, 12, UNICODE)))
    bars = sum("···" in row for row in rows.splitlines())
    assert f"+{40 - bars} more" in rows and 0 < bars < 20


def test_the_longest_sentence_is_said_that_fits_in_two_rows() -> None:
    long = "a lesson with its numbers " * 5
    assert foot(long, "its brief form")[0].strip() == "its brief form"
    assert foot("the whole lesson", "its brief form")[0].strip() == "the whole lesson"
    assert "a lesson" in foot(long)[1] and foot(long)[1].rstrip().endswith("…")


@pytest.mark.parametrize("width", [50, 60, 80, 120])
@pytest.mark.parametrize("height", [3, 4, 8])
def test_the_foot_has_its_keys_in_the_row_where_a_click_finds_them(width: int, height: int) -> None:
    rows = foot("said", height=height, width=width)
    (y,) = (at for at, row in enumerate(rows) if "space F5 run" in row)
    view = FootView((), (), CAPS)
    sheet = Sheet(width, height, UNICODE)
    assert presenter_foot.clicked(view, sheet, rows[y].index("run"), y) == "start_stop"
    assert presenter_foot.clicked(view, sheet, rows[y].index("notes"), y) == "notes"
    assert presenter_foot.clicked(view, sheet, rows[y].index("notes"), y - 1) is None


def test_notes_say_how_many_lines_are_missing() -> None:
    notes = ("Ask first.", "Wait for thirty hands.", "Then press space.")
    rows = picture(presenter_notes.paint(NotesView(notes), Sheet(40, presenter_notes.rows_wanted(notes, 40), UNICODE)))
    assert "Then press space." in rows and "n hides" in rows
    first, last = (picture(presenter_notes.paint(NotesView(notes, at), Sheet(40, 3, UNICODE))) for at in (0, 9))
    assert "1–1 of 3 · ↑ ↓" in first and notes[0] in first
    assert "3–3 of 3 · ↑ ↓" in last and notes[2] in last


@pytest.mark.parametrize("width", [50, 60, 80, 100, 120, 160, 200])
def test_what_numbers_are_is_said_in_one_form_and_never_cut(width: int) -> None:
    forms = ("µs to hand it over", "µs a hand-over", "µs")
    sides = (
        PresenterSide("shared", "process", "", ("56",), captions=forms, words="nothing copied"),
        PresenterSide("queue", "thread", "", ("441",), captions=forms, words="27 MiB copied"),
        PresenterSide("pipe", "third", "", captions=("waits for its turn", "its turn comes", "waits")),
    )
    for height in (6, 9, 11):
        view = HeadView("title", "", sides)
        said = picture(painted(presenter_head.paint, view, Sheet(width, height, UNICODE)))
        named = [form for form in forms[:2] if form in said]
        assert len(named) <= 1 and said.count(named[0] if named else forms[2]) == 2, said
        assert "…" not in said and said.count("copied") in {0, 2}, said


def test_numbers_twice_as_wide_stand_twice_as_far_apart() -> None:
    for width in range(100, 201, 4):
        rows = shown("441", "130", "441", width=width, height=11).splitlines()
        if any("██████" in row for row in rows):
            share = (width - 8 - 2 * presenter_head.GAP) // 3
            ends = (4 + share - presenter_head.GAP, 4 + 2 * share)
            gap = 2 * presenter_head.GAP
            assert all(not row[end : end + gap].strip() for row in rows if "█" in row for end in ends), rows

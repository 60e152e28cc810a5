"""What is said of a busy machine stands where there is no room for all that is said."""

from __future__ import annotations

import pytest

from tests.draw.picture import picture
from tui.boards.sheet import Sheet, painted
from tui.boards.words import sentence_box
from tui.boards.words.sentence_box import SentenceView, Try
from tui.draw.glyphs import UNICODE

FIRST = (("One way took three times as long as the other.", "foreground"),)
LONG = (("Most of that was " + "waiting, and more waiting, " * 4 + "it seems.", "foreground"),)
BUSY = (("Other programs used 80 % of this machine.", "bad"),)
SHORT = (("One way is slower.", "foreground"),)
KEYS = (Try("r", "again", "restart"),)


def shown(view: SentenceView, width: int, height: int) -> str:
    return picture(painted(sentence_box.paint, view, Sheet(width, height, UNICODE)))


@pytest.mark.parametrize(("width", "height"), [(80, 3), (80, 6), (120, 5), (120, 8), (200, 8)])
def test_a_warning_stands_where_not_all_has_room(width: int, height: int) -> None:
    said = shown(SentenceView((FIRST, LONG, BUSY, LONG), KEYS, short=SHORT), width, height)
    assert "80 % of this machine" in said
    assert "One way" in said, "and what comes first"


def test_a_short_word_that_warns_is_not_said_twice() -> None:
    short = (("This machine is too busy to compare.", "bad"),)
    said = shown(SentenceView((BUSY, LONG, FIRST), short=short), 50, 2)
    assert "too busy" in said and "One way took" in said and "80 %" not in said

"""The ways to get results, as pictures."""

from __future__ import annotations

from msgspec.structs import replace

from tests.draw.picture import picture
from tui.boards.maps.deliveries_board import DeliveriesView, Way, paint
from tui.boards.sheet import Sheet, painted
from tui.draw.glyphs import ASCII, UNICODE, Glyphs

MAP = Way("map", "process", "ended", ((4.0, 4),), 4.0, 4.0, 3, 4)
IMAP = Way("imap", "process", "ended", ((2.0, 1), (2.0, 2), (3.9, 1)), 2.0, 3.9, 2, 4)
LOOSE = Way("imap_unordered", "process", "running", ((0.5, 1), (1.0, 1)), 0.5, None, 0, None)
TURN = Way("as_completed", "process", "waiting", says="as they are finished", turn="waits for its turn")
VIEW = DeliveriesView((MAP, IMAP, LOOSE, TURN), 4.0, "imap", 4)


def drawn(view: DeliveriesView, width: int, height: int, glyphs: Glyphs = UNICODE) -> list[str]:
    return picture(painted(paint, view, Sheet(width, height, glyphs))).splitlines()


def test_a_dot_is_a_delivery_on_one_clock() -> None:
    assert drawn(VIEW, 80, 8) == [
        "╭─ four ways, the same 4 tasks ─────────────── every ● a delivery · one clock ─╮",
        "│  way             0 … 4.0 s                      first    last  held  inputs  │",
        "│  map             ··························4●  4.00 s  4.00 s     3       4  │",
        "│  imap            ·············3●············●  2.00 s  3.90 s     2       4  │",
        "│  imap_unordered  ···●···●····················  0.50 s       –     0       –  │",
        "│  as_completed    as they are finished: waits for its turn                    │",
        "│  inputs taken before asking: all 4, whichever the way                        │",
        "╰──────────────────────────────────────────────────────────────────────────────╯",
    ]


def test_where_it_is_narrow_the_numbers_give_way_to_the_dots() -> None:
    rows = drawn(VIEW, 46, 7)
    assert "first" in rows[1] and "held" not in rows[1]
    assert all(len(row) == 46 for row in rows)
    assert "first  held" in drawn(VIEW, 56, 7)[1], "how many were held is more than when the last one came"
    assert "first" not in "".join(drawn(VIEW, 34, 7)) and "●" in "".join(drawn(VIEW, 34, 7))


def test_it_says_how_far_the_inputs_were_read_and_what_this_python_has_not() -> None:
    more = replace(VIEW, ways=(MAP, IMAP), lacks=("buffersize=", "Python 3.14 or later"))
    text = "\n".join(drawn(more, 100, 12))
    assert "before the first result was asked for: all 4, whichever the way" in text
    assert "Python 3.14 or later has buffersize=: this Python has it not" in text
    fewer = "\n".join(drawn(replace(more, ways=(MAP, replace(IMAP, inputs=2))), 100, 12))
    assert "asked for: map 4, imap 2" in fewer


def test_ascii_and_a_failure() -> None:
    rows = drawn(replace(VIEW, ways=(replace(MAP, trouble="It broke."), IMAP)), 80, 7, ASCII)
    assert "x It broke." in rows[2] and "3*" in rows[3]


def test_the_soonest_is_green_only_where_it_can_be_told() -> None:
    def inks(view: DeliveriesView) -> list[str]:
        rows = painted(paint, view, Sheet(80, 8, UNICODE))
        return [ink for text, ink in (piece for row in rows for piece in row) if " s" in text and "good" in ink]

    assert inks(VIEW) == ["good bold"] and not inks(replace(VIEW, doubt="busy"))
    assert not inks(replace(VIEW, ways=(MAP, MAP)))

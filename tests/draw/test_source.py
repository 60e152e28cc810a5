"""Source code."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.draw.picture import INK, picture, text
from tui.draw.cells import Row, tame
from tui.draw.glyphs import ASCII, UNICODE, Glyphs
from tui.draw.source import LineMark, Present, folded, gutter, light, numbered


def plain(*lines: str) -> list[Row]:
    """Return lines without colours."""
    return [((line, "foreground"),) if line else () for line in lines]


def at(*names: str, hue: str = "bad", waits: bool = False) -> tuple[Present, ...]:
    """Return workers who are at a line."""
    return tuple(Present(name, hue, waits) for name in names)


COUNTER = plain("def careless(counter) -> None:", "    for _ in range(ADDS):", "        counter.value += 1", "")
HERE = LineMark(arrow=True, lit=True, present=at("P1", "P2", "P3", "P4"))
ROOMY, CLOSE = gutter(41, roomy=True), gutter(41)


def test_code_panel_120() -> None:
    rows = numbered([(row,) for row in COUNTER], 8, 73, {10: HERE}, front=ROOMY)
    assert picture(rows) == "\n".join(
        (
            "  8    def careless(counter) -> None:",
            "  9        for _ in range(ADDS):",
            " 10  ▸         counter.value += 1                            P1 P2 P3 P4",
            " 11",
        )
    )
    assert [len(text(row)) for row in rows] == [73] * 4


def test_who_waits_stands_behind_who_does_not() -> None:
    mark = LineMark(arrow=True, lit=True, present=(*at("P1"), *at("P2", "P3", waits=True)))
    (row,) = numbered([plain("with lock:")], 1, 40, {1: mark}, front=CLOSE)
    assert text(row) == " 1 ▸ with lock:          P1  P2 P3 wait "
    assert ("P1", "bad on select") in row and (" wait", "third on select") in row


def test_each_name_has_its_own_colour_also_while_it_waits() -> None:
    makers, takers = (("P1", "thread"), ("P2", "third")), (("C1", "process"), ("C2", "key"))
    present = (*(Present(*who) for who in makers), *(Present(*who, waits=True) for who in takers))
    (row,) = numbered([plain("put()")], 1, 40, {1: LineMark(present=present)}, front=CLOSE)
    assert text(row).endswith("P1 P2  C1 C2 wait ")
    assert {*makers, *takers} < set(row)


def test_many_workers_are_shortened_to_the_room_there_is() -> None:
    mark = LineMark(present=at(*(f"P{n}" for n in range(1, 9))))
    said = [text(numbered([plain("with lock:")], 1, width, {1: mark}, front=CLOSE)[0]) for width in (60, 30, 27, 24)]
    assert [row[15:].strip() for row in said] == ["P1 P2 P3 P4 P5 P6 P7 P8", "P1 P2 P3 +5", "P1 P2 +6", "P1 +7"]


def test_the_narrow_layout_of_200() -> None:
    burn = [plain("    for n in range(rounds):"), plain("        total += n * n")]
    assert picture(numbered(burn, 14, 60, {15: LineMark(arrow=True)}, front=CLOSE)) == (
        "14       for n in range(rounds):\n15 ▸         total += n * n"
    )


def test_a_lit_line_stands_on_select_and_a_noted_number_is_lit() -> None:
    marks = {9: LineMark(noted=True), 10: HERE}
    noted, lit = numbered([(row,) for row in COUNTER[1:3]], 9, 48, marks, front=CLOSE)
    assert noted[0] == (" 9", "key bold")
    assert lit[:3] == (
        ("10", "muted on select"),
        (" ▸ ", "key on select"),
        ("        counter.value += 1", "foreground bold on select"),
    )
    assert all(ink.endswith(" on select") for _, ink in lit)


def test_a_lit_word() -> None:
    assert light((("日本", "muted"),), 1, 4) == (("日", "muted"), ("本", "muted on select"))


def test_long_lines_go_on_in_further_rows_with_more_indent() -> None:
    line = plain('    pool = [Process(target=work, args=(counter, lock)) for _ in range(workers)]')[0]
    rows = folded(line, 40)
    assert picture(numbered([rows], 21, 45, front=CLOSE)) == (
        "21       pool = [Process(target=work,\n"
        " …           args=(counter, lock)) for _ in\n"
        " …           range(workers)]"
    )
    assert picture(numbered([folded(line, 40, ASCII)], 1, 45, front=CLOSE, glyphs=ASCII)).splitlines()[1][:3] == " ~ "


def test_names_stand_in_the_row_of_a_long_line_that_has_room() -> None:
    rows = folded(plain("total = " + "x" * 50)[0], 40)
    drawn = picture(numbered([rows], 1, 45, {1: HERE}, front=CLOSE)).splitlines()
    assert drawn[-1].endswith("P1 P2 P3 P4") and "P1" not in drawn[0]


def test_wide_characters_are_folded_by_cells() -> None:
    assert [text(row) for row in folded(plain('print("日本語")')[0], 10)] == ['print("日', '    本語")']


def test_code_gives_way_to_the_names_where_there_is_no_room_for_both() -> None:
    assert picture(numbered([plain("return all")], 1, 15, {1: HERE}, front=CLOSE)) == " 1 ▸ retu… P1…"
    assert picture(numbered([plain("return")], 1, 9, {1: LineMark(present=at(""))}, front=CLOSE)).startswith(" 1   r")


LINES = st.lists(
    st.lists(st.tuples(st.text(max_size=30), st.sampled_from(["muted", "key bold"])), max_size=4).map(tuple), max_size=4
)


@given(
    LINES,
    st.integers(1, 2000),
    st.integers(-1, 250),
    st.builds(
        LineMark,
        arrow=st.booleans(),
        lit=st.booleans(),
        noted=st.booleans(),
        present=st.lists(
            st.builds(Present, st.text(max_size=9), st.sampled_from(["thread", "bad"]), st.booleans()), max_size=9
        ).map(tuple),
    ),
    st.tuples(st.booleans(), st.sampled_from([UNICODE, ASCII])),
)
def test_any_code_at_any_width(
    lines: list[Row], first: int, width: int, mark: LineMark, layout: tuple[bool, Glyphs]
) -> None:
    roomy, glyphs = layout
    front = gutter(first + 4, roomy)
    wrapped = [folded(line, width - front.width, glyphs) for line in lines]
    for line, rows in zip(lines, wrapped, strict=True):
        # Nothing is lost but spaces, at which a line is broken.
        whole = "".join(tame(glyphs.spell(piece)) for piece, _ in line)
        assert "".join(map(text, rows)).replace(" ", "") == whole.replace(" ", "")
    rows = numbered(wrapped, first, width, {first: mark}, front=front, glyphs=glyphs)
    assert len(rows) == sum(map(len, wrapped))
    for row in rows:
        assert cell_len(text(row)) == max(0, width)
        assert all(INK.fullmatch(ink) for _, ink in row)
        assert glyphs is UNICODE or text(row).isascii()

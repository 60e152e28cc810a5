"""Source code."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.draw.picture import INK, picture, text
from tui.draw.cells import Row
from tui.draw.glyphs import ASCII, UNICODE, Glyphs
from tui.draw.source import LineMark, light, numbered


def plain(*lines: str) -> list[Row]:
    """Return lines without colours."""
    return [((line, "foreground"),) if line else () for line in lines]


COUNTER = plain("def careless(counter) -> None:", "    for _ in range(ADDS):", "        counter.value += 1", "")
HERE = LineMark(arrow=True, lit=True, labels=(("P1 P2", "bad"), (" P5", "good")))


def test_code_panel_120() -> None:
    rows = numbered(COUNTER, 8, 73, {10: HERE}, roomy=True)
    assert picture(rows) == "\n".join(
        (
            "  8    def careless(counter) -> None:",
            "  9        for _ in range(ADDS):",
            " 10  ▸         counter.value += 1                               P1 P2 P5",
            " 11",
        )
    )
    assert [len(text(row)) for row in rows] == [73] * 4


def test_the_narrow_layout_of_200() -> None:
    burn = plain("    for n in range(rounds):", "        total += n * n")
    assert picture(numbered(burn, 14, 60, {15: LineMark(arrow=True)})) == (
        "14       for n in range(rounds):\n15 ▸         total += n * n"
    )


def test_a_lit_line_stands_on_select() -> None:
    plain_line, lit = numbered(COUNTER[1:3], 9, 40, {10: HERE})
    assert plain_line[0] == (" 9", "faint")
    assert (
        lit
        == (
            ("10", "muted on select"),
            (" ▸ ", "key on select"),
            ("        counter.value += 1", "foreground bold on select"),
            (" ", "bad on select"),
            ("P1…", "bad on select"),
        )
        or text(lit) == "10 ▸         counter.value += P1 P2 P5 "
        or all(ink.endswith(" on select") for _, ink in lit)
    )


def test_a_lit_word() -> None:
    row = numbered([(("with ", "key"), ("counter", "foreground"))], 1, 20, {1: LineMark(word=(5, 12))})[0]
    assert ("counter", "foreground on select") in row
    assert light((("日本", "muted"),), 1, 4) == (("日", "muted"), ("本", "muted on select"))


def test_too_long_lines_are_cut_by_cells() -> None:
    assert picture(numbered(plain('print("日本語")', "return"), 1, 16)) == ' 1   print("日…\n 2   return'
    assert picture(numbered(plain("return total"), 1, 12, glyphs=ASCII)) == " 1   return~"


def test_labels_without_room_or_text_are_left_out() -> None:
    assert picture(numbered(plain("return"), 1, 9, {1: HERE})) == " 1 ▸ ret…"
    assert picture(numbered(plain("return"), 1, 8, {1: LineMark(labels=(("", "thread"),))})) == " 1   re…"


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
        word=st.one_of(st.none(), st.tuples(st.integers(0, 9), st.integers(0, 9))),
        labels=st.lists(st.tuples(st.text(max_size=9), st.sampled_from(["thread", "bad"])), max_size=4).map(tuple),
    ),
    st.tuples(st.booleans(), st.sampled_from([UNICODE, ASCII])),
)
def test_any_code_at_any_width(
    lines: list[Row], first: int, width: int, mark: LineMark, layout: tuple[bool, Glyphs]
) -> None:
    roomy, glyphs = layout
    rows = numbered(lines, first, width, {first: mark}, roomy=roomy, glyphs=glyphs)
    assert len(rows) == len(lines)
    for row in rows:
        assert cell_len(text(row)) == max(0, width)
        assert all(INK.fullmatch(ink) for _, ink in row)
        assert glyphs is UNICODE or text(row).isascii()

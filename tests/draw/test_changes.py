"""Which cells are written anew."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.draw.cells import Row, merge
from tui.draw.changes import between, changed_cells

INK = "foreground"


def test_of_equal_rows_none() -> None:
    row = (("abc", INK), ("def", "thread"))
    assert changed_cells(row, (("abc", INK), ("def", "thread")), 6) == (0, 0)


def test_only_those_that_differ() -> None:
    assert changed_cells((("left  12 %  right", INK),), (("left  13 %  right", INK),), 17) == (7, 8)


def test_another_ink_is_a_change() -> None:
    before = (("aa", INK), ("bb", "thread"), ("cc", INK))
    after = (("aa", INK), ("bb", "process"), ("cc", INK))
    assert changed_cells(before, after, 6) == (2, 4)
    assert between(after, (2, 4)) == (("bb", "process"),)


def test_repeated_text_does_not_confuse_the_ends() -> None:
    start, end = changed_cells((("▂▂▂▂", "thread"), ("    ", INK)), (("▂▂▂▂▂", "thread"), ("   ", INK)), 8)
    assert start <= 4 < end <= 8


def test_a_row_with_wide_characters_is_written_whole() -> None:
    assert changed_cells((("a漢 b", INK),), (("a漢 c", INK),), 5) == (0, 5)
    assert changed_cells((("a漢 b", INK),), (("a  b ", INK),), 5) == (0, 5)


_rows = st.lists(
    st.tuples(st.sampled_from(["a", "ab", "aa", " ", "─▂", "ba "]), st.sampled_from([INK, "thread", "muted"])),
    min_size=1, max_size=5,
).map(lambda pieces: _padded(tuple(pieces)))  # fmt: skip


def _padded(row: Row) -> Row:
    return merge((*row, (" " * (20 - sum(len(text) for text, _ in row)), INK)))


def _cells(row: Row) -> list[tuple[str, str]]:
    return [(letter, ink) for text, ink in row for letter in text]


@given(_rows, _rows)
def test_the_old_row_with_the_changed_cells_is_the_new_row(old: Row, new: Row) -> None:
    start, end = changed_cells(old, new, 20)
    written = _cells(between(new, (start, end))) if end > start else []
    assert _cells(old)[:start] + written + _cells(old)[end:] == _cells(new)

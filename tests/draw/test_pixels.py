"""Pictures of bytes: who wrote a pixel is its hue, how bright it is and how fresh its tone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.draw.picture import check_row, picture
from tui.draw import pixels
from tui.draw.glyphs import ASCII, UNICODE, Glyphs

HUES = ("process", "thread", "third", "good", "bad", "key", "parent", "foreground")


def byte(bright: int, writer: int) -> int:
    return bright << 3 | writer


def test_the_hue_is_the_writers_and_the_tone_the_brightness() -> None:
    cells = bytes([byte(1, 0), byte(31, 0), byte(16, 1), 0])
    drawn = pixels.tones(cells, cells, cells, 3)
    (row,) = pixels.half_blocks(drawn * 2, 4, HUES)
    assert row == (("█", "process.a"), ("█", "process.e"), ("█", "thread.c"), ("·", "rule"))


def test_what_is_fresh_is_lighter_and_what_is_new_the_lightest() -> None:
    now = bytes([byte(9, 0)] * 3)
    drawn = pixels.tones(now, bytes([now[0], 0, 0]), bytes([now[0], now[0], 0]), 3)
    (row,) = pixels.half_blocks(drawn * 2, 3, HUES)
    assert [ink for _, ink in row] == ["process.b", "process.c", "process.f"]


def test_a_cell_shows_two_pixels() -> None:
    cells = bytes([byte(31, 0), 0, byte(31, 1), byte(31, 1)])
    drawn = pixels.tones(cells, cells, cells, 3)
    (row,) = pixels.half_blocks(drawn, 2, HUES)
    assert row == (("▄", "thread.e on process.e"), ("▄", "thread.e on background"))


def test_a_grid_is_drawn_in_the_size_asked_for_with_its_rows_kept() -> None:
    grid = bytes(range(1, 13))  # 4 columns, 3 rows
    assert pixels.scaled(grid, 4, 4, 3) == grid
    assert pixels.scaled(grid, 4, 2, 3) == bytes([2, 4, 6, 8, 10, 12])
    assert pixels.scaled(grid, 4, 8, 3)[:8] == bytes([1, 1, 2, 2, 3, 3, 4, 4])
    assert pixels.scaled(grid, 4, 1, 1) == bytes([7])
    assert pixels.scaled(grid, 0, 3, 2) == bytes([2, 4, 6, 8, 10, 12])
    assert pixels.scaled(b"", 4, 2, 2) == bytes(4)


def test_few_colours_have_shades() -> None:
    cells = bytes([byte(1, 0), byte(15, 0), byte(22, 0), byte(31, 0), 0])
    drawn = pixels.tones(cells, cells, cells, 3)
    assert picture(pixels.shades(drawn, 5, HUES)) == "░▒▓█·"
    assert picture(pixels.shades(drawn, 5, HUES, ASCII)) == ":%=#."


@given(
    cells=st.binary(max_size=200),
    before=st.binary(max_size=200),
    bits=st.integers(0, 3),
    columns=st.integers(0, 20),
    width=st.integers(1, 30),
    height=st.integers(1, 20),
)
def test_every_picture_fits_its_place(  # noqa: PLR0917
    cells: bytes, before: bytes, bits: int, columns: int, width: int, height: int
) -> None:
    now, then = (pixels.scaled(some, columns, width, height) for some in (cells, before))
    assert len(now) == width * height
    drawn = pixels.tones(now, then, then, bits)
    for glyphs in (UNICODE, ASCII):
        check(pixels.half_blocks(drawn, width, HUES, glyphs), width, -(-height // 2), glyphs)
        check(pixels.shades(drawn, width, HUES, glyphs), width, height, glyphs)


def check(rows: list[tuple[tuple[str, str], ...]], width: int, height: int, glyphs: Glyphs) -> None:
    assert len(rows) == height
    for row in rows:
        check_row(row, width, glyphs)


@pytest.mark.parametrize("bits", [0, 1, 2, 3])
def test_every_written_byte_differs_from_none(bits: int) -> None:
    every = bytes(range(256))
    assert [place for place, tone in enumerate(pixels.tones(every, every, every, bits)) if not tone] == [0]

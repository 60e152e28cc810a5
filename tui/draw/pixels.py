"""Pictures of one byte per pixel: the lower bits say who wrote it, the others how bright it is; 0 was not written yet.

A pixel becomes a tone: 0 for not written, else 1 + 6 times the writer + 0 to 5, dark to light. What was written within
the last second is one tone lighter, what is new since a moment ago has the lightest. Where there are colours for it a
cell shows two pixels, one above the other; elsewhere one, by shades.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from tui.draw.cells import Ink, Row, merge
from tui.draw.glyphs import UNICODE, Glyphs

STEPS = "abcdef"
"""The tones of a hue, dark to light."""
_NEW = len(STEPS) - 1


@lru_cache(maxsize=16)
def _table(bits: int, fresh: int) -> bytes:
    """Return the tone of each byte: written long ago (0), within the last second (1), just now (2)."""
    lightest = max(1, 255 >> bits)
    found = [0]
    for byte in range(1, 256):
        step = min(_NEW - 1, (byte >> bits) * _NEW // (lightest + 1))
        step = _NEW if fresh == 2 else min(_NEW, step + fresh)
        found.append(1 + len(STEPS) * (byte & (1 << bits) - 1) + step)
    return bytes(found)


def tones(now: bytes, second_ago: bytes, moment_ago: bytes, bits: int) -> bytes:
    """Return the tone of each pixel, from what they are and what they were; all three have the same length."""
    old = now.translate(_table(bits, 0))
    if now == second_ago:
        return old
    if now == moment_ago:
        moment_ago = now
    recent, new = now.translate(_table(bits, 1)), now.translate(_table(bits, 2))
    return bytes(
        [
            new[place] if byte != before else recent[place] if byte != second_ago[place] else old[place]
            for place, (byte, before) in enumerate(zip(now, moment_ago, strict=True))
        ]
    )


@lru_cache(maxsize=32)
def picked(count: int, columns: int, width: int, height: int) -> tuple[int, ...]:
    """Return which of `count` cells each pixel of a picture shows."""
    if not 0 < columns <= count:
        pixels = width * height
        return tuple((2 * place + 1) * count // (2 * pixels) for place in range(pixels))
    rows = count // columns
    return tuple(
        (2 * y + 1) * rows // (2 * height) * columns + (2 * x + 1) * columns // (2 * width)
        for y in range(height)
        for x in range(width)
    )


def scaled(cells: bytes, columns: int, width: int, height: int) -> bytes:
    """Return a picture of `width` times `height` pixels from rows of `columns` cells: the cell in the middle of each.

    Without columns the cells are one line, wrapped.
    """
    if not cells or width <= 0 or height <= 0:
        return bytes(max(0, width) * max(0, height))
    places = picked(len(cells), columns, width, height)
    return bytes(itemgetter(*places)(cells)) if len(places) > 1 else cells[places[0] : places[0] + 1]


@lru_cache(maxsize=8)
def _inks(hues: tuple[Ink, ...]) -> tuple[str, ...]:
    """Return the ink of each tone, the ground first, then each hue's from dark to light."""
    return ("background", *(f"{hue}.{step}" for hue in hues for step in STEPS))


@lru_cache(maxsize=512)
def _halves(upper: bytes, lower: bytes, hues: tuple[Ink, ...], glyphs: Glyphs) -> Row:
    """Return a row of cells, in each of which an upper and a lower pixel stand."""
    inks = _inks(hues)
    last = len(inks) - 1
    row = []
    for (above, below), cells in groupby(zip(upper, lower, strict=True)):
        count = sum(1 for _ in cells)
        if above == below:
            row.append((glyphs.solid * count, inks[min(above, last)]) if above else (glyphs.dot * count, "rule"))
        else:
            row.append((glyphs.blocks[3] * count, f"{inks[min(below, last)]} on {inks[min(above, last)]}"))
    return merge(row)


def half_blocks(drawn: bytes, width: int, hues: Sequence[Ink], glyphs: Glyphs = UNICODE) -> list[Row]:
    """Return the rows of a picture of tones, two pixels to a cell; `hues` by writer."""
    rows = [drawn[start : start + width] for start in range(0, len(drawn), width)]
    rows += [bytes(width)] * (len(rows) % 2)
    return [_halves(upper, lower, tuple(hues), glyphs) for upper, lower in zip(rows[::2], rows[1::2], strict=True)]


@lru_cache(maxsize=512)
def _shaded(row: bytes, hues: tuple[Ink, ...], glyphs: Glyphs) -> Row:
    ramp = (glyphs.light, glyphs.light, glyphs.medium, glyphs.dark, glyphs.solid, glyphs.solid)
    pieces = []
    for tone, cells in groupby(row):
        writer, step = divmod(tone - 1, len(STEPS))
        look = (ramp[step], hues[min(writer, len(hues) - 1)]) if tone else (glyphs.dot, "rule")
        pieces.append((look[0] * sum(1 for _ in cells), look[1]))
    return merge(pieces)


def shades(drawn: bytes, width: int, hues: Sequence[Ink], glyphs: Glyphs = UNICODE) -> list[Row]:
    """Return the rows of a picture of tones, one pixel to a cell, for terminals of few colours or none."""
    return [_shaded(drawn[start : start + width], tuple(hues), glyphs) for start in range(0, len(drawn), width)]

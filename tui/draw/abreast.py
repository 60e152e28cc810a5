"""Big numbers side by side, each below its label: always so far apart that no two are read as one.

Where they do not fit in big digits, all of them are drawn small: they stand side by side to be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from tui.draw import digits
from tui.draw.cells import Ink, Row, fit, join
from tui.draw.glyphs import UNICODE, Glyphs

APART = 2
"""Columns between two numbers, at least."""


class Labelled(NamedTuple):
    """One number."""

    labels: tuple[str, ...]
    """What it is, the longest first."""
    value: str
    unit: str
    """Stands small behind it, with the space before it."""
    ink: Ink


def starts(needs: Sequence[int], width: int, most: int = 0) -> list[int] | None:
    """Return in which column each of these stands: equal shares, of at most `most` cells, where all fit in them.

    Else what is left over is spread between them. None where there are not `APART` columns between them.
    """
    share = min(width // max(1, len(needs)), most or width)
    if all(need + APART <= share for need in needs[:-1]) and needs[-1] <= share:
        return [share * place for place in range(len(needs))]
    left = width - sum(needs) - APART * (len(needs) - 1)
    if left < 0:
        return None
    gap = APART + left // len(needs)
    return [sum(needs[:place]) + gap * place for place in range(len(needs))]


def abreast(shown: Sequence[Labelled], width: int, glyphs: Glyphs = UNICODE, most: int = 0) -> list[Row]:
    """Return four rows of `width` cells: the labels, and the numbers in three rows, or small in the middle one."""
    for faces, labels in _choices(shown, glyphs):
        needs = [max(len(face[0]), len(label)) for face, label in zip(faces, labels, strict=True)]
        if (at := starts(needs, width, most)) is not None:
            return _laid(shown, faces, labels, [*at, width])
    faces, labels = _small(shown), [each.labels[-1] for each in shown]
    return _laid(shown, faces, labels, [width * place // len(shown) for place in range(len(shown) + 1)])


def _choices(shown: Sequence[Labelled], glyphs: Glyphs) -> list[tuple[list[digits.Three], list[str]]]:
    """Return how they may be drawn, the largest first, each with long labels and with short ones."""
    large = [digits.big(each.value, glyphs, each.unit) for each in shown]
    bare = [digits.big(each.value, glyphs) for each in shown]
    texts = [[each.labels[0] for each in shown], [each.labels[-1] for each in shown]]
    return [(faces, labels) for faces in (large, bare, _small(shown)) for labels in texts]


def _small(shown: Sequence[Labelled]) -> list[digits.Three]:
    words = [f"{each.value}{each.unit}" for each in shown]
    return [(" " * len(text), text, " " * len(text)) for text in words]


def _laid(
    shown: Sequence[Labelled], faces: Sequence[digits.Three], labels: Sequence[str], at: Sequence[int]
) -> list[Row]:
    widths = [end - start for start, end in pairwise(at)]
    head: Row = (("".join(fit(label, width) for label, width in zip(labels, widths, strict=True)), "muted"),)
    rows = [head]
    for row in range(3):
        parts = zip(faces, shown, widths, strict=True)
        rows.append(join(*(((fit(face[row], width), each.ink),) for face, each, width in parts)))
    return rows

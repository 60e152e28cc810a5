"""Keeps what an idle app has drawn, for the next start: `tui.console.opening` shows it before anything is imported.

What may be another number by then is left out: whatever stands together with a digit, but for keys and tabs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from rich.color import ColorSystem
from rich.style import Style
from textual.screen import Screen
from textual.strip import Strip

from tui.console.opening import Row, kept, key_of, path_of
from tui.files import private_folder, put_in_place

KEPT = 8
"""Pictures of other sizes and terminals that are kept beside a new one."""
_PHRASE = re.compile(r"(?:(?!  |--)[^│─━┃╭╮╰╯┏┓┗┛|])+")
"""What stands together: words with one space between them, up to the frame of a panel."""


def keep(screen: Screen[Any], sure: Collection[int]) -> None:
    """Keep what a screen shows; in the rows that are `sure` every digit stays. What cannot be kept is left."""
    columns, rows = screen.size
    colors = screen.app.console.color_system
    key = key_of(columns, rows)
    system = {None: None, "standard": ColorSystem.STANDARD, "256": ColorSystem.EIGHT_BIT}.get(
        colors, ColorSystem.TRUECOLOR
    )
    drawn = [_row(strip, system, is_sure=y in sure) for y, strip in enumerate(screen._compositor.render_strips())]
    if not key or drawn == kept(key, columns, rows):
        return
    lines = "\n".join(f"{y}\t{ink}\t{text}" for y, row in enumerate(drawn) for ink, text in row)
    try:
        path = Path(path_of(key))
        private_folder(path.parent.parent)
        put_in_place(path.parent, path.name, f"{key}\n\n{lines}".encode())
        for old in sorted(path.parent.iterdir(), key=lambda its: its.stat().st_mtime)[: -KEPT - 1]:
            old.unlink()
    except (OSError, ValueError, RuntimeError):
        return


def _row(strip: Strip, system: ColorSystem | None, *, is_sure: bool) -> Row:
    """Return the runs of a row, without what may have changed; neighbours of one ink are one run."""
    text = strip.text if is_sure else "".join(_without_numbers(strip.text))
    row: Row = []
    for segment in strip:
        run, text = text[: len(segment.text)], text[len(segment.text) :]
        ink = _ink(segment.style, system)
        if row and row[-1][0] == ink:
            row[-1] = ink, row[-1][1] + run
        elif run:
            row.append((ink, run))
    return row


def _without_numbers(text: str) -> Iterator[str]:
    done = 0
    for phrase in _PHRASE.finditer(text):
        if any(character.isnumeric() for character in phrase.group()):
            yield text[done : phrase.start()] + " " * len(phrase.group())
            done = phrase.end()
    yield text[done:]


def _ink(style: Style | None, system: ColorSystem | None) -> str:
    """Return a style as SGR parameters."""
    mark = (style or Style()).render("x", color_system=system)
    return mark.partition("m")[0].removeprefix("\x1b[") if mark != "x" else ""

"""Lines of a program's source, for the frames that its exceptions came through. A path from outside may be anything."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tui.feeds.board.board_file import whole
from tui.files import read_at_most
from tui.telemetry.tasks import TracedFrame
from tui.telemetry.text import plain

MOST_BYTES, MOST_TEXT, MOST_FRAMES = 1 << 20, 200, 6


def frames_of(fields: Sequence[str]) -> tuple[TracedFrame, ...]:
    """Return the frames in fields of path, line and function; what is none is left out."""
    found = []
    for path, line_text, function in zip(*(iter(fields[: 3 * MOST_FRAMES]),) * 3, strict=False):
        line = whole(line_text, 1, 1 << 31)
        if path and line is not None:
            name = path.rpartition("/")[2].rpartition("\\")[2][:MOST_TEXT]
            found.append(TracedFrame(name, line, function[:MOST_TEXT], line_of(path, line)))
    return tuple(found)


def line_of(path: str, line: int) -> str:
    """Return a line of a source file without its indentation; nothing where it cannot be read."""
    lines = _lines(path)
    return plain(lines[line - 1].strip(), MOST_TEXT) if line <= len(lines) else ""


@lru_cache(maxsize=32)
def _lines(path: str) -> Sequence[str]:
    """Return the lines of a file as it was when a frame in it was first told; none for what is no file."""
    try:
        return read_at_most(path, MOST_BYTES).decode("utf-8", "replace").splitlines()
    except (OSError, ValueError):
        return ()

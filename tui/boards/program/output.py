"""The last lines that a program wrote."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.board import Board, of_run
from tui.boards.framed import framed, plain
from tui.boards.sheet import Sheet
from tui.draw import numbers
from tui.draw.cells import Row, cell_width, head, tame
from tui.model.state.state import RunState
from tui.model.workers.ends import how_it_ended

ROWS = 5


class OutputView(Struct, frozen=True):
    """The end of both streams."""

    lines: tuple[str, ...] = ()
    size_bytes: int = 0
    exit_code: int | None = None


def paint(view: OutputView, sheet: Sheet) -> Sequence[Row]:
    """The newest line at the bottom; a line that is too long goes on in the next row."""
    inner, room = sheet.inner, sheet.room
    lines = view.lines[-room:] if room > 0 else ()
    body = [plain(row) for line in lines for row in folded(line, inner)][-max(1, room) :]
    nothing = "Nothing written yet." if view.exit_code is None else "It wrote nothing."
    facts = numbers.size_of(view.size_bytes)
    if view.exit_code is not None:
        facts = f"{how_it_ended(view.exit_code)} · {facts}"
    return framed(
        body or [plain(nothing, "muted")],
        sheet,
        title="output",
        facts=facts,
        hue="bad" if view.exit_code else "foreground",
    )


def folded(line: str, width: int) -> list[str]:
    """Return a line in rows of at most `width` cells: broken where a row is full, as a terminal does it."""
    line, rows = tame(line.rstrip()), []
    while cell_width(line) > width > 1:
        row = head(line, width)
        rows.append(row)
        line = line[len(row) :]
    return [*rows, line]


def _view(run: RunState) -> OutputView:
    over = run.exit_code if run.phase == "over" else None
    return OutputView(tuple(run.output.splitlines()[-60:]), run.output_bytes, over)


BOARD = Board(
    "output", paint, of_run(_view, OutputView()), wants=lambda comparison: ROWS, column=lambda room: 0, moves=False,
    count=lambda run: numbers.size_of(run.output_bytes),
)

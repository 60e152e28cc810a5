"""Rows that a program prints: from its lines to the state, the report, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
import re

from msgspec.structs import replace

from tests.support.kept import compared, run
from tui.feeds.live.output import Output
from tui.lessons.printed import PrintedTable
from tui.model.fold.fold import fold
from tui.model.state.printed import MOST_ROWS, PrintedRow, number, rows_of, text
from tui.model.state.state import ComparisonState
from tui.play.kept import SessionResults, taken_in
from tui.reports.as_csv import tables_as_csv
from tui.reports.as_json.told import in_json
from tui.reports.as_text import closing
from tui.telemetry.codec import decode, encode
from tui.telemetry.vocabulary import RowPrinted

CELLS = PrintedTable(
    "cells",
    "what becomes of it",
    re.compile(r"^(?P<kind>\w+) +(?P<told>\w+)(?: after (?P<seconds>\S+) s)?$"),
    ("seconds",),
)
WRITTEN = "raises told after 1,000.5 s\nnot a row of it\nexits lost\nkilled hangs after x s\n"


def told(written: str) -> list[RowPrinted]:
    news = Output(0, (), (CELLS,)).take([("stdout", written.encode())], 1.5)
    return [item for item in news if isinstance(item, RowPrinted)]


def printed() -> ComparisonState:
    """A run whose program printed two rows."""
    rows = tuple(PrintedRow(item.at_s, item.table, item.cells) for item in told(WRITTEN))
    state = compared([replace(run("threads", 1.0), rows=rows)])
    assert state.header is not None
    return replace(state, header=replace(state.header, tables=(("cells", "what becomes of it"),)))


def test_lines_that_fit_are_rows() -> None:
    assert [item.cells for item in told(WRITTEN)] == [
        (("kind", "raises"), ("told", "told"), ("seconds", 1000.5)),
        (("kind", "exits"), ("told", "lost")),
    ]
    assert [decode(encode(item)) for item in told(WRITTEN)] == told(WRITTEN)


def test_a_row_is_told_when_its_line_is_whole() -> None:
    output = Output(0, (), (CELLS,))
    first, second = (output.take([("stdout", part)], 1.0) for part in (b"raises to", b"ld after 2 s\n"))
    assert not [item for item in first if isinstance(item, RowPrinted)]
    assert [item.cells[-1] for item in second if isinstance(item, RowPrinted)] == [("seconds", 2.0)]


def test_a_number_that_is_none_makes_no_row() -> None:
    assert not told("killed hangs after inf s\nkilled hangs after 1e300 s\nkilled hangs after nan s\n")


def test_the_state_keeps_the_first_rows() -> None:
    state = compared([run("threads", 1.0, outcome=None)])
    rows = [RowPrinted(1.0, 0, "cells", (("n", float(n)),)) for n in range(MOST_ROWS + 5)]
    kept = rows_of(fold(state, rows).runs[0], "cells")
    assert len(kept) == MOST_ROWS and number(kept[-1], "n") == MOST_ROWS - 1
    assert number(kept[0], "other") is None and text(kept[0], "n") == ""


def test_rows_are_in_the_report_and_in_json() -> None:
    state = printed()
    assert """  what becomes of it:
    kind    told  seconds
    raises  told   1000.5
    exits   lost        –
""" in closing(state)
    (variant,) = (each for each in json.loads(in_json(state))["variants"] if each["name"] == "threads")
    assert variant["printed"] == {
        "cells": [{"kind": "raises", "told": "told", "seconds": 1000.5}, {"kind": "exits", "told": "lost"}]
    }


def test_rows_have_a_csv_file_of_their_own() -> None:
    ((name, written),) = tables_as_csv(taken_in(SessionResults(), printed())).items()
    lines = list(csv.DictReader(io.StringIO(written)))
    assert name == "threads-vs-processes.cells"
    assert [(line["variant"], line["repeat"], line["kind"], line["seconds"]) for line in lines] == [
        ("threads", "1", "raises", "1000.5"),
        ("threads", "1", "exits", ""),
    ]

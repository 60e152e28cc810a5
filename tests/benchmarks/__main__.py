"""Measures, and prints one table: `python -m tests.benchmarks --help`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import page, table
from tests.benchmarks.processes import end_all, nothing_left
from tests.benchmarks.registry import ROOT, Row, Setting, rows
from tests.benchmarks.running import Run, in_turn

QUICK_S = 95.0
"""After so long `--quick` begins no further row."""
FAILURES = (AssertionError, OSError, subprocess.SubprocessError, ValueError)
"""What a measurement may end with, and the table goes on."""


def main() -> int:
    asked = _asked()
    if asked.pages:
        page.write(page.together([json.loads(file.read_text(encoding="utf-8")) for file in asked.pages]))
        return 0
    chosen = [row for row in rows() if _is_asked(row, asked)]
    if asked.list or not chosen:
        names = "\n".join(f"{row.name:36}{row.says}" for row in chosen or rows())
        print(names, file=sys.stdout if chosen else sys.stderr)
        return 0 if chosen else 2
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder, nothing_left():
        minutes = asked.minutes or (0.1 if asked.quick else 10.0)
        return _printed(chosen, Setting(ROOT, Path(folder), asked.quick, minutes, {}), asked)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.benchmarks", description="Measures what coreograph costs.")
    say = parser.add_argument
    say("--quick", action="store_true", help="a short look in less than two minutes: fewer rows, rough numbers")
    say("--only", action="append", metavar="ROW", help="only rows whose names begin so (repeatable)")
    say("--against", type=Path, metavar="TREE", help="another checkout, measured beside this one as `before`")
    say("--pairs", type=int, metavar="N", help="so many rounds for each row")
    say("--minutes", type=float, metavar="N", help="how long the long run lasts (default: 10)")
    say("--json", type=Path, metavar="FILE", help="write all that was measured, value by value")
    say("--list", action="store_true", help="only say which rows there are")
    say("--pages", type=Path, nargs="+", metavar="FILE",
        help="only write the tables of these JSON files into both pages; a row is that of the last")  # fmt: skip
    return parser.parse_args()


def _is_asked(row: Row, asked: argparse.Namespace) -> bool:
    if asked.only:
        return any(row.name.startswith(name) for name in asked.only)
    return not row.is_extra and not (asked.quick and row.quick_pairs == 0)


def _printed(chosen: list[Row], setting: Setting, asked: argparse.Namespace) -> int:
    about = {"when": time.strftime("%F %T"), "quick": asked.quick, "minutes": setting.minutes,
             "against": str(asked.against) if asked.against else None}  # fmt: skip
    told: list[table.Told] = []
    failed = []
    print(table.line(table.HEAD), flush=True)
    for row, found in _measured(chosen, setting, asked):
        if isinstance(found, Run):
            told.append(table.told(row, found))
            print("\n".join(table.lines(told[-1])), flush=True)
        else:
            failed.append(row.name)
            print(f"{row.name}: not measured: {found}", flush=True)
        if asked.json:
            its = table.document(told, about | {"not_measured": failed})
            asked.json.write_text(json.dumps(its, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return int(bool(failed) and not asked.quick)


def _measured(chosen: list[Row], setting: Setting, asked: argparse.Namespace) -> Iterator[tuple[Row, Run | str]]:
    """Give each row and what was measured for it, or why nothing was; rows of the same ways share one run of them."""
    runs: dict[int, Run | str] = {}
    start = time.perf_counter()
    for row in chosen:
        if id(row.ways) not in runs:
            is_late = setting.quick and not asked.only and time.perf_counter() - start > QUICK_S
            runs[id(row.ways)] = "no time is left" if is_late else _run(row, setting, asked)
        yield row, runs[id(row.ways)]


def _run(row: Row, setting: Setting, asked: argparse.Namespace) -> Run | str:
    usual = (row.quick_pairs if asked.quick else row.pairs) or 1
    pairs = usual if row.pairs == 1 else asked.pairs or usual
    try:
        return in_turn(row, setting, asked.against, pairs)
    except FAILURES as why:
        end_all()
        return f"{type(why).__name__}: {why}"


if __name__ == "__main__":
    sys.exit(main())

"""Measures, and prints one table: `python -m tests.benchmarks --help`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks import page, table
from tests.benchmarks.processes import nothing_left
from tests.benchmarks.registry import ROOT, Row, Setting, rows
from tests.benchmarks.running import Run, in_turn


def main() -> int:
    asked = _asked()
    if asked.readme:
        page.written_into(asked.readme[1], json.loads(asked.readme[0].read_text(encoding="utf-8")))
        return 0
    chosen = [row for row in rows() if not asked.only or any(row.name.startswith(name) for name in asked.only)]
    if asked.list or not chosen:
        names = "\n".join(f"{row.name:24}{row.says}" for row in chosen or rows())
        print(names, file=sys.stdout if chosen else sys.stderr)
        return 0 if chosen else 2
    with nothing_left(), tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        setting = Setting(ROOT, Path(folder), asked.quick, asked.minutes or (0.2 if asked.quick else 10), {})
        _measure(chosen, setting, asked)
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.benchmarks", description="Measures what coreograph costs.")
    parser.add_argument("--quick", action="store_true", help="a short look in two minutes: its numbers are rough")
    parser.add_argument("--only", action="append", metavar="ROW", help="only rows that begin so (repeatable)")
    parser.add_argument("--against", type=Path, metavar="TREE", help="another checkout, measured beside this one")
    parser.add_argument("--pairs", type=int, metavar="N", help="so many rounds for each row")
    parser.add_argument("--minutes", type=float, metavar="N", help="how long the long run lasts (default: 10)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all that was measured, value by value")
    parser.add_argument("--list", action="store_true", help="only say which rows there are")
    parser.add_argument("--readme", nargs=2, type=Path, metavar=("FILE", "PAGE"),
                        help="only put the table of that JSON file between the marks of a page")  # fmt: skip
    return parser.parse_args()


def _measure(chosen: list[Row], setting: Setting, asked: argparse.Namespace) -> None:
    about = {"when": time.strftime("%F %T"), "quick": asked.quick, "minutes": setting.minutes,
             "against": str(asked.against) if asked.against else None}  # fmt: skip
    told: list[dict[str, Any]] = []
    runs: dict[int, Run] = {}
    print(table.line(table.HEAD), flush=True)
    for row in chosen:
        if id(row.ways) not in runs:
            pairs = asked.pairs or (row.quick_pairs if asked.quick else row.pairs)
            runs[id(row.ways)] = in_turn(row, setting, asked.against, pairs)
        told.append(table.told(row, runs[id(row.ways)]))
        print("\n".join(table.lines(told[-1])), flush=True)
        if asked.json:
            asked.json.write_text(json.dumps(table.document(told, about), indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())

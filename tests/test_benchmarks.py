"""The table of costs is made by real measurements, has its shape, and leaves nothing behind; no time is asserted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.benchmarks import page, table
from tests.benchmarks.freezing import Freezer
from tests.benchmarks.processes import descendants
from tests.benchmarks.registry import MICROSECONDS, MILLISECONDS, SHARE, Row, Target, Way, rows
from tests.benchmarks.running import BEFORE, Run, Spread
from tests.benchmarks.terminal import COLUMNS, SYNCHRONIZED, screen
from tests.support.terminal import is_alive
from tests.support.waiting import wait_until

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "tests.benchmarks"]


def measured(tmp_path: Path, *words: str) -> tuple[dict[str, Any], str]:
    file = tmp_path / "measured.json"
    done = subprocess.run([*COMMAND, "--quick", "--json", str(file), *words], cwd=ROOT, capture_output=True, text=True,
                          timeout=300, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(file.read_text(encoding="utf-8")), done.stdout


def test_a_row_is_measured_in_turn_with_what_stands_beside_it(tmp_path: Path) -> None:
    found, shown = measured(tmp_path, "--only", "list", "--pairs", "3")
    (row,) = found["rows"]
    assert (row["row"], row["unit"], row["target"], row["ours"]["n"]) == ("list", "ms", "≤ 1.5×", 3)
    (beside,) = row["beside"]
    assert (beside["name"], beside["its"]["n"], beside["ratio"]["n"]) == ("import argparse", 3, 3)
    for its in (row["ours"], beside["its"], beside["ratio"], row["further"]["clock"]):
        low, high = its["quartiles"]
        assert 0 < low <= its["median"] <= high
        assert min(its["values"]) <= low and high <= max(its["values"])
    assert row["met"] is (beside["ratio"]["median"] <= 1.5)
    assert row["foreign_cores"]["n"] == row["load_average"]["n"] == 6
    assert found["setting"]["quick"] is True and found["setting"]["not_measured"] == []
    assert {"processor", "cores", "system", "python", "memory_gb"} <= set(found["machine"])
    head, line, _ = shown.split("\n", 2)
    assert head.split()[:4] == ["row", "ours", "beside", "it"]
    assert line.startswith("list, ms ") and "import argparse" in line and "≤ 1.5×" in line


def test_another_checkout_stands_in_the_same_run(tmp_path: Path) -> None:
    found, shown = measured(tmp_path, "--only", "usage", "--pairs", "1", "--against", str(ROOT))
    assert [its["name"] for its in found["rows"][0]["beside"]] == ["import argparse", BEFORE]
    assert BEFORE in shown


def test_the_app_and_its_program_run_and_are_gone(tmp_path: Path) -> None:
    found, _ = measured(tmp_path, "--only", "cpu-watch")
    row = found["rows"][0]
    assert row["ours"]["median"] > 0 and row["further"]["bytes"]["median"] > 0
    assert row["further"]["frames"]["median"] > 0


def test_the_probes_calls_are_counted(tmp_path: Path) -> None:
    (row,) = measured(tmp_path, "--only", "calls-Pool.pool_map")[0]["rows"]
    here, there = row["further"]["in the program"], row["further"]["in the worker"]
    assert row["ours"]["median"] == pytest.approx(here["median"] + there["median"], abs=0.01)
    assert there["median"] > 0


def test_an_unknown_row_is_refused_with_those_there_are() -> None:
    done = subprocess.run([*COMMAND, "--only", "no-such"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and not done.stdout
    assert "cpu-sums" in done.stderr


@contextmanager
def while_it_measures() -> Iterator[tuple[subprocess.Popen[bytes], list[psutil.Process]]]:
    """Give a measurement whose app and program are up, and all processes below it."""
    words = [*COMMAND, "--only", "cpu-watch"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        try:
            # An app, its guardian, its reaper, the program, its eight.
            wait_until(lambda: len(descendants(child.pid)) >= 12, 60, "the app and its program")
            yield child, psutil.Process(child.pid).children(recursive=True)
        finally:
            child.kill()


def left_of(family: list[psutil.Process]) -> list[psutil.Process]:
    return [process for process in family if is_alive(process)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_when_it_is_interrupted(number: signal.Signals) -> None:
    with while_it_measures() as (child, family):
        app = child.pid, *[process.pid for process in family]
        child.send_signal(number)
        child.wait(60)
        wait_until(lambda: not left_of(family), 30, "everybody is gone")
    runs = [run for pid in app for run in Path("/dev/shm").glob(f"coreograph-{pid}-*")]
    wait_until(lambda: not [run for run in runs if run.exists()], 10, "the run directories are gone")


def test_a_frozen_program_stands_still_and_goes_on() -> None:
    words = [sys.executable, "-c", "while True: print(input())"]
    with screen(words, dict(os.environ)) as its, Freezer(its.pid) as freezer:
        its.press(b"before\n")
        assert its.read(20, lambda: its.words().count("before") == 2)  # typed and printed
        freezer.freeze(True)
        wait_until(lambda: is_frozen(freezer), 10, "it is frozen")
        its.press(b"while\n")
        assert not its.read(0.2, lambda: its.words().count("while") == 2)
        freezer.freeze(False)
        assert its.read(20, lambda: its.words().count("while") == 2)


def is_frozen(freezer: Freezer) -> bool:
    if freezer.group is None:
        return psutil.Process(freezer.pid).status() == psutil.STATUS_STOPPED
    states = [freezer.group / "freezer.state", freezer.group / "cgroup.events"]
    said = [state.read_text() for state in states if state.exists()]
    return any("FROZEN" in text or "frozen 1" in text for text in said)


def test_a_picture_is_there_when_nine_of_ten_cells_are() -> None:
    code = "import sys, time; w = sys.stdout.write\nfor n in range(10): w('x' * 12); sys.stdout.flush(); input()"
    with screen([sys.executable, "-c", code], dict(os.environ)) as its:
        for number in range(1, 11):
            assert its.read(20, lambda number=number: its.words().count("x") == 12 * number)  # type: ignore[misc]
            its.press(b"\n")
        painted = its.painted()
        written = sum(chunk.data.count(b"x") for chunk in its.chunks[: its.chunks.index(painted) + 1])
        assert 108 <= written < 120
        assert COLUMNS == 120


def test_updates_are_counted() -> None:
    code = f"import sys; [print({SYNCHRONIZED.decode()!r}) for _ in range(3)]; input()"
    with screen([sys.executable, "-c", code], dict(os.environ)) as its:
        assert its.read(20, lambda: its.frames == 3)


def pair(ours: list[float], others: list[float]) -> Run:
    return Run({"app": [{"share": its} for its in ours], "btop": [{"share": its} for its in others]}, [0.5], [1.0])


ROW = Row("x", "what", (Way("app", lambda _: {}), Way("btop", lambda _: {})), SHARE, "share", Target(1.0))


def test_ratios_are_of_pairs_and_a_target_is_met_or_not() -> None:
    run = pair([0.02, 0.08, 0.06], [0.04, 0.08, 0.03])
    ratio = run.compared("app", "btop", "share", "ratio")
    assert ratio is not None and ratio.values == pytest.approx([0.5, 1.0, 2.0])
    more = run.compared("app", "btop", "share", "more")
    assert more is not None and more.median == pytest.approx(0.0)
    assert table.is_met(ROW, run) is True
    assert table.is_met(ROW, pair([0.02], [0.01])) is False
    assert table.is_met(ROW, pair([0.02], [])) is None, "what is not installed is not compared with"


def test_the_ratio_of_medians_is_none_where_nothing_stands_below_it() -> None:
    assert pair([0.1, 0.2], [-0.1, 0.0]).compared("app", "btop", "share", "ratio", by_medians=True) is None
    its = pair([0.1, 0.1, 0.1], [0.2, 0.2, 0.2]).compared("app", "btop", "share", "ratio", by_medians=True)
    assert its is not None and its.median == pytest.approx(0.5)


def test_a_spread_of_one_is_that_one() -> None:
    assert (Spread([3.0]).low, Spread([3.0]).median, Spread([3.0]).high) == (3.0, 3.0, 3.0)


def test_what_is_not_installed_is_said() -> None:
    row = Row("x", "what", (Way("app", lambda _: {}), Way("btop", lambda _: {}, missing="btop is not installed")),
              MILLISECONDS, "share", Target(1.0))  # fmt: skip
    told = table.told(row, Run({"app": [{"share": 0.5}]}, [0.0], [0.0]))
    assert told["missing"] == ["btop is not installed"] and told["met"] is None
    assert "btop is not installed" in "\n".join(table.lines(told))


def test_the_page_gets_the_table_between_its_marks(tmp_path: Path) -> None:
    told = table.told(ROW, pair([0.02], [0.04]))
    its = table.document([told | {"row": page.SHOWN[0]}, told], {"when": "2026-11-30 10:00:00"})
    pages = [tmp_path / "README.md", tmp_path / "ours.md"]
    for file in pages:
        file.write_text(f"before\n\n{page.BEGIN}\nold\n{page.END}\n\nafter\n", encoding="utf-8")
    for _ in range(2):
        page.write(its, *pages)
        for file, count in zip(pages, (1, 2), strict=True):
            text = file.read_text(encoding="utf-8")
            assert text.startswith(f"before\n\n{page.BEGIN}\n") and text.endswith(f"{page.END}\n\nafter\n")
            assert "old" not in text and text.count("\n| what, %") == text.count("0.50×") == count
            assert "2026-11-30" in text


def test_the_page_shows_the_dearest_python_of_a_load(tmp_path: Path) -> None:
    row = Row("probe-x", "an x, Python", (Way("with the probe", lambda _: {}), Way("alone", lambda _: {})),
              MICROSECONDS, "share", Target(5.0, "more"))  # fmt: skip
    runs = {"3.9": 3e-6, "3.13": 7e-6, "3.14": 5e-6}
    told = [
        table.told(row, Run({"with the probe": [{"share": its}], "alone": [{"share": 1e-6}]}, [0.0], [0.0]))
        | {"row": f"probe-x-{name}", "what": f"an x, Python {name}"} for name, its in runs.items()
    ]  # fmt: skip
    pages = [tmp_path / "README.md", tmp_path / "ours.md"]
    for file in pages:
        file.write_text(f"{page.BEGIN}\n{page.END}\n", encoding="utf-8")
    page.write(table.document(told, {"when": "2026-11-30 10:00:00"}), *pages)
    assert "| an x, Python 3.13, the dearest of 3, µs | 7 (7 – 7) | alone: 1 (1 – 1) | +6 (6 – 6) | ≤ +5 |" in (
        pages[1].read_text(encoding="utf-8")
    )


def test_runs_are_put_together_in_the_order_of_the_table() -> None:
    told = table.told(ROW, pair([0.02], [0.04]))
    first = table.document([told | {"row": name} for name in ("list", "cpu-sums")], {"when": "1"})
    again = table.document([told | {"row": "list", "unit": "s"}], {"when": "2"})
    its = page.together([first, again])
    assert [(one["row"], one["unit"]) for one in its["rows"]] == [("cpu-sums", "% of a core"), ("list", "s")]
    assert its["setting"]["when"] == "2"


def test_rows_have_names_of_their_own_and_the_page_shows_some() -> None:
    names = [row.name for row in rows()]
    assert len(names) == len(set(names))
    assert [its for its in page.SHOWN if not any(name == its or name.startswith(f"{its}-") for name in names)] == []

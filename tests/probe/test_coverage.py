"""Coverage measures of a watched program what it measures without the probe: the program, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.probe.observing import environment, read_all
from tui.feeds.run_directory import put_pack
from tui.telemetry.objects import ObjectFound

SHOP = """
import multiprocessing, queue, subprocess, sys, threading

def sells(till, gate):
    for number in range(3):
        with gate:
            till.put(number)

def main():
    till, gate = queue.Queue(), threading.Lock()
    clerk = threading.Thread(target=sells, args=(till, gate))
    clerk.start()
    sold = [till.get() for _ in range(3)]
    clerk.join()
    if not sold:
        print("never")

if __name__ == "__main__":
    main()
    if "alone" not in sys.argv:
        subprocess.run([sys.executable, __file__, "alone"], check=True)
        for method in multiprocessing.get_all_start_methods():
            child = multiprocessing.get_context(method).Process(target=main)
            child.start()
            child.join()
"""
PLAIN, SUBPROCESSES = "", "patch = subprocess\nbranch = true\n"
CORES = ["ctrace", "pytrace", *(["sysmon"] if sys.version_info >= (3, 12) else [])]


def _measured(folder: Path, run: Path | None, settings: str, core: str) -> dict[str, object]:
    """Return which lines of which files ran, by coverage's own word, and whether the share that it asks for is met."""
    folder.mkdir()
    (folder / "shop.py").write_text(SHOP)
    (folder / ".coveragerc").write_text("[run]\nparallel = true\n" + settings)
    env = environment(run, COVERAGE_CORE=core)
    coverage = [sys.executable, "-m", "coverage"]
    subprocess.run([*coverage, "run", "shop.py"], cwd=folder, env=env, check=True, timeout=120)
    bare = environment(None)
    subprocess.run([*coverage, "combine", "-q"], cwd=folder, env=bare, check=True)
    subprocess.run([*coverage, "json", "-q"], cwd=folder, env=bare, check=True)
    report = [*coverage, "report", "--fail-under=90"]
    enough = subprocess.run(report, cwd=folder, env=bare, capture_output=True, check=False)
    files = json.loads((folder / "coverage.json").read_text())["files"]
    lines = {os.path.relpath(folder / name, folder): its["executed_lines"] for name, its in files.items()}
    return {**lines, "enough": enough.returncode}


WAYS = [(core, packed, settings) for core in CORES for packed in (True, False) for settings in (PLAIN, SUBPROCESSES)]
"""Of each two of them all pairs: what goes wrong goes wrong with a core, with a pack or with settings, or with two."""


@pytest.mark.parametrize(
    ("core", "is_packed", "settings"), [way for way in WAYS if (way[0] == "ctrace") ^ way[1] ^ (way[2] == PLAIN)],
    ids=lambda value: {True: "pack", False: "folder", PLAIN: "plain", SUBPROCESSES: "subprocesses"}.get(value, value),
)  # fmt: skip
def test_what_is_measured_is_the_program_alone(tmp_path: Path, core: str, is_packed: bool, settings: str) -> None:
    run = tmp_path / "run"
    run.mkdir()
    if is_packed:
        put_pack(sys.executable, run)
    bare = _measured(tmp_path / "bare", None, settings, core)
    assert _measured(tmp_path / "watched", run, settings, core) == bare
    assert list(bare) == ["shop.py", "enough"] and bare["enough"] == 0
    names = {item.name for item in read_all(run).items if isinstance(item, ObjectFound)}
    assert {"till", "gate"} <= names, "and it is observed meanwhile"

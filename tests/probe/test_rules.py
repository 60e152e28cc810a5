"""The rules of `guard`, `segment` and `objects`, each where the other tests of this folder would not see it broken."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from tests.probe.observing import PROGRAMS, environment, read_all, run, run_bare
from tests.probe.test_every_python import EVERY_PYTHON
from tests.support.interpreters import Interpreter
from tests.support.ways import EDGES
from tui.feeds.run_directory import packed_probe, put_pack
from tui.probe import install, layout, segment, working
from tui.telemetry.objects import ObjectFound

PROBE = Path(install.__file__).parent
RIDING = [*sorted((PROBE / "hooks").glob("*.py")), *sorted(PROBE.glob("*.py")), PROBE / "boot" / "sitecustomize.py"]
NOT_RIDING = {"reaper.py", "sweep.py", "folders.py", "blocks.py", "pack.py"}
"""What runs in no program: the reaper's own files, and what makes the pack."""
LOADING = {"packed.py": {"exec"}, "sitecustomize.py": {"exec"}, "unpacked.py": {"exec"}}
"""What may execute code: the probe's own, out of the pack."""


@EVERY_PYTHON
def test_whatever_raises_within_a_hook_the_program_does_not_see_it(python: Interpreter, tmp_path: Path) -> None:
    bare = run_bare("sabotage_all.py", python=python.path, PYTHONWARNINGS="ignore")
    probed = run("sabotage_all.py", run_directory=tmp_path, python=python.path, PYTHONWARNINGS="ignore")
    assert (probed.stdout, probed.stderr, probed.returncode) == (bare.stdout, bare.stderr, 0)


@EDGES
def test_no_descriptor_is_needed_or_closed(python: Interpreter, tmp_path: Path) -> None:
    """The program may close any number and take it for its own."""
    said = []
    for folder in (None, tmp_path / "run"):
        if folder is not None:
            folder.mkdir()
        work = tmp_path / f"work {folder is None}"
        work.mkdir()
        done = subprocess.run(
            [python.path, str(PROGRAMS / "descriptors.py")], cwd=work, env=environment(folder), capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        said.append((done.stdout, done.stderr, done.returncode))
    assert said[0] == said[1] and said[0][2] == 0


@EDGES
def test_it_imports_next_to_nothing_before_the_program(python: Interpreter, tmp_path: Path) -> None:
    """No `re`, no `json`, no `threading`: they cost a multiple of all the rest."""
    found = []
    for folder in (None, tmp_path):
        if folder is not None:
            put_pack(python.path, folder)
        ask = [python.path, "-c", "import sys; print(*sys.modules)"]
        done = subprocess.run(ask, env=environment(folder), capture_output=True, text=True, check=True)
        found.append(set(done.stdout.split()))
    more = {name for name in found[1] - found[0] if not name.startswith("coreograph_probe")}
    assert more <= {"mmap", "_struct", "atexit"}


@EDGES
def test_the_pack_stands_for_the_files_and_a_broken_one_for_nothing(python: Interpreter, tmp_path: Path) -> None:
    """Whatever lies under its name, the program runs and is observed."""
    found = packed_probe(python.path)
    assert found is not None
    name, pack = found
    half = len(pack) // 2
    packs = {"whole": pack, "torn": pack[:99], "short": pack[:6], "other": b"x" * 99, "lying": pack[:8] + b"x" * half}
    ask = "import threading, sys; print(threading.RLock().__class__, type(sys.meta_path[-1]).__name__)"
    for what, its in packs.items():
        run = tmp_path / what
        run.mkdir()
        (run / name).write_bytes(its)
        command = [python.path, "-c", ask]
        done = subprocess.run(command, env=environment(run), capture_output=True, text=True, check=True)
        made, loader = done.stdout.rsplit("> ", 1)
        assert "RLock" in made and loader.strip() == ("Packed" if what == "whole" else "Unpacked") and not done.stderr
        story = read_all(run)
        assert story.of(ObjectFound), what
        assert not story.not_observed


def test_pages_are_reserved_before_they_are_touched(tmp_path: Path) -> None:
    """A full disk then costs events; without it the first touch of a page that cannot be had kills the program."""
    board = segment.Board(str(tmp_path), layout.ROLE_MAIN, "x")

    def reserved() -> int:
        return Path(board.segment_path).stat().st_blocks * 512

    assert reserved() >= layout.OBJECTS_AT
    slot = board.claim("T", layout.ROLE_WORKER, layout.KIND_THREAD)
    before = reserved()
    assert slot is not None and before < layout.RING_BYTES
    working.starts(slot, 0, 1, int, 1)
    assert reserved() >= before + layout.RING_BYTES


def test_a_board_whose_directory_is_gone_raises_nothing(tmp_path: Path) -> None:
    """Not even for `guard` to catch: a hook that goes quiet would count no more."""
    (tmp_path / "run").mkdir()
    board = segment.Board(str(tmp_path / "run"), layout.ROLE_MAIN, "x")
    shutil.rmtree(tmp_path / "run")
    board.line("N", "what", "why")
    slot = board.claim("T", layout.ROLE_WORKER, layout.KIND_THREAD)
    assert slot is not None
    for task in range(layout.RING_RECORDS + 1):
        working.starts(slot, 0, task, int, 1)
        working.ends(slot, 0, failed=False)
    slot.release()
    assert board.words[layout.slot_word(slot.index, layout.S_ENDED)] == layout.RING_RECORDS + 1


def test_no_two_threads_share_a_slot_or_a_ring(tmp_path: Path) -> None:
    segment.begin(str(tmp_path), layout.ROLE_MAIN, "x")
    found: list[tuple[int, object]] = []
    gate = threading.Barrier(8)

    def claim() -> None:
        slot = segment.slot()
        gate.wait()
        again = segment.slot()
        assert slot is not None and slot is again
        working.starts(slot, 0, 1, int, 1)
        found.append((slot.index, slot.next_offset))

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    segment.off()
    assert len({index for index, _ in found}) == len({id(offset) for _, offset in found}) == 8


@pytest.mark.parametrize("path", [path for path in RIDING if path.name not in NOT_RIDING], ids=lambda path: path.name)
def test_the_rules_stand_where_they_hold(path: Path) -> None:
    """A hook says where they stand; nothing that rides along prints, or waits for a lock that it does not own."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    text = ast.get_docstring(tree) or ""
    if path.parent.name == "hooks" and path.stem != "__init__":
        assert "rules stand in `guard`" in re.sub(r"\s+", " ", text)
    calls = [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert not ({"print", "input", "exec", "eval"} - LOADING.get(path.name, set())) & set(calls)
    assert not [call for call in calls if call.endswith((".write", ".flush")) and not call.startswith("os.")]
    imported = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
    assert not imported & {"re", "json", "logging", "threading", "multiprocessing", "inspect", "ast", "dataclasses"}


@pytest.mark.parametrize(("path", "rules"), [("guard.py", 4), ("segment.py", 5), ("objects.py", 4)])
def test_the_hard_rules_stand_at_the_top(path: str, rules: int) -> None:
    text = ast.get_docstring(ast.parse((PROBE / path).read_text(encoding="utf-8"))) or ""
    assert len(re.findall(r"^- ", text, re.MULTILINE)) >= rules

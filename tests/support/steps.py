"""Follows a page step by step: what it says to write is written into a copy of the tree, what it says to run is run.

Above each code block of the page stands what it is, in a comment that a reader does not see:

    <!-- write FILE -->    the block is the file
    <!-- append FILE -->   the block is put at the file's end
    <!-- insert FILE -->   the block's first line stands in the file; the rest goes behind it
    <!-- run -->           the block's lines are commands
    <!-- shows -->         each of the block's lines stands in what the commands wrote
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STEP = re.compile(r"<!-- (write|append|insert|run|shows) ?([\w./-]*) -->\n```\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def tree(folder: Path) -> Path:
    """Copy what the app is made of, and its tests, into this folder."""
    for name in ("tui", "demos", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def follow(page: str, where: Path) -> int:
    """Follow the steps of a page in a copy of the tree; return how many there were. AssertionError where one fails."""
    written, steps = "", STEP.findall(page)
    for what, file, text in steps:
        if what == "run":
            written = "".join(_run(line, where) for line in text.splitlines())
        elif what == "shows":
            missing = [line for line in text.splitlines() if line not in written]
            assert not missing, f"{missing} not in\n{written}"
        else:
            _write(what, where / file, text)
    return len(steps)


def _write(what: str, path: Path, text: str) -> None:
    if what == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return
    before = path.read_text(encoding="utf-8")
    if what == "append":
        path.write_text(f"{before}\n{text}", encoding="utf-8")
        return
    anchor, _, more = text.partition("\n")
    assert before.count(f"{anchor}\n") == 1, f"{path} has not exactly one line {anchor!r}"
    path.write_text(before.replace(f"{anchor}\n", f"{anchor}\n{more}"), encoding="utf-8")


def _run(line: str, where: Path) -> str:
    """Run `coreograph …` or `python …` with the copy, and return all that it wrote."""
    name, *words = shlex.split(line)
    command = [sys.executable, "-m", "tui", *words] if name == "coreograph" else [sys.executable, *words]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(where), "HOME": str(where), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, cwd=where, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr

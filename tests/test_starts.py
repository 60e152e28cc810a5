"""What is imported before there is anything to see: a command that shows no screen waits for nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHOW = """
import atexit, os, sys
atexit.register(lambda: os.write(3, chr(10).join(sys.modules).encode()))
from tui.start import main
sys.argv[:] = ["coreograph", *sys.argv[1:]]
sys.exit(main())
"""
NO_MORE = "import atexit, argparse, os, sys\nargparse.ArgumentParser(prog='x').parse_args([])\n"
COMMAND_LINE = {
    "tui", "tui.start", "tui.cli", "tui.options", "tui.streams", "tui.terminal", "tui.lessons", "tui.telemetry",
    "tui.telemetry.text", "__future__", "errno",
}  # fmt: skip
INDEX = {"tui.lessons.index", "tui.files"}
HELP = {"textwrap"}


def imported(folder: Path, words: list[str], code: str = SHOW) -> set[str]:
    """Return what a fresh interpreter has imported when it ends."""
    reader, writer = os.pipe()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    with open(reader, "rb") as found:  # noqa: PTH123
        subprocess.run(
            ["bash", "-c", f'exec 3>&{writer}; exec "$@"', "bash", sys.executable, "-c", code, *words],
            cwd=ROOT, env=environment | {"XDG_STATE_HOME": str(folder)}, pass_fds=[writer], capture_output=True,
            check=False,
        )  # fmt: skip
        os.close(writer)
        return set(found.read().decode().split("\n"))


@pytest.mark.parametrize(
    ("words", "more"),
    [
        (["--version"], HELP),
        (["list"], INDEX),
        (["--help"], HELP),
        (["run", "--help"], HELP),
        (["watch", "--help"], HELP),
        (["completion", "--help"], HELP),
        (["--no-such-option"], set()),
        (["no_such_command"], set()),
        (["run", "no-such-lesson"], INDEX),
        (["run", "threads-vs-processes", "--no-such-option"], set()),
        (["watch"], {"tui.feeds", "tui.feeds.script"}),
        (["watch", "no_such_program.py"], {"tui.feeds", "tui.feeds.script"}),
    ],
    ids=lambda names: " ".join(sorted(names)) if isinstance(names, set) else " ".join(names),
)
def test_what_shows_no_screen_imports_next_to_nothing(tmp_path: Path, words: list[str], more: set[str]) -> None:
    """Exactly what `argparse` takes, and the few files of ours that are needed."""
    if more == INDEX:
        imported(tmp_path, ["list"])
    base = imported(tmp_path, [], NO_MORE + SHOW.splitlines()[2])
    assert imported(tmp_path, words) - base - more <= COMMAND_LINE
    assert more <= imported(tmp_path, words)

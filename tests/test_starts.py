"""What is imported before there is anything to see: a command that shows no screen waits for nothing else."""

from __future__ import annotations

import os
import signal
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
    "tui.telemetry.text", "__future__", "errno", "gc",
}  # fmt: skip
INDEX = {"tui.lessons.index", "tui.files"}
LIST = INDEX | {"tui.plain", "tui.plain.listing"}
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
        (["list"], LIST),
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
    if more >= INDEX:
        imported(tmp_path, ["list"])
    base = imported(tmp_path, [], NO_MORE + SHOW.splitlines()[2])
    assert imported(tmp_path, words) - base - more <= COMMAND_LINE
    assert more <= imported(tmp_path, words)


INTERRUPTED = """
import os, signal, sys

class Interrupts:
    def find_spec(self, name, path=None, target=None):
        if name == "tui.headless":
            os.kill(os.getpid(), NUMBER)

sys.meta_path.insert(0, Interrupts())
from tui.start import main
sys.argv[:] = ["coreograph", *sys.argv[1:]]
sys.exit(main())
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    "words",
    [
        ["watch", "--plain", "-c", "import time\ntime.sleep(1000)"],
        ["run", "threads-vs-processes", "--plain", "--variant", "threads", "--knob", "size=100000000"],
    ],
    ids=["watch", "run"],
)
def test_a_signal_while_the_program_starts_waits_for_who_ends_it_in_order(
    tmp_path: Path, words: list[str], number: int
) -> None:
    """It is started before all is imported that sees to its end; nothing is left, and what was seen is told."""
    code = INTERRUPTED.replace("NUMBER", str(int(number)))
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, env=os.environ | {"XDG_STATE_HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 128 + number
    assert "stopped" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr.replace("Traceback (most recent call last):\n  File \"<string>\", line 2", "")


FIRST_PICTURE = """
import os, sys
from tui import cli
from tui.app import CoreographApp

run = CoreographApp.run

def leave(app):
    os.write(3, chr(10).join(sys.modules).encode())
    app.exit()

CoreographApp.on_ready = leave
CoreographApp.run = lambda app: run(app, headless=True, size=(120, 40))
sys.exit(cli._open_app(None, None, autostart=False))
"""
NOT_YET = {
    "argparse", "json", "multiprocessing", "psutil", "pygments", "shlex", "statistics", "subprocess", "sysconfig",
    "tempfile", "zipfile", "tui.boards.code.holders", "tui.console.keeping", "tui.feeds.live.live",
    "tui.feeds.recorder", "tui.model.fold.fold", "tui.model.queue.readings", "tui.model.stuck.needs", "tui.options",
    "tui.play.player", "tui.play.tape", "tui.reports.as_json.told", "tui.screens.dialogs.dialog",
    "tui.screens.stage.commands", "tui.widgets.page",
}  # fmt: skip
"""What a picture of an idle app does not take, unless Textual has it."""
TEXTUAL = "import os, sys, textual.app, textual.screen, textual.widget, textual.drivers.linux_driver\n"
SAY = "os.write(3, chr(10).join(sys.modules).encode())\n"


def test_the_first_picture_takes_no_more_than_it_shows(tmp_path: Path) -> None:
    of_textual = imported(tmp_path, [], TEXTUAL + SAY)
    found = imported(tmp_path, [], FIRST_PICTURE)
    assert "tui.boards.speed.panels" in found and not (found - of_textual) & NOT_YET

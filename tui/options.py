"""The command line: which commands there are and what each may be told."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

from tui import __version__

USAGE = 2
"""The exit code for wrong usage."""
LEVELS = ("lean", "counts", "hold")

Command = Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence."""

    def error(self, message: str) -> NoReturn:
        wrong = message.partition("invalid choice: '")[2].partition("'")[0]
        if message.startswith("argument COMMAND") and Path(wrong).is_file():
            message = f"{wrong!r} is no command; a program of your own: coreograph watch {wrong}"
        self.exit(USAGE, f"coreograph: {message}. See: {self.prog} --help\n")


def parser(commands: Mapping[str, Command]) -> argparse.ArgumentParser:
    """Return the parser; the options it returns hold the `command` to call with them, `app` when none was given."""
    top = Parser(prog="coreograph", description="Watch Python's threads and processes run, live.")
    top.add_argument("--version", action="version", version=f"coreograph {__version__}")
    top.set_defaults(command=commands["app"])
    under = top.add_subparsers(title="commands", metavar="COMMAND")
    under.add_parser("list", help="list the scenarios").set_defaults(command=commands["list"])
    doctor = under.add_parser("doctor", help="say what this terminal and this machine can show")
    doctor.set_defaults(command=commands["doctor"])
    schema = under.add_parser("schema", help="print the JSON Schema of what --json prints")
    schema.set_defaults(command=commands["schema"])
    run = under.add_parser("run", help="run one scenario, in the app or as a report")
    watch = under.add_parser("watch", help="run a Python program of your own, and see what it does")
    replay = under.add_parser("replay", help="show a recording in the same screen")
    _run(run)
    _watch(watch)
    replay.add_argument("file", type=Path, metavar="FILE")
    for name, command in (("run", run), ("watch", watch), ("replay", replay)):
        command.set_defaults(command=commands[name])
        form = command.add_mutually_exclusive_group()
        form.add_argument("--plain", action="store_true", help="print a report instead of opening the app")
        form.add_argument("--json", action="store_true", help="print one JSON object instead of opening the app")
    return top


def _run(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the scenario, as in `coreograph list`")
    command.add_argument("--variant", action="append", default=[], metavar="V", help="only this variant (repeatable)")
    command.add_argument("--workers", metavar="N", help="the same as --knob workers=N")
    command.add_argument("--knob", action="append", default=[], metavar="K=V", help="turn a knob (repeatable)")
    command.add_argument("--repeats", type=int, default=1, metavar="N", help="run each variant N times, in turn")
    command.add_argument("--python", metavar="PY", help="the Python to run it with (default: this one)")
    command.add_argument("--locks", choices=LEVELS, help="how closely locks are watched (default: the lesson's)")
    command.add_argument("--time-limit", metavar="S", help="seconds for each run, or `none` (default: the lesson's)")


def _watch(command: argparse.ArgumentParser) -> None:
    """What stands behind the program's name is the program's own, whatever it looks like."""
    command.add_argument("--python", metavar="PY", help="the Python to run it with (default: this one)")
    command.add_argument("--locks", choices=LEVELS, help="how closely locks are watched (default: lean)")
    command.add_argument("--record", type=Path, metavar="FILE", help="record to this file (default: the state folder)")
    command.add_argument("-m", dest="module", nargs=argparse.REMAINDER, metavar="MODULE", help="run a module")
    command.add_argument("program", nargs=argparse.REMAINDER, metavar="SCRIPT [ARGS ...]", help="run a file")

"""The command line: which commands there are and what each may be told."""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial

from tui import __version__
from tui.streams import USAGE, UsageError, complain, say_as_it_is
from tui.telemetry.text import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import Any, NoReturn

    from tui.lessons.catalogue import KnobValue, Scenario

    Command = Callable[[argparse.Namespace], int]

SHELLS = ("bash", "zsh", "fish")
LEVELS = ("lean", "counts", "hold")

_PYTHONS_LONG = "--check-hash-based-pycs"
"""The one long option that Python takes with a program."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence."""

    takes_program = False
    """Whether it leaves Python's options to `interpreter`, and what comes then, as it stands, to `program`.

    `program` begins with a path, with `-m` and a module, or with `-c` and code. Options of ours and of Python may stand
    in any order; behind `--` there are none of ours.
    """

    def _get_formatter(self) -> argparse.HelpFormatter:
        """Tell it how wide it is: it is made at each start, and would import 5 ms of `shutil` to ask for that."""
        self.formatter_class = partial(argparse.HelpFormatter, width=_columns() - 2)
        return super()._get_formatter()

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> Any:
        if not self.takes_program:
            return super().parse_known_args(args, namespace)
        words, ours, interpreter = list(args or ()), list[str](), list[str]()
        self._part(words, ours, interpreter)
        namespace, unknown = super().parse_known_args(ours, namespace)
        namespace.interpreter, namespace.program = interpreter, words
        return namespace, unknown

    def _part(self, words: list[str], ours: list[str], interpreter: list[str]) -> None:
        """Take from the words what stands before the program."""
        has_ours, is_program = True, False
        while words and not is_program and words[0] != "-" and words[0].startswith("-"):
            if words[0] == "--":
                is_program, has_ours = not has_ours, False
                words.pop(0)
            elif has_ours and (words[0] == "-h" or words[0].startswith("--")) and words[0] != _PYTHONS_LONG:
                count = 1 + self._has_value_behind(words[0])
                ours += words[:count]
                del words[:count]
            else:
                is_program = _take_pythons(words, interpreter)

    def _has_value_behind(self, word: str) -> bool:
        """Whether one of our options, perhaps shortened, has its value in the next word."""
        return any(its.nargs is None for its in self._actions for name in its.option_strings if name.startswith(word))

    def error(self, message: str) -> NoReturn:
        wrong = message.partition("invalid choice: '")[2].partition("'")[0]
        if message.startswith("argument COMMAND") and os.path.isfile(wrong):  # noqa: PTH113 - pathlib raises for a long name
            message = f"{wrong!r} is no command; a program of your own: coreograph watch {wrong}"
        complain(f"{plain(message, 1_500)}. See: {self.prog} --help")
        self.exit(USAGE)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Say what argparse says by itself: its help, its version."""
        say_as_it_is(message.removesuffix("\n"))


def _columns() -> int:
    """Return how wide help is written: as `shutil.get_terminal_size` has it."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and int(asked) > 0:
        return int(asked)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return 80


def path(text: str) -> Path:
    """Return a path that a person gives; `pathlib` is imported for it only then."""
    from pathlib import Path  # noqa: PLC0415

    return Path(text)


def _take_pythons(words: list[str], taken: list[str]) -> bool:
    """Take a word of Python's options and its value; return whether the program begins now, with `-c` or `-m`."""
    word = words.pop(0)
    taken.append(word)
    value_in = -1 if word.startswith("--") else next((at for at, letter in enumerate(word) if letter in "cmWX"), -1)
    if value_in > 0 and word[value_in] in "cm":
        taken[-1:] = [word[:value_in]] if value_in > 1 else []
        words[:0] = [f"-{word[value_in]}", *filter(None, [word[value_in + 1 :]])]
        return True
    if (word == _PYTHONS_LONG or value_in == len(word) - 1) and words:
        taken.append(words.pop(0))
    return False


def parser(commands: Mapping[str, Command]) -> argparse.ArgumentParser:
    """Return the parser; the options it returns hold the `command` to call with them, `app` when none was given."""
    top = Parser(prog="coreograph", description="Watch Python's threads and processes run, live.")
    top.add_argument("--version", action="version", version=f"coreograph {__version__}")
    top.set_defaults(command=commands["app"])
    under = top.add_subparsers(title="commands", metavar="COMMAND")
    listed = under.add_parser("list", help="list the scenarios, group after group")
    listed.add_argument("--json", action="store_true", help="print one JSON object")
    listed.set_defaults(command=commands["list"])
    doctor = under.add_parser("doctor", help="say what this terminal and this machine can show")
    doctor.set_defaults(command=commands["doctor"])
    schema = under.add_parser("schema", help="print the JSON Schema of what --json prints")
    schema.set_defaults(command=commands["schema"])
    completion = under.add_parser("completion", help="print what makes a shell complete this command line")
    completion.add_argument("shell", choices=SHELLS, metavar="SHELL", help=f"one of {', '.join(SHELLS)}")
    completion.set_defaults(command=commands["completion"])
    run = under.add_parser("run", help="run one scenario, in the app or as a report")
    watch = under.add_parser("watch", help="run a Python program of your own, and see what it does")
    replay = under.add_parser("replay", help="show a recording in the same screen")
    serve = under.add_parser("serve", help="serve coreograph as a page, to browsers of this machine")
    _run(run)
    _watch(watch)
    _serve(serve)
    serve.set_defaults(command=commands["serve"])
    watch.takes_program = True
    replay.add_argument("file", type=path, metavar="FILE")
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
    command.add_argument("--guess", metavar="G", help="compare what you expect in a report; ? prints the question")
    command.add_argument("--time-limit", metavar="S", help="seconds for each run, or `none` (default: the lesson's)")


def _watch(command: argparse.ArgumentParser) -> None:
    """What stands behind the program's name is the program's own, whatever it looks like."""
    command.usage = "%(prog)s [OPTIONS] [OPTIONS OF PYTHON] SCRIPT | -m MODULE | -c CODE [ARGS ...]"
    command.add_argument("--python", metavar="PY", help="the Python to run it with (default: this one)")
    command.add_argument("--locks", choices=LEVELS, help="how closely locks are watched (default: lean)")
    command.add_argument("--lines", action="store_true", help="look from the start on which lines take the CPU")
    command.add_argument("--of", action="append", default=[], metavar="PACKAGE",
                         help="look at what this installed package makes, too (repeatable)")  # fmt: skip
    command.add_argument("--record", type=path, metavar="FILE", help="record to this file (default: the state folder)")
    command.add_argument("--keep", action="store_true", help="let live what the program leaves running when it ends")
    command.epilog = "Options of Python, as -X dev or -O, go to the Python that runs it."


def _serve(command: argparse.ArgumentParser) -> None:
    command.add_argument("--port", type=int, default=8000, metavar="N", help="the port (default: 8000)")
    command.add_argument("words", nargs=argparse.REMAINDER, metavar="COMMAND ...",
                         help="what each visitor sees, as `watch my_script.py` (default: the app)")  # fmt: skip


def knobs_asked(scenario: Scenario, options: argparse.Namespace) -> dict[str, KnobValue]:
    """Return the knobs that are turned; UsageError for what is no knob, or no value of it."""
    turned = list(options.knob) + ([f"workers={options.workers}"] if options.workers is not None else [])
    found: dict[str, KnobValue] = {}
    for text in turned:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f"--knob {text!r} has no value: write it as NAME=VALUE, for instance workers=4.")
        knob = scenario.knob(name.strip().replace("-", "_"))
        parsed = knob.parse(value.strip())
        if found.setdefault(knob.name, parsed) != parsed:
            raise UsageError(f"{knob.name} is given twice, as {found[knob.name]} and as {parsed}: give it once.")
    return found


def time_limit_asked(text: str | None) -> float | None:
    """Return the seconds, None for no limit, -1 for the lesson's own; UsageError for anything else."""
    if text is None:
        return -1.0
    if text.lower() == "none":
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 86_400:
        raise UsageError(f"--time-limit cannot be {text!r}: give seconds, or none.")
    return seconds

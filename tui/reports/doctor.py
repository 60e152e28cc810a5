"""`coreograph doctor`: what this terminal and this machine can show, in words."""

from __future__ import annotations

import locale
import os
import shutil
import sys

from rich.console import Console

from tui import __version__
from tui.feeds.live.interpreter import InterpreterError, find_interpreters, inspect_interpreter
from tui.feeds.recorder import recordings_folder, state_folder
from tui.feeds.sampling.machine import machine
from tui.lessons.catalogue import catalogue
from tui.words.numbers import plural

CAN = {
    "cores": ("how busy each core is", "The cores stay empty."),
    "threads": ("the CPU time of each thread", "Threads share one row for each process."),
    "placement": ("which core a worker ran on", "The run's share in each core is not drawn."),
    "run_queue": ("who wants a core and gets none", "A busy machine looks like the GIL here."),
    "reasons": ("why a thread waits: GIL, lock, queue, sleep", "Waiting has no reason here."),
}
"""What a system may tell, and what it means when it does not."""


def report() -> str:
    """Return the report, one fact a line."""
    lines = [f"coreograph {__version__}", "", "terminal", *_terminal(), "", "machine", *_machine()]
    lines += [f"  {lesson.sentence}" for lesson in catalogue()[1]]
    lines += ["", "this system tells", *_sees(), "", "Pythons", *_pythons(), ""]
    lines += [f"state folder  {state_folder()}", f"recordings    {recordings_folder()}"]
    return "\n".join(lines)


def _terminal() -> list[str]:
    if sys.stdout is None or not sys.stdout.isatty():
        return ["  not a terminal: coreograph prints plain reports here"]
    size = shutil.get_terminal_size()
    colours = Console().color_system
    found = {"truecolor": "16 million colours", "256": "256 colours", "standard": "16 colours", "windows": "16 colours"}
    lines = [f"  {size.columns} columns, {size.lines} rows" + _fit(size.columns, size.lines)]
    lines.append(f"  TERM={os.environ.get('TERM', '')}, {found.get(colours or '', 'no colours')}")
    if os.environ.get("NO_COLOR"):
        lines.append("  NO_COLOR is set: shapes and words carry every state")
    encoding = locale.getpreferredencoding(False)
    is_unicode = "utf" in encoding.lower()
    lines.append(f"  {encoding}" + ("" if is_unicode else ": an ASCII set of glyphs serves instead of blocks"))
    if os.environ.get("TERM") == "dumb":
        lines.append("  TERM=dumb: coreograph prints plain reports here")
    return lines


def _fit(columns: int, rows: int) -> str:
    if columns < 50 or rows < 15:
        return ": too small for a screen, enlarge it to 50×15 or more"
    if columns < 80 or rows < 24:
        return ": the presenter's layout fits; from 80×24 on there is more"
    return ""


def _machine() -> list[str]:
    facts = machine()
    lines = [f"  {facts.system}, {plural(facts.cores, 'core')}"]
    if facts.affinity < facts.cores:
        lines.append(f"  this process may use {facts.affinity} of them (affinity)")
    if facts.quota is not None:
        lines.append(f"  the container allows {facts.quota:g} cores' worth of CPU")
    if facts.usable_cores < 2:
        lines.append("  with less than two usable cores processes cannot be faster than threads; the screen says so")
    return lines


def _sees() -> list[str]:
    sees = machine().sees
    return [f"  {'yes' if word in sees else 'no ':3} {what}" + ("" if word in sees else f". {else_}")
            for word, (what, else_) in CAN.items()]


def _pythons() -> list[str]:
    lines = []
    for executable in find_interpreters():
        try:
            python = inspect_interpreter(executable)
        except InterpreterError as error:
            lines.append(f"  {error}")
            continue
        gil = {True: "GIL on", False: "GIL off", None: "GIL unknown"}[python.gil]
        default = python.default_start_method
        methods = ", ".join(f"{method} (default)" if method == default else method for method in python.start_methods)
        lines.append(f"  {python.implementation} {python.version}, {gil}, starts processes by {methods}")
        lines.append(f"      {executable}")
    return lines

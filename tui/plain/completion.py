"""A shell's completion of the command line: shtab makes it from the parser itself, and from what there is to name."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Mapping
from typing import Any

import shtab

from tui.feeds.recorder import recordings_folder
from tui.lessons.catalogue import catalogue

_RECORDINGS = {
    "bash": """
_coreograph_files_or_recordings() {{
  compgen -f -- "$1"
  local each
  for each in {folder}/*.jsonl {folder}/*.jsonl.gz; do
    [[ -f $each && ${{each##*/}} == "$1"* ]] && printf '%s\\n' "${{each##*/}}"
  done
}}
""",
    "zsh": """
_coreograph_files_or_recordings() {{
  _files
  compadd -- {folder}/*.(jsonl|jsonl.gz)(N:t)
}}
""",
    "fish": """
function _coreograph_files_or_recordings
  __fish_complete_path (commandline -ct)
  for each in {folder}/*.jsonl {folder}/*.jsonl.gz
    test -f $each; and string replace -r '.*/' '' -- $each
  end
end
""",
}
"""Functions that give the files here, and the newest recordings by their bare names, which `replay` finds."""


def script(parser: argparse.ArgumentParser, shell: str) -> str:
    """Return the code that makes a shell complete what this parser, which is changed by it, understands."""
    commands = _commands(parser)
    scenarios, _ = catalogue()
    names = {
        "name": [scenario.name for scenario in scenarios],
        "variant": [*dict.fromkeys(variant.name for scenario in scenarios for variant in scenario.variants)],
    }
    commands["watch"].add_argument("program", nargs=argparse.REMAINDER, help="a Python file and its arguments")
    for action in (action for command in commands.values() for action in command._actions):
        if action.dest in names:
            action.choices = names[action.dest]
        elif action.dest in ("program", "python", "record"):
            _complete(action, shtab.FILE)
        elif action.dest == "file":
            _complete(action, _recordings())
    return shtab.complete(parser, shell)


def _commands(parser: argparse.ArgumentParser) -> Mapping[str, argparse.ArgumentParser]:
    """Return the parser of each command."""
    return next(action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction))


def _complete(action: argparse.Action, how: Any) -> None:
    action.complete = how  # type: ignore[attr-defined]


def _recordings() -> dict[str, Any]:
    folder = shlex.quote(str(recordings_folder()))
    functions = {shell: code.format(folder=folder) for shell, code in _RECORDINGS.items()}
    name = "_coreograph_files_or_recordings"
    return {"bash": name, "zsh": name, "fish": f"({name})", "preamble": functions}

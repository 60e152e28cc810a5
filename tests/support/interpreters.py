"""The CPythons of this machine that the probe supports."""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST = (3, 9)
_ASK = (
    "import json, sys, sysconfig; print(json.dumps([sys.implementation.name, sys.version_info[:3],"
    " bool(sysconfig.get_config_var('Py_GIL_DISABLED'))]))"
)


@dataclass(frozen=True, slots=True)
class Interpreter:
    """One CPython."""

    path: str
    version: tuple[int, ...]
    free_threaded: bool

    def __str__(self) -> str:
        return ".".join(map(str, self.version[:2])) + ("t" if self.free_threaded else "")


@functools.cache
def interpreters() -> tuple[Interpreter, ...]:
    """Return one interpreter for each minor version and build, the one that runs the tests among them.

    They come from `sys.executable`, COREOGRAPH_PYTHONS (paths separated like PATH), PATH and pyenv.
    """
    found: dict[str, Interpreter] = {}
    for path in dict.fromkeys(_candidates()):
        interpreter = _asked(path)
        if interpreter is not None:
            found.setdefault(str(interpreter), interpreter)
    return tuple(sorted(found.values(), key=lambda one: (one.version, one.free_threaded)))


def _candidates() -> Iterator[str]:
    yield sys.executable
    yield from filter(None, os.environ.get("COREOGRAPH_PYTHONS", "").split(os.pathsep))
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if Path(folder).name != "shims" and Path(folder).is_dir():
            yield from sorted(str(p) for p in Path(folder).iterdir() if re.fullmatch(r"python3\.\d+t?", p.name))
    pyenv = os.environ.get("PYENV_ROOT") or (_output(["pyenv", "root"]) if shutil.which("pyenv") else "")
    if pyenv:
        yield from sorted(map(str, Path(pyenv.strip()).glob("versions/*/bin/python")), reverse=True)


def _asked(path: str) -> Interpreter | None:
    try:
        name, version, free_threaded = json.loads(_output([path, "-c", _ASK]) or "[0, 0, 0]")
    except ValueError:
        return None
    if name != "cpython" or tuple(version) < OLDEST:
        return None
    return Interpreter(path, tuple(version), free_threaded)


def _output(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""

"""Programs under `coreograph watch` without a screen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent


def environment(state: Path) -> dict[str, str]:
    """Return an environment in which recordings go to `state`."""
    return _own() | {"XDG_STATE_HOME": str(state)}


def _own() -> dict[str, str]:
    """Return our own environment, in which output is buffered as it is anywhere."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


def command(*arguments: str) -> list[str]:
    """Return what runs coreograph from any folder, without a word of it in the program's own surroundings."""
    start = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from tui.start import main; sys.exit(main())"
    return [sys.executable, "-c", start, *arguments]


def watched(
    folder: Path, options: Sequence[str], *arguments: str, stdin: bytes | None = None, **settings: Any
) -> subprocess.CompletedProcess[bytes]:
    """Watch what stands in a folder."""
    given = {"stdin": subprocess.DEVNULL} if stdin is None else {"input": stdin}
    return subprocess.run(
        command("watch", *options, *arguments), cwd=folder, env=environment(folder / "state"), capture_output=True,
        check=False, **given, **settings,
    )  # fmt: skip


def alone(folder: Path, *arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the same without us."""
    given: dict[str, Any] = {"stdin": subprocess.DEVNULL} if stdin is None else {"input": stdin}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=_own(), capture_output=True, check=False, **given
    )


@contextmanager
def started(folder: Path, name: str) -> Iterator[subprocess.Popen[bytes]]:
    """Watch a program that goes on until something happens; it is gone in the end, whatever a test finds."""
    with subprocess.Popen(
        command("watch", "--plain", name), cwd=folder, env=environment(folder / "state"),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def program(folder: Path, code: str, name: str = "program.py") -> str:
    """Write a program and return its name."""
    (folder / name).write_text(code, encoding="utf-8")
    return name

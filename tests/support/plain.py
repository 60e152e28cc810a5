"""Runs the scenarios' programs as a learner would: alone, in a plain terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.interpreters import interpreters

DEMOS = Path(__file__).resolve().parents[2] / "demos"
EVERY_PYTHON = pytest.mark.parametrize("python", interpreters(), ids=str)
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
NEEDS_TWO_CORES = pytest.mark.skipif(CORES < 2, reason="workers meet only on two cores or more")
PATIENCE_S = 30.0


def command(program: str, *options: object, python: str = sys.executable) -> list[str]:
    return [python, str(DEMOS / f"{program}.py"), *map(str, options)]


def lines(program: str, *options: object, python: str = sys.executable, typed: str = "", errors: str = "") -> list[str]:
    """Run it to its end and return the lines it printed; it must succeed and complain of nothing but `errors`."""
    done = subprocess.run(
        command(program, *options, python=python),
        input=typed, capture_output=True, text=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert errors in done.stderr if errors else not done.stderr, done.stderr
    return done.stdout.splitlines()


def refusal(program: str, *options: object) -> str:
    """Run it with options that cannot be, and return what it says."""
    done = subprocess.run(command(program, *options), capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 2 and not done.stdout and "Traceback" not in done.stderr
    return done.stderr

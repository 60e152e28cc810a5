"""One try by its number: a lesson, a variant, a setting; the command is run, and what came of it is judged."""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.campaign.knobs.settings import setting
from tests.support.terminal import ROOT
from tui.lessons.catalogue import Scenario, catalogue

LIMIT_S, PATIENCE_S = 8, 120
"""A run's own time limit; and how long a command may take on a busy machine, all in all."""
MARK = "KNOBS_TRY"
"""In the environment of all that a try starts: what of it is there afterwards was left."""
FALLEN = re.compile(r"Traceback \(most recent call last\)(?s:.*)/tui/")
REFUSED = re.compile(r"exit code 2\b.*\.py: error: ")
"""What a program says of options that do not go together."""
NO_NUMBER = re.compile(r"(?<![\w.-])(nan|inf|NaN|Infinity)(?![\w-])")


@dataclass(frozen=True, slots=True)
class Try:
    """What is run."""

    lesson: str
    words: tuple[str, ...]

    @property
    def command(self) -> str:
        return " ".join(("coreograph", "run", self.lesson, *self.words))


def try_of(seed: int, lessons: tuple[Scenario, ...]) -> Try:
    """Return the try of this number; every lesson has its turn."""
    random, scenario = Random(seed), lessons[seed % len(lessons)]
    variant = random.choice(scenario.variants).name
    knobs = [word for name, value in setting(scenario, random).items() for word in ("--knob", f"{name}={value}")]
    form = "--json" if random.random() < 0.7 else "--plain"
    return Try(scenario.name, ("--variant", variant, *knobs, "--time-limit", str(LIMIT_S), form))


def lessons() -> tuple[Scenario, ...]:
    """Return the lessons of this tree."""
    return tuple(catalogue()[0])


def judged(its: Try, python: str = "") -> list[str]:
    """Run it, and return what is wrong with what came of it, each in a line."""
    folder = Path(tempfile.mkdtemp(prefix="knobs-"))
    mark = f"{os.getpid()}-{folder.name}"
    environment = os.environ | {"XDG_STATE_HOME": str(folder / "state"), "HOME": str(folder), MARK: mark}
    (folder / "tmp").mkdir()
    words = [sys.executable, "-m", "tui", "run", its.lesson, *its.words, *(["--python", python] if python else [])]
    try:
        done = subprocess.run(
            words, cwd=ROOT, env=environment | {"TMPDIR": str(folder / "tmp")}, capture_output=True, text=True,
            timeout=PATIENCE_S, check=False,
        )  # fmt: skip
        return [*_wrong(its, done), *_left(mark, folder / "tmp")]
    except subprocess.TimeoutExpired:
        return [f"it was not over after {PATIENCE_S} s"]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wrong(its: Try, done: subprocess.CompletedProcess[str]) -> Iterator[str]:
    if FALLEN.search(done.stderr):
        yield f"it fell: {done.stderr[-400:]}"
    if done.returncode == 2 and " needs " in done.stderr:
        return  # This Python has not what the variant is about.
    if done.returncode not in (0, 1):
        yield f"it ended with {done.returncode}: {done.stderr[-300:]}"
    if "--plain" in its.words:
        yield from (f"it says {found}" for found in set(NO_NUMBER.findall(done.stdout)))
        failed = re.findall(r"^.*: failed after .*$", done.stdout, re.MULTILINE)
        yield from (line for line in failed if not REFUSED.search(line))
        return
    try:
        report = json.loads(done.stdout)
    except ValueError:
        yield f"it told no JSON: {done.stdout[-200:]!r} {done.stderr[-300:]}"
        return
    yield from _wrong_report(report)


def _wrong_report(report: dict[str, Any]) -> Iterator[str]:
    for variant in report["variants"]:
        if variant["outcome"] not in ("ended", "time limit", "over") and not REFUSED.search(variant["message"]):
            yield f"{variant['name']} {variant['outcome']}: {variant['message']}"
    if not report["verdict"]:
        yield "it has no verdict"
    yield from (f"{where} is {number}" for where, number in _numbers(report) if not math.isfinite(number))
    if found := NO_NUMBER.search(report["verdict"]):
        yield f"the verdict says {found[0]}: {report['verdict']}"


def _numbers(told: object, where: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(told, bool):
        return
    if isinstance(told, int | float):
        yield where, float(told)
    elif isinstance(told, dict):
        for name, part in told.items():
            yield from _numbers(part, f"{where}.{name}")
    elif isinstance(told, list):
        for place, part in enumerate(told):
            yield from _numbers(part, f"{where}[{place}]")


def _left(mark: str, folder: Path) -> Iterator[str]:
    """Yield what a try has left: processes with its mark, files."""
    until_s = time.monotonic() + 5
    while (alive := list(_marked(mark))) and time.monotonic() < until_s:
        time.sleep(0.05)
    yield from (f"left running: {words}" for words in alive)
    yield from (f"left behind: {path.name}" for path in folder.iterdir())


def _marked(mark: str) -> Iterator[str]:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"{MARK}={mark}\0".encode() in (process / "environ").read_bytes() and (process / "cmdline").read_bytes():
                yield (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:120]
        except OSError:
            continue

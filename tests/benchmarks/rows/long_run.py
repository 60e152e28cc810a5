"""A long run of a lesson in the app: its memory, its CPU at the start and at the end, and its recording.

`--minutes` says how long (10, or 0.2 with `--quick`); what is printed of the recording's size is scaled to ten minutes,
which a row says. One run of each checkout serves all rows of a lesson.
Opening: the CPU of the app up to the first picture of the recording, and up to its end after `end` was pressed, each
less the CPU of the same for a recording of a second: the start of Python and of Textual is in neither.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from tests.benchmarks.peers import app, command
from tests.benchmarks.processes import app_cpu_s, end_all, environment, finished, memory_bytes
from tests.benchmarks.registry import MEGABYTES, SECONDS, SHARE, Numbers, Row, Setting, Target, Way
from tests.benchmarks.rows.app_cpu import is_on
from tests.benchmarks.terminal import Screen, screen

TEN_MINUTES_S = 600.0
END = b"\x1b[F"
LONG: dict[str, list[str]] = {
    # lesson: how it is started so that it lasts an hour
    "sums": ["threads-vs-processes", "--variant", "processes", "--workers", "2", "--knob", "size=40000000",
             "--knob", "tasks=10000"],
    "queue": ["producer-consumer", "--variant", "processes", "--knob", "items=1000000"],
    "counters": ["counters", "--variant", "default", "--workers", "2", "--knob", "adds=10000000",
                 "--knob", "repeats=1000"],
    "shared": ["shared-memory", "--variant", "shared", "--workers", "2", "--knob", "rounds=100000"],
}  # fmt: skip
SHORT = ["run", "producer-consumer", "--plain", "--variant", "processes", "--knob", "items=12"]


@cache
def lasted(setting_tree: Path, folder: Path, minutes: float, lesson: str) -> Numbers:
    """Let a lesson run for so long; return what was seen. Its recording stays."""
    home = folder / f"long {lesson}"
    home.mkdir()
    words = command(setting_tree, "run", *LONG[lesson], "--time-limit", "none")
    with screen(words, environment(home), setting_tree) as its:
        assert its.read(60, lambda: is_on(its)), its.words()
        its.keeps = False
        seen = list(_looks(its, minutes * 60))
    end_all()
    tenth = max(len(seen) // 10, 1)
    return {
        "peak": max(memory for _, memory, _ in seen),
        "early": max(memory for _, memory, _ in seen[: 2 * tenth]), "late": seen[-1][1],
        "share": _share(seen[tenth : 3 * tenth + 1]), "share late": _share(seen[-2 * tenth - 1 :]),
        "seconds": seen[-1][0] - seen[0][0], "bytes": float(sum(file.stat().st_size for file in recordings(home))),
    }  # fmt: skip


def _looks(its: Screen, seconds: float) -> Iterator[tuple[float, float, float]]:
    """Give time, memory and CPU, twice a second."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        its.read(0.5)
        yield time.perf_counter(), float(memory_bytes(its.pid)), app_cpu_s(its.pid)


def _share(seen: list[tuple[float, float, float]]) -> float:
    (start, _, before), (end, _, after) = seen[0], seen[-1]
    return (after - before) / (end - start) if end > start else 0.0


def recordings(home: Path) -> list[Path]:
    """Return every file that lies with the recordings of a home: what stands beside one, too."""
    return sorted(file for file in home.rglob("*") if file.is_file() and "recordings" in file.parts)


def _long(lesson: str) -> Callable[[Setting], Numbers]:
    def measure(setting: Setting) -> Numbers:
        its = dict(lasted(setting.tree, setting.folder, setting.minutes, lesson))
        if its["seconds"] < 0.9 * TEN_MINUTES_S:
            setting.notes["run"] = f"a run of {its['seconds']:.0f} s; its size on disk is scaled to ten minutes"
        return {**its, "bytes": its["bytes"] * TEN_MINUTES_S / its["seconds"]}

    return measure


@cache
def a_second(tree: Path, folder: Path) -> Path:
    """Return a recording of about a second."""
    home = folder / "short"
    home.mkdir()
    finished(command(tree, *SHORT), environment(home), tree)
    return max(recordings(home), key=lambda file: file.stat().st_size)


def opened(setting: Setting, recording: Path) -> tuple[float, float]:
    """Return the CPU seconds up to the first picture of a recording, and those from `end` to its last picture."""
    with app(setting, ["replay", recording]) as its:
        assert its.read(120, lambda: _shows(its, r"replay \S+ of [\d:.]+")), its.words()
        first = app_cpu_s(its.pid)
        its.press(END)
        assert its.read(120, lambda: _shows(its, r"of [\d:.]+ +end")), its.words()
        return first, app_cpu_s(its.pid) - first


def _shows(its: Screen, words: str) -> bool:
    """Whether a pattern is in the header; the cheap look first, as the picture is made of all that was written."""
    return its.has_written() and bool(re.search(words, its.picture()[0]))


def _opening(setting: Setting) -> Numbers:
    its = lasted(setting.tree, setting.folder, setting.minutes, "queue")
    if its["seconds"] < 0.9 * TEN_MINUTES_S:
        setting.notes["recording"] = f"a recording of {its['seconds']:.0f} s, not scaled"
    long = max(recordings(setting.folder / "long queue"), key=lambda file: file.stat().st_size)
    of_long, of_short = opened(setting, long), opened(setting, a_second(setting.tree, setting.folder))
    return {"first": of_long[0] - of_short[0], "end": of_long[1] - of_short[1], "all": of_long[0]}


QUEUE = (Way("app", _long("queue"), is_ours=True),)
OPENING = (Way("app", _opening, is_ours=True),)


def _memory(lesson: str, ways: tuple[Way, ...]) -> Row:
    return Row(f"memory-{lesson}", f"peak memory in a long run, {lesson}", ways, MEGABYTES, "peak", Target(60, "value"),
               ("early", "late"), pairs=1, warms=False, is_extra=lesson != "queue")  # fmt: skip


ROWS = [
    Row("disk", "ten minutes of the queue, on disk", QUEUE, MEGABYTES, "bytes", Target(5, "value", stretch=2), pairs=1,
        warms=False),
    *(_memory(lesson, QUEUE if lesson == "queue" else (Way("app", _long(lesson), is_ours=True),)) for lesson in LONG),
    Row("flat", "app CPU late in a long run of the queue", QUEUE, SHARE, "share late", None, ("share",), pairs=1,
        warms=False),
    Row("open", "ten minutes of the queue, CPU to the first picture", OPENING, SECONDS, "first", Target(0.3, "value"),
        ("all",), warms=False),
    Row("open-end", "ten minutes of the queue, CPU on to the end", OPENING, SECONDS, "end", Target(1.0, "value"),
        warms=False),
]  # fmt: skip

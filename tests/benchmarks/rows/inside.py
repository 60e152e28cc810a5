"""Parts of the app by themselves, in a process of the checkout: the look at a run, the fold, the seek.

A look is one reading of all of a run's processes and threads; printed is the CPU of the median look as a share of a
core at ten looks a second. The program is idle but for those that are said to be busy.
"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from tests.benchmarks.processes import descendants, environment, program, python_of
from tests.benchmarks.registry import MICROSECONDS, MILLISECONDS, ROOT, SHARE, Numbers, Row, Setting, Target, Way

PROGRAMS = Path(__file__).parent.parent / "programs"
LOOKS_A_SECOND = 10


def _printed(setting: Setting, name: str, *arguments: str) -> list[float]:
    words = [str(python_of(setting.tree)), str(PROGRAMS / name), *arguments]
    env = environment(setting.folder, PYTHONPATH=str(setting.tree))
    done = subprocess.run(words, env=env, cwd=setting.tree, capture_output=True, text=True, check=True, timeout=300)
    return [float(word) for word in done.stdout.split()]


def _folding(setting: Setting) -> Numbers:
    event, first, later = _printed(setting, "folding.py")
    return {"event": event, "first": first, "later": later}


FOLDING = (Way("app", _folding, is_ours=True),)


def _look(name: str, says: str, sizes: tuple[int, int, int], target: Target | None, *more: str) -> Row:
    processes = sizes[0]

    def measure(setting: Setting) -> Numbers:
        words: list[str | Path] = [python_of(ROOT), PROGRAMS / "idle.py", *map(str, sizes)]
        with program(words, environment(setting.folder)) as pid:
            end = time.perf_counter() + 60
            while len(descendants(pid)) < processes - 1 and time.perf_counter() < end:
                time.sleep(0.01)
            (look,) = _printed(setting, "looking.py", str(pid), str(int(setting.seconds(40, 10))), *more)
        return {"share": look * LOOKS_A_SECOND}

    return Row(f"look-{name}", f"ten looks a second at {says}", (Way("app", measure, is_ours=True),), SHARE, "share",
               target, quick_pairs=0, is_extra=target is None)  # fmt: skip


ROWS = [
    Row("fold", "an event folded", FOLDING, MICROSECONDS, "event", Target(3.3, "value")),
    Row("seek", "a seek in ten minutes", FOLDING, MILLISECONDS, "later", Target(100, "value"), ("first",)),
    _look("200", "200 processes", (200, 1, 0), Target(1.0, "value")),
    _look("2000", "200 processes, 2 000 threads", (200, 10, 0), Target(3.0, "value")),
    _look("10", "10 processes", (10, 1, 0), None),
    _look("50", "50 processes", (50, 1, 0), None),
    _look("one", "1 process, 2 000 threads", (1, 2000, 0), None),
    _look("10-busy", "10 processes, 2 busy", (10, 1, 2), None),
    _look("200-busy", "200 processes, 2 busy", (200, 1, 2), None),
    _look("10-psutil", "10 processes, by psutil", (10, 1, 0), None, "portable"),
    _look("50-psutil", "50 processes, by psutil", (50, 1, 0), None, "portable"),
]

"""What a frame costs as what it shows grows: 256 cores, 500 processes, 2 000 threads, 200 queues.

Scripted telemetry (`programs/frames.py`) goes through the real player, fold, boards and widgets of the real app in a
pseudo-terminal; the number is the CPU of the app's process for one frame tick of a tenth of a second, when all cores,
and of each other kind a tenth, move on each tick. Beside the largest stands the smallest, eight of a kind, and one
between: the cost has to grow slower than what is shown, and stay below three times that of eight. Reading `/proc` and
boards is not in it: see the rows `large` and `look`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.benchmarks.processes import environment, python_of
from tests.benchmarks.registry import MILLISECONDS, Numbers, Row, Setting, Target, Way
from tests.benchmarks.terminal import screen

PROGRAM = Path(__file__).parent.parent / "programs" / "frames.py"
SMALL = 8


def _way(kind: str, count: int) -> Way:
    sizes = dict.fromkeys(("cores", "processes", "threads", "queues"), SMALL) | {kind: count}

    def measure(setting: Setting) -> Numbers:
        with tempfile.TemporaryDirectory(dir=setting.folder) as folder:
            result = Path(folder, "result")
            lasts = {"settles": 10, "frames": 10} if setting.quick else {"settles": 15, "frames": 25}
            numbers = [f"{name}={number}" for name, number in (sizes | lasts).items()]
            words: list[str | Path] = [python_of(setting.tree), PROGRAM, result, *numbers]
            env = environment(Path(folder), PYTHONPATH=str(setting.tree))
            with screen(words, env, setting.tree) as its:
                assert its.read(120, result.exists), its.words()
            return {"cpu": float(result.read_text())}

    return Way(f"{count} {kind}", measure, is_ours=True)


def _row(kind: str, between: int, most: int) -> Row:
    ways = (_way(kind, most), _way(kind, SMALL), _way(kind, between))
    return Row(f"frame-{kind}", f"a frame with {most} {kind}", ways, MILLISECONDS, "cpu", Target(3.0),
               quick_pairs=int(kind in ("cores", "processes")))  # fmt: skip


ROWS = [_row("cores", 64, 256), _row("processes", 100, 500), _row("threads", 400, 2000), _row("queues", 50, 200)]

"""What stands beside the app: btop and htop at 0.1 s, an empty Textual app."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tests.benchmarks.processes import cpu_s, environment, program, python_of
from tests.benchmarks.registry import Numbers, Setting, Way
from tests.benchmarks.terminal import Screen, screen

SETTLES_S, WINDOW_S = 2.5, 4.0
QUICK_S = 1.2, 1.0
EMPTY = Path(__file__).parent / "programs" / "empty_textual.py"


def windows(setting: Setting) -> tuple[float, float]:
    """Return the seconds until a window begins, and those of it."""
    return QUICK_S if setting.quick else (SETTLES_S, WINDOW_S)


def share(its: Screen, seconds: float, clocks: Sequence[int]) -> Numbers:
    """Return what these processes take for so long, of a core, and what reaches the terminal in a second."""
    cpu, frames, out, start = sum(map(cpu_s, clocks)), its.frames, its.bytes_out, time.perf_counter()
    its.read(seconds)
    wall, cpu, frames = time.perf_counter() - start, sum(map(cpu_s, clocks)) - cpu, its.frames - frames
    found = {"share": cpu / wall, "frames": frames / wall, "bytes": (its.bytes_out - out) / wall}
    return found | ({"ms a frame": 1e3 * cpu / frames} if frames else {})


def _beside(words: Sequence[str | Path], load: Sequence[str | Path] | None, setting: Setting) -> Numbers:
    settles, window = windows(setting)
    env = environment(setting.folder)
    with program(load, env) if load else nullcontext(), screen(words, env) as its:
        its.read(settles)
        return share(its, window, [its.pid])


def btop(load: Sequence[str | Path] | None = None) -> Way:
    """Return btop at 0.1 s beside a program that runs alone."""

    def measure(setting: Setting) -> Numbers:
        config = setting.folder / "btop" / "btop.conf"
        config.parent.mkdir(exist_ok=True)
        config.write_text('update_ms = 100\ncolor_theme = "Default"\n')
        return _beside(["btop", "--utf-force"], load, setting)

    return Way("btop", measure, missing="" if shutil.which("btop") else "btop is not installed")


def htop(load: Sequence[str | Path] | None = None) -> Way:
    """Return htop at 0.1 s beside a program that runs alone."""
    return Way("htop", lambda setting: _beside(["htop", "-d", "1"], load, setting),
               missing="" if shutil.which("htop") else "htop is not installed")  # fmt: skip


def empty_textual(load: Sequence[str | Path] | None = None) -> Way:
    """Return an empty Textual app beside a program that runs alone."""
    return Way("empty Textual", lambda setting: _beside([python_of(setting.tree), EMPTY], load, setting))


@contextmanager
def app(setting: Setting, arguments: Sequence[str | Path]) -> Iterator[Screen]:
    """Start the app of a checkout in a terminal, in a home of its own."""
    with screen(command(setting.tree, *arguments), environment(setting.folder), setting.tree) as its:
        yield its


def command(tree: Path, *arguments: str | Path) -> list[str | Path]:
    """Return how `coreograph` of a checkout is started."""
    python = python_of(tree)
    script = python.with_name("coreograph")
    return [*([script] if script.exists() else [python, "-m", "tui"]), *arguments]

"""What the app takes of a core while it shows something, against btop at 0.1 s beside the same program started alone.

The app's CPU is that of its own process, its reaper and its guardian, as its footer says, over four seconds after it
has settled; never that of the program watched. All at 120×40. `frames`: synchronised updates a second, `bytes`: to the
terminal, a second. What the footer says at the end stands below: it tells when the app looks less often than ten times
a second, as it does where a program leaves no core time to spare.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.peers import app, btop, empty_textual, htop, share, windows
from tests.benchmarks.processes import children, descendants, python_of
from tests.benchmarks.registry import ROOT, SHARE, Numbers, Row, Setting, Target, Way
from tests.benchmarks.terminal import Screen

FURTHER = ("frames", "ms a frame", "bytes")
MANY = Path(__file__).parent.parent / "programs" / "many.py"
LESSONS: dict[str, tuple[str, str, str, dict[str, str]]] = {
    # row: lesson, its program, its variant as the program is told it, and what is turned; each runs on for minutes
    "sums": ("threads-vs-processes", "threads_vs_processes.py", "processes",
             {"workers": "2", "size": "40000000", "tasks": "64"}),
    "queue": ("producer-consumer", "producer_consumer.py", "processes", {"items": "100000"}),
    "counters": ("counters", "counters.py", "default", {"workers": "2", "adds": "100000000", "repeats": "1"}),
    "shared": ("shared-memory", "shared_memory.py", "shared", {"workers": "2", "rounds": "100000"}),
}  # fmt: skip
TELLS = {"counters": ["--form"]}


def is_on(its: Screen) -> bool:
    """Whether the program runs: below the reaper, which is a child of the app."""
    return any(descendants(child) for child in children(its.pid))


def shows(its: Screen, setting: Setting, settles: float, window: float) -> Numbers:
    """Return what the app takes from when its program is on and it has settled for so long."""
    assert its.read(60, lambda: is_on(its)), its.words()
    its.read(settles)
    taken = share(its, window, [its.pid, *children(its.pid)])
    setting.notes[f"footer of {setting.tree.name}"] = " ".join(its.picture()[-1].split())
    return taken


def _lesson(name: str) -> Way:
    lesson, _, variant, turned = LESSONS[name]
    knobs = [word for knob in turned.items() for word in ("--knob", "=".join(knob))]

    def measure(setting: Setting) -> Numbers:
        with app(setting, ["run", lesson, "--variant", variant, *knobs]) as its:
            return shows(its, setting, *windows(setting))

    return Way("app", measure, is_ours=True)


def _alone(name: str) -> list[str | Path]:
    _, file, variant, turned = LESSONS[name]
    options = [word for knob, value in turned.items() for word in (f"--{knob}", value)]
    return [python_of(ROOT), ROOT / "demos" / file, *TELLS.get(name, []), variant, *options]


def watched(words: Sequence[str | Path]) -> Way:
    """Return `watch` of a program."""

    def measure(setting: Setting) -> Numbers:
        with app(setting, ["watch", *words]) as its:
            return shows(its, setting, *windows(setting))

    return Way("app", measure, is_ours=True)


def _row(name: str, says: str, limit: float, stretch: float, quick_pairs: int = 1) -> Row:
    load = _alone(name)
    others = (btop(load), htop(load), empty_textual(load)) if name == "sums" else (btop(load),)
    return Row(f"cpu-{name}", f"app CPU, {says}", (_lesson(name), *others), SHARE, "share",
               Target(limit, stretch=stretch), FURTHER, quick_pairs=quick_pairs)  # fmt: skip


EIGHT: list[str | Path] = [MANY, "busy", "8"]
ROWS = [
    _row("sums", "sums running", 0.8, 0.6),
    _row("queue", "a queue running", 1.0, 0.8),
    _row("counters", "counters running", 1.0, 0.8, 0),
    _row("shared", "shared memory running", 1.0, 0.8, 0),
    Row("cpu-watch", "app CPU, `watch` of 8 processes", (watched(EIGHT), btop([python_of(ROOT), *EIGHT])), SHARE,
        "share", Target(1.0, stretch=0.8), FURTHER),
]  # fmt: skip

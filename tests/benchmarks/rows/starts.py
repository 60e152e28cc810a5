"""How soon there is a picture, and what a command costs that shows none.

First paint: from the start of the process to the moment its picture is there, see `terminal`, by the clock and by the
CPU of the process up to then. An empty Textual app of the same Python stands beside it. A first start has an empty
home; a second start has the home of a first one, where a picture of last time may lie.
`watch --plain` is asked for a script of a tenth of a second with a pool of two processes; for one `print`, too, where
the target cannot hold: two starts of Python stand against one.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.benchmarks.peers import EMPTY, command
from tests.benchmarks.processes import environment, finished, python_of
from tests.benchmarks.registry import MILLISECONDS, Numbers, Row, Setting, Target, Way
from tests.benchmarks.terminal import screen

SILENCE_S = 1.0, 0.4


def _painted(words: list[str | Path], home: Path, setting: Setting) -> Numbers:
    with screen(words, environment(home), setting.tree) as its:
        its.rest(setting.seconds(*SILENCE_S), 20)
        chunk = its.painted()
    return {"clock": chunk.after_s, "cpu": chunk.cpu_s, "bytes": float(sum(len(its.data) for its in its.chunks))}


def _first(setting: Setting) -> Numbers:
    with tempfile.TemporaryDirectory(dir=setting.folder) as home:
        return _painted(command(setting.tree), Path(home), setting)


def _second(setting: Setting) -> Numbers:
    home = setting.folder / "second start"
    if not home.exists():
        home.mkdir()
        _painted(command(setting.tree), home, setting)
    return _painted(command(setting.tree), home, setting)


def _empty(setting: Setting) -> Numbers:
    return _painted([python_of(setting.tree), EMPTY], setting.folder, setting)


def _ended(*arguments: str | Path) -> Way:
    def measure(setting: Setting) -> Numbers:
        cpu, clock = finished(command(setting.tree, *arguments), environment(setting.folder), setting.tree)
        return {"cpu": cpu, "clock": clock}

    return Way("coreograph", measure, is_ours=True)


def _python(name: str, *arguments: str | Path) -> Way:
    def measure(setting: Setting) -> Numbers:
        cpu, clock = finished([python_of(setting.tree), *arguments], environment(setting.folder))
        return {"cpu": cpu, "clock": clock}

    return Way(name, measure)


FIRST = (Way("app", _first, is_ours=True), Way("empty Textual", _empty))
SECOND = (Way("app", _second, is_ours=True), Way("empty Textual", _empty))
ARGPARSE = _python("import argparse", "-c", "import argparse")
BARE = "print('done')"
POOL = """
import multiprocessing
def double(x):
    return 2 * x
if __name__ == '__main__':
    with multiprocessing.Pool(2) as pool:
        print(sum(pool.map(double, range(20))))
"""


def _command(name: str, says: str, *arguments: str) -> Row:
    return Row(name, f"`{says}`", (_ended(*arguments), ARGPARSE), MILLISECONDS, "cpu", Target(1.5), ("clock",),
               pairs=15, quick_pairs=3)  # fmt: skip


def _plain(code: str) -> tuple[Way, Way]:
    return _ended("watch", "--plain", "-c", code), _python("the script alone", "-c", code)


PLAIN, PLAIN_BARE = _plain(POOL), _plain(BARE)
ROWS = [
    Row("paint", "first paint, first start, by the clock", FIRST, MILLISECONDS, "clock", Target(1.1), ("bytes",)),
    Row("paint-cpu", "first paint, first start, CPU", FIRST, MILLISECONDS, "cpu", Target(1.1)),
    Row("paint-again", "first picture, second start, by the clock", SECOND, MILLISECONDS, "clock",
        Target(100, "value"), ("bytes",)),
    _command("list", "list", "list"),
    _command("help", "--help", "--help"),
    _command("usage", "a usage error", "--no-such-option"),
    Row("plain", "`watch --plain` of a pool that ends at once, by the clock", PLAIN, MILLISECONDS, "clock",
        Target(2.0, stretch=1.5), pairs=15),
    Row("plain-cpu", "`watch --plain` of a pool that ends at once, CPU", PLAIN, MILLISECONDS, "cpu", pairs=15),
    Row("plain-bare", "`watch --plain` of one `print`, by the clock", PLAIN_BARE, MILLISECONDS, "clock", None, ("cpu",),
        pairs=15),
]  # fmt: skip

"""CPython's own tests for what the probe touches, run without and with the probe: prints each test that differs.

    python -m tests.conformance [--python PYTHON]… [TEST MODULE…]

Without arguments: every CPython found that has its `test` package, and all of MODULES. It takes long. The tests are run
from another folder than the library's: what a library makes for itself the probe leaves alone. Each class of
tests has a process of its own: the probe has a bound on what it sees in one. A test with another outcome is run three
more times in both ways; one that differs each time is told with its error, one that differs at times as unsteady.
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.probe.observing import PROGRAMS, environment
from tests.support.interpreters import interpreters
from tui.feeds.board.board_reader import BoardReader
from tui.telemetry.vocabulary import NotObserved

MODULES = (
    "test_queue", "test_thread", "test_threading", "test_threading_local", "test_concurrent_futures", "test_subprocess",
    "test_multiprocessing_main_handling", "test_multiprocessing_fork", "test_multiprocessing_spawn",
    "test_multiprocessing_forkserver",
)  # fmt: skip
TIMEOUT_S = 300.0
"""How long one class of tests may take. What has ended by then counts."""
AGAIN = 3


@dataclass
class Outcome:
    """What became of one module's tests."""

    of: dict[str, str] = field(default_factory=dict)
    """Name of a test → `passed`, `failed` and so on; `began` when it never ended."""
    errors: dict[str, str] = field(default_factory=dict)
    late: int = 0
    """Classes that were ended because they took too long."""
    objects: int = 0
    not_observed: list[str] = field(default_factory=list)
    hook_errors: int = 0

    @property
    def counts(self) -> str:
        """Return how many tests ended how."""
        return ", ".join(f"{number} {what}" for what, number in sorted(Counter(self.of.values()).items()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for, and return 1 when a test differs every time."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--python", action="append", help="only with this interpreter; may be given several times")
    parser.add_argument("modules", nargs="*", default=MODULES, metavar="TEST MODULE")
    asked = parser.parse_args(arguments)
    differ = 0
    for python in asked.python or [one.path for one in interpreters()]:
        library = _tests_of(python)
        if library is None:
            print(f"{python}: it has no test package")
            continue
        for module in asked.modules:
            if (library / module).is_dir() or (library / f"{module}.py").is_file():
                differ += compare(python, library, module)
            else:
                print(f"\n{python} {module}: not among its tests")
    return 1 if differ else 0


def compare(python: str, library: Path, module: str) -> int:
    """Run one module both ways, print what differs, and return how many tests differ every time."""
    classes = _classes(python, library, module)
    bare, probed = (run(python, library, module, classes, has_probe) for has_probe in (False, True))
    print(f"\n{python} {module}", f"  without: {bare.counts}; {bare.late} classes took too long", sep="\n")
    print(f"  with:    {probed.counts}; {probed.late} classes took too long; {probed.objects} objects seen", flush=True)
    for why in probed.not_observed:
        print(f"  not observed: {why}")
    if probed.hook_errors:
        print(f"  errors in hooks: {probed.hook_errors}")
    names = sorted(name for name in bare.of | probed.of if bare.of.get(name) != probed.of.get(name))
    steady = []
    if names:
        ways = [False, True] * AGAIN
        more = [run(python, library, module, [names], has_probe).of for has_probe in ways]
        for name in names:
            of_bare = [bare.of.get(name), *(one.get(name) for one in more[::2])]
            of_probed = [probed.of.get(name), *(one.get(name) for one in more[1::2])]
            if not set(of_bare) & set(of_probed):
                steady.append(name)
            is_steady = "DIFFERS" if name in steady else "unsteady"
            print(f"  {is_steady}: {name}: without {_all(of_bare)}; with {_all(of_probed)}")
            for line in (probed.errors.get(name) or bare.errors.get(name) or "").splitlines()[-12:]:
                print(f"      {line}")
    sys.stdout.flush()
    return len(steady)


def run(python: str, library: Path, module: str, classes: Iterable[Sequence[str]], has_probe: bool) -> Outcome:
    """Run tests of a module in a folder of their own, those of one class in one process."""
    outcome = Outcome()
    with _folder(library, has_probe) as (folder, env):
        written = folder / "outcomes"
        for names in classes:
            written.write_bytes(b"")
            command = [python, str(PROGRAMS / "run_tests.py"), str(written), f"test.{module}", *names]
            outcome.late += not _play(command, env, folder / "work")
            for line in written.read_text("utf-8").splitlines():
                what, name, error = ast.literal_eval(line)
                if outcome.of.get(name) not in ("failed", "error"):
                    outcome.of[name] = what
                if error:
                    outcome.errors[name] = error
        if has_probe:
            _look(folder / "run", outcome)
    return outcome


@contextmanager
def _folder(library: Path, has_probe: bool) -> Iterator[tuple[Path, dict[str, str]]]:
    folder = Path(tempfile.mkdtemp(prefix="conformance-"))
    try:
        (folder / "library").mkdir()
        (folder / "library" / "test").symlink_to(library)
        for name in ("run", "temp", "work"):
            (folder / name).mkdir(mode=0o700)
        env = environment(folder / "run" if has_probe else None)
        paths = [*filter(None, [env.get("PYTHONPATH")]), str(folder / "library")]
        yield folder, env | {"PYTHONPATH": os.pathsep.join(paths), "TMPDIR": str(folder / "temp")}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _classes(python: str, library: Path, module: str) -> list[list[str]]:
    """Return the names of a module's tests, those of one class together."""
    with _folder(library, False) as (folder, env):
        command = [python, str(PROGRAMS / "run_tests.py"), "", f"test.{module}"]
        done = subprocess.run(command, env=env, cwd=folder / "work", capture_output=True, text=True, check=False)
    return [line.split("\t") for line in done.stdout.splitlines() if line.startswith("test.")]


def _play(command: Sequence[str], env: Mapping[str, str], folder: Path) -> bool:
    """Run a command to its end; return False when that takes too long."""
    null = subprocess.DEVNULL
    with subprocess.Popen(
        command, env=env, cwd=folder, stdin=null, stdout=null, stderr=null, start_new_session=True
    ) as process:
        try:
            process.wait(TIMEOUT_S)
        except subprocess.TimeoutExpired:
            return False
        else:
            return True
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _look(run_directory: Path, outcome: Outcome) -> None:
    reader = BoardReader(run_directory)
    told = reader.read(0, 0)
    outcome.objects = len(reader.book.entries)
    outcome.not_observed = [f"{item.what}: {item.why}" for item in told if isinstance(item, NotObserved)]
    outcome.hook_errors = sum(process.hook_errors for process in reader.processes.values())
    reader.close()


def _tests_of(python: str) -> Path | None:
    """Return the folder of an interpreter's test package."""
    ask = [python, "-c", "import test.support, os; print(os.path.dirname(test.__file__))"]
    found = subprocess.run(ask, capture_output=True, text=True, check=False).stdout.strip()
    return Path(found) if found else None


def _all(outcomes: Sequence[str | None]) -> str:
    return ", ".join(outcome or "not run" for outcome in outcomes)


if __name__ == "__main__":
    sys.exit(main())

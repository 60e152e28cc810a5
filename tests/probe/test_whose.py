"""What an installed package makes for itself is counted and not looked at, unless the package is the program."""

from __future__ import annotations

import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.probe.observing import environment, read_all
from tests.support.interpreters import Interpreter
from tests.support.ways import EDGES
from tui.feeds.own_packages import put_own
from tui.telemetry.objects import ObjectFound

LATHE = """
import queue, threading, multiprocessing
def work(own, gate):
    with gate:
        own.get()
def main(method="spawn", seconds=0.0):
    own, gate = queue.Queue(), threading.RLock()
    ready, parts = threading.Event(), multiprocessing.get_context(method).SimpleQueue()
    worker = threading.Thread(target=work, args=(own, gate), name="cutter")
    worker.start()
    ready.wait(seconds)
    own.put(1)
    worker.join()
"""
MADE = "2 locks, 2 queues of lathe"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder with a package among installed ones, its console script, an archive, and a program that uses it."""
    package = tmp_path / "lib" / "site-packages" / "lathe"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(LATHE)
    (package / "__main__.py").write_text("import lathe\nif __name__ == '__main__':\n    lathe.main()\n")
    (tmp_path / "tool").write_text(
        "#!/usr/bin/python3\nimport re\nimport sys\nfrom lathe import main\n"
        "if __name__ == '__main__':\n    sys.exit(main())\n"
    )
    (tmp_path / "uses.py").write_text("import lathe\nif __name__ == '__main__':\n    lathe.main()\n")
    (tmp_path / "runner.py").write_text(
        "import runpy, sys\nif __name__ == '__main__':\n    runpy.run_path('uses.py', run_name='__main__')\n"
    )
    with zipfile.ZipFile(tmp_path / "app.pyz", "w") as archive:
        archive.writestr("__main__.py", "import lathe\nif __name__ == '__main__':\n    lathe.main()\n")
        archive.writestr("environment.json", '{"entry_point": "lathe.cli:main"}')
    (tmp_path / "run").mkdir()
    return tmp_path


def _watched(shop: Path, python: str, target: tuple[str, ...], of: tuple[str, ...] = ()) -> tuple[set[str], list[str]]:
    """Return the types of what was looked at, and what was not."""
    run = shop / "run"
    target = tuple(str(shop / word) if (shop / word).is_file() else word for word in target)
    put_own(run, target, of)
    env = environment(run, PYTHONPATH="")
    env["PYTHONPATH"] += os.pathsep + str(shop / "lib" / "site-packages")
    subprocess.run([python, *target], cwd=shop, env=env, check=True, timeout=60)
    story = read_all(run)
    made = {item.type for item in story.items if isinstance(item, ObjectFound)}
    return made, [what for what, _ in story.not_observed if " of lathe" in what]


ALL = {"queue.Queue", "threading.RLock", "threading.Event", "multiprocessing.SimpleQueue"}


@EDGES
@pytest.mark.parametrize("target", [("-m", "lathe"), ("tool",), ("app.pyz",), ("lib/site-packages/lathe/__main__.py",)])
def test_the_package_that_is_run_is_the_program(shop: Path, python: Interpreter, target: tuple[str, ...]) -> None:
    made, unseen = _watched(shop, python.path, target)
    assert made >= ALL and not unseen


@EDGES
@pytest.mark.parametrize("target", [("uses.py",), ("runner.py",), ("-c", "import lathe; lathe.main()")])
def test_another_is_counted_in_one_line(shop: Path, python: Interpreter, target: tuple[str, ...]) -> None:
    assert _watched(shop, python.path, target) == (set(), [MADE])


@EDGES
def test_a_person_may_add_one(shop: Path, python: Interpreter) -> None:
    made, unseen = _watched(shop, python.path, ("uses.py",), of=("drill", "lathe"))
    assert made >= ALL and not unseen


@EDGES
def test_a_package_that_runs_another_program_is_none_of_it(shop: Path, python: Interpreter) -> None:
    """As `coverage run`: what is `__main__` is not the package then."""
    (shop / "lib" / "site-packages" / "lathe" / "__main__.py").write_text(
        "import importlib.util, lathe, sys\n"
        "spec = importlib.util.spec_from_file_location('__main__', 'uses.py')\n"
        "sys.modules['__main__'] = main = importlib.util.module_from_spec(spec)\n"
        "spec.loader.exec_module(main)\n"
    )
    assert _watched(shop, python.path, ("-m", "lathe")) == (set(), [MADE])

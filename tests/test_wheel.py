"""The wheel that is built from the tree holds all that the commands need."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest

from tests.test_layers import imports_of

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module", params=["seen", pytest.param("installed", marks=pytest.mark.slow)])
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, install it into an environment without this tree, and return the command.

    What it depends on is seen where the tests have it; or, in the long form, is installed as it asks for it.
    """
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", symlinks=True)
    python = folder / "env" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--disable-pip-version-check"]
    how = ["--no-deps", "--no-index"] if request.param == "seen" else []
    subprocess.run([*pip, *how, str(wheel)], check=True)
    if request.param == "seen":
        (packages,) = (folder / "env").glob("lib/python*/site-packages")
        seen = [path for path in sys.path if "site-packages" in path]
        (packages / "seen.pth").write_text(f"import sys; sys.path += {seen}\n", encoding="utf-8")
    return folder / "env" / "bin" / "coreograph"


COMMANDS = [
    (["--version"], "coreograph 0."),
    (["--help"], "usage: coreograph"),
    (["list"], "shared-memory"),
    (["doctor"], "recordings"),
    (["schema"], "$defs"),
    (["completion", "bash"], "complete -o bashdefault"),
    (["run", "threads-vs-processes", "--plain", "--knob", "size=20000", "--knob", "tasks=4"], "threads: "),
    (["run", "counters", "--json", "--variant", "raw", "--knob", "adds=2000"], '"scenario": "counters"'),
    (["replay", str(ROOT / "tests" / "recordings" / "counters.jsonl"), "--plain"], "replayed from counters.jsonl"),
    (["watch", "--plain", "-c", "print('from the program')"], "from the program"),
]


@pytest.mark.parametrize(("words", "says"), COMMANDS, ids=lambda given: given[0] if isinstance(given, list) else "")
def test_every_command_runs_from_an_empty_folder(
    installed: Path, tmp_path: Path, words: list[str], says: str
) -> None:
    (tmp_path / "empty").mkdir()
    done = subprocess.run(
        [installed, *words], cwd=tmp_path / "empty", env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and says in done.stdout and "Traceback" not in done.stderr, done.stderr
    assert not list((tmp_path / "empty").iterdir())


def test_it_asks_for_all_that_it_imports() -> None:
    """What is imported from outside is a dependency, or of an extra whose command says so when it is not there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["browser"]]
    names = {re.split(r"[^\w-]", one)[0].replace("-", "_").lower() for one in asked}
    files = [path for path in (ROOT / "tui").rglob("*.py") if "probe" not in path.parts]
    found = {name.partition(".")[0] for path in files for name in imports_of(path)} - {"tui"}
    assert found - sys.stdlib_module_names <= names

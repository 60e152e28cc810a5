"""The import rules of the rooms, each with its reason."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TUI = ROOT / "tui"

MAY_IMPORT: dict[str, set[str]] = {
    # room: the rooms of ours it may import besides itself
    "probe": set(),  # rides in other people's programs
    "telemetry": set(),  # the vocabulary; everything else speaks it
    "model": {"telemetry"},  # pure: a bug is reproduced from a recording
    "draw": set(),  # numbers in, cells out
    "feeds": {"telemetry", "probe", "demos"},  # the only room that touches processes
    "player": {"feeds", "model", "telemetry", "demos"},
    "reports": {"model", "telemetry", "feeds", "demos"},  # doctor asks the feeds what they can see
    "headless": {"player", "feeds", "model", "reports"},
    "journal": {"telemetry"},  # what is kept of a learner; it knows no lesson and no screen
    "settings": set(),
    "terminal": set(),
    "results": {"model", "telemetry", "draw", "demos", "feeds"},  # numbers in words and files; the state folder
    "theme": {"draw"},
    "keys": set(),
    "messages": {"demos", "feeds"},
    "widgets": {"draw", "model", "telemetry", "theme", "keys", "messages", "demos"},
    "screens": {
        *("widgets", "results", "draw", "model", "telemetry", "theme", "keys", "messages", "player", "feeds", "demos"),
        *("journal", "settings"),
    },
    "app": {"screens", "widgets", "results", "theme", "keys", "messages", "player", "feeds", "demos", "model"},
    "watching": {"feeds", "headless", "model", "reports"},
    "options": set(),
    "cli": {
        *("options", "watching", "app", "feeds", "headless", "model", "reports", "telemetry", "demos", "player"),
        *("screens", "journal", "settings", "terminal"),
    },
    "__main__": {"cli"},
    "__init__": set(),
}

ONLY_IN: dict[str, set[str]] = {
    # outside module: the rooms that may import it
    "textual": {"app", "screens", "widgets", "theme", "keys", "messages"},  # the headless side stays headless
    "psutil": {"feeds"},  # one room asks the system
    "multiprocessing": set(),  # the experiment is never inside the instrument
    "asyncio": {"app", "screens"},
    "random": set(),  # every pixel is computed from what was measured
}


def room_of(path: Path) -> str:
    part = path.relative_to(TUI).parts[0]
    return part.removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    """Return the dotted names of what a file imports, anywhere in it, but for `if TYPE_CHECKING`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} if node.module == "tui" else {node.module}
    return found


FILES = sorted(TUI.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TUI)))
def test_imports_go_one_way(path: Path) -> None:
    room = room_of(path)
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] == "tui" and parts[1:]:
            if parts[1] in ("__version__", room):
                continue
            assert parts[1] in MAY_IMPORT[room], f"{room} may not import {name}"
        elif parts[0] == "demos":
            assert "demos" in MAY_IMPORT[room], f"{room} may not import {name}"
        elif parts[0] in ONLY_IN and room != "probe":
            assert room in ONLY_IN[parts[0]], f"{room} may not import {name}"


@pytest.mark.parametrize(
    "path", sorted((TUI / "probe").rglob("*.py")), ids=lambda path: str(path.relative_to(TUI / "probe"))
)
def test_the_probe_needs_the_standard_library_only(path: Path) -> None:
    own = {"sitecustomize", "coreograph_probe", "tui"}  # `sitecustomize`: the user's own, if any
    own |= {"_interpreters", "_xxsubinterpreters"}  # of other versions than the one at hand
    outside = {name.split(".")[0] for name in imports_of(path)} - set(sys.stdlib_module_names) - own
    assert not outside, outside


def test_the_model_has_no_clock() -> None:
    for path in (TUI / "model").glob("*.py"):
        assert not imports_of(path) & {"time", "datetime", "os", "pathlib"}, path


@pytest.mark.parametrize("arguments", [["list"], ["--help"], ["--version"]])
def test_the_headless_side_stays_headless(arguments: list[str]) -> None:
    """A command that shows no screen loads no screen: checked in a fresh interpreter."""
    code = (
        "import sys\nfrom tui.cli import main\n"
        f"try: main({arguments!r})\nexcept SystemExit: pass\n"
        "heavy = {'textual', 'asyncio', 'psutil', 'multiprocessing', 'rich'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_file_is_a_mansion() -> None:
    """Files people want to read: none above 300 lines, except the vocabulary, which is one file by design."""
    files = [path for path in FILES if path.name != "vocabulary.py"]
    sizes = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {name: size for name, size in sizes.items() if size > 300} == {}

"""The import rules of the rooms and their sizes. The table stands in `tests.rooms`."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.rooms import ROOMS, table

ROOT = Path(__file__).resolve().parent.parent
TUI = ROOT / "tui"

ONLY_IN: dict[str, set[str]] = {
    # outside module: the rooms that may import it
    "textual": {"app", "console", "screens", "widgets", "theme", "messages", "served"},  # no headless side
    "shtab": {"plain"},
    "psutil": {"feeds"},  # one room asks the system
    "multiprocessing": set(),  # the experiment is never inside the instrument
    "asyncio": {"app", "screens", "served"},
    "random": set(),  # every pixel is computed from what was measured
}

MOST_MODULES, LONGEST_FILE, LONGEST_CLASS = 15, 300, 300


def room_of(path: Path) -> str:
    part = path.relative_to(TUI).parts[0]
    return part.removesuffix(".py")


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


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
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            ours = {name for name in names if name in MODULES}
            found |= ours | ({node.module} if len(ours) < len(names) else set())
    return found


FILES = sorted(TUI.rglob("*.py"))
MODULES = {module_of(path): path for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TUI)))
def test_imports_go_one_way(path: Path) -> None:
    room = room_of(path)
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] == "tui" and parts[1:]:
            if parts[1] in ("__version__", room):
                continue
            assert parts[1] in ROOMS[room].imports, f"{room} may not import {name}"
        elif parts[0] == "demos":
            raise AssertionError(f"{room} may not import {name}: programs run in processes of their own")
        elif parts[0] in ONLY_IN and room != "probe":
            assert room in ONLY_IN[parts[0]], f"{room} may not import {name}"


def test_no_circle() -> None:
    """Between rooms none even over several steps, nor between modules, but for types."""
    for edges in ({name: set(room.imports) for name, room in ROOMS.items()}, _module_edges()):
        assert _circle(edges) == []


def _module_edges() -> dict[str, set[str]]:
    return {name: {found for found in imports_of(path) if found in MODULES} for name, path in MODULES.items()}


def _circle(edges: dict[str, set[str]]) -> list[str]:
    """Return one circle of names, or nothing."""
    done: set[str] = set()
    way: list[str] = []

    def visit(name: str) -> list[str]:
        if name in way:
            return way[way.index(name) :]
        if name in done:
            return []
        way.append(name)
        for other in sorted(edges.get(name, ())):
            if found := visit(other):
                return found
        way.pop()
        done.add(name)
        return []

    return next((found for name in sorted(edges) if (found := visit(name))), [])


@pytest.mark.parametrize(
    "path", sorted((TUI / "probe").rglob("*.py")), ids=lambda path: str(path.relative_to(TUI / "probe"))
)
def test_the_probe_needs_the_standard_library_only(path: Path) -> None:
    own = {"sitecustomize", "coreograph_probe", "tui"}  # `sitecustomize`: the user's own, if any
    own |= {"_interpreters", "_xxsubinterpreters"}  # of other versions than the one at hand
    outside = {name.split(".")[0] for name in imports_of(path)} - set(sys.stdlib_module_names) - own
    assert not outside, outside


def test_the_model_has_no_clock() -> None:
    for path in (TUI / "model").rglob("*.py"):
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
    """Files people want to read: none too long, except the vocabulary, which is one file by design."""
    files = [path for path in FILES if path.name != "vocabulary.py"]
    sizes = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}


def test_no_folder_is_a_barn() -> None:
    """A folder with more modules than people keep in mind says in its `__init__` why."""
    folders: dict[Path, int] = defaultdict(int)
    for path in FILES:
        folders[path.parent] += path.name != "__init__.py"
    large = {folder for folder, count in folders.items() if count > MOST_MODULES}
    silent = {folder for folder in large if "One folder because" not in (folder / "__init__.py").read_text("utf-8")}
    assert not silent, silent


def test_no_class_is_a_palace() -> None:
    """Counted with the bases that are ours: a class divided into mixins is as long as before."""
    classes: dict[str, tuple[int, list[str]]] = {}
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                bases = [ast.unparse(base).split("[")[0].rpartition(".")[2] for base in node.bases]
                classes[node.name] = (lines, bases)

    def with_bases(name: str) -> int:
        lines, bases = classes.get(name, (0, []))
        return lines + sum(with_bases(base) for base in bases if base != name)

    assert {name: size for name in classes if (size := with_bases(name)) > LONGEST_CLASS} == {}


def test_the_readme_shows_the_same_map() -> None:
    assert table() in (ROOT / "tui" / "README.md").read_text(encoding="utf-8")

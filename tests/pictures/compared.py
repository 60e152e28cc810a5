"""Says where two sets of pictures differ."""

from __future__ import annotations

from difflib import unified_diff
from fnmatch import fnmatch
from pathlib import Path

from tests.pictures.camera import text_of


def compare(a: Path, b: Path, *, only: str = "*", is_text: bool = False) -> dict[str, list[str]]:
    """Return the pictures that differ, by name, with the lines in which they do."""
    names = sorted({path.name for folder in (a, b) for path in folder.glob("*.txt") if fnmatch(path.name, only)})
    found: dict[str, list[str]] = {}
    for name in names:
        one, other = (_read(folder / name, is_text) for folder in (a, b))
        if one != other:
            lines = unified_diff(one.splitlines(), other.splitlines(), str(a), str(b), n=1, lineterm="")
            found[name] = [*lines]
    return found


def _read(path: Path, is_text: bool) -> str:
    picture = path.read_text(encoding="utf-8") if path.exists() else "there is none\n"
    return text_of(picture) if is_text else picture

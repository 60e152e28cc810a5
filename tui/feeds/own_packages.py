"""Which installed packages are the program itself: the one that is run, by `-m`, a console script or an archive.

The probe goes by it: what a package makes is looked at as what a script makes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tui.files import private_file
from tui.probe.layout import OWN_FILE

MOST_BYTES = 20_000
"""No console script is longer; a longer script is read no further than that."""
END_OF_ARCHIVE = (1 << 16) + 22
"""The last record of an archive, and the longest comment in it."""
_ARCHIVES = {"environment.json": "entry_point", "PEX-INFO": "entry_point"}
"""File in an archive of shiv or pex → under which key it says what is run."""


def put_own(directory: Path, target: Sequence[str], of: Iterable[str]) -> None:
    """Write which packages are the program's, for its probes. OSError when that is not possible.

    `target` is a script, `-m` and a module, or `-c` and code; `of`: packages that a person adds.
    """
    lines = [f"{package.replace('-', '_')}\t" for package in of]
    package, runs = _run_by(target)
    if package.isidentifier() and "\n" not in runs:
        lines.append(f"{package}\t{runs}")
    if lines:
        with private_file(directory / OWN_FILE) as file:
            file.write("\n".join(lines).encode("utf-8", "surrogateescape"))


def _run_by(target: Sequence[str]) -> tuple[str, str]:
    """Return the package that is run, and how the path of `__main__` begins as long as it is; else empty texts."""
    match target:
        case ["-m", module]:
            return module.partition(".")[0], "-m"
        case ["-c", *_] | []:
            return "", ""
        case [script, *_]:
            path = Path(script)
            try:
                return (_archived(path) or _scripted(path) or _installed(path)).partition(".")[0], str(path.absolute())
            except (OSError, ValueError, SyntaxError, RecursionError):
                return "", ""
    return "", ""


def _archived(path: Path) -> str:
    if path.is_dir() or not _may_be_archive(path):
        return ""
    import json  # noqa: PLC0415 - the program waits for what is imported here
    import zipfile  # noqa: PLC0415

    if not zipfile.is_zipfile(path):
        return ""
    try:
        with zipfile.ZipFile(path) as archive:
            for name, key in _ARCHIVES.items():
                if name in archive.namelist():
                    return str(json.loads(archive.read(name)).get(key, "")).partition(":")[0]
    except zipfile.BadZipFile as error:
        raise ValueError("it is no archive") from error
    return ""


def _may_be_archive(path: Path) -> bool:
    """Whether the end of an archive stands in the last part of a file, where `zipfile` looks for it."""
    with path.open("rb") as file:
        file.seek(-min(END_OF_ARCHIVE, file.seek(0, os.SEEK_END)), os.SEEK_END)
        return b"PK\x05\x06" in file.read(END_OF_ARCHIVE)


def _scripted(path: Path) -> str:
    """Return the module whose function a console script calls: it imports that, calls it, and defines nothing."""
    if path.is_dir() or path.stat().st_size > MOST_BYTES:
        return ""
    source = path.read_bytes()
    if b"from" not in source:
        return ""
    import ast  # noqa: PLC0415

    tree = ast.parse(source)
    if not all(isinstance(part, ast.Import | ast.ImportFrom | ast.If | ast.Expr | ast.Assign) for part in tree.body):
        return ""
    found = {
        (part.module or "", name.asname or name.name)
        for part in tree.body
        if isinstance(part, ast.ImportFrom) and not part.level
        for name in part.names
    }
    its = [(module, name) for module, name in found if module.partition(".")[0] not in sys.stdlib_module_names]
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    return its[0][0] if len(its) == 1 and its[0][1] in called else ""


def _installed(path: Path) -> str:
    """Return the package that a file is part of, where it lies among the installed ones."""
    parts = path.absolute().parts
    for folder in ("site-packages", "dist-packages"):
        if folder in parts[:-1]:
            return Path(parts[parts.index(folder) + 1]).stem
    return ""

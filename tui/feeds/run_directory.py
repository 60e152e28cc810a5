"""Where a run's processes write what they count, and how they learn of it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tui.feeds.kept_pack import PROBE, Pack, keep_pack, kept_pack
from tui.files import FOLDER, private_file
from tui.probe.layout import PACK_PREFIX, RUN_DIRECTORY_VARIABLE

PREFIX = "coreograph-"
SHARED_MEMORY = Path("/dev/shm")
SHARED_MEMORY_BYTES = 32 << 20
"""Free space below which boards are kept on disk: a full tmpfs kills whoever writes to a map of it."""


def run_directory() -> Path:
    """Make a fresh private directory for one run, in memory where that is possible. `Launch` removes it.

    Its name says whose it is: `coreograph-<pid of the app>-…`.
    """
    folder = SHARED_MEMORY if _is_roomy_tmpfs(SHARED_MEMORY) else None
    if folder is None:
        import tempfile  # noqa: PLC0415 - 4 ms

        return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    made = folder / f"{PREFIX}{os.getpid()}-{os.urandom(6).hex()}"
    made.mkdir(mode=FOLDER)
    return made


@cache
def packed_probe(python: str) -> tuple[str, bytes] | None:
    """Return the name and content of the file with all code of the probe for a Python; None when it makes none.

    Without it each start of a process takes 1 ms longer, and 15 ms where it may not write bytecode beside the probe.
    """
    made = kept_pack(python)
    if made is None and (made := _made(python)):
        keep_pack(python, made)
    return (PACK_PREFIX + made[0], made[1]) if made else None


def _made(python: str) -> Pack | None:
    command = [python, "-I", "-S", str(PROBE / "pack.py")]
    try:
        null = subprocess.DEVNULL
        done = subprocess.run(command, stdin=null, stdout=subprocess.PIPE, stderr=null, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    tag, _, pack = done.stdout.partition(b"\n")
    return (tag.decode("ascii"), pack) if done.returncode == 0 and tag.isascii() else None


def put_pack(python: str, run_directory: Path) -> None:
    """Put the probe's code where the processes of a run find it. OSError when that is not possible."""
    found = packed_probe(python)
    if found is not None:
        name, pack = found
        with private_file(run_directory / name) as file:
            file.write(pack)


def _is_roomy_tmpfs(folder: Path) -> bool:
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
        space = os.statvfs(folder)
    except OSError:
        return False
    is_tmpfs = any(mount.split()[1:3] == [str(folder), "tmpfs"] for mount in mounts)
    return is_tmpfs and os.access(folder, os.W_OK | os.X_OK) and space.f_bavail * space.f_frsize >= SHARED_MEMORY_BYTES


def probe_environment(run_directory: Path, base_env: Mapping[str, str], *, is_own: bool = False) -> dict[str, str]:
    """Return the environment in which every Python of a run loads the probe and writes to this directory.

    Output is unbuffered, so that it is seen when it is written; the terminal's size is not the program's business.
    With `is_own` both stay as they are: what is written to a pipe before a fork is written twice, as it is without us.
    """
    env = {name: value for name, value in base_env.items() if is_own or name not in ("COLUMNS", "LINES")}
    paths = [str(PROBE / "boot"), *filter(None, [env.get("PYTHONPATH")])]
    env |= {"PYTHONPATH": os.pathsep.join(paths), RUN_DIRECTORY_VARIABLE: str(run_directory)}
    return env if is_own else env | {"PYTHONUNBUFFERED": "1"}

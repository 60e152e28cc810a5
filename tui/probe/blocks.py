"""Frees shared memory and semaphores that a program had made, but no resource tracker knew yet when it was ended.

multiprocessing makes a block first and starts its tracker, which takes milliseconds, afterwards. So before a process is
ended it is noted what it has open and maps; what still has a name when all are gone, and is used by nobody else, goes.
Inodes tell the files apart: glibc maps a semaphore under another name than the one it gets. Python ≥ 3.9, Linux.
"""

from __future__ import annotations

import os

FOLDER = "/dev/shm"
PREFIXES = ("psm_", "sem.mp-")
"""How multiprocessing names what it makes."""
UNFINISHED = ("sem.", len("sem.XXXXXX"))
"""How glibc names a semaphore while it makes it: beginning and length."""


def used_inodes(pid: int) -> set[int]:
    """Return the shared memory files that a process maps or has open; none when it is gone or not ours."""
    mark = FOLDER + "/"
    try:
        with open(f"/proc/{pid}/maps", encoding="utf-8", errors="replace") as lines:
            inodes = {int(line.split(None, 5)[4]) for line in lines if mark in line}
        opened = [open_inode(f"/proc/{pid}/fd/{fd}", mark) for fd in os.listdir(f"/proc/{pid}/fd")]
    except OSError:
        return set()
    return inodes.union(opened) - {0}


def open_inode(link: str, mark: str) -> int:
    """Return the inode of an open file below a folder; 0 when it lies elsewhere or has been closed."""
    try:
        return os.stat(link).st_ino if os.readlink(link).startswith(mark) else 0
    except OSError:
        return 0


def is_from_multiprocessing(name: str) -> bool:
    return name.startswith(PREFIXES) or (name.startswith(UNFINISHED[0]) and len(name) == UNFINISHED[1])


def named_files(inodes: set[int]) -> dict[int, str]:
    """Return which of these still have a name that multiprocessing has given them."""
    try:
        with os.scandir(FOLDER) as entries:
            return {e.inode(): e.path for e in entries if e.inode() in inodes and is_from_multiprocessing(e.name)}
    except OSError:
        return {}

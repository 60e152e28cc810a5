"""Removes folders that a run leaves: its run directory, and multiprocessing's temporary ones of killed processes.

A process tells of its temporary folder in the run directory's file `temp`. What stands there is not trusted: only a
folder of this user goes that has the name multiprocessing gives and is the very one that was told. Python ≥ 3.9.
"""

from __future__ import annotations

import os
import stat

from tui.probe.layout import TEMP_FILE, TEMP_PREFIX

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_BYTES = 1 << 18


def attempt(step: Callable[[str], None], path: str) -> None:
    """Remove something that may be gone already."""
    try:
        step(path)
    except OSError:
        return


def remove(directory: str) -> None:
    """Remove a directory and what is in it, as far as it is still there."""
    for folder, folders, files in os.walk(directory, topdown=False):
        for removal, names in ((os.unlink, files), (os.rmdir, folders)):
            for name in names:
                attempt(removal, os.path.join(folder, name))
    attempt(os.rmdir, directory)


def remove_temporary(run_directory: str) -> None:
    """Remove the temporary folders that processes of this run have made. None of them is alive."""
    try:
        file = os.open(os.path.join(run_directory, TEMP_FILE), os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError:
        return
    try:
        lines = os.read(file, _MOST_BYTES).split(b"\n")
    except OSError:
        return
    finally:
        os.close(file)
    for line in lines:
        device, _, rest = line.partition(b" ")
        inode, _, path = rest.partition(b" ")
        if os.path.basename(path).startswith(os.fsencode(TEMP_PREFIX)) and is_the_same(path, device, inode):
            remove(os.fsdecode(path))


def is_the_same(path: bytes, device: bytes, inode: bytes) -> bool:
    """Whether this is a folder of this user and the one that was told."""
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        return False
    is_told = (b"%d" % found.st_dev, b"%d" % found.st_ino) == (device, inode)
    return is_told and stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()

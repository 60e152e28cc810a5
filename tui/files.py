"""Files and folders, opened with care. What we write is the user's alone, whatever the umask says: 0700 and 0600.

What we read may be somebody else's doing: it is read no further than a limit, and no wait is silent.
"""

from __future__ import annotations

import errno
import os
import select
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

FOLDER, FILE = 0o700, 0o600
PATIENCE_MS = 300
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NONBLOCK | os.O_CLOEXEC


def private_folder(folder: Path) -> Path:
    """Make a folder of ours, with those above it that are missing; OSError when that is not possible.

    One that is there already and was open to others is closed to them. A link is left as somebody has set it.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(FOLDER, exist_ok=True)
    if not folder.is_dir():
        folder.mkdir(FOLDER)  # It says what is wrong.
    if not folder.is_symlink() and stat.S_IMODE(folder.stat().st_mode) != FOLDER:
        with suppress(OSError):  # It is another user's.
            folder.chmod(FOLDER)
    return folder


def private_file(path: Path, *, is_new: bool = False) -> IO[bytes]:
    """Open a file for writing, empty; OSError when that is not possible, or with `is_new` when it is there already.

    One that others could read is closed to them; a device or a pipe stays as it is, and a pipe needs its reader.
    """
    number = os.open(path, _WRITE | (os.O_EXCL if is_new else 0), FILE)
    os.set_blocking(number, True)
    make_private(number)
    return open(number, "wb")  # noqa: PTH123 - whoever called closes it


def make_private(number: int) -> None:
    """Close an open file to other users, where it is a file and ours."""
    found = os.fstat(number)
    if stat.S_ISREG(found.st_mode) and stat.S_IMODE(found.st_mode) != FILE:
        with suppress(OSError):
            os.fchmod(number, FILE)


def read_at_most(path: Path, size: int) -> bytes:
    """Return the first so many bytes of a file; OSError for what is none, as a pipe or a device without end."""
    with os.fdopen(os.open(path, _READ), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no file")
        return file.read(size)


def opened(path: Path, waits: Callable[[], object]) -> IO[bytes]:
    """Open what a person names for reading; a pipe, too, after something has come through it.

    `waits` is called when nothing comes for a moment. OSError when it cannot be read.
    """
    number = os.open(path, _READ)
    file = os.fdopen(number, "rb")
    if not stat.S_ISREG(os.fstat(number).st_mode):
        coming = select.poll()
        coming.register(number, select.POLLIN)
        if not coming.poll(PATIENCE_MS):
            waits()
            coming.poll()
    os.set_blocking(number, True)
    return file

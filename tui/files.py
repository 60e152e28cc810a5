"""Files and folders, opened with care. What we write is the user's alone, whatever the umask says: 0700 and 0600.

What we read may be somebody else's doing: it is read no further than a limit, and no wait is silent.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from io import BufferedReader
    from pathlib import Path
    from typing import IO

FOLDER, FILE = 0o700, 0o600
PATIENCE_MS = 300
SETTLED_NS = 2_000_000_000
"""A file that was changed less long ago may change again without another time or size."""
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NONBLOCK | os.O_CLOEXEC


def state_folder() -> str:
    """Return the user's state folder: what the app keeps from one start to the next.

    It is where platformdirs has it. That takes 10 ms to import, so where the environment says it, it is asked here.
    """
    asked, home = os.environ.get("XDG_STATE_HOME", ""), os.environ.get("HOME", "")
    if sys.platform == "linux" and (asked.startswith("/") or home.startswith("/")):
        base = asked if asked.startswith("/") else home.rstrip("/") + "/.local/state"
        return os.path.join(base, "coreograph")  # noqa: PTH118 - pathlib takes its time
    from platformdirs import user_state_dir  # noqa: PLC0415

    return user_state_dir("coreograph", appauthor=False)


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
        try:
            folder.chmod(FOLDER)
        except OSError:  # It is another user's.
            return folder
    return folder


def own_folder(name: str) -> Path:
    """Return one of the folders in the state folder, made and closed to others; OSError when that is not possible."""
    from pathlib import Path  # noqa: PLC0415 - it takes its time

    above = private_folder(Path(state_folder()))
    return private_folder(above / name)


def private_file(path: Path | str, *, is_new: bool = False) -> IO[bytes]:
    """Open a file for writing, empty; OSError when that is not possible, or with `is_new` when it is there already.

    One that others could read is closed to them; a device or a pipe stays as it is, and a pipe needs its reader.
    """
    number = os.open(path, _WRITE | (os.O_EXCL if is_new else 0), FILE)
    os.set_blocking(number, True)
    make_private(number)
    return open(number, "wb")  # noqa: PTH123 - whoever called closes it


def put_in_place(folder: Path, name: str, data: bytes) -> None:
    """Have a file of ours hold this from now on, all of it or nothing new; OSError when that is not possible."""
    new = private_folder(folder) / f"{name}.{os.getpid()}.new"
    try:
        with private_file(new, is_new=True) as file:
            file.write(data)
        new.replace(folder / name)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def make_private(number: int) -> None:
    """Close an open file to other users, where it is a file and ours."""
    found = os.fstat(number)
    if stat.S_ISREG(found.st_mode) and stat.S_IMODE(found.st_mode) != FILE:
        try:
            os.fchmod(number, FILE)
        except OSError:
            return


def read_at_most(path: Path | str, size: int) -> bytes:
    """Return the first so many bytes of a file; OSError for what is none, as a pipe or a device without end."""
    with os.fdopen(os.open(path, _READ), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no file")
        return file.read(size)


def read_own(path: str, size: int) -> bytes:
    """Return what we have written ourselves; OSError for what is a link, too large, or may be another user's doing."""
    its, above = os.lstat(path), os.stat(os.path.dirname(path))  # noqa: PTH116, PTH120 - pathlib takes its time
    is_ours = its.st_uid == above.st_uid == os.getuid() and not above.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if not is_ours or stat.S_IMODE(its.st_mode) != FILE or its.st_size > size:
        raise OSError(errno.EPERM, "it is not ours")
    return read_at_most(path, size)


def stamp(path: str) -> str:
    """Return in a line how a file is: as long as that stays the same, what it holds is the same.

    ValueError when it has been changed just now, so that it may change again within one tick of its clock, or when its
    name does not fit in a line.
    """
    its = os.stat(path)  # noqa: PTH116
    if time.time_ns() - max(its.st_mtime_ns, its.st_ctime_ns) < SETTLED_NS or not path.isprintable():
        raise ValueError("it is not settled")
    return f"{path}\t{its.st_size}\t{its.st_mtime_ns}\t{its.st_ctime_ns}\t{its.st_ino}"


def opened(path: Path, waits: Callable[[], object]) -> BufferedReader:
    """Open what a person names for reading; a pipe, too, after something has come through it.

    `waits` is called when nothing comes for a moment. OSError when it cannot be read.
    """
    number = os.open(path, _READ)
    file = os.fdopen(number, "rb")
    if not stat.S_ISREG(os.fstat(number).st_mode):
        import select  # noqa: PLC0415  # Seldom needed.

        coming = select.poll()
        coming.register(number, select.POLLIN)
        if not coming.poll(PATIENCE_MS):
            waits()
            coming.poll()
    os.set_blocking(number, True)
    return file

"""Files of the run directory as a probe makes and fills them. Nothing is kept open."""

from __future__ import annotations

import mmap
import os
import sys

from . import layout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FLAGS = sum(getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
"""How a file of the run directory is opened: at once or not at all, whatever stands there."""
_NAME_CHARACTERS = 200


def new_map(path: str) -> mmap.mmap:
    """Make a segment's file with its first pages reserved, and map it. Raises OSError when that is not possible."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | FLAGS, 0o600)
    try:
        os.ftruncate(file, layout.SEGMENT_BYTES)
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file, 0, layout.OBJECTS_AT)
        if sys.version_info >= (3, 13):
            return mmap.mmap(file, layout.SEGMENT_BYTES, trackfd=False)
        return mmap.mmap(file, layout.SEGMENT_BYTES)
    except BaseException:
        os.unlink(path)
        raise
    finally:
        os.close(file)


def reserved(path: str, offset: int, size: int) -> bool:
    """Reserve pages of a segment before they are touched; return whether they are there."""
    if not hasattr(os, "posix_fallocate"):
        return True
    try:
        file = os.open(path, os.O_RDWR | FLAGS)
        try:
            os.posix_fallocate(file, offset, size)
        finally:
            os.close(file)
    except OSError:
        return False
    return True


def line_of(*fields: Any) -> str:
    """Return a meta line of these fields."""
    texts = [str(field)[:_NAME_CHARACTERS] for field in fields]
    line = "\t".join(texts)
    if "%" in line or "\n" in line or line.count("\t") >= len(texts):
        line = "\t".join([text.replace("%", "%25").replace("\t", "%09").replace("\n", "%0A") for text in texts])
    return line + "\n"

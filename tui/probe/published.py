"""The keys of the objects that the program itself made, for every process of the run: its `keys` file."""

from __future__ import annotations

import os
import sys

from . import layout, segment
from .files import FLAGS

_KEYS_BYTES, _MOST_KEYS_READS = 1 << 16, 64
"""What is read of `keys` at once, and how often in one look."""
_keys: set[int] = set()
_keys_read = [0]


def has(key: int) -> bool:
    """Whether some process of the run said that the program made this."""
    board = segment.board()
    if board is not None and key not in _keys:
        _read(board.directory)
    return key in _keys


def add(directory: str, key: int) -> None:
    """Let every process of the run know that the program made this."""
    try:
        file = os.open(directory + "/" + layout.KEYS_FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT | FLAGS, 0o600)
        try:
            os.write(file, key.to_bytes(8, sys.byteorder))
        finally:
            os.close(file)
    except OSError:
        return


def _read(directory: str) -> None:
    try:
        file = os.open(directory + "/" + layout.KEYS_FILE, os.O_RDONLY | FLAGS)
        try:
            for _ in range(_MOST_KEYS_READS):
                data = os.pread(file, _KEYS_BYTES, _keys_read[0])
                _keys.update(memoryview(data[: len(data) & ~7]).cast("q"))
                _keys_read[0] += len(data) & ~7
                if len(data) < _KEYS_BYTES:
                    break
        finally:
            os.close(file)
    except OSError:
        return

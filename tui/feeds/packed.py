"""How lines lie in a recording: packed by gzip, in members that are read each by itself; `zcat FILE` shows them.

A member holds whole lines. What was written of one that breaks off, because the app died, is read up to there.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import IO, NamedTuple

BEGINNING = b"\x1f\x8b"
"""The first bytes of whatever gzip has packed."""
LEVEL = 6
CHUNK, STEP = 64 * 1024, 64
"""Bytes taken at once, and where the place is looked for from which on something cannot be unpacked."""
_GZIP = 31


class Packer:
    """Packs text on its way into a file."""

    def __init__(self) -> None:
        self._packing = zlib.compressobj(LEVEL, wbits=_GZIP)
        self._is_empty = True

    def add(self, text: bytes) -> bytes:
        """Take text; return what there is to write by now, which is seldom all of it."""
        self._is_empty = False
        return self._packing.compress(text)

    def flush(self) -> bytes:
        """Return what is left to write so that all that was taken can be read."""
        return self._packing.flush(zlib.Z_SYNC_FLUSH)

    def end(self) -> bytes:
        """Return what ends the member; what is taken from now on is in another one."""
        if self._is_empty:
            return b""
        rest = self._packing.flush()
        self.__init__()  # type: ignore[misc]
        return rest


def packed(text: bytes | bytearray) -> bytes:
    """Return a member that holds this text."""
    return zlib.compress(text, LEVEL, _GZIP)


def unpacked(members: bytes, most: int) -> bytes:
    """Return the text of members, or of their beginning; ValueError where one is damaged, or they hold more bytes."""
    text = b""
    try:
        while members:
            packing = zlib.decompressobj(_GZIP)
            text += packing.decompress(members, most + 1 - len(text))
            members = packing.unused_data
            if len(text) > most:
                raise ValueError("it is too large")
    except zlib.error as error:
        raise ValueError(str(error)) from None
    return text


class Piece(NamedTuple):
    """A piece of what a file holds."""

    text: bytes
    end: int | None = None
    """Where in the file the member ends that ends with this piece; None within one."""
    is_damaged: bool = False
    """Whether what follows cannot be unpacked."""


def pieces(file: IO[bytes], begun: bytes) -> Iterator[Piece]:
    """Yield what a packed file holds; `begun` is what was read of it already. A file that breaks off just ends."""
    raw, offset, packing = begun, 0, zlib.decompressobj(_GZIP)
    while raw := raw or file.read(CHUNK):
        before = packing.copy()
        try:
            text = packing.decompress(raw, CHUNK)
        except zlib.error:
            yield Piece(_up_to_the_damage(before, raw), is_damaged=True)
            return
        rest = packing.unused_data if packing.eof else packing.unconsumed_tail
        offset, raw = offset + len(raw) - len(rest), rest
        yield Piece(text, offset if packing.eof else None)
        if packing.eof:
            packing = zlib.decompressobj(_GZIP)
    yield Piece(packing.decompress(b"", CHUNK))


def _up_to_the_damage(packing: zlib._Decompress, raw: bytes) -> bytes:
    text = b""
    for at in range(0, len(raw), STEP):
        try:
            text += packing.decompress(raw[at : at + STEP])
        except zlib.error:
            break
    return text

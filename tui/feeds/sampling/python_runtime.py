"""Where CPython keeps `_PyRuntime` in another process: the address range that tells a GIL wait from a lock wait.

The GIL of the main interpreter lies inside the exported variable `_PyRuntime` (`_PyRuntime.ceval.gil` up to 3.11,
`_PyRuntime._main_interpreter._gil` from 3.12), so the symbol's address and size in the ELF file that defines it,
moved by where that file is mapped, is the exact range (elf(5), proc(5) `maps`).
"""

from __future__ import annotations

import mmap
import re
import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from tui.feeds.sampling.wait_reason import RuntimePlace

_SYMBOL = b"_PyRuntime\0"
_SHT_DYNSYM = 11
_PT_LOAD = 1
_SUBINTERPRETERS = ("_interpreters.", "_xxsubinterpreters.")
"""Extension modules through which a program makes subinterpreters (3.13+ and 3.12)."""


class SymbolPlace(Struct, frozen=True):
    """A variable inside an ELF file."""

    offset: int
    """Bytes from the file's lowest mapped address."""
    size: int


def find_runtime(pid: int) -> RuntimePlace | None:
    """Return where a process keeps CPython's runtime, an empty place if it has none, None if that cannot be seen."""
    try:
        text = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8", errors="surrogateescape")
        program = str(Path(f"/proc/{pid}/exe").readlink())
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return None
    lowest = _lowest_addresses(text)
    looks_like_python = False
    for path, address in lowest.items():
        name = path.rpartition("/")[2]
        named_so = name.startswith(("libpython", "python"))
        if not named_so and path != program:
            continue
        place = _symbol_place(path)
        if place is not None:
            start = address + place.offset
            return RuntimePlace(start, start + place.size, other_gils=_other_gils(lowest))
        looks_like_python |= named_so
    return None if looks_like_python or not lowest else RuntimePlace(0, 0, other_gils=False)


def _lowest_addresses(maps: str) -> dict[str, int]:
    """Return each mapped file and its lowest address."""
    lowest: dict[str, int] = {}
    for address, path in _MAPPED.findall(maps):
        if path not in lowest:
            lowest[path] = int(address, 16)
    return lowest


_MAPPED = re.compile(r"^([0-9a-f]+)-\S+ \S+ \S+ \S+ \S+ +(/.*)$", re.MULTILINE)
"""A line of `maps` that names a file (proc(5)); line by line in Python it took 1.3 ms for one process."""


def _other_gils(paths: dict[str, int]) -> bool:
    names = [path.rpartition("/")[2] for path in paths]
    return any(name.startswith((*_SUBINTERPRETERS, "ld-musl-")) for name in names)


def _symbol_place(path: str) -> SymbolPlace | None:
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return _symbol_in_file(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=64)
def _symbol_in_file(path: str, modified_ns: int, size: int) -> SymbolPlace | None:
    """Return where the file defines the runtime; the file's time and size make a replaced one a new question."""
    try:
        with Path(path).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as image:
            return _symbol_in_image(image)
    except (OSError, ValueError, struct.error):
        return None


def _symbol_in_image(image: mmap.mmap) -> SymbolPlace | None:
    if image[:6] != b"\x7fELF\x02\x01":  # 64 bits, little-endian
        return None
    program_at, section_at = struct.unpack_from("<QQ", image, 32)
    program_size, programs, section_size, sections = struct.unpack_from("<HHHH", image, 54)
    loads = [
        struct.unpack_from("<Q", image, at + 16)[0] & -_PAGE
        for at in range(program_at, program_at + programs * program_size, program_size)
        if struct.unpack_from("<I", image, at)[0] == _PT_LOAD
    ]
    for index in range(sections):
        at = section_at + index * section_size
        kind, offset, length, link = _section(image, at)
        if kind == _SHT_DYNSYM and loads:
            names_at = _section(image, section_at + link * section_size)[1]
            for value, size in _named(image, offset, length, names_at):
                return SymbolPlace(value - min(loads), size)
    return None


_PAGE = mmap.PAGESIZE


def _section(image: mmap.mmap, at: int) -> tuple[int, int, int, int]:
    """Return type, file offset, size and link of a section header (elf(5), Elf64_Shdr)."""
    kind: int
    kind, offset, length, link = struct.unpack_from("<4xI16xQQI", image, at)
    return kind, offset, length, link


def _named(image: mmap.mmap, offset: int, length: int, names_at: int) -> Iterator[tuple[int, int]]:
    """Yield value and size of the defined symbols of that name (elf(5), Elf64_Sym)."""
    for name, section, value, size in struct.iter_unpack("<I2xHQQ", image[offset : offset + length]):
        at = names_at + name
        if section and image[at : at + len(_SYMBOL)] == _SYMBOL:
            yield value, size

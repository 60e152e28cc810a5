"""Takes the boot file out of what coverage has measured, where that began before the probe came, by a `.pth` file.

All other code of the probe is none to coverage: see `pack`. The boot file is imported as any file, and stood in the
report of every program that has its subprocesses measured.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class AtLast:
    """Does it when nothing holds it any more. The boot file's own names do, until its last line has run."""

    __slots__ = ("_path",)

    def __init__(self, path: str) -> None:
        self._path = path

    def __del__(self) -> None:
        try:
            coverage: Any = sys.modules["coverage"].__dict__["Coverage"]
            measured = coverage.current()._collector.data
            measured.pop(os.path.realpath(self._path), None)
            measured.pop(self._path, None)
        except Exception:  # noqa: BLE001
            return

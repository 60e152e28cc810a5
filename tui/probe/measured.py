"""Takes the boot file out of what coverage has measured, where that began before the probe came, by a `.pth` file.

All other code of the probe is none to coverage: see `pack`. The boot file is imported as any file, as is `unpacked`;
they stood in the report of every program that has its subprocesses measured.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class AtLast:
    """Does it when nothing holds it any more. The boot file's own names do, until its last line has run."""

    __slots__ = ("_folder",)

    def __init__(self, boot_file: str) -> None:
        self._folder = os.path.dirname(os.path.dirname(os.path.realpath(boot_file))) + os.sep

    def __del__(self) -> None:
        try:
            coverage: Any = sys.modules["coverage"].__dict__["Coverage"]
            measured = coverage.current()._collector.data
            for path in [path for path in measured if path.startswith(self._folder)]:
                measured.pop(path, None)
        except Exception:  # noqa: BLE001
            return

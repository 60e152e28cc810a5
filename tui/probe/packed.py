"""Imports the probe's modules out of what `pack` has made.

The boot file executes this with the empty `package`, with `parts`, the code of the modules that each start needs, and
with the `path` of the pack and the place `at` which the rest begins. The modules have no `__file__`, as Python's own
frozen ones: coverage and reloaders go by it.
"""

from __future__ import annotations

import marshal
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Packed:
    """Finder and loader of the probe's modules. It is asked last, and knows no others."""

    def __init__(self, parts: dict[str, bytes], path: str, at: int) -> None:
        self._parts = parts
        self._rest: tuple[str, int] | None = (path, at)
        self._spec: Any = type(sys.__spec__)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Return how a module of the probe is loaded; None for all other modules."""
        package, _, module = name.partition(".")
        if package != "coreograph_probe":
            return None
        if module not in self._parts:
            self._read_rest()
        return self._spec(name, self, is_package=module == "hooks") if module in self._parts else None

    def _read_rest(self) -> None:
        if self._rest is not None:
            path, at = self._rest
            file = os.open(path, os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                data = os.pread(file, os.fstat(file).st_size - at, at)
            finally:
                os.close(file)
            self._parts.update(marshal.loads(data))
            self._rest = None

    def create_module(self, spec: Any) -> None:
        """Have the import system make an ordinary module."""

    def exec_module(self, module: Any) -> None:
        """Run a module's code."""
        name = module.__name__.partition(".")[2]
        exec(marshal.loads(self._parts[name]), module.__dict__)


_given: Any = globals()
sys.meta_path.append(Packed(_given["parts"], _given["path"], _given["at"]))
_given["package"].__path__ = []

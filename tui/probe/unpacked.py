"""Imports the probe's modules out of their folder, where there is no pack for this Python: see `pack`.

Bytecode is read and written beside them as ever. The code, this file's too, is then given the names that the pack's
code has, in place.
"""

from __future__ import annotations

import _imp
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_rename: Any = vars(_imp)["_fix_co_filename"]
OURS = "<frozen importlib._bootstrap of coreograph."
"""The same as in `pack`."""


class Unpacked:
    """Finder and loader of the probe's modules. It is asked last, and knows no others."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._spec: Any = type(sys.__spec__)
        self._reader: Any = sys.modules["_frozen_importlib_external"].SourceFileLoader

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Return how a module of the probe is loaded; None for all other modules."""
        package, _, module = name.partition(".")
        if package != "coreograph_probe" or not os.path.isfile(self._path(module)):
            return None
        return self._spec(name, self, is_package=module == "hooks")

    def _path(self, module: str) -> str:
        return self._folder + "/" + (module.replace(".", "/") if module != "hooks" else "hooks/__init__") + ".py"

    def create_module(self, spec: Any) -> None:
        """Have the import system make an ordinary module."""

    def exec_module(self, module: Any) -> None:
        """Run a module's code."""
        name = module.__name__.partition(".")[2]
        code = self._reader(module.__name__, self._path(name)).get_code(module.__name__)
        _rename(code, OURS + name + ">")
        exec(code, module.__dict__)


def _load(name: str) -> Any:
    """Return a module of the probe, as `packed.load` does."""
    __import__("coreograph_probe." + name)
    return sys.modules["coreograph_probe." + name]


for _method in [*vars(Unpacked).values(), _load]:
    for _code in (getattr(its, "__code__", None) for its in (_method, getattr(_method, "__annotate__", None))):
        if _code is not None:  # From Python 3.14 on annotations are code, too.
            _rename(_code, OURS + "unpacked>")
_package: Any = sys.modules["coreograph_probe"]
_package.load = _load
sys.meta_path.append(Unpacked(_package.__path__[0]))
_package.__path__ = []
del __file__

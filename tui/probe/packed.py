"""Makes the probe's modules out of what `pack` has printed.

The boot file executes this with the empty `package`, with `parts`, the code of the modules that each start needs, with
the `index` of the others as it is in the pack, with its `path` and the place `at` which those begin. The modules have
no `__file__`, as Python's own frozen ones: coverage and reloaders go by it.

`load` makes a module, and before it all that it needs, without a search by the import system: what an `import` in their
code asks for is there already. Two threads may do so at once: of two modules of one name the first that is done stays.
"""

from __future__ import annotations

import marshal
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_given: Any = globals()
_package: Any = _given["package"]
_index: dict[str, tuple[int, int, tuple[str, ...]]] = {}
_NAME = "coreograph_probe."
_Spec: Any = type(sys.__spec__)


class Packed:
    """Finder and loader of the probe's modules, for what functions import. It is asked last, and knows no others."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Return how a module of the probe is loaded; None for all other modules."""
        module = name[len(_NAME) :]
        if not _index:
            _index.update(marshal.loads(_given["index"]))
        return _Spec(name, self, is_package=module == "hooks") if module in _index and name.startswith(_NAME) else None

    def create_module(self, spec: Any) -> Any:
        """Return the module, which is whole."""
        return load(spec.name[len(_NAME) :])

    def exec_module(self, module: Any) -> None:
        """There is nothing left to do."""


def load(name: str) -> Any:
    """Return a module of the probe."""
    if _NAME + name not in sys.modules:
        if not _index:
            _index.update(marshal.loads(_given["index"]))
        for each, code in _codes([one for one in (*_index[name][2], name) if _NAME + one not in sys.modules]):
            _make(each, code)
    return sys.modules[_NAME + name]


def _codes(names: list[str]) -> list[tuple[str, Any]]:
    file = os.open(_given["path"], os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        places = [(name, *_index[name][:2]) for name in names]
        return [(name, marshal.loads(os.pread(file, size, _given["at"] + at))) for name, at, size in places]
    finally:
        os.close(file)


def _make(name: str, code: Any) -> None:
    module: Any = type(sys)(_NAME + name)
    its = module.__dict__
    its["__spec__"] = spec = _Spec(_NAME + name, _finder, is_package=name == "hooks")
    its["__loader__"], its["__package__"] = _finder, spec.parent
    if name == "hooks":
        its["__path__"] = spec.submodule_search_locations
    exec(code, its)
    parent, _, last = (_NAME + name).rpartition(".")
    setattr(sys.modules[parent], last, sys.modules.setdefault(_NAME + name, module))


_finder = Packed()
sys.meta_path.append(_finder)
_package.__path__ = []
_package.load = load
for _each in _given["parts"].items():
    _make(*_each)
_given["parts"].clear()

"""What the Python that runs this is and can: imported here, and run by any other Python 3 as a script that prints it.

A mark comes first, then one fact a line: all of them from 3.9 on, before that the version and the implementation.
"""

import importlib
import sys

_NAMES = {"cpython": "CPython", "pypy": "PyPy"}


def facts(needs, asks_methods):  # type: (list[str], bool) -> list[str]
    """Return the facts; the start methods only if asked, as telling them takes multiprocessing."""
    found = [sys.version.split()[0].rstrip("+"), sys.implementation.name]
    if sys.version_info < (3, 9):  # noqa: UP036 - others run this, too
        return found
    found[1] = _NAMES.get(found[1]) or importlib.import_module("platform").python_implementation()
    gil = getattr(sys, "_is_gil_enabled", None)
    found.append("unknown" if found[1] not in ("CPython", "PyPy") else "on" if gil is None or gil() else "off")
    found.append("yes" if sys.version_info >= (3, 13) and _is_free_threaded() else "no")
    found.append(repr(getattr(sys, "getswitchinterval", float)()))
    found += _methods() if asks_methods else ["", ""]
    found += [need for need in needs if _has(need)]
    return found


def _is_free_threaded():  # type: () -> bool
    return bool(importlib.import_module("sysconfig").get_config_var("Py_GIL_DISABLED"))


def _methods():  # type: () -> list[str]
    multiprocessing = importlib.import_module("multiprocessing")  # only where another Python runs this
    return [",".join(multiprocessing.get_all_start_methods()), multiprocessing.get_context().get_start_method()]


def _has(need):  # type: (str) -> bool
    module, _, attribute = need.partition(":")
    try:
        found = importlib.import_module(module)
        for name in attribute.split(".") if attribute else ():
            found = getattr(found, name)
    except Exception:  # noqa: BLE001 - a module may raise anything
        return False
    return True


if __name__ == "__main__":
    sys.stdout.write("coreograph-facts\n" + "\n".join(facts(sys.argv[1:], True)) + "\n")

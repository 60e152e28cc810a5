"""Lets the probe into a starting interpreter, then makes way for the user's own `sitecustomize`.

The app puts this directory on PYTHONPATH. Python imports this file once per interpreter; it takes its directory off
`sys.path`, starts the probe and imports `sitecustomize` again: what is found or raised now is what a bare Python would
have found or raised. A missing one ends as the ImportError that `site` expects.
"""

import sys


def _start() -> None:
    here = __file__.rpartition("/")[0] or __file__.rpartition("\\")[0]
    sys.path[:] = [entry for entry in sys.path if entry != here]
    sys.path_importer_cache.pop(here, None)
    try:
        package = type(sys)("coreograph_probe")
        package.__path__ = [here[: -len("/boot")]]
        sys.modules[package.__name__] = package
        from coreograph_probe import install  # type: ignore[import-not-found]  # noqa: PLC0415

        install.start()
    except Exception:  # noqa: BLE001
        return


if "coreograph_probe" in sys.modules:
    raise ImportError("the probe rides already", name="sitecustomize")
_start()
del sys.modules["sitecustomize"]
import sitecustomize  # type: ignore[import-not-found]  # noqa: E402, F401

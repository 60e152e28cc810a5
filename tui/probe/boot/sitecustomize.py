"""Lets the probe into a starting interpreter, then makes way for the user's own `sitecustomize`.

Each interpreter imports it once, from PYTHONPATH. What `sitecustomize` then is, is what a bare Python finds.
"""

import os
import sys
from marshal import loads


def _start() -> None:
    here = __file__.rpartition("/")[0] or __file__.rpartition("\\")[0]
    sys.path[:] = [entry for entry in sys.path if entry != here]
    sys.path_importer_cache.pop(here, None)
    try:
        package = sys.modules["coreograph_probe"] = type(sys)("coreograph_probe")
        package.__path__ = [here[: -len("/boot")]]
        try:  # Its code is in the run directory's pack, where there is one for this Python: see `pack`.
            path = os.environ["COREOGRAPH_RUN"] + "/code-" + sys.implementation.cache_tag
            with open(os.open(path, os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK), "rb", 0) as file:
                magic, size = file.read(4), int.from_bytes(file.read(4), "big")
                is_ours = magic == sys.modules["_frozen_importlib_external"].MAGIC_NUMBER
                code, parts, index = loads(file.read(size if is_ours else 0))
            exec(code, {"package": package, "parts": parts, "index": index, "path": path, "at": 8 + size})
        except Exception:  # noqa: BLE001
            import coreograph_probe.unpacked  # type: ignore[import-not-found]  # noqa: F401, PLC0415
        from coreograph_probe import install  # noqa: PLC0415

        install.start()
        globals()["_last"] = install.at_last(__file__)
    except Exception:  # noqa: BLE001
        return


if "coreograph_probe" in sys.modules:
    raise ImportError("the probe rides already", name="sitecustomize")
_start()
del _start, sys.modules["sitecustomize"]  # Nothing holds this module's names then once its last line has run.
import sitecustomize  # type: ignore[import-not-found]  # noqa: E402, F401

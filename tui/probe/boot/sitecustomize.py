"""Lets the probe into a starting interpreter, then makes way for the user's own `sitecustomize`.

The app puts this directory on PYTHONPATH. Python imports this file once per interpreter; it takes its directory off
`sys.path`, starts the probe and imports `sitecustomize` again: what is found or raised now is what a bare Python would
have found or raised. A missing one ends as the ImportError that `site` expects. The probe's code comes out of the run
directory's pack, where there is one for this Python (see `pack`), else from the folder above this one.
"""

import os
import sys


def _start() -> None:
    here = __file__.rpartition("/")[0] or __file__.rpartition("\\")[0]
    sys.path[:] = [entry for entry in sys.path if entry != here]
    sys.path_importer_cache.pop(here, None)
    try:
        folder = here[: -len("/boot")]
        package = type(sys)("coreograph_probe")
        package.__path__ = [] if _unpack(folder) else [folder]
        sys.modules[package.__name__] = package
        from coreograph_probe import install  # type: ignore[import-not-found]  # noqa: PLC0415

        install.start()
    except Exception:  # noqa: BLE001
        return


def _unpack(folder: str) -> bool:
    """Have the probe imported out of the run directory's pack; return whether there is one."""
    try:
        import marshal  # noqa: PLC0415 - built in, and as much of a stranger as the rest of this

        path = os.environ["COREOGRAPH_RUN"] + "/code-" + sys.implementation.cache_tag
        flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
        file = os.open(path, flags)
        try:
            head = os.read(file, 8)
            if head[:4] != sys.modules["_frozen_importlib_external"].MAGIC_NUMBER:
                return False
            size = int.from_bytes(head[4:], "big")
            code, parts = marshal.loads(os.read(file, size))
        finally:
            os.close(file)
        namespace = {"__name__": "coreograph_probe.packed"}
        exec(code, namespace)
        sys.meta_path.append(namespace["Packed"](folder, parts, path, flags, 8 + size))  # type: ignore[operator]
    except Exception:  # noqa: BLE001
        return False
    return True


if "coreograph_probe" in sys.modules:
    raise ImportError("the probe rides already", name="sitecustomize")
_start()
del sys.modules["sitecustomize"]
import sitecustomize  # type: ignore[import-not-found]  # noqa: E402, F401

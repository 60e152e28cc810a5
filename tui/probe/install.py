"""Starts the probe in this process: who am I, where is my segment, and which modules get hooks once they are imported.

It must cost next to nothing at every start of an interpreter: no `re`, no `json`, no `threading`. Hooks are imported
together with the module they look at.
"""

from __future__ import annotations

import _thread
import atexit
import os
import sys
from time import perf_counter_ns, process_time_ns

from . import control, layout, lines, segment, starts
from .files import FLAGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

HOOKS: dict[str, tuple[str, ...]] = {
    "os": ("system_calls",),
    "threading": ("threads", "joins", "locks", "conditions", "events", "import_locks"),
    "queue": ("queues", "simple_queues"),
    "multiprocessing.process": ("processes",),
    "multiprocessing.popen_fork": ("exits", "joins"),
    "multiprocessing.popen_forkserver": ("exits",),
    "multiprocessing.connection": ("connections",),
    "multiprocessing.queues": ("process_queues",),
    "multiprocessing.synchronize": ("process_locks", "process_conditions"),
    "multiprocessing.sharedctypes": ("values",),
    "multiprocessing.shared_memory": ("blocks",),
    "multiprocessing.spawn": ("processes",),
    "multiprocessing.util": ("temp_folders", "processes"),
    "multiprocessing.managers": ("managers",),
    "subprocess": ("exits", "children", "joins"),
    "signal": ("signals",),
    "concurrent.futures._base": ("futures",),
    "concurrent.interpreters": ("interpreters",),
    "concurrent.interpreters._queues": ("interpreters",),
    "concurrent.futures.thread": ("thread_executor",),
    "concurrent.futures.process": ("process_executor",),
    "multiprocessing.pool": ("pools", "pool_results"),
    "asyncio.events": ("event_loops",),
    "asyncio.base_events": ("event_loops", "foreign"),
    "asyncio.selector_events": ("event_loops",),
    "asyncio.tasks": ("event_loops",),
    "bdb": ("debuggers",),
}
"""Module of the standard library → files in `hooks/` whose `install(module)` looks at it."""
_ORIGINAL, _COPY = "multiprocessing", "multiprocess"
FOREIGN: dict[str, tuple[str, ...]] = {
    _COPY + name[len(_ORIGINAL) :]: hooks for name, hooks in HOOKS.items() if name.startswith(_ORIGINAL + ".")
} | dict.fromkeys((
    "aiomultiprocess.core", "anyio._backends._asyncio", "anyio.to_process", "asyncio.base_events", "billiard.pool",
    "billiard.queues", "billiard.synchronize", "curio.kernel", "distributed.worker", "eventlet.hubs.hub",
    "faster_fifo", "gevent.hub", "joblib.externals.loky.backend.popen_loky_posix", "loky.backend.popen_loky_posix",
    "luigi.worker", "mpire.pool", "pebble.common.types", "pebble.pool.base_pool", "ray._private.node",
    "trio._core._run", "twisted.internet.base", "uvloop",
), ("foreign",)) | {"billiard.process": ("processes",), "billiard.popen_fork": ("exits",)}  # fmt: skip
"""The same for other libraries: multiprocess is a copy of multiprocessing; `foreign` has what is not seen."""
LATER = {"traceback": ("process_ends",)}
"""The same for modules that many programs import, but that are looked at in those with multiprocessing only."""


_looked_at: dict[str, object] = {}
"""The first module of each name: eventlet makes copies with other locks, for itself."""


def start() -> None:
    """Begin observing this process; do nothing without a run directory or in a subinterpreter."""
    directory = os.environ.get(layout.RUN_DIRECTORY_VARIABLE)
    if not directory or not os.path.isdir(directory) or _in_subinterpreter():
        return
    name, is_helper = starts.name_of(list(getattr(sys, "orig_argv", ())) or _command_line())
    is_main = not is_helper and _is_main(directory)
    role = layout.ROLE_HELPER if is_helper else layout.ROLE_MAIN if is_main else layout.ROLE_WORKER
    segment.begin(directory, role, name)
    control.begin(directory)
    if segment.board() is None or name == "resource tracker":
        return
    try:
        _hook_in()
    except Exception as error:  # noqa: BLE001
        segment.not_observed("parts of a process", _HALF + type(error).__name__)


def at_last(boot_file: str) -> object:
    """Return what the boot file is to hold until its last line has run."""
    if "coverage" not in sys.modules:
        return None
    from .measured import AtLast  # noqa: PLC0415 - few programs need it

    return AtLast(boot_file)


_HALF = "the probe could not be put in place as a whole: "


def _hook_in() -> None:
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=_before_fork, after_in_child=_after_fork)
    starts.tell_execs()
    atexit.register(lines.stop)
    atexit.register(exiting)
    sys.meta_path.insert(0, PostImport())
    for module_name in {**HOOKS, **FOREIGN}:  # A copy: hooks add to them.
        if module_name in sys.modules:
            look_at(sys.modules[module_name])
    lines.poke()


def look_at(module: Any) -> None:
    """Put the hooks for one imported module in place."""
    name = module.__name__
    load: Any = vars(sys.modules[__name__.rpartition(".")[0]])["load"]
    if name.startswith(_COPY + "."):
        from . import whose  # noqa: PLC0415 - few programs need it

        whose.copies.append(os.path.dirname(str(module.__file__)) + os.sep)
    for hook in HOOKS.get(name, ()) + FOREIGN.get(name, ()):
        try:
            what = load("hooks." + hook).install(module)
        except Exception:  # noqa: BLE001
            what = name
        is_first = _looked_at.setdefault(name, module) is module
        if what is not None and is_first:
            version = "this Python's " if name in HOOKS else "this version of "
            segment.not_observed(what, version + name + " is unknown to the probe")


class PostImport:
    """A finder that lets the other finders find, and has the module looked at right after its code has run."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Return the other finders' spec with a loader that also calls `look_at`; None for all other modules."""
        if name not in HOOKS and name not in FOREIGN:
            return None
        try:
            for finder in sys.meta_path:
                if finder is not self:
                    spec = finder.find_spec(name, path, target)
                    if spec is not None:
                        return _watched(spec)
        except Exception:  # noqa: BLE001
            return None
        return None


def _watched(spec: Any) -> Any:
    loader = spec.loader
    if isinstance(loader, type) or (spec.name in HOOKS and not _is_python_s_own(str(spec.origin))):
        return spec

    def exec_module(module: Any) -> None:
        del loader.exec_module
        try:
            loader.exec_module(module)
        except BaseException as error:
            from .guard import unseen  # noqa: PLC0415 - only where a module of Python's is not imported

            unseen(error)
            raise
        look_at(module)

    loader.exec_module = exec_module
    return spec


def _is_python_s_own(path: str) -> bool:
    return path.startswith(os.path.dirname(os.__file__)) and "site-packages" not in path


def _before_fork() -> None:
    try:
        starts.forks[0] = now_ns = perf_counter_ns()
        lines.before_fork(now_ns)
    except Exception:  # noqa: BLE001
        return


def _after_fork() -> None:
    try:
        board = segment.board()
        if board is not None:
            name = board.name if board.name.startswith("fork of ") else "fork of " + board.name
            asked_ns = starts.forked() if board.role != layout.ROLE_HELPER else 0
            segment.begin(board.directory, layout.ROLE_WORKER, name, board.words[layout.H_PID], asked_ns)
            for begin in segment.in_child:
                begin()
            lines.begin()
    except Exception:  # noqa: BLE001
        segment.off()


def exiting(exit_code: int | None = None) -> None:
    """Write that this process is about to be over, and with which code if that is known."""
    try:
        board = segment.board()
        if board is None or board.words[layout.H_STATE] == layout.STATE_EXITING:
            return
        if exit_code is not None:
            board.words[layout.H_EXIT_CODE] = exit_code
        elif hasattr(sys, "last_value") or hasattr(sys, "last_exc"):
            _tell_last(board)
        for look in segment.looks:
            look()
        slot = segment.slot()
        if slot is not None:
            slot.see_cpu()
        board.words[layout.H_CPU_NS] = process_time_ns()
        board.words[layout.H_EXIT_NS] = perf_counter_ns()
        board.words[layout.H_STATE] = layout.STATE_EXITING
    except Exception:  # noqa: BLE001
        return


def _tell_last(board: segment.Board) -> None:
    """Tell of the exception that Python has printed right before it ends."""
    from . import errors  # noqa: PLC0415 - few programs need it

    is_main = board.role == layout.ROLE_MAIN
    errors.tell(layout.ERROR_PROGRAM if is_main else layout.ERROR_PROCESS, errors.last())


def _is_main(directory: str) -> bool:
    path = directory + "/" + layout.MAIN_FILE
    mine = str(os.getpid()).encode()
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | FLAGS, 0o600)
        is_mine = True
    except FileExistsError:
        file = os.open(path, os.O_RDONLY | FLAGS)
        is_mine = False
    try:
        return os.write(file, mine) > 0 if is_mine else os.read(file, 32) == mine
    finally:
        os.close(file)


def _command_line() -> list[str]:
    try:
        with open("/proc/self/cmdline", "rb") as file:
            return [os.fsdecode(argument) for argument in file.read().split(b"\0")[:-1]]
    except OSError:
        return []


def _in_subinterpreter() -> bool:
    """From 3.12 on; before, nobody could tell."""
    is_main = getattr(_thread, "_is_main_interpreter", None)
    return is_main is not None and not is_main()

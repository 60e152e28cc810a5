"""The first thing that runs. What a person tells Python by `PYTHON…` variables is for their program, and not for us.

Python reads these before any code of ours, so where some are set, it is started anew without them. Then they are put
back: whatever is started from here has them.

An interrupt ends us without a word from here on: what is imported next takes a tenth of a second, and a traceback out
of somebody's module tells a person nothing. Python itself starts before, and answers for that itself.
So nothing is imported here that Python has not imported already, `annotations` neither.

Garbage is not collected while modules are imported, for none of them is any: that costs a tenth. Nor is what is left
searched for it at the end: that is a tenth of a command that is over at once.
"""

import _signal as signal  # type: ignore[import-not-found]  # `signal` itself builds enums: 4 ms in which we are deaf
import gc
import os
import sys

FOR_THE_PROGRAM = frozenset((
    "PYTHONASYNCIODEBUG", "PYTHONDEBUG", "PYTHONDEVMODE", "PYTHONFAULTHANDLER", "PYTHONHASHSEED", "PYTHONINSPECT",
    "PYTHONINTMAXSTRDIGITS", "PYTHONMALLOC", "PYTHONMALLOCSTATS", "PYTHONNODEBUGRANGES", "PYTHONOPTIMIZE",
    "PYTHONPATH", "PYTHONPERFSUPPORT", "PYTHONPROFILEIMPORTTIME", "PYTHONSTARTUP", "PYTHONTRACEMALLOC",
    "PYTHONVERBOSE", "PYTHONWARNDEFAULTENCODING", "PYTHONWARNINGS", "PYTHON_CONTEXT_AWARE_WARNINGS",
    "PYTHON_CPU_COUNT", "PYTHON_GIL", "PYTHON_JIT", "PYTHON_LAZY_IMPORTS", "PYTHON_PERF_JIT_SUPPORT",
    "PYTHON_THREAD_INHERIT_CONTEXT", "PYTHON_TLBC",
))  # fmt: skip
"""Those that change how a Python runs. What says how to read and write (as PYTHONIOENCODING) holds for us, too."""
_ASIDE = "COREOGRAPH_FOR_THE_PROGRAM_"
INTERRUPTED = 130


def main() -> int:
    """Run coreograph and return its exit code."""
    gc.disable()
    try:
        return _run()
    finally:
        gc.freeze()


def _run() -> int:
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # Else whoever started us wants none to end us.
        signal.signal(signal.SIGINT, _leave)
    _put_aside()
    if len(sys.argv) > 1:
        from tui import cli  # noqa: PLC0415 - what is imported before costs a second time

        return cli.main()
    from tui.console.opening import show  # noqa: PLC0415

    opening = show()
    try:
        from tui import cli  # noqa: PLC0415

        return cli.main(opening=opening)
    finally:
        if opening is not None:
            opening.leave()


def _leave(*_: object) -> None:
    """End at once: a run that is on takes its own care of an interrupt, and else nothing of ours is to be put away."""
    os._exit(INTERRUPTED)


def _put_aside() -> None:
    """Go on without these variables; the second time round, give them back."""
    aside = [name for name in os.environ if name.startswith(_ASIDE)]
    for name in aside:
        os.environ[name.removeprefix(_ASIDE)] = os.environ.pop(name)
    there = FOR_THE_PROGRAM & os.environ.keys()
    if "PYTHONPATH" in there and _is_from_there():
        there -= {"PYTHONPATH"}
    if there and not aside and sys.orig_argv[1:]:
        os.execve(
            sys.executable, [sys.executable, *sys.orig_argv[1:]],
            {(_ASIDE + name if name in there else name): value for name, value in os.environ.items()},
        )  # fmt: skip


def _is_from_there() -> bool:
    """Whether we were found by PYTHONPATH ourselves."""
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib takes its time
    return home in map(os.path.abspath, os.environ["PYTHONPATH"].split(os.pathsep))

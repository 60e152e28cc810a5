"""A program launched for a run of a comparison: with a folder for its boards, the probe's code and order."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from tui.feeds.live.control import Control
from tui.feeds.live.launch import Launch, LaunchError
from tui.feeds.live.run_order import RunOrder, why_it_failed
from tui.feeds.own_packages import put_own
from tui.feeds.run_directory import probe_environment, put_pack, run_directory
from tui.telemetry.text import plain


class Launched(Launch):
    """One program under its reaper, whose Pythons load the probe."""

    control: Control

    def __init__(
        self, order: RunOrder, environment: Mapping[str, str], known_processes: Callable[[], Iterable[tuple[int, int]]]
    ) -> None:
        """Start it. LaunchError or OSError when that is not possible; nothing is left then."""
        directory = _made()
        try:
            put_pack(order.argv[0], directory)
            put_own(directory, order.target, order.of)
            self.control = Control(directory, order.probe)
        except OSError as error:
            shutil.rmtree(directory, ignore_errors=True)
            raise _cannot_begin(error, directory.parent) from None
        try:
            env = probe_environment(directory, environment, is_own=order.is_own)
            super().__init__(
                order.argv, env, None, directory, known_processes=known_processes, takes=order.input, keeps=order.keeps
            )
        except BaseException:
            self.control.close()
            raise

    def fault(self, raised: str, written: str) -> str:
        return "" if self.exit_code == 0 else why_it_failed(self.exit_code, raised, written)

    def close(self) -> None:
        self.control.close()
        super().close()


def _made() -> Path:
    try:
        return run_directory()
    except OSError as error:
        raise _cannot_begin(error, Path(os.environ.get("TMPDIR") or "/tmp")) from None


def _cannot_begin(error: OSError, folder: Path) -> LaunchError:
    """Return what is said when a run's own folder cannot be filled."""
    do = "raise the limit for files (ulimit -f) and see to" if error.errno == errno.EFBIG else "make room in"
    return LaunchError(f"The run cannot begin ({error.strerror}): {do} {plain(str(folder))}.")

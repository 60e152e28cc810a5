"""Programs stopped and let go on, all of a tree at once."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from tests.benchmarks.processes import descendants

V1, V2 = Path("/sys/fs/cgroup/freezer"), Path("/sys/fs/cgroup")


class Freezer:
    """Stops and thaws a process and all below it: by a control group where we may make one, else by signals.

    A program notices a signal's thaw, as if it came back from Ctrl-Z, and draws itself anew; a group's it does not.
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.group: Path | None = None
        for root, file in ((V1, "freezer.state"), (V2, "cgroup.freeze")):
            with suppress(OSError):
                group = root / f"benchmarks-{os.getpid()}"
                group.mkdir()
                self.group, self._file = group, group / file
                if self._file.exists():
                    break
                self._leave()

    def __enter__(self) -> Freezer:
        if self.group is not None:
            for pid in [self.pid, *descendants(self.pid)]:
                with suppress(OSError):
                    (self.group / "cgroup.procs").write_text(str(pid))
        return self

    def freeze(self, frozen: bool) -> None:
        if self.group is None:
            for pid in [self.pid, *descendants(self.pid)]:
                os.kill(pid, signal.SIGSTOP if frozen else signal.SIGCONT)
        elif self._file.name == "freezer.state":
            self._file.write_text("FROZEN" if frozen else "THAWED")
        else:
            self._file.write_text(str(int(frozen)))

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self.freeze(False)
        if self.group is not None:
            self._leave()

    def _leave(self) -> None:
        """Put everybody back and take the group away; who has just ended takes a moment to leave it."""
        assert self.group is not None
        group, self.group = self.group, None
        for _ in range(50):
            with suppress(OSError):
                for pid in (group / "cgroup.procs").read_text().split():
                    (group.parent / "cgroup.procs").write_text(pid)
                group.rmdir()
                return
            time.sleep(0.02)

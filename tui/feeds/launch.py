"""Starts one program under a reaper and tells what becomes of it. Pull only: no thread, no asyncio, nothing blocks but `close`.

The reaper (`tui/probe/reaper.py`) owns the run; this side holds its lifeline, a pipe that closes when the app ends, however
it ends. A killed reaper takes the program along, and a second one is started that ends whatever else is left.
"""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Literal, Self

from tui.probe.layout import RUN_DIRECTORY_VARIABLE

Stream = Literal["stdout", "stderr"]

PROBE = Path(__file__).resolve().parent.parent / "probe"
PREFIX = "coreograph-"
SHARED_MEMORY = Path("/dev/shm")
SHARED_MEMORY_BYTES = 32 << 20
"""Free space below which boards are kept on disk: a full tmpfs kills whoever writes to a map of it."""
PIPE_BYTES = 1 << 20
READ_BYTES = 4 << 20
"""What one call of `read_output` takes from each stream at most, about."""
CLOSE_S, PATIENCE_S = 2.9, 2.2
"""How long `close` takes at most, and after how long it ends a reaper that does not answer."""


class LaunchError(RuntimeError):
    """A program that cannot be started; the text is one sentence: what, and what to do."""


def run_directory() -> Path:
    """Make a fresh private directory for one run, in memory where that is possible. `Launch` removes it."""
    return Path(tempfile.mkdtemp(prefix=PREFIX, dir=SHARED_MEMORY if _is_roomy_tmpfs(SHARED_MEMORY) else None))


def _is_roomy_tmpfs(folder: Path) -> bool:
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
        space = os.statvfs(folder)
    except OSError:
        return False
    is_tmpfs = any(mount.split()[1:3] == [str(folder), "tmpfs"] for mount in mounts)
    return is_tmpfs and os.access(folder, os.W_OK | os.X_OK) and space.f_bavail * space.f_frsize >= SHARED_MEMORY_BYTES


def probe_environment(run_directory: Path, base_env: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which every Python of a run loads the probe and writes to this directory.

    Output is unbuffered, so that it is seen when it is written; the terminal's size is not the program's business.
    """
    env = {name: value for name, value in base_env.items() if name not in ("COLUMNS", "LINES")}
    paths = [str(PROBE / "boot"), *filter(None, [env.get("PYTHONPATH")])]
    return env | {
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUNBUFFERED": "1",
        RUN_DIRECTORY_VARIABLE: str(run_directory),
    }


class Launch:
    """One program under its reaper, from start to clean-up. Without `close` it ends when this object or the app does."""

    pid: int | None = None
    """The program's, which is also its process group and session; None until it has started."""
    exit_code: int | None = None
    """Negative: ended by that signal. None: still running, or unknown because the reaper was killed."""
    cpu_s: float | None = None
    """User and system time of the program and of the children it waited for; known with the exit code."""
    started_ns: int | None = None
    """perf_counter_ns just before the program was executed."""
    ended_ns: int | None = None
    """perf_counter_ns when the program itself had ended."""
    swept: int | None = None
    """How many processes had to be ended, the program included when it was alive; None until `is_over`."""
    is_over: bool = False
    """Whether nothing of the run is alive. One more `read_output` then returns all that is left of its output."""
    is_orphaned: bool = False
    """Whether the reaper was killed."""

    def __init__(
        self,
        argv: Sequence[str],
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        run_directory: Path | None = None,
        known_processes: Callable[[], Iterable[tuple[int, int]]] = tuple,
    ) -> None:
        """Start argv and own the run directory from now on. LaunchError when argv[0] or `cwd` cannot be used.

        `known_processes` gives (pid, start time as in field 22 of /proc/<pid>/stat) of processes seen in the run. It is
        asked only if the reaper is killed, to find those that have left both the session and the environment.
        """
        if run_directory and not run_directory.name.startswith(PREFIX):
            raise ValueError(f"{run_directory} is not a run directory")
        self._directory = run_directory
        self._known_processes = known_processes
        self._failure: str | None = None
        self._is_closed = False
        self._words = b""
        self._outputs: dict[Stream, IO[bytes]] = {}
        try:
            program = _executable(argv[0], os.environ if env is None else env)
            self._start_reaper(["run", program, *argv[1:]], subprocess.PIPE, env=env, cwd=cwd)
        except BaseException:
            self._remove_directory()
            raise
        assert self._reaper.stdout and self._reaper.stderr
        self._outputs = {"stdout": self._reaper.stdout, "stderr": self._reaper.stderr}
        for stream in self._outputs.values():
            _enlarge(stream.fileno())
            os.set_blocking(stream.fileno(), False)

    def _start_reaper(
        self, order: list[str], output: int, env: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> None:
        status, status_end = os.pipe()
        control_end, control = os.pipe()
        command = [sys.executable, "-I", "-S", "-E", str(PROBE / "reaper.py")]
        try:
            self._reaper = subprocess.Popen(
                [*command, str(status_end), str(control_end), str(self._directory or ""), *order],
                bufsize=0,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=env,
                cwd=cwd,
                pass_fds=(status_end, control_end),
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            os.close(status)
            os.close(control)
            raise LaunchError(f"The program cannot be started ({error}): choose another Python or folder.") from None
        finally:
            os.close(status_end)
            os.close(control_end)
        os.set_blocking(status, False)
        self._status: IO[bytes] = open(status, "rb", buffering=0)  # noqa: PTH123, SIM115 - closed by close()
        self._control: IO[bytes] = open(control, "wb", buffering=0)  # noqa: PTH123, SIM115 - closed by close()

    @property
    def reaper_pid(self) -> int:
        return self._reaper.pid

    def poll(self) -> None:
        """Take in what the reaper has said. LaunchError, once, when the program could not be executed."""
        if self._is_closed:
            return
        while words := self._status.read(4096):
            self._words += words
        *lines, self._words = self._words.split(b"\n")
        for line in lines:
            self._hear(*line.decode(errors="replace").split(" "))
        if words == b"" and not self.is_over:
            self._replace_reaper()
        failure, self._failure = self._failure, None
        if failure:
            raise LaunchError(failure)

    def _hear(self, word: str, *rest: str) -> None:
        if word == "started":
            self.pid, self.started_ns = int(rest[0]), int(rest[1])
        elif word == "failed":
            self._failure = f"The program cannot be executed ({' '.join(rest[1:])}): choose another Python."
        elif word == "ended":
            self.exit_code, self.cpu_s, self.ended_ns = int(rest[0]), float(rest[1]), int(rest[2])
        elif word == "cleaned":
            self.swept, self.is_over = int(rest[0]), True

    def _replace_reaper(self) -> None:
        """Let a second reaper end what the first one left; give up when that one is killed, too."""
        self._let_reaper_go()
        if self.is_orphaned:
            self.is_over = True
            return
        self.is_orphaned = True
        if self.pid is None:
            self._failure = "The run was lost before it began: something killed its reaper; start it again."
        known = [f"{pid}:{start}" for pid, start in self._known_processes()]
        try:
            self._start_reaper(["sweep", str(self.pid or 0), *known], subprocess.DEVNULL)
        except LaunchError:
            self.is_over = True

    def _let_reaper_go(self) -> None:
        self._control.close()
        self._status.close()
        with suppress(subprocess.TimeoutExpired):
            self._reaper.wait(timeout=0.5)

    def read_output(self) -> list[tuple[Stream, bytes]]:
        """Return what was written since the last call. The order between the two streams is not known."""
        chunks: list[tuple[Stream, bytes]] = []
        for name, stream in list(self._outputs.items()):
            taken = 0
            while taken < READ_BYTES and (data := stream.read(PIPE_BYTES)):
                chunks.append((name, data))
                taken += len(data)
            if taken < READ_BYTES and data == b"":
                self._outputs.pop(name).close()
        return chunks

    def stop(self) -> None:
        """Ask for the end of the run. The run directory stays until `close`."""
        if not self._control.closed:
            with suppress(BrokenPipeError):
                self._control.write(b"stop\n")

    def close(self) -> None:
        """End the run, whatever it does, and free everything; 3 s at most. Output not yet read is lost."""
        if self._is_closed:
            return
        start = time.monotonic()
        self._control.close()
        while not self._is_reaper_done() and (left_s := start + CLOSE_S - time.monotonic()) > 0:
            if left_s < CLOSE_S - PATIENCE_S and not self.is_orphaned:
                self._reaper.kill()
            select.select([self._status, *self._outputs.values()], [], [], min(left_s, 0.1))
            self.read_output()
        self._is_closed = True
        self._let_reaper_go()
        for stream in self._outputs.values():
            stream.close()
        self._outputs.clear()
        self._remove_directory()

    def _is_reaper_done(self) -> bool:
        """Whether the last reaper has gone, after cleaning or with no other to replace it."""
        with suppress(LaunchError):
            self.poll()
        ...

    def _remove_directory(self) -> None:
        """Remove what the reaper may have had no time to remove."""
        if self._directory:
            shutil.rmtree(self._directory, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

"""Starts one program under a reaper and tells what becomes of it. Pull only: no thread, no asyncio, only `close` waits.

The reaper (`tui/probe/reap`) owns the run; this side holds its lifeline, a pipe that closes when the app ends,
however it ends. A killed reaper takes the program along; a second one is started then and ends whatever else is left.
A stopped one is continued: by `poll`, and when the app has ended by the kernel.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Literal

from tui.feeds.kept_pack import PROBE
from tui.feeds.live.watched import Stream, Watched
from tui.feeds.run_directory import PREFIX
from tui.telemetry.text import plain

__all__ = ["Launch", "LaunchError", "Stream"]

Input = Literal["nothing", "told", "ours"]
STDIN = {"nothing": subprocess.DEVNULL, "told": subprocess.PIPE, "ours": None}

BY_KEY = (signal.SIGINT, signal.SIGQUIT, signal.SIGSTOP, signal.SIGCONT)

PIPE_BYTES = 1 << 20
READ_BYTES = 4 << 20
"""What one call of `read_output` takes from each stream at most, about."""
CLOSE_S, PATIENCE_S = 2.9, 2.2
"""How long `close` takes at most, and after how long it ends a reaper that does not answer."""


class LaunchError(RuntimeError):
    """A program that cannot be started; the text is one sentence: what, and what to do."""


class Launch(Watched):
    """One program under its reaper, from start to clean-up. Without `close` it ends with this object or the app.

    Its pid is also its process group and session. Its exit code stays None when the reaper was killed.
    """

    is_orphaned: bool = False
    """Whether the reaper was killed."""

    def __init__(
        self,
        argv: Sequence[str],
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        run_directory: Path | None = None,
        *,
        known_processes: Callable[[], Iterable[tuple[int, int]]] = tuple,
        takes: Input = "nothing",
        keeps: bool = False,
    ) -> None:
        """Start argv and own the run directory from now on. LaunchError when argv[0] or `cwd` cannot be used.

        With `keeps` what is still running when it has ended by itself lives on, and is none of ours.
        Its standard input has nothing, or what is told with `tell`, or is our own.
        `known_processes` gives (pid, start time as in field 22 of /proc/<pid>/stat) of processes seen in the run. It is
        asked only if the reaper is killed, to find those that have left both the session and the environment.
        """
        if run_directory and not run_directory.name.startswith(PREFIX):
            raise ValueError(f"{run_directory} is not a run directory")
        self.directory = run_directory
        self._known_processes = known_processes
        self.keeps = keeps
        self._failure: str | None = None
        self._is_closing = self._is_closed = False
        self._has_reaper_left = False
        self._words = b""
        self._outputs: dict[Stream, IO[bytes]] = {}
        self._input: IO[bytes] | None = None
        try:
            program = _executable(argv[0], os.environ if env is None else env)
            order = ["keep" if keeps else "run", program, *argv[1:]]
            self._start_reaper(order, subprocess.PIPE, env=env, cwd=cwd, takes=takes)
        except BaseException:
            self._remove_directory()
            raise
        assert self._reaper.stdout and self._reaper.stderr
        self._outputs = {"stdout": self._reaper.stdout, "stderr": self._reaper.stderr}
        self._input = self._reaper.stdin
        if self._input is not None:
            os.set_blocking(self._input.fileno(), False)
        for stream in self._outputs.values():
            _enlarge(stream.fileno())
            os.set_blocking(stream.fileno(), False)

    def _start_reaper(
        self, order: list[str], output: int, env: Mapping[str, str] | None = None, cwd: Path | None = None,
        takes: Input = "nothing",
    ) -> None:  # fmt: skip
        started = _reaper_of(self.directory, order, output, env=env, cwd=cwd, takes=takes)
        self._reaper, self._status, self._control = started

    @property
    def helpers(self) -> tuple[int, ...]:
        return (self.reaper_pid,)

    @property
    def reaper_pid(self) -> int:
        return self._reaper.pid

    def poll(self) -> None:
        """Take in what the reaper has said. LaunchError, once, when the program could not be executed."""
        if self._is_closed:
            return
        _keep_going(self.reaper_pid)
        while words := self._status.read(4096):
            self._words += words
        *lines, self._words = self._words.split(b"\n")
        for line in lines:
            self._hear(*line.decode(errors="replace").split(" "))
        if words == b"" and not self._has_reaper_left:
            self._note_reaper_left()
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
        elif word == "left":
            self.left += ((int(rest[0]), " ".join(rest[1:])),)
        elif word == "cleaned":
            self.swept, self.is_over = int(rest[0]), True

    def _note_reaper_left(self) -> None:
        """Let a second reaper end what a killed one left; give up when that one is killed, too."""
        self._has_reaper_left = True
        if self.is_over:
            return
        if self.is_orphaned:
            self.is_over = True
            return
        self.is_orphaned = True
        if self.pid is None:
            self._failure = "The run was lost before it began because its reaper ended: start it again."
        known = [f"{pid}:{start}" for pid, start in self._known_processes()]
        self._let_reaper_go()
        try:
            self._start_reaper(["sweep", str(self.pid or 0), *known], subprocess.DEVNULL)
        except LaunchError:
            self.is_over = True
        else:
            self._has_reaper_left = False
            if self._is_closing:
                self._control.close()

    def _let_reaper_go(self) -> None:
        self._control.close()
        self._status.close()
        with suppress(subprocess.TimeoutExpired):
            self._reaper.wait(timeout=0.5)

    def read_output(self) -> list[tuple[Stream, bytes]]:
        chunks: list[tuple[Stream, bytes]] = []
        for name, stream in list(self._outputs.items()):
            taken = 0
            while taken < READ_BYTES and (data := stream.read(PIPE_BYTES)):
                chunks.append((name, data))
                taken += len(data)
            if taken < READ_BYTES and data == b"":
                self._outputs.pop(name).close()
        return chunks

    def shut(self, stream: Stream) -> None:
        if stream in self._outputs:
            self._outputs.pop(stream).close()

    def pass_on(self, number: int) -> bool:
        """Do so; what a terminal and its shell give by keys goes to the program's whole group, as they give it."""
        if self.pid is None or self.exit_code is not None or self.is_over:
            return False
        try:
            (os.killpg if number in BY_KEY else os.kill)(self.pid, number)
        except ProcessLookupError:
            return False
        return True

    def tell(self, line: str) -> bool:
        if self._input is None or self._input.closed:
            return False
        data = line.encode() + b"\n"
        try:
            return self._input.write(data) == len(data)
        except OSError:  # It has ended, or it does not read.
            return False

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
        self._is_closing = True
        self._control.close()
        while not self._has_reaper_left and (left_s := start + CLOSE_S - time.monotonic()) > 0:
            if left_s < CLOSE_S - PATIENCE_S and not self.is_orphaned:
                self._reaper.kill()
            self.wait(min(left_s, 0.1))
            self.read_output()
            with suppress(LaunchError):
                self.poll()
        self._is_closed = True
        self._let_reaper_go()
        for stream in self._outputs.values():
            stream.close()
        self._outputs.clear()
        if self._input is not None:
            self._input.close()
        self._remove_directory()

    def wait(self, seconds: float) -> bool:
        poller = select.poll()
        for stream in (self._status, *self._outputs.values()):
            poller.register(stream, select.POLLIN)
        return any(fd == self._status.fileno() for fd, _ in poller.poll(seconds * 1000))

    def _remove_directory(self) -> None:
        """Remove what the reaper may have had no time to remove."""
        if self.directory:
            shutil.rmtree(self.directory, ignore_errors=True)


def _keep_going(reaper: int) -> None:
    """Continue a reaper that somebody has stopped, its program for instance: it would see nothing, and end nothing."""
    with suppress(ChildProcessError, ProcessLookupError):
        if sys.platform != "darwin" and os.waitid(os.P_PID, reaper, os.WSTOPPED | os.WNOHANG):
            os.kill(reaper, signal.SIGCONT)


def _reaper_of(
    directory: Path | None, order: list[str], output: int, *, env: Mapping[str, str] | None, cwd: Path | None,
    takes: Input,
) -> tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes]]:  # fmt: skip
    """Start a reaper; return it, what it says and what it is told by. LaunchError when that is not possible."""
    status, status_end = os.pipe()
    control_end, control = os.pipe()
    command = [sys.executable, "-I", "-S", "-E", str(PROBE / "reap" / "reaper.py")]
    try:
        reaper = subprocess.Popen(
            [*command, str(status_end), str(control_end), str(directory or ""), *order],
            bufsize=0, stdin=STDIN[takes], stdout=output, stderr=output, env=env, cwd=cwd,
            pass_fds=(status_end, control_end), start_new_session=True,
        )  # fmt: skip
    except (OSError, ValueError) as error:
        os.close(status)
        os.close(control)
        raise LaunchError(f"The program cannot be started ({error}): choose another Python or folder.") from None
    finally:
        os.close(status_end)
        os.close(control_end)
    os.set_blocking(status, False)
    files = open(status, "rb", buffering=0), open(control, "wb", buffering=0)  # noqa: PTH123, SIM115 - by close()
    return reaper, *files


def _executable(name: str, env: Mapping[str, str]) -> str:
    """Return the absolute path, with its links: they tell a Python its environment. LaunchError when there is none."""
    if os.name != "posix":
        raise LaunchError("Running programs needs Linux or macOS: use WSL on Windows.")
    found = shutil.which(name, path=env.get("PATH"))
    if found:
        return str(Path(found).absolute())
    problem = "is not an executable file" if Path(name).exists() else "is not there"
    raise LaunchError(f"The Python {plain(name)} cannot be executed because it {problem}: choose another one.")


def _enlarge(pipe: int) -> None:
    """Give a pipe room for what is written between two ticks, where the system allows it."""
    if sys.platform == "linux":
        import fcntl  # noqa: PLC0415 - Windows has none

        with suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)

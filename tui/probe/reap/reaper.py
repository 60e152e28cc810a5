"""Owns one run from its first moment: whoever is killed, no process, shared memory or file of it stays.

Started alone by the app's Python, `-I -S -E reaper.py <status fd> <control fd> <run directory or ''> run <argv…>`, in a
session of its own; `keep` in place of `run` lets live what still runs when the program has ended by itself. Python ≥
3.9, standard library only; it imports little, as the program waits for it.

Status lines it writes (times are perf_counter_ns, one clock for the whole machine):

    started <pid> <ns>                            the program was executed
    failed <ns> <why>                             it could not be executed
    ended <return code> <cpu seconds> <ns>        the program itself ended; user + system, with children it waited for
    left <pid> <command>                          it had ended, and this process was still running
    cleaned <processes that had to be ended> <ns> nothing of the run is alive, but for what is kept

Control: the line `stop` ends the run and keeps its directory; end of file (the app closed it, crashed or was killed)
and SIGTERM end the run, remove the directory and end the reaper.

On Linux it is the subreaper of all that descends from it: having no child means that nothing is left. Elsewhere it
knows only the program's process group; that part is reasoned and tried on Linux, not tested on macOS.

`… sweep <session> <pid:start time>…` takes over when the reaper of a run was killed: it ends what is of this session,
carries the run directory in its environment, or is named.
"""

from __future__ import annotations

import _signal as signal  # type: ignore[import-not-found]  # `signal` itself builds enums: 4 ms more to wait
import os
import select
import sys
import time

if __name__ == "__main__":
    sys.path.append(os.path.abspath(__file__).rsplit(os.sep, 4)[0])

from tui.probe.reap.folders import remove, remove_temporary
from tui.probe.reap.sweep import Sweep, descendants, drain, strays, sweep_group

LINUX = sys.platform.startswith("linux")
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


def ask_kernel(option: int, value: int) -> bool:
    """Call prctl; False where there is none."""
    try:
        import ctypes  # noqa: PLC0415 - 2 ms that only Linux needs

        return bool(ctypes.CDLL(None).prctl(option, ctypes.c_ulong(value), 0, 0, 0) == 0)
    except (ImportError, OSError, AttributeError):
        return False


class Run:
    """One program and all that descends from it."""

    def __init__(self, status_fd: int, directory: str) -> None:
        self.status_fd = status_fd
        self.directory = directory
        self.session = 0
        """The program's pid, also as its group and session; 0 when it was never executed."""
        self.known: set[str] = set()
        """`pid:start time` of processes that belong to it, whatever they look like."""
        self.has_ended = False
        self.must_leave = False
        self.keeps = False
        """Whether what is still running after the program's own end lives on."""
        self.is_subreaper = False
        self.wake_fd, writer = os.pipe()
        for fd in (self.wake_fd, writer):
            os.set_blocking(fd, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
            signal.signal(number, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self.leave)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())

    def leave(self, *_: object) -> None:
        self.must_leave = True

    def say(self, line: str) -> None:
        try:
            os.write(self.status_fd, line.encode(errors="replace") + b"\n")
        except BrokenPipeError:
            return

    def start(self, argv: list[str]) -> None:
        """Execute the program and say how that went; `ns` is taken by the child just before."""
        self.is_subreaper = LINUX and ask_kernel(PR_SET_CHILD_SUBREAPER, 1)
        reader, writer = os.pipe()
        parent = os.getpid()
        try:
            pid = os.fork()
        except OSError as error:
            self.has_ended = True
            return self.say(f"failed {time.perf_counter_ns()} {error.strerror}")
        if pid == 0:
            become(argv, writer, parent)
        os.close(writer)
        with open(reader, "rb") as report:
            ns, _, why = report.read().decode(errors="replace").partition("\n")
        null = os.open(os.devnull, os.O_RDWR)
        for fd in (0, 1, 2):
            os.dup2(null, fd)
        if why:
            os.waitpid(pid, 0)
            self.has_ended = True
            return self.say(f"failed {ns} {why}")
        self.session = pid
        return self.say(f"started {pid} {ns}")

    def reap(self) -> bool:
        """Take every child that has ended, say so when it is the program, and return whether there are more."""
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return False
            if pid == 0:
                return True
            if pid == self.session and not self.has_ended:
                self.has_ended = True
                cpu_s, code = usage.ru_utime + usage.ru_stime, os.waitstatus_to_exitcode(status)
                self.say(f"ended {code} {cpu_s:.6f} {time.perf_counter_ns()}")

    def find(self) -> list[int]:
        self.reap()
        return descendants() if self.is_subreaper else strays(self.session, self.directory, self.known)

    def clean(self, is_asked: bool = False) -> None:
        """Leave nothing alive and say so; what is left lives on where that is wanted and nobody asked for the end."""
        if LINUX:
            sweep = Sweep(self.find, self.reap if self.is_subreaper else None, self.wake_fd)
            if self.has_ended:
                sweep.let_helpers_leave()
                left = [] if is_asked else sweep.left()
                for pid, command in left:
                    self.say(f"left {pid} {command}")
                if left and self.keeps:
                    return self.say(f"cleaned 0 {time.perf_counter_ns()}")
            sweep.ask_to_end()
            sweep.kill_all()
            sweep.free_blocks()
            ended = len(sweep.pushed)
        else:
            ended = sweep_group(self.session, self.reap) if self.session else 0
        if self.directory:
            remove_temporary(self.directory)
        return self.say(f"cleaned {ended} {time.perf_counter_ns()}")

    def watch(self, control_fd: int) -> None:
        """Follow the program and the app until the app lets go; return with nothing left alive."""
        poller = select.poll()
        poller.register(control_fd, select.POLLIN)
        poller.register(self.wake_fd, select.POLLIN)
        is_told = is_clean = False
        while not self.must_leave:
            if not is_clean and (is_told or self.has_ended):
                self.clean(is_told)
                is_clean = True
            poller.poll()
            drain(self.wake_fd)
            self.reap()
            words = drain(control_fd)
            if words == b"":
                break
            is_told = is_told or bool(words)
        if not is_clean:
            self.clean()


def become(argv: list[str], writer: int, parent: int) -> None:
    """Turn this fresh child into the program: own session, default signals, dies with its reaper. Never returns."""
    try:
        os.setsid()
        if LINUX:
            ask_kernel(PR_SET_PDEATHSIG, signal.SIGKILL)
        signal.set_wakeup_fd(-1)
        for number in signal.valid_signals():
            if number not in (signal.SIGKILL, signal.SIGSTOP):
                signal.signal(number, signal.SIG_DFL)
        os.write(writer, b"%d\n" % time.perf_counter_ns())
        if os.getppid() == parent:
            os.execvp(argv[0], argv)
    except OSError as error:
        os.write(writer, (error.strerror or str(error)).encode())
    finally:
        os._exit(127)


def main(status_fd: str, control_fd: str, directory: str, order: str, *rest: str) -> None:
    run = Run(int(status_fd), directory)
    if LINUX:
        ask_kernel(PR_SET_PDEATHSIG, signal.SIGCONT)  # Whoever stopped it: it sees to the run when the app is gone.
    for fd in (int(status_fd), int(control_fd)):
        os.set_inheritable(fd, False)
    os.set_blocking(int(control_fd), False)
    try:
        if order in ("run", "keep"):
            run.keeps = order == "keep"
            run.start(list(rest))
        else:
            run.session, run.known, run.has_ended = int(rest[0]), set(rest[1:]), True
        run.watch(int(control_fd))
    finally:
        if directory:
            remove(directory)


if __name__ == "__main__":
    main(*sys.argv[1:])

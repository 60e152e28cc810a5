"""What is done to a victim, by class. Each act returns the exit codes that are right for it; nothing where any is."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from random import Random

from tests.campaign.kills.victim import Victim

Codes = frozenset[int]
ANY: Codes = frozenset()
BY_SIGNAL = 128
OWN_CODE = 7
"""What the watched program returns when it is interrupted."""
OTHERS = ("USR1", "USR2", "ALRM", "ABRT", "XCPU", "VTALRM", "PROF", "IO", "PWR", "RTMIN", "SEGV", "BUS", "TRAP", "SYS")
TELLING = ("TERM", "HUP", "INT", "QUIT")
DESCRIBED: Codes = frozenset((0, 1, 2, OWN_CODE, *(BY_SIGNAL + number for number in range(1, 65))))


def _send(pid: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _code(name: str) -> Codes:
    return frozenset((BY_SIGNAL + getattr(signal, f"SIG{name}"),))


def _command(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def _reapers(victim: Victim) -> list[int]:
    return [pid for pid in victim.alive() if b"reaper.py" in _command(pid)]


def _leave(victim: Victim, keys: Iterable[bytes] = (b"\x1b", b"q", b"\x03", b"\x03")) -> Codes:
    """Quit as a person does who presses again what was not heard."""
    for key in keys:
        victim.type(key)
        for _ in range(30):
            victim.listen(0.1)
            if victim.is_gone():
                return ANY
    _send(victim.pid, signal.SIGTERM)
    return ANY


def killed(victim: Victim, rng: Random) -> Codes:
    _send(victim.pid, signal.SIGKILL)
    return _code("KILL")


def stopped_and_killed(victim: Victim, rng: Random) -> Codes:
    _send(victim.pid, signal.SIGSTOP)
    victim.listen(rng.random())
    return killed(victim, rng)


def session_killed(victim: Victim, rng: Random) -> Codes:
    """All that a person finds of the terminal's session."""
    for pid in victim.alive():
        with suppress(OSError):
            if os.getsid(pid) == victim.pid and pid != victim.pid:
                _send(pid, signal.SIGKILL)
    return killed(victim, rng)


def told_to_end(victim: Victim, rng: Random) -> Codes:
    name = rng.choice(TELLING)
    _send(victim.pid, getattr(signal, f"SIG{name}"))
    return _code(name) | {OWN_CODE}


def another_signal(victim: Victim, rng: Random) -> Codes:
    name = rng.choice(OTHERS)
    _send(victim.pid, getattr(signal, f"SIG{name}"))
    return _code(name)


def reaper_killed(victim: Victim, rng: Random) -> Codes:
    for pid in _reapers(victim):
        _send(pid, signal.SIGKILL)
    victim.listen(rng.random() * 2)
    return _leave(victim)


def reaper_stopped(victim: Victim, rng: Random) -> Codes:
    for pid in _reapers(victim):
        _send(pid, signal.SIGSTOP)
    victim.listen(rng.random())
    return killed(victim, rng) if rng.random() < 0.5 else _leave(victim)


def worker_killed(victim: Victim, rng: Random) -> Codes:
    """Any that is not the app's own."""
    spared = (b"reaper.py", b"resource_tracker")  # Who kills a tracker leaves what it tracks, with us or without.
    others = [pid for pid in victim.alive() if pid != victim.pid and not any(its in _command(pid) for its in spared)]
    for pid in rng.sample(others, min(len(others), 2)):
        _send(pid, rng.choice((signal.SIGKILL, signal.SIGSTOP)))
    victim.listen(rng.random() * 2)
    return _leave(victim)


def terminal_closed(victim: Victim, rng: Random) -> Codes:
    victim.close()
    return _code("HUP")


def keys_again_and_again(victim: Victim, rng: Random) -> Codes:
    pause_s = rng.choice((0.02, 0.1, 0.3))
    for _ in range(round(10 / pause_s)):
        victim.type(b"\x03")
        victim.listen(pause_s)
        if victim.is_gone():
            break
    return ANY


def interrupted_again_and_again(victim: Victim, rng: Random) -> Codes:
    pause_s = rng.choice((0.02, 0.1, 0.3))
    for _ in range(round(10 / pause_s)):
        _send(victim.pid, signal.SIGINT)
        victim.listen(pause_s)
        if victim.is_gone():
            break
    return _code("INT") | {OWN_CODE}


def resized(victim: Victim, rng: Random) -> Codes:
    for _ in range(100):
        if victim.is_gone():
            return ANY
        victim.resize(rng.choice((0, 1, 5, 20, 40, 100, 300)), rng.choice((0, 1, 20, 60, 80, 200, 500)))
        victim.listen(rng.choice((0.0, 0.01, 0.03)))
    victim.resize(40, 120)
    return _leave(victim)


def garbage(victim: Victim, rng: Random) -> Codes:
    """Ten thousand bytes of anything but what suspends, and a paste of a hundred thousand."""
    victim.type(bytes(byte for byte in rng.randbytes(10_000) if byte != 0x1A))
    if rng.random() < 0.5:
        victim.type(b"\x1b[200~" + b"text " * 20_000 + b"\x1b[201~" * rng.choice((0, 1)))
    victim.listen(0.3)
    return _leave(victim, (b"\x03", b"\x03", b"\x03"))


def interrupted_at_once(victim: Victim, rng: Random) -> Codes:
    _send(victim.pid, signal.SIGINT)
    return _code("INT") | {OWN_CODE}


Act = Callable[[Victim, Random], Codes]
ACTS: dict[str, Act] = {
    "killed": killed,
    "stopped and killed": stopped_and_killed,
    "its session killed": session_killed,
    "told to end": told_to_end,
    "another signal": another_signal,
    "reaper killed": reaper_killed,
    "reaper stopped": reaper_stopped,
    "worker killed or stopped": worker_killed,
    "terminal closed": terminal_closed,
    "ctrl+c again and again": keys_again_and_again,
    "SIGINT again and again": interrupted_again_and_again,
    "resized all the time": resized,
    "garbage for keys": garbage,
    "interrupted while it starts": interrupted_at_once,
}

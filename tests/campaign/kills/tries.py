"""One try by its number: which command, when, what is done to it, and what was found afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import termios
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.campaign.kills.acts import ACTS, DESCRIBED, Codes
from tests.campaign.kills.victim import Victim
from tests.support.modes import changed
from tests.support.terminal import ROOT
from tui.play.opening import open_recording
from tui.telemetry.codec import RecordingError

PROMISED_S = 2.0
PATIENCE_S = 20.0
"""How long a busy machine is given: what is there then is left for good."""
PROGRAM = """
import multiprocessing, os, signal, threading, time
from multiprocessing import shared_memory

signal.signal(signal.SIGINT, lambda *_: os._exit(7))

def work(n):
    time.sleep(0.01)
    return n

if __name__ == "__main__":
    block = shared_memory.SharedMemory(create=True, size=4096)
    lock = threading.Lock()
    def turns():
        while True:
            with lock:
                time.sleep(0.005)
    for _ in range(2):
        threading.Thread(target=turns, daemon=True).start()
    with multiprocessing.Pool(2) as pool:
        for _ in range(2000):
            pool.map(work, range(8))
            print("mapped", flush=True)
    block.close()
    block.unlink()
"""
LESSONS = ("threads-vs-processes", "producer-consumer", "counters", "shared-memory")
NO_RUN_YET = "holds no run"
SEEN = b"\x1b[?1049h"


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a try."""

    number: int
    act: str
    words: tuple[str, ...]
    wrong: tuple[str, ...]
    """What should not be, in sentences."""
    gone_s: float
    """Until all was gone; from the act on, or from the end of a longer one."""

    @property
    def is_late(self) -> bool:
        return self.gone_s > PROMISED_S


def tried(number: int) -> Found:
    """Do the try of this number."""
    rng = Random(number)
    home = Path(tempfile.mkdtemp(prefix="coreograph-campaign-"))
    try:
        return _tried(number, rng, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _tried(number: int, rng: Random, home: Path) -> Found:
    act = list(ACTS)[number % len(ACTS)]
    words = _words(rng, home)
    victim = Victim(words, home)
    _wait_for_the_moment(victim, rng, is_start="starts" in act, has_no_screen=bool({"--plain", "--json"} & {*words}))
    victim.note_shared()
    was_over = victim.is_gone()
    codes = ACTS[act](victim, rng)
    gone_s = _until_gone(victim)
    victim.listen(0.1)
    wrong = [] if was_over else _wrong(victim, codes)
    wrong += [f"left: {its}" for its in victim.left()] + _recordings(home)
    for pid in victim.alive():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    if not victim.is_closed:
        victim.close()
    return Found(number, act, tuple(words), tuple(wrong), gone_s)


def _words(rng: Random, home: Path) -> list[str]:
    program = home / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    how = rng.choice(([], [], [], ["--plain"], ["--json"]))
    lesson = ["run", rng.choice(LESSONS), *how]
    replay = ["replay", str(ROOT / "tests" / "recordings" / "shared-memory.jsonl")]
    return rng.choice((lesson, lesson, ["watch", *how, str(program)], ["watch", *how, str(program)], [], replay))


def _wait_for_the_moment(victim: Victim, rng: Random, *, is_start: bool, has_no_screen: bool) -> None:
    if is_start:
        victim.listen(rng.random() * 0.3)
        return
    if rng.random() < 0.8:
        victim.see(b"\n" if has_no_screen else SEEN, 20.0)
    victim.listen(rng.random() * 4)


def _until_gone(victim: Victim) -> float:
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE_S:
        victim.listen(0.02)
        if victim.is_gone() and not victim.left():
            break
    return time.monotonic() - began


def _wrong(victim: Victim, codes: Codes) -> list[str]:
    if not victim.is_gone():
        return ["the app is still there"]
    if _is_pythons_own(victim.written):
        return []
    wrong = []
    if victim.code not in (codes or DESCRIBED):
        wrong.append(f"exit code {victim.code}")
    at = victim.written.find(b"Traceback")
    if at >= 0 and (SEEN in victim.written or b"/tui/" in victim.written[at:]):  # Else it may be a program's own.
        wrong.append(f"a traceback: …{victim.written[at:].strip()[-200:]!r}")
    if victim.is_closed:
        return wrong
    if modes := changed(victim.written):
        wrong.append(f"terminal: modes {', '.join(sorted(modes))}")
    if termios.tcgetattr(victim.terminal) != victim.before:
        wrong.append("terminal: its driver is not as before")
    return wrong


def _is_pythons_own(written: bytes) -> bool:
    """Whether Python was interrupted before it came to a line of ours: what it says then is its own."""
    return b"KeyboardInterrupt" in written and SEEN not in written and b"/tui/" not in written


def _recordings(home: Path) -> list[str]:
    """Play each recording that was begun."""
    wrong = []
    for path in (home / "state").rglob("recordings/*.jsonl.gz"):
        try:
            open_recording(path).final()
        except RecordingError as error:
            wrong += [] if NO_RUN_YET in str(error) else [f"recording: {error}"]
    return wrong

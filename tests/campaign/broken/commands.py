"""Real commands: on broken recordings, on what is no file, with outputs that are closed, full or unread."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from random import Random

from tests.campaign.broken.recordings import GOLDEN, KINDS
from tests.campaign.broken.values import TEXTS
from tests.support.watched import command, environment
from tui.telemetry.text import plain

ODD = ("/dev/zero", "/dev/full", "/dev/null", "/proc/self/mem", "/proc/version", "/", "none", "x" * 5_000, "a\x1b[2J")
STREAMS = {
    "": (0, 1, 2), ">/dev/full": (1, 2), ">&-": (1, 2), "2>/dev/full": (0, 1, 2), "2>&-": (0, 1, 2), "<&-": (0, 1, 2),
    "| true": (0, 1, 2), "<&- >&- 2>&-": (1, 2), "2>&1 | true": (0, 1, 2), ">/dev/full 2>&1": (1, 2),
}  # fmt: skip
"""What becomes of the streams → the exit codes that may be."""
MOST_S = 300


def _words(folder: Path, random: Random) -> list[str]:
    (folder / "broken.jsonl").write_bytes(random.choice(list(KINDS.values()))(random))
    form = random.choice(("--plain", "--json"))
    text = random.choice(TEXTS).replace("\x00", "").encode("utf-8", "replace").decode()
    return random.choice((
        ["replay", "broken.jsonl", form], ["replay", "broken.jsonl", form], ["replay", random.choice(ODD), form],
        ["replay", str(random.choice(GOLDEN)), form], ["list"], ["--version"], ["--help"], ["schema"], [text or "x"],
        ["run", text, form], ["run", "counters", "--knob", text], ["completion", random.choice(("bash", "zsh", text))],
        ["watch", form, f"{text or 'x'}.py"],
    ))  # fmt: skip


def told(folder: Path, random: Random) -> str:
    """Run one and return what is wrong with what it says, and with its exit code."""
    words, streams = _words(folder, random), random.choice(list(STREAMS))
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f'ulimit -v 4000000; "$@" {streams}', "bash", *command(*words)],
        cwd=folder, env=environment(folder / "state"), stdin=subprocess.DEVNULL, capture_output=True, timeout=MOST_S,
        check=False,
    )  # fmt: skip
    what = f"{words} {streams}: "
    said = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    if done.returncode not in STREAMS[streams]:
        return f"{what}exit code {done.returncode}, {said[1][:200]!r}"
    if "Traceback" in said[1]:
        return f"{what}a traceback: {said[1][-200:]!r}"
    for text in said:
        if plain(text, len(text) * 4, keep_lines=True) != text.replace("\t", "    "):
            return f"{what}what a terminal obeys: {text[:200]!r}"
    return "" if done.returncode != 2 or said[1].count("\n") <= 1 else f"{what}more than a sentence: {said[1][:300]!r}"


def waiting(folder: Path, random: Random) -> str:
    """A pipe into which nobody writes is told as such, and an interrupt ends the wait."""
    os.mkfifo(folder / "pipe")
    signal.signal(signal.SIGINT, signal.default_int_handler)  # Behind `&` of a shell it would be ignored, there, too.
    process = subprocess.Popen(
        command("replay", "pipe", "--plain"), cwd=folder, env=environment(folder / "state"), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    with process:
        assert process.stderr is not None
        line = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
    is_well = b"Nothing comes through pipe" in line and process.returncode in (130, -2) and not rest
    return "" if is_well else f"a pipe that nobody writes: {line + rest!r}, exit code {process.returncode}"

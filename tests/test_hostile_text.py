"""Names and words from outside never reach a terminal as they are: on the screen, in reports, in sentences."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.support.terminal import Terminal
from tests.support.watched import command, environment

ROOT = Path(__file__).resolve().parent.parent
RECORDING = ROOT / "tests" / "recordings" / "threads-vs-processes-gil.jsonl"
MARK = "hostile"
HOSTILE = f"a\x1b]0;{MARK}\x07\x9b31m\u202e\r\tb"
"""Sets a window's title, a colour, and the direction of writing."""
PROGRAM = "import threading\nthreading.Thread(target=print, args=('done',)).start()\n"


def assert_harmless(told: bytes) -> None:
    text = told.decode("utf-8", "replace")
    assert all(character.isprintable() or character in "\n\u00a0" for character in text), text
    assert max(map(len, text.splitlines()), default=0) <= 2_000


def done(folder: Path, *words: str, **given: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command(*words), cwd=folder, env=environment(folder / "state") | given, stdin=subprocess.DEVNULL,
        capture_output=True, check=False,
    )  # fmt: skip


def test_a_recording_of_such_a_name(tmp_path: Path) -> None:
    name = f"{HOSTILE}.jsonl"
    told = done(tmp_path, "replay", name, "--plain")
    assert told.returncode == 2 and told.stderr.count(b"\n") == 1 and MARK.encode() in told.stderr
    assert_harmless(told.stderr)
    (tmp_path / name).write_bytes(RECORDING.read_bytes())
    told = done(tmp_path, "replay", name, "--plain")
    assert told.returncode == 0 and MARK.encode() in told.stdout
    assert_harmless(told.stdout)


def test_a_program_of_such_a_name_with_such_arguments(tmp_path: Path) -> None:
    (tmp_path / f"{HOSTILE}.py").write_text(PROGRAM, encoding="utf-8")
    told = done(tmp_path, "watch", "--plain", f"{HOSTILE}.py", HOSTILE)
    assert told.returncode == 0 and MARK.encode() in told.stderr
    assert_harmless(told.stderr)
    found = done(tmp_path, "watch", "--json", f"{HOSTILE}.py", HOSTILE).stdout
    assert_harmless(found)
    assert MARK in str(json.loads(found))


@pytest.mark.parametrize(
    "words",
    [
        [HOSTILE],
        ["run", HOSTILE],
        ["run", "counters", "--variant", HOSTILE],
        ["run", "counters", "--knob", f"{HOSTILE}={HOSTILE}"],
        ["run", "counters", "--knob", f"workers={HOSTILE}"],
        ["run", "counters", "--locks", HOSTILE],
        ["run", "counters", "--python", HOSTILE],
        ["run", "counters", "--time-limit", HOSTILE],
        ["run", "counters", f"--{HOSTILE}"],
        ["watch", HOSTILE],
        ["watch", "--python", HOSTILE, "x.py"],
        ["replay", "x" * 5_000],
        ["run", "x" * 5_000],
        ["watch", "x" * 5_000],
        ["x" * 5_000],
        ["completion", HOSTILE],
    ],
    ids=lambda words: " ".join(words)[:20].encode("unicode_escape").decode(),
)
def test_what_cannot_be_is_one_harmless_sentence(tmp_path: Path, words: list[str]) -> None:
    told = done(tmp_path, *words)
    assert told.returncode == 2 and told.stderr.count(b"\n") == 1 and not told.stdout
    assert_harmless(told.stderr)


def test_variables_of_such_values(tmp_path: Path) -> None:
    told = done(tmp_path, "doctor", XDG_STATE_HOME=f"/nowhere/{HOSTILE}", TERM=HOSTILE, PYENV_ROOT=HOSTILE)
    assert told.returncode == 0 and MARK.encode() in told.stdout
    assert_harmless(told.stdout)


@pytest.mark.parametrize("form", ["watch", "replay"])
def test_on_the_screen_a_name_is_only_shown(tmp_path: Path, form: str) -> None:
    name = f"{HOSTILE}.py" if form == "watch" else f"{HOSTILE}.jsonl"
    (tmp_path / name).write_bytes(PROGRAM.encode() if form == "watch" else RECORDING.read_bytes())
    state = {"HOME": str(tmp_path / HOSTILE)}
    terminal = Terminal([form, str(tmp_path / name)], tmp_path / HOSTILE, environment=state)
    terminal.see("ended" if form == "watch" else "replay")
    terminal.press("q")
    terminal.ended()
    assert form == "replay" or f"]0;{MARK}".encode() in terminal.raw
    assert not any(text.encode() in terminal.raw for text in ("\x1b]0;", "\x9b", "\u202e"))

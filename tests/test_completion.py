"""What `coreograph completion` prints, in the shells themselves: bash, and zsh and fish where they are found."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pexpect
import pytest

from tests.support.watched import command
from tui.cli import COMMANDS
from tui.feeds.recorder import new_recording
from tui.options import parser
from tui.plain.completion import script

FOUND = [shell for shell in ("bash", "zsh", "fish") if shutil.which(shell)]
ASK_BASH = """
source ./script
COMP_WORDS=(coreograph "$@"); COMP_CWORD=$#
compopt() { :; }  # It has a meaning at the prompt only.
_shtab_coreograph
printf '%s\\n' "${COMPREPLY[@]}"
"""
ASK_FISH = "source ./script; complete -C $LINE"


def written(shell: str, folder: Path) -> None:
    """Write the script for a shell into a folder."""
    (folder / "script").write_text(script(parser(COMMANDS), shell), encoding="utf-8")


def completed(shell: str, folder: Path, words: list[str]) -> str:
    """Return what a shell offers for the last of these words."""
    written(shell, folder)
    if shell == "zsh":
        return _in_zsh(folder, words)
    ask = ["bash", "-c", ASK_BASH, "bash", *words] if shell == "bash" else ["fish", "--no-config", "-c", ASK_FISH]
    env = os.environ | {"LINE": " ".join(["coreograph", *words])}
    done = subprocess.run(ask, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert not done.stderr, done.stderr
    return done.stdout


def _in_zsh(folder: Path, words: list[str]) -> str:
    """Return what zsh shows behind a tabulator: it completes at a terminal only."""
    env = os.environ | {"TERM": "dumb", "ZDOTDIR": str(folder)}
    child: pexpect.spawn[bytes] = pexpect.spawn(
        "zsh", ["-f", "-i"], env=env, cwd=str(folder), dimensions=(50, 250), timeout=30
    )
    try:
        child.sendline('autoload -U compinit; compinit -D -u; eval "$(cat ./script)"; PS1="READ""Y> "')
        child.expect_exact("READY> ")
        child.send(" ".join(["coreograph", *words]) + "\t")
        child.sendeof()
        child.sendline("\x15echo EN''D")
        child.expect_exact("\nEND")
        return (child.before or b"").decode()
    finally:
        child.close(force=True)


@pytest.mark.parametrize("shell", FOUND)
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ([""], ("list", "run", "watch", "replay", "completion")),
        (["run", ""], ("threads-vs-processes", "counters", "shared-memory")),
        (["run", "th"], ("threads-vs-processes",)),
        (["run", "counters", "--t"], ("--time-limit",)),
        (["run", "counters", "--locks", ""], ("lean", "counts", "hold")),
        (["watch", "min"], ("mine.py",)),
        (["watch", "--re"], ("--record",)),
        (["completion", ""], ("bash", "fish", "zsh")),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_a_shell_completes_commands_options_lessons_and_files(
    tmp_path: Path, shell: str, words: list[str], offered: tuple[str, ...]
) -> None:
    (tmp_path / "mine.py").write_text("")
    found = completed(shell, tmp_path, words)
    assert all(name in found for name in offered), found
    assert "sequential" not in found


@pytest.mark.parametrize("shell", FOUND)
def test_a_shell_completes_recordings(tmp_path: Path, shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    recording = new_recording("kept")
    (tmp_path / "mine.jsonl").write_text("")
    found = completed(shell, tmp_path, ["replay", ""])
    assert "mine.jsonl" in found and recording.name in found and str(recording.parent) not in found
    assert recording.name in completed(shell, tmp_path, ["replay", recording.name[:3]])


def test_the_command_prints_what_a_shell_reads() -> None:
    done = subprocess.run(command("completion", "bash"), capture_output=True, text=True, check=False)
    assert done.returncode == 0 and not done.stderr and "complete -o bashdefault -F _shtab_coreograph" in done.stdout


def test_another_shell_is_one_sentence() -> None:
    done = subprocess.run(command("completion", "tcsh"), capture_output=True, text=True, check=False)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "'bash', 'zsh', 'fish'" in done.stderr

"""Outputs that cannot be written: closed, on a full disk, with nobody who reads them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.taped import unpacked_file
from tests.support.watched import command, environment, program

ROOT = Path(__file__).resolve().parent.parent
RECORDING = str(ROOT / "tests" / "recordings" / "counters.jsonl")
QUICK = ["--variant", "threads", "--workers", "2", "--knob", "size=20000", "--knob", "tasks=8"]
TELLING = [
    [], ["--help"], ["--version"], ["list"], ["doctor"], ["schema"], ["run", "--help"],
    ["replay", RECORDING, "--plain"], ["replay", RECORDING, "--json"],
    ["run", "threads-vs-processes", "--plain", *QUICK], ["run", "threads-vs-processes", "--json", *QUICK],
]  # fmt: skip
ODD = {"full": ">/dev/full", "closed": ">&-", "unread": "| true"}
"""How a shell spoils standard output."""


def shell(line: str, folder: Path, words: list[str]) -> subprocess.CompletedProcess[bytes]:
    """Run bash code, in which "$@" is coreograph with these words, without input."""
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line, "bash", *command(*words)],
        cwd=folder, env=environment(folder / "state"), stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("how", ["full", "closed"])
@pytest.mark.parametrize("words", TELLING, ids=" ".join)
def test_what_cannot_be_told_is_one_sentence_and_exit_code_1(tmp_path: Path, words: list[str], how: str) -> None:
    done = shell(f'"$@" {ODD[how]}', tmp_path, words)
    assert done.returncode == 1
    assert done.stderr.startswith(b"coreograph: Standard output cannot be written (") and done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("words", TELLING, ids=" ".join)
def test_who_reads_no_more_is_told_nothing(tmp_path: Path, words: list[str]) -> None:
    done = shell('"$@" | true', tmp_path, words)
    assert done.returncode == 0 and not done.stderr


@pytest.mark.parametrize("errors", ["2>/dev/full", "2>&-", "2> >(true)"])
def test_where_errors_cannot_be_told_the_exit_code_is_the_same(tmp_path: Path, errors: str) -> None:
    name = program(tmp_path, "import sys\nprint('told')\nsys.exit(7)\n")
    for words, code, told in (
        (["dance"], 2, b""),
        (["run", "no-such"], 2, b""),
        (["watch", "--plain", name], 7, b"told\n"),
        (["list"], 0, None),
    ):
        done = shell(f'"$@" {errors}', tmp_path, words)
        assert done.returncode == code and (told is None or done.stdout == told)


@pytest.mark.parametrize("how", ODD)
def test_a_programs_exit_code_is_passed_on_whatever_becomes_of_the_report(tmp_path: Path, how: str) -> None:
    name = program(tmp_path, "import sys\nsys.exit(7)\n")
    for form in ("--plain", "--json"):
        done = shell(f'"$@" {ODD[how]}', tmp_path, ["watch", form, name])
        assert done.returncode == 7 and b"Traceback" not in done.stderr


def test_a_program_whose_output_finds_no_room_is_told_so_and_so_are_we(tmp_path: Path) -> None:
    name = program(
        tmp_path,
        "import os\ntry:\n    while True: os.write(1, b'x' * 4096)\nexcept OSError: os.write(2, b'it stopped\\n')\n",
    )
    done = shell('"$@" >/dev/full', tmp_path, ["watch", "--plain", name])
    assert done.returncode == 0 and done.stderr.startswith(b"it stopped\n")
    assert b"coreograph: What the program wrote to its standard output could not be passed on (No space" in done.stderr


def test_a_file_that_is_opened_never_takes_the_place_of_a_closed_output(tmp_path: Path) -> None:
    name = program(tmp_path, "print('told')\n")
    done = shell('"$@" <&- >&- 2>&-', tmp_path, ["watch", "--record", "kept.jsonl", name])
    assert done.returncode == 0
    lines = unpacked_file(tmp_path / "kept.jsonl").splitlines()
    assert all(line[:2] in (b'{"', b'["') for line in lines), lines


def test_an_output_that_does_not_wait_gets_it_all(tmp_path: Path) -> None:
    """As when another program of the pipeline has set its end so."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with subprocess.Popen(
        [sys.executable, "-m", "tui", "schema"], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=writing
    ) as child:
        os.close(writing)
        with os.fdopen(reading, "rb") as file:
            whole = file.read()
    assert child.returncode == 0 and whole.endswith(b"}\n") and len(whole) > 50_000

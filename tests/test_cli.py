"""The command line as a person meets it: real commands, their words and their exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.builders import classic
from tui.cli import main
from tui.telemetry import codec

ROOT = Path(__file__).resolve().parent.parent
QUICK = ["--knob", "size=20000", "--knob", "tasks=8", "--workers", "2"]
LONGER = ["--knob", "size=300000", "--knob", "tasks=12", "--workers", "2"]


def coreograph(*arguments: str, state: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"XDG_STATE_HOME": str(state), "PYTHONIOENCODING": "utf-8"} | environment
    return subprocess.run(
        [sys.executable, "-m", "tui", *arguments],
        cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def assert_one_sentence(text: str) -> None:
    assert text.count("\n") == 1 and text.startswith("coreograph: ") and "Traceback" not in text, text


def test_list_names_every_scenario_in_its_group(tmp_path: Path) -> None:
    done = coreograph("list", state=tmp_path)
    assert done.returncode == 0 and done.stdout.startswith("start here\n  threads-vs-processes ") and not done.stderr
    told = json.loads(coreograph("list", "--json", state=tmp_path).stdout)
    names = [line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ")]
    assert names == [lesson["name"] for group in told["groups"] for lesson in group["lessons"]]
    first = told["groups"][0]
    assert (first["group"], set(first["lessons"][0])) == ("start here", {"name", "title", "seconds", "summary"})
    assert told["broken"] == []


def test_doctor_says_what_this_machine_tells(tmp_path: Path) -> None:
    done = coreograph("doctor", state=tmp_path)
    assert done.returncode == 0 and not done.stderr
    for word in ("terminal", "machine", "this system tells", "Pythons", "GIL", "spawn", str(tmp_path)):
        assert word in done.stdout
    kept = dict(line.split("  ", 1) for line in done.stdout.splitlines()[-2:])
    assert kept["state folder"].strip() == str(tmp_path / "coreograph")
    assert kept["recordings"].strip() == str(tmp_path / "coreograph" / "recordings")


def test_json_is_one_object_with_the_documented_fields(tmp_path: Path) -> None:
    done = coreograph("run", "threads-vs-processes", "--json", *QUICK, state=tmp_path)
    assert done.returncode == 0 and not done.stderr, done.stderr
    found = json.loads(done.stdout)
    assert found["scenario"] == "threads-vs-processes"
    assert set(found["python"]) == {"version", "implementation", "gil"}
    assert set(found["machine"]) == {"cores", "usable_cores", "system"}
    assert found["observer"]["cpu_share"] is None or 0 <= found["observer"]["cpu_share"] < 1
    assert isinstance(found["verdict"], str) and found["verdict"]
    by_name = {variant["name"]: variant for variant in found["variants"]}
    assert list(by_name)[:3] == ["sequential", "threads", "processes"]
    for variant in by_name.values():
        assert set(variant["elapsed_s"]) == {"median", "min", "max"} and variant["exit_code"] == 0
        assert variant["speed_up"] > 0 and variant["dropped"] == 0 and variant["not_observed"] == []
        assert all(set(w) == {"kind", "pid", "tid", "cpu_s", "tasks"} for w in variant["workers"])
    assert by_name["sequential"]["workers"][0]["tasks"] is None  # a loop hands out no tasks: unknown, not 0
    assert sum(worker["tasks"] for worker in by_name["threads"]["workers"]) == 8
    assert sum(worker["tasks"] for worker in by_name["processes"]["workers"]) == 8


def test_plain_tells_every_run_and_the_verdict(tmp_path: Path) -> None:
    done = coreograph("run", "threads-vs-processes", "--plain", "--repeats", "2", *LONGER, state=tmp_path)
    assert done.returncode == 0 and not done.stderr
    assert done.stdout.count("sequential: ") == 3 and "Watching cost" in done.stdout and "\x1b" not in done.stdout


def test_without_a_terminal_the_plain_report_comes(tmp_path: Path) -> None:
    done = coreograph("run", "threads-vs-processes", "--variant", "threads", *QUICK, state=tmp_path)
    assert done.returncode == 0 and "threads: 2 workers in 1 process" in done.stdout


def test_a_replay_tells_what_the_run_told(tmp_path: Path) -> None:
    recording = tmp_path / "r.jsonl"
    recording.write_bytes(b"\n".join([codec.header().encode(), *map(codec.encode, classic()), b""]))
    plain = coreograph("replay", str(recording), "--plain", state=tmp_path)
    assert plain.returncode == 0 and "replayed from r.jsonl" in plain.stdout
    assert "Threads share one interpreter lock" in plain.stdout
    found = json.loads(coreograph("replay", str(recording), "--json", state=tmp_path).stdout)
    assert [variant["speed_up"] for variant in found["variants"]] == [1.0, 0.9756, 3.6364]


def test_a_replay_that_was_cut_says_nothing_of_how_a_run_ended(tmp_path: Path) -> None:
    whole = (Path(__file__).parent / "recordings" / "counters.jsonl").read_text().splitlines(keepends=True)
    cut = tmp_path / "cut.jsonl"
    cut.write_text("".join(whole[:40]))
    plain = coreograph("replay", str(cut), "--plain", state=tmp_path)
    assert "replayed from cut.jsonl" in plain.stdout and "None" not in plain.stdout


def test_every_run_is_recorded_and_can_be_replayed(tmp_path: Path) -> None:
    live = json.loads(coreograph("run", "threads-vs-processes", "--json", *QUICK, state=tmp_path).stdout)
    (recording,) = tmp_path.rglob("*.jsonl.gz")
    for called in (str(recording), recording.name, recording.stem, recording.stem.removesuffix(".jsonl")):
        assert json.loads(coreograph("replay", called, "--json", state=tmp_path).stdout) == live
    assert coreograph("replay", "no-such-name", "--json", state=tmp_path).returncode == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "no-such"],
        ["run"],
        ["dance"],
        ["run", "threads-vs-processes", "--variant", "x"],
        ["run", "threads-vs-processes", "--workers", "0"],
        ["run", "threads-vs-processes", "--workers", "1000"],
        ["run", "threads-vs-processes", "--knob", "size"],
        ["run", "threads-vs-processes", "--knob", "colour=red"],
        ["run", "threads-vs-processes", "--repeats", "0"],
        ["run", "threads-vs-processes", "--repeats", "many"],
        ["run", "threads-vs-processes", "--python", "/no/such/python"],
        ["run", "threads-vs-processes", "--time-limit", "-3"],
        ["run", "threads-vs-processes", "--plain", "--json"],
        ["replay", "no-such-file"],
        ["replay", "."],
        ["replay"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_sentence_and_exit_code_2(arguments: list[str], tmp_path: Path) -> None:
    done = coreograph(*arguments, state=tmp_path)
    assert done.returncode == 2 and not done.stdout
    assert_one_sentence(done.stderr)


def test_who_means_a_program_of_their_own_is_told_the_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.py").write_text("print(1)\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for arguments, said in ((["mine.py"], "coreograph watch mine.py"), (["watch", "mine"], "did you mean 'mine.py'?")):
        code: object = None
        try:
            code = main(arguments)
        except SystemExit as end:
            code = end.code
        assert code == 2 and said in capsys.readouterr().err


def test_a_run_over_its_limit_is_exit_code_1(tmp_path: Path) -> None:
    slow = ["--variant", "threads", "--knob", "size=100000000", "--time-limit", "0.3"]
    done = coreograph("run", "threads-vs-processes", "--plain", *slow, state=tmp_path)
    assert done.returncode == 1 and "time limit of 0.3 s" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


INTERRUPTED_AT = """
import os, signal, sys

module = sys.argv[1]

class Interrupts:
    def find_spec(self, name, path=None, target=None):
        if name == module:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupts())
from tui.start import main
sys.argv[:] = ["coreograph", *sys.argv[2:]]
sys.exit(main())
"""
"""Interrupts itself when it begins to import a module."""


@pytest.mark.parametrize(
    ("module", "command"),
    [
        ("tui.cli", ["list"]),
        ("tui.lessons.catalogue", ["list"]),
        ("tui.options", ["watch", "--plain", "x.py"]),
        ("tui.feeds.live.launch", ["run", "threads-vs-processes", "--plain"]),
        ("tui.reports.doctor", ["doctor"]),
        ("tui.reports.as_json.schema", ["schema"]),
    ],
)
def test_an_interrupt_while_it_starts_is_no_word_and_130(tmp_path: Path, module: str, command: list[str]) -> None:
    env = os.environ | {"XDG_STATE_HOME": str(tmp_path)}
    words = [sys.executable, "-c", INTERRUPTED_AT, module, *command]
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGQUIT", 131)])
def test_told_to_end_it_ends_the_run_and_says_by_which_signal(tmp_path: Path, name: str, code: int) -> None:
    command = [sys.executable, "-m", "tui", "run", "threads-vs-processes", "--plain", "--knob", "size=100000000"]
    env = os.environ | {"XDG_STATE_HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    child = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "threads vs processes\n"
    child.send_signal(signal.Signals[name])
    rest, errors = child.communicate(timeout=20)
    assert child.returncode == code and "sequential: stopped" in rest and not errors


def test_an_interrupt_ends_the_run_and_still_reports(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tui", "run", "threads-vs-processes", "--plain", "--knob", "size=100000000"]
    env = os.environ | {"XDG_STATE_HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    child = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "threads vs processes\n"
    child.send_signal(signal.SIGINT)
    rest, errors = child.communicate(timeout=20)
    assert child.returncode == 130 and "sequential: stopped" in rest and "Traceback" not in errors


def test_a_state_folder_that_cannot_be_written_costs_the_recording_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = coreograph("run", "threads-vs-processes", "--plain", "--variant", "threads", *QUICK, state=tmp_path / "file")
    assert done.returncode == 0 and "not observed: the recording" in done.stdout and not done.stderr


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"'{sys.executable}' -m tui list | head -c 1; exit ${{PIPESTATUS[0]}}"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and not done.stderr


def test_an_ascii_terminal_gets_a_report_all_the_same(tmp_path: Path) -> None:
    done = coreograph("run", "threads-vs-processes", "--plain", "--variant", "threads", *QUICK,
                      state=tmp_path, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 0 and "Traceback" not in done.stderr

"""What `coreograph watch` says of processes that the probe cannot get into; those that it can get into it follows."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.support.watched import alone, command, environment, program, watched
from tui.feeds.board import without_probe

CODE = """
import multiprocessing, os, subprocess, sys
LIVES = "import time; time.sleep(1)"
def work(own):
    own.put(1)
    own.get()
if __name__ == "__main__":
    flags = ("-E", "-W ignore -I", "-sS", "-s")
    children = [subprocess.Popen([sys.executable, *flag.split(), "-c", LIVES]) for flag in flags]
    os.environ.clear()
    children.append(subprocess.Popen([sys.executable, "-c", LIVES]))
    context = multiprocessing.get_context("fork")
    one = context.Process(target=work, args=(context.Queue(),), name="forked after all")
    one.start()
    one.join()
    print([child.wait() for child in children])
    sys.exit(3)
"""


def test_it_says_why_it_cannot_see_a_process(tmp_path: Path) -> None:
    """With `-s` the probe is in it, and in what is forked after the environment was cleaned."""
    name = program(tmp_path, CODE)
    runs = {}
    for form in ("--json", "--plain"):
        runs[form] = subprocess.Popen(
            command("watch", form, name), cwd=tmp_path, env=environment(tmp_path / "state"),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    written = {form: run.communicate(timeout=60) for form, run in runs.items()}
    bare = alone(tmp_path, name)
    assert bare.returncode == 3 and {run.returncode for run in runs.values()} == {3}
    assert written["--plain"][0] == bare.stdout.decode()
    reasons = ["-E, which", "-I, which", "-S, which", "without the run's environment"]
    told = [one["why"] for one in json.loads(written["--json"][0])["not_observed"]]
    assert [any(reason in why for why in told) for reason in reasons] == [True] * len(told), told
    lines = re.findall(r"not observed: a Python without the probe \((.*)\)", written["--plain"][1])
    assert sorted(lines) == sorted(told)
    assert "forked after all" in written["--plain"][1] and "unexpected" not in written["--plain"][1]
    (queue,) = json.loads(written["--json"][0])["queues"]
    assert (queue["puts"], queue["gets"]) == (1, 1)


@pytest.mark.parametrize(
    ("arguments", "flags"),
    [
        (["python", "-E", "x.py", "-I"], "E"),
        (["python", "-W", "-I", "-Xutf8", "-bS", "-c", "-E"], "bS"),
        (["python", "-Wignore", "-uIm", "mod", "-S"], "uI"),
        (["python", "--check-hash-based-pycs", "-", "-E"], ""),
        (["python"], ""),
        ([], ""),
    ],
)
def test_only_the_interpreters_own_options_count(arguments: list[str], flags: str) -> None:
    assert without_probe._flags(arguments) == flags


def test_who_may_yet_come_is_waited_for() -> None:
    """An interpreter needs time to start on a busy machine: nothing speaks against it for long."""
    soon, late, nobody = without_probe.SOON_S, without_probe.LATE_S, 1 << 30
    assert [without_probe.told(nobody, "/run", lives_s) for lives_s in (soon, late)] == [None, None]
    assert without_probe.told(nobody, "/run", late + 1) == "its Python has not loaded it"


BECOMES = """
import os, sys, threading
if len(sys.argv) < 3:
    thread = threading.Thread(target=print, args=("before",), name="early")
    thread.start()
    thread.join()
    sys.stdout.flush()
    try:
        os.execv(__file__ + ".none", ["none"])
    except FileNotFoundError:
        pass
    how = {"-I": (["-I"], os.environ), "with": ([], os.environ), "clean": ([], {"PATH": ""})}
    options, environment = how[sys.argv[1]]
    os.execve(sys.executable, [sys.executable, *options, __file__, sys.argv[1], "again"], environment)
import queue
jobs = queue.Queue()
jobs.put(1)
print("after", jobs.get())
"""
OTHERS = "import os\nos.execlp('printf', 'printf', 'no Python')\n"


@pytest.mark.parametrize(
    ("how", "why"), [("-I", "it was started with -I, which"), ("clean", "without the run's environment"), ("with", "")]
)
def test_a_process_that_becomes_another_program_is_observed_as_that_one(tmp_path: Path, how: str, why: str) -> None:
    name = program(tmp_path, BECOMES)
    bare, done = alone(tmp_path, name, how), watched(tmp_path, ["--json"], name, how)
    assert done.returncode == bare.returncode == 0 and done.stderr == bare.stdout == b"before\nafter 1\n"
    found = json.loads(done.stdout)
    (process,) = found["processes"]
    assert (process["role"], process["exit_code"], process["observed"]) == ("main", 0, how == "with")
    assert [queue["puts"] for queue in found["queues"]] == [1] * (how == "with")
    if how == "with":
        assert process["name"] == name and found["not_observed"] == []
        return
    (told,) = found["not_observed"]
    assert told["what"].startswith(f"{name}, since it executed python") and why in told["why"]
    assert process["name"] in told["what"]


def test_a_process_that_becomes_no_python_is_not_observed_and_needs_no_reason(tmp_path: Path) -> None:
    done = watched(tmp_path, ["--json"], program(tmp_path, OTHERS))
    found = json.loads(done.stdout)
    (process,) = found["processes"]
    assert (process["name"], process["observed"], process["exit_code"]) == ("printf no Python", False, 0)
    assert done.stderr == b"no Python" and found["not_observed"] == []


@pytest.mark.parametrize("options", ["-I", "-S", "-uE"])
def test_a_short_program_without_the_probe_is_told(tmp_path: Path, options: str) -> None:
    """It is over before anybody could look from outside."""
    found = json.loads(watched(tmp_path, ["--json"], options, program(tmp_path, "pass")).stdout)
    (process,) = found["processes"]
    assert (process["role"], process["exit_code"], process["observed"]) == ("main", 0, False)
    assert [f"with -{options[-1]}, which" in told["why"] for told in found["not_observed"]] == [True]


def test_a_program_without_the_probe_is_not_judged(tmp_path: Path) -> None:
    done = watched(tmp_path, ["--plain"], "-I", program(tmp_path, "import time; time.sleep(1)"))
    said = done.stderr.decode().splitlines()
    (sentence,) = [line for line in said if line.startswith("Not observed: the probe is not in python")]
    assert "it was started with -I, which" in sentence
    assert said[said.index(sentence) + 1] == "Try starting it without -I for as long as you watch it."

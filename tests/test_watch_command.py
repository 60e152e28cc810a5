"""What stands on the command line of `coreograph watch`, and in the environment, is Python's or the program's own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.watched import alone, command, environment, program, watched
from tui.cli import COMMANDS
from tui.options import parser

TELLS = (
    "import os, sys\nprint(sys.argv, sys.flags, sys.warnoptions, sorted(sys._xoptions),"
    " sorted(name for name in os.environ if 'PYTHON' in name and name != 'PYTHONPATH'))\n"
)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["-X", "dev", "-OO", "program.py", "-c", "x"], "program.py"),
        (["-u", "-Werror", "-m", "program", "-c", "x"], "-m program"),
        (["-Om", "program", "--", "-m", "y"], "-m program"),
        (["-c", TELLS, "-c", "x"], "python -c import os, sys; print(sys.ar …"),
        (["-Xutf8", f"-Oc{TELLS}", "-m", "y"], "python -c import os, sys; print(sys.ar …"),
        (["--", "program.py", "-m", "y"], "program.py"),
        (["--check-hash-based-pycs", "always", "program.py"], "program.py"),
    ],
    ids=lambda given: " ".join(given)[:20] if isinstance(given, list) else "",
)
def test_options_of_the_interpreter_go_to_it_and_what_follows_is_the_programs(
    tmp_path: Path, words: list[str], name: str
) -> None:
    program(tmp_path, TELLS)
    bare, found = alone(tmp_path, *words), watched(tmp_path, ["--json"], *words)
    assert found.returncode == bare.returncode == 0
    (process,) = json.loads(found.stdout)["processes"]
    assert (process["name"], process["role"], process["observed"]) == (name, "main", True)
    assert found.stderr.replace(b"'COREOGRAPH_RUN', ", b"") == bare.stdout


@pytest.mark.parametrize(
    ("line", "interpreter", "words"),
    [
        ("--plain -X dev --locks counts -O s.py --json", "-X dev -O", "s.py --json"),
        ("--json -- -u s.py -h", "-u", "s.py -h"),
        ("-- -- -s.py", "", "-s.py"),
        ("--locks=counts -mmod x", "", "-m mod x"),
        ("--rec kept.jsonl -bWc -c 1", "-bWc", "-c 1"),
        ("-", "", "-"),
        ("-m", "", "-m"),
    ],
)
def test_words_are_ours_or_pythons_or_the_programs(line: str, interpreter: str, words: str) -> None:
    found = parser(COMMANDS).parse_args(["watch", *line.split()])
    assert (found.interpreter, found.program) == (interpreter.split(), words.split())


SET = {
    "PYTHONWARNINGS": "error", "PYTHONOPTIMIZE": "2", "PYTHONDEVMODE": "1", "PYTHONTRACEMALLOC": "3",
    "PYTHONINSPECT": "1", "PYTHONHASHSEED": "7", "PYTHONPATH": "", "PYTHONASYNCIODEBUG": "1",
}  # fmt: skip


def test_variables_for_python_reach_the_program_and_change_nothing_of_ours(tmp_path: Path) -> None:
    """A module of the program's own stands in the way of one that we need; and a wrong thing of ours would be shown."""
    (tmp_path / "mine").mkdir()
    program(tmp_path / "mine", "raise SystemExit('this is not yours')", "psutil.py")
    given = SET | {"PYTHONPATH": str(tmp_path / "mine")}
    code = TELLS + f"print({{name: os.environ[name] for name in {list(SET)}}}, [p for p in sys.path if 'mine' in p])\n"
    name = program(tmp_path, code)
    base = {key: value for key, value in environment(tmp_path / "state").items() if key not in SET}
    commands = [[sys.executable, name], command("watch", "--plain", name)]
    null = subprocess.DEVNULL
    done = [
        subprocess.run(words, cwd=tmp_path, env=base | given, capture_output=True, stdin=null, check=False)
        for words in commands
    ]
    bare, found = (one.stdout.decode() for one in done)
    (boot,) = [part for part in found.split("'") if part.endswith(f":{tmp_path / 'mine'}")]
    without_ours = found.replace("'COREOGRAPH_RUN', ", "").replace(boot, str(tmp_path / "mine"))
    assert without_ours == bare and done[1].returncode == done[0].returncode == 0
    assert done[1].stderr.startswith(done[0].stderr), done[1].stderr
    assert done[1].stderr[len(done[0].stderr) :].startswith(b"\nprogram.py\nCPython"), done[1].stderr

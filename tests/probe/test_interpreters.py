"""Other interpreters in the same process: what is not seen of them is said."""

from __future__ import annotations

from pathlib import Path

from tests.probe.observing import read_all
from tests.probe.test_every_python import EVERY_PYTHON
from tests.probe.test_transparency import same
from tests.support.interpreters import Interpreter


@EVERY_PYTHON
def test_other_interpreters_are_not_seen_and_that_is_said(python: Interpreter, tmp_path: Path) -> None:
    has_them = python.version >= (3, 14)
    found = same(python, tmp_path, "interpreter_ways.py", "by hand")
    assert found == ("1\nconcurrent.interpreters._queues create\n" if has_them else "")
    told = [what for what, _ in read_all(tmp_path).not_observed]
    assert told == (["queues between interpreters", "code in other interpreters"] if has_them else [])


@EVERY_PYTHON
def test_those_of_a_pool_do_what_is_seen(python: Interpreter, tmp_path: Path) -> None:
    assert same(python, tmp_path, "interpreter_ways.py", "pool") in ("[1, 2]\n", "")
    story = read_all(tmp_path)
    assert story.not_observed == [] and story.total("ended") == (2 if python.version >= (3, 14) else 0)

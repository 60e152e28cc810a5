"""How a starting interpreter is called by its command line."""

from __future__ import annotations

import sys

import pytest

from tui.probe.starts import name_of

SAMPLER = "profiling.sampling._sync_coordinator"


@pytest.mark.parametrize(
    ("own", "argv", "name", "is_helper"),
    [
        (["-X", "dev", "a/prog.py"], ["a/prog.py", "-c", "x", "-m", "y"], "prog.py", False),
        (["-c", "pass"], ["-c", "-m", "y"], "python -c pass", False),
        (["-Oc", "pass"], ["-c"], "python -c pass", False),
        (["-Ocpass"], ["-c", "z"], "python -c pass", False),
        (["-X", "c", "-m", "shop.till"], ["-m", "-c"], "-m shop.till", False),
        (["-mshop"], ["-m"], "-m shop", False),
        (["-c", "from multiprocessing.spawn import spawn_main; spawn_main(pipe_handle=3)"],
         ["-c", "--multiprocessing-fork"], "new process", False),
        (["-c", "from multiprocessing.resource_tracker import main;main(4)"], ["-c"], "resource tracker", True),
        (["-m", SAMPLER], ["-m", "4000", "/here", "a/prog.py", "-m"], "prog.py", False),
        (["-m", SAMPLER], ["-m", "4000", "/here", "-m", "shop"], "-m shop", False),
        ([], [""], "python", False),
    ],
)  # fmt: skip
def test_a_process_is_called_by_what_it_runs(
    monkeypatch: pytest.MonkeyPatch, own: list[str], argv: list[str], name: str, is_helper: bool
) -> None:
    monkeypatch.setattr(sys, "argv", argv)
    assert name_of(["python", *own, *argv[1:]]) == (name, is_helper)

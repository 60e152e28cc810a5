"""Amdahl's wall as a learner runs it: every number of workers gives the same result, and what is printed adds up."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.interpreters import Interpreter
from tests.support.plain import DEMOS, PATIENCE_S, command, lines, refusal
from tests.support.ways import WAYS
from tui.lessons.catalogue import find

SMALL = ("--seconds", 0.05, "--rounds", 2, "--workers", 3)
(TABLE,) = find("amdahls-wall").tables


def jobs_in(printed: list[str]) -> list[dict[str, float]]:
    """Return the rows as the lesson reads them."""
    return [{name: float(cell) for name, cell in row} for line in printed if (row := TABLE.read(line))]


@WAYS
def test_every_number_of_workers_gets_the_same_result_on_every_python(python: Interpreter, method: str) -> None:
    printed = lines("amdahls_wall", *SMALL, "--start-method", method, python=python.path)
    rows = jobs_in(printed)
    assert [row["workers"] for row in rows] == [1, 2, 3, 1, 2, 3]
    assert [row["done"] for row in rows] == [1, 2, 3, 4, 5, 6] and {row["of"] for row in rows} == {6}
    assert len({row["result"] for row in rows}) == 1 and printed[-1] == "every job had the same result"
    assert all(0 <= row["alone_s"] <= row["took_s"] for row in rows)


def test_the_summary_is_what_the_rows_say() -> None:
    printed = lines("amdahls_wall", "--seconds", 0.05, "--rounds", 3, "--workers", 2, "--serial", 25)
    times = {n: [row["took_s"] for row in jobs_in(printed) if row["workers"] == n] for n in (1, 2)}
    told = (line.replace(" s", "").split() for line in printed if re.match(r" +\d+ +\d.* s", line))
    summary = {int(cells[0]): cells for cells in told}
    for n in (1, 2):
        _, median, least, most, speed = map(float, summary[n])
        assert (least, most) == (min(times[n]), max(times[n])) and median == pytest.approx(statistics.median(times[n]))
        assert speed == pytest.approx(statistics.median(times[1]) / statistics.median(times[n]), abs=0.006)
    assert "by Amdahl's law at most 4.00 times as fast, whatever the number of workers" in printed


@settings(max_examples=4, deadline=None)
@given(serial=st.sampled_from([0, 1, 37, 99, 100]), workers=st.integers(1, 9))
def test_any_share_with_any_number_of_workers_adds_up(serial: int, workers: int) -> None:
    printed = lines("amdahls_wall", "--seconds", 0.05, "--rounds", 1, "--workers", workers, "--serial", serial)
    rows = jobs_in(printed)
    assert len(rows) == rows[0]["of"] and rows[-1]["workers"] == workers
    assert any("at most" in line for line in printed) == (serial > 0)


def test_what_is_walked_in_shares_is_what_one_walks_and_what_a_formula_says() -> None:
    """The end of a chain of k steps is a**k x + c (a**k - 1) / (a - 1), taken modulo 2**31."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from amdahls_wall import CHAINS, share, walk\n"
        "a, c, m, k = 1103515245, 12345, 2**31, 3\n"
        "whole = pow(a, k, m * (a - 1))\n"
        "end = [(pow(a, k, m) * (7 + n) + c * ((whole - 1) // (a - 1))) % m for n in range(CHAINS)]\n"
        "assert [walk(7 + n, k) for n in range(CHAINS)] == end\n"
        "for workers in (1, 2, 7): "
        "assert sum(share(7, range(me, CHAINS, workers), k) for me in range(workers)) == sum(end)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(DEMOS)], check=True, timeout=PATIENCE_S)


def test_a_job_that_takes_too_long_ends_the_program_with_a_sentence() -> None:
    slow = command("amdahls_wall", "--seconds", 10, "--serial", 0, "--limit", 1, "--workers", 1)
    done = subprocess.run(slow, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 1 and done.stderr == "no answer within 1 s: a worker is gone or too slow\n"


@pytest.mark.parametrize("options", [("--workers", 0), ("--workers", 65), ("--serial", 101), ("--seconds", "soon")])
def test_what_cannot_be_is_refused(options: tuple[object, ...]) -> None:
    assert refusal("amdahls_wall", *options)

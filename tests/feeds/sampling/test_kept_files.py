"""Files of `/proc` that stay open: what is dead is never read as alive, and limits are kept and given back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.waiting import wait_until
from tui.feeds.sampling.cores import LinuxCores
from tui.feeds.sampling.descriptors import DescriptorBudget, KeptFile
from tui.feeds.sampling.files import children_in, kept_stat
from tui.feeds.sampling.linux import LinuxTree

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="tests the Linux backend")

WAITS = "import sys; sys.stdin.read()"


def test_a_kept_file_is_opened_once_and_ends_with_its_process() -> None:
    with subprocess.Popen([sys.executable, "-S", "-c", WAITS], stdin=subprocess.PIPE) as process:
        file = KeptFile(DescriptorBudget(), f"/proc/{process.pid}/stat")
        before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
        assert [kept_stat(file) is not None for _ in range(3)] == [True] * 3
        assert len(os.listdir("/proc/self/fd")) == before + 1  # noqa: PTH208
        assert process.stdin is not None
        process.stdin.close()
    assert kept_stat(file) is None, "whoever gets the number now is another task"
    file.close()
    file.close()
    assert len(os.listdir("/proc/self/fd")) <= before  # noqa: PTH208


def test_a_file_that_cannot_be_kept_is_read_all_the_same() -> None:
    file = KeptFile(DescriptorBudget(0), "/proc/self/stat")
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    stats = [kept_stat(file) for _ in range(3)]
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
    assert all(stat is not None and stat.state == "R" for stat in stats)


def test_more_children_than_one_reading_holds(tmp_path: Path) -> None:
    listed = tmp_path / "children"
    listed.write_text(" ".join(map(str, range(4_000_000, 4_001_500))) + " ", encoding="ascii")
    assert len(children_in(KeptFile(DescriptorBudget(), str(listed)))) == 1500


LIMITS = """
import resource
from tui.feeds.sampling.descriptors import DescriptorBudget
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (300, hard))
budget = DescriptorBudget()
kept = [budget.keep("/proc/self/stat") for _ in range(100)]
raised = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
for fd in kept:
    budget.release(fd)
budget.close()
print(-1 in kept, raised == hard, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
resource.setrlimit(resource.RLIMIT_NOFILE, (300, 300))
budget = DescriptorBudget()
kept = [budget.keep("/proc/self/stat", is_closer=place % 2 > 0) for place in range(100)]
print(kept.count(-1) > 50, open("/proc/self/stat").read(3) != "")
"""


def test_a_raised_limit_is_taken_back_and_a_hard_one_leaves_enough() -> None:
    told = subprocess.run([sys.executable, "-c", LIMITS], check=True, capture_output=True, text=True).stdout
    assert told.split() == ["False", "True", "300", "True", "True"]


FORKS = """
import json, os, sys, time
print(json.dumps(os.getpid()), flush=True)
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        time.sleep(500)
    print(json.dumps(pid), flush=True)
    sum(range(100_000))
"""


def test_children_are_asked_for_when_something_was_started_or_ended() -> None:
    forks = [1]
    with subprocess.Popen(
        [sys.executable, "-S", "-c", FORKS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stdin is not None and process.stdout is not None
        root = json.loads(process.stdout.readline())
        tree = LinuxTree(root, forks=lambda: forks[0])

        def forked() -> int:
            process.stdin.write("\n")  # type: ignore[union-attr]
            return int(json.loads(process.stdout.readline()))  # type: ignore[union-attr]

        def look() -> set[int]:
            tree.look(1)
            return {pid for pid, _ in tree.processes()}

        look()
        first = forked()
        assert look() == {root}, "nobody has told of a fork"
        forks[0] += 1
        wait_until(lambda: forked() and first in look(), what="the first child")
        known = look()
        forked()
        os.kill(first, 9)
        wait_until(lambda: forked() and look() > known - {first}, what="the others")
        tree.close()
        os.killpg(root, 9)


def test_the_kernel_counts_what_is_started() -> None:
    cores = LinuxCores()
    cores.read()
    before = cores.forks
    assert before is not None
    subprocess.run([sys.executable, "-S", "-c", ""], check=True)
    times = cores.read()
    assert cores.forks is not None
    assert cores.forks > before
    assert len(times) == len([line for line in Path("/proc/stat").read_text().splitlines() if line[3:4].isdigit()])
    cores.close()

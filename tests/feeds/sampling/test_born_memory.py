"""What a process has in memory when it begins: read once, of a few a look."""

from __future__ import annotations

import os
import sys

import pytest

from tui.feeds.sampling.born_memory import MOST, MOST_A_LOOK, BornMemories, memory_of
from tui.telemetry.usage import BornMemory
from tui.telemetry.vocabulary import ProcessBegan

ROLLUP = b"""55e81802d000-7ffde66e5000 ---p 00000000 00:00 0                          [rollup]
Rss:                1708 kB
Shared_Clean:       1556 kB
Shared_Dirty:         12 kB
Private_Clean:        40 kB
Private_Dirty:       100 kB
"""


def test_own_pages_and_shared_ones() -> None:
    assert memory_of(ROLLUP) == (140 * 1024, 1568 * 1024)
    assert memory_of(b"") is None and memory_of(b"Rss: 17 kB\nPrivate_Clean: x kB") is None


@pytest.mark.skipif(sys.platform != "linux", reason="the system tells it by a file of Linux")
def test_a_process_is_asked_once_and_one_that_is_gone_is_passed_by() -> None:
    memories = BornMemories()
    memories.take([ProcessBegan(0.1, 0, pid, "work in shop.py") for pid in (os.getpid(), (1 << 31) - 1)])
    (told,) = memories.told(0.2, 0)
    assert isinstance(told, BornMemory) and told.pid == os.getpid() and told.own_bytes > 1e6
    assert memories.told(0.3, 0) == []


def test_few_are_asked_in_a_look_and_not_those_of_a_program_without_end() -> None:
    memories = BornMemories()
    memories.take([ProcessBegan(0.1, 0, (1 << 31) - 1, "")] * (2 * MOST))
    assert len(memories._due) == MOST
    memories.told(0.2, 0)
    assert len(memories._due) == MOST - MOST_A_LOOK
    memories.take([ProcessBegan(0.1, 0, (1 << 31) - 1, "")] * MOST)
    assert len(memories._due) == MOST - MOST_A_LOOK

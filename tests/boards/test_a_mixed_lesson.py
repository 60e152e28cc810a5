"""A lesson that lists boards of every kind: they stand beside each other at every size."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.staging import Staged, staged
from tui.feeds.live.plan import Plan
from tui.lessons.catalogue import find
from tui.play.opening import open_recording
from tui.telemetry.vocabulary import ComparisonStarted, Telemetry

RECORDING = Path(__file__).parents[1] / "recordings" / "threads-vs-processes-gil.jsonl"
LESSON = replace(
    find("threads-vs-processes"), boards=("runners", "panels", "tasks", "locks", "output", "cores"), prediction=None
)
SEEN = ("sequential", "─ threads ─", "─ processes ─", "─ tasks ─", "─ output ─", "─ cores ─")


def script(plan: Plan) -> Sequence[Telemetry]:
    told = open_recording(RECORDING).told()
    return [replace(one, boards=LESSON.boards) if isinstance(one, ComparisonStarted) else one for one in told]


def rows_of(at: Staged, name: str) -> list[str]:
    return [row for row in at.rows() if re.search(rf"[│ ]+{name} +[█▒]", row)]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_every_board_that_has_something_to_show_is_seen(size: tuple[int, int]) -> None:
    async with staged(size, script, lessons=(LESSON,)) as at:
        assert "Nothing is running yet." in at.text and "─ tasks ─" not in at.text
        await at.start(6.0)
        assert all(title in at.text for title in SEEN) and "─ locks ─" not in at.text, at.text
        assert rows_of(at, "T1") and rows_of(at, "T2"), "tasks call the workers as the lanes do"
        await at.advance()
        assert rows_of(at, "P1"), at.text


async def test_a_small_terminal_has_a_number_of_each() -> None:
    async with staged((60, 20), script, lessons=(LESSON,)) as at:
        await at.start(6.0)
        assert "THREADS" in at.text and "TASKS" in at.text and "tasks done" in at.text

"""A worker has one colour: on every board of the stage, beside the source, in events and under the microscope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.boards.program.test_picture import shop
from tests.support.staging import Staged, staged
from tests.support.taped import taped, told_in
from tui.draw.cells import Row
from tui.feeds.live.own_program import program_scenario
from tui.lessons.lesson import Hue
from tui.model.workers.hues import hues_of
from tui.model.workers.names import every_name
from tui.screens.dialogs.lane_microscope import LaneMicroscope
from tui.telemetry.vocabulary import BurstLane, BurstSampled, BurstSpan, RunEnded, Telemetry, ThreadStarted

RECORDINGS = Path(__file__).parents[1] / "recordings"
LESSONS = ("threads-vs-processes-gil", "producer-consumer", "counters", "shared-memory")
HUES = frozenset(Hue.__args__)  # type: ignore[attr-defined]
NOT_YET = "muted"
"""The ink of who is not known yet, who is gone, or whose process is only named."""


def looked_at(told: Sequence[Telemetry]) -> list[Telemetry]:
    """Add a close look at all workers of each run, just before its end."""
    lanes: dict[int, list[BurstLane]] = defaultdict(list)
    found: list[Telemetry] = []
    for item in told:
        if isinstance(item, ThreadStarted) and item.role == "worker":
            lanes[item.run].append(BurstLane(item.pid, item.tid, (BurstSpan(0.25, "running", 0),)))
        if isinstance(item, RunEnded) and lanes[item.run]:
            at_s = item.at_s - 0.001
            found.append(
                BurstSampled(at_s, item.run, at_s - 0.3, 0.25, 227, 0.001, 0.004, 0.009, tuple(lanes[item.run][:8]))
            )
    return sorted([*told, *found], key=lambda item: item.at_s)


def told_by(at: Staged) -> dict[str, set[str]]:
    """Return for each worker's name the hues that one function says, of all runs."""
    state = at.comparison.state
    said: dict[str, set[str]] = defaultdict(set)
    for run in state.runs:
        names, hues = every_name(state, run), hues_of(state, run)
        for worker in run.workers:
            if worker.role != "helper":
                said[names[worker.who]].add(hues[worker.who])
    return said


def seen(rows: Sequence[Row], names: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield each worker's name that stands for itself in a hue, and the hue; within a sentence it has none."""
    for row in rows:
        for text, ink in row:
            if (name := text.strip()) in names and ink.split()[0].partition(".")[0] in HUES:
                yield name, ink.split()[0]


def check(at: Staged, said: dict[str, set[str]]) -> int:
    """Check all boards on the stage; return how many names were seen on how many boards."""
    count = 0
    for name, board in at.stage._boards.widgets.items():
        if not board.display or name in ("sentence", "header", "tabs", "keys"):
            continue
        for worker, hue in seen(board._painted, frozenset(said)):
            assert said[worker] == {hue}, (name, worker, hue, said[worker])
            count += 1
    return count


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=str)
@pytest.mark.parametrize("lesson", LESSONS)
async def test_every_board_of_a_lesson_agrees(lesson: str, size: tuple[int, int]) -> None:
    tape = taped(looked_at(told_in(RECORDINGS / f"{lesson}.jsonl")))
    async with staged(size, replay=tape) as at:
        end_s = tape.final().at_s
        count = 0
        for part in (0.2, 0.35, 0.5, 0.65, 0.8, 1.0):
            await at.play_to(end_s * part)
            for key in ("c", "c"):
                count += check(at, {name: hues - {NOT_YET} for name, hues in told_by(at).items()})
                await at.press(key)
        assert count, "workers are named in their colours"
        said = told_by(at)
        close = LaneMicroscope(at.comparison)
        looked = list(seen(close.rows(110), frozenset(said)))
        assert looked and all(said[worker] == {hue} for worker, hue in looked)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=str)
async def test_every_board_of_a_watched_program_agrees(size: tuple[int, int], tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text("print('open')\n", encoding="utf-8")
    async with staged(size, lambda plan: shop(), lessons=(program_scenario([str(tmp_path / "shop.py")]),)) as at:
        count = 0
        for moment in (0.5, 1.5, 2.5, 2.95):
            await (at.start(moment) if not at.feeds else at.advance(moment))
            for key in ("c", "c"):
                count += check(at, told_by(at))
                await at.press(key)
        assert count
        said = told_by(at)
        assert (said["main"], said["clerk-0"], said["cook-0"]) == ({"parent"}, {"thread"}, {"process"})

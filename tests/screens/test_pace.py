"""Slow motion and the microscope of lanes on the stage."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from tests.support.scripted import MACHINE, Script, until
from tests.support.staging import Staged, staged
from tests.support.taped import taped
from tui.feeds.live.plan import Plan
from tui.screens.dialogs.lane_microscope import LaneMicroscope
from tui.telemetry.vocabulary import (
    BurstLane,
    BurstSampled,
    BurstSpan,
    ComparisonStarted,
    PaceChanged,
    Reason,
    RunStarted,
    Telemetry,
    ThreadStarted,
)

TURN_S = 0.005


def turns(first: bool, turn_s: float = TURN_S) -> tuple[BurstSpan, ...]:
    """Return 250 ms of one of two threads that take turns."""
    count = round(0.25 / turn_s)
    reasons: tuple[Reason, Reason] = ("running", "gil") if first else ("gil", "running")
    return tuple(BurstSpan((n + 1) * turn_s, reasons[n % 2], None) for n in range(count))


def script(plan: Plan) -> list[Telemetry]:
    """Two variants; threads change their pace at 1 s into their run and are looked at closely at 2 s."""
    names = tuple(variant.name for variant in plan.variants)
    told: list[Telemetry] = Script(workers=2, cores=2, variants=names).comparison()
    return told + closely(told, "threads")


def closely(told: Sequence[Telemetry], variant: str) -> list[Telemetry]:
    (run,) = (item for item in told if isinstance(item, RunStarted) and item.variant == variant)
    keys = [(i.pid, i.tid) for i in told if isinstance(i, ThreadStarted) and i.run == run.run and i.role == "worker"]
    lanes = tuple(BurstLane(*key, turns(place == 0)) for place, key in enumerate(keys))
    at_s = run.at_s
    return [
        PaceChanged(at_s + 1.0, run.run, keys[0][0], 0.2),
        BurstSampled(at_s + 2.0, run.run, at_s + 1.7, 0.25, 227, 0.0011, 0.0041, 0.009, lanes),
    ]


async def started(at: Staged, variant: str, after_s: float) -> None:
    """Start, and play so many seconds into a variant's run."""
    feed = await at.start(0.0)
    (run,) = (i for i in feed._telemetry if isinstance(i, RunStarted) and i.variant == variant)
    await at.advance(run.at_s + after_s)


async def test_slow_motion_is_asked_of_the_run_that_is_on_and_said_when_it_is_there() -> None:
    async with staged(script=script) as at:
        await started(at, "threads", 0.5)
        assert at.feeds[0].paces == [None] and "● running" in at.text
        await at.press("s")
        assert at.feeds[0].paces == [None, 0.2]
        assert "Slow motion: each turn of a thread lasts 200 ms instead of 5 ms." in at.text
        assert "slow motion at the next task or wait" in at.text
        assert "● slow motion" not in at.text, "no probe has said so yet"
        await at.advance(at.comparison.state.runs[-1].started_s + 1.1)
        assert "● slow motion" in at.text
        assert "slow motion: 200 ms a turn, not 5 ms" in at.text
        await at.press("s")
        assert at.feeds[0].paces == [None, 0.2, None]


async def test_slow_motion_while_processes_run_is_said_to_concern_threads() -> None:
    async with staged(script=script) as at:
        await started(at, "processes", 0.5)
        await at.press("s")
        assert "Slow motion concerns threads only: 200 ms a turn, not 5 ms." in at.text


async def test_slow_motion_stays_on_for_the_next_start() -> None:
    async with staged() as at:
        await at.press("s")
        await at.start()
        assert at.feeds[0].paces == [0.2]


async def test_slow_motion_without_the_interpreter_lock_says_what_is_so() -> None:
    async with staged(facts=replace(MACHINE, gil=False)) as at:
        await at.press("s")
        assert "without the interpreter lock threads do not take turns" in at.text


async def test_the_microscope_shows_turns_and_how_exact_it_is() -> None:
    async with staged(script=script) as at:
        await started(at, "threads", 1.0)
        await at.press("m")
        run = at.comparison.state.runs[-1]
        assert at.feeds[0].bursts == [tuple(w.who for w in run.workers if w.role == "worker")]
        assert "Looking" in at.text and "2 workers" in at.text
        at.feeds[0].advance(run.started_s + 2.0)
        await until(lambda: "hand-overs" in at.text, what="the picture")
        assert "One at a time, 49 hand-overs from one to another." in at.text
        assert "Looked at every 1.1 ms, 227 looks, at worst 4.1 ms apart" in at.text
        assert "Looking took 4 % of a core" in at.text
        assert "waits: GIL" in at.text and "5.0 ms" in at.text and "in slow motion" in at.text
        (first, other) = (row for row in at.rows() if "██▒▒" in row or "▒▒██" in row)
        cells = [(a, b) for a, b in zip(first, other, strict=True) if a in "█▒" and b in "█▒"]
        assert len(cells) > 90 and all(a != b for a, b in cells), "one at a time"


async def test_the_microscope_looks_again_and_the_picture_stands_meanwhile() -> None:
    async with staged(script=script) as at:
        await started(at, "threads", 1.0)
        await at.press("m")
        at.feeds[0].advance(at.comparison.state.runs[-1].started_s + 2.5)
        await until(lambda: "hand-overs" in at.text, what="the picture")
        await at.press("m", "space")
        assert len(at.feeds[0].bursts) == 2, "one look at a time"
        assert "looking …" in at.text and "hand-overs" in at.text
        await at.press("escape")
        assert not isinstance(at.app.screen, LaneMicroscope)


async def test_the_microscope_says_what_to_press_when_nothing_runs() -> None:
    async with staged() as at:
        await at.press("m")
        assert "start with space, then press m while it runs" in at.text
        await at.press("m", "escape")
        await at.start()
        await at.press("m")
        assert "Nothing is running" in at.text, "the comparison is over"


async def test_a_run_that_ends_before_it_was_seen_leaves_no_empty_picture() -> None:
    async with staged(script=script) as at:
        await started(at, "processes", 1.0)
        await at.press("m")
        assert "Looking" in at.text
        at.feeds[0].advance()
        await until(lambda: not at.comparison.is_on, what="the end")
        await until(lambda: "Looking …" not in at.text, what="the empty picture is gone")


@pytest.mark.parametrize("lasted_s", [0.0, -1.0, 1e15])
async def test_a_look_at_workers_that_had_ended_says_so(lasted_s: float) -> None:
    def too_late(plan: Plan) -> list[Telemetry]:
        return [
            replace(item, looks=1, lasted_s=lasted_s, every_s=0.0) if isinstance(item, BurstSampled) else item
            for item in script(plan)
        ]

    async with staged(script=too_late) as at:
        await started(at, "threads", 1.0)
        await at.press("m")
        at.feeds[0].advance(at.comparison.state.runs[-1].started_s + 2.0)
        await until(lambda: "The workers had ended before they could be looked at." in at.text, what="the sentence")


async def test_where_the_system_cannot_tell_it_is_said() -> None:
    def elsewhere(plan: Plan) -> list[Telemetry]:
        return [
            replace(item, sees=("cores", "threads"), system="Darwin") if isinstance(item, ComparisonStarted) else item
            for item in script(plan)
            if not isinstance(item, BurstSampled)
        ]

    async with staged(script=elsewhere) as at:
        await started(at, "threads", 1.0)
        await at.press("m")
        assert "Darwin does not tell what each thread does from millisecond to millisecond." in at.text
        assert at.feeds[0].bursts == []


async def test_a_replay_shows_what_was_seen_then() -> None:
    told = Script(workers=2, cores=2, variants=("sequential", "threads")).comparison()
    every = sorted([*told, *closely(told, "threads")], key=lambda item: item.at_s)
    async with staged(replay=taped(every)) as at:
        await at.press("m")
        assert "Nobody looked this closely while it was recorded." in at.text
        await at.press("escape")
        await at.play_to(1e9)
        await at.press("m")
        assert "One at a time, 49 hand-overs" in at.text


@pytest.mark.parametrize("size", [(50, 15), (60, 20), (80, 24), (200, 60)], ids=str)
async def test_the_microscope_fits_every_screen(size: tuple[int, int]) -> None:
    async with staged(size, script=script) as at:
        await started(at, "threads", 2.5)
        await at.press("m")
        assert "hand-overs" in at.text and "██" in at.text
        at.rows()
        await at.press("end", "home", "escape")

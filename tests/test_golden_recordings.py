"""Recordings of real runs, made on two cores: what was seen then is what is said now."""

from __future__ import annotations

import re
import statistics
from pathlib import Path

import pytest

from tests.support.staging import staged
from tests.support.taped import told_in
from tui.lessons.catalogue import find
from tui.model.amdahl.jobs import fitted, points_of
from tui.model.counter.readings import forms
from tui.model.fold.fold import fold
from tui.model.memory.readings import memory
from tui.model.readings.tiny import split
from tui.model.said.verdict import verdict
from tui.model.speed.readings import VariantReading, variants
from tui.model.state.printed import number, rows_of, text
from tui.model.state.state import ComparisonState
from tui.model.tiny.crossover import sizes
from tui.model.tiny.split import COMPUTE, HELD
from tui.play.opening import open_recording
from tui.reports.as_json.told import json_of

RECORDINGS = Path(__file__).parent / "recordings"


def replayed(name: str) -> ComparisonState:
    return fold(ComparisonState(), told_in(RECORDINGS / name))


def by_name(state: ComparisonState) -> dict[str, VariantReading]:
    return {reading.name: reading for reading in variants(state)}


def test_with_the_gil_threads_take_turns_and_processes_do_not() -> None:
    state = replayed("threads-vs-processes-gil.jsonl")
    found = by_name(state)
    threads, processes = found["threads"], found["processes"]
    assert threads.speed_up and threads.speed_up.median == pytest.approx(1.0, abs=0.05)
    assert processes.speed_up and processes.speed_up.median == pytest.approx(1.95, abs=0.05)
    assert dict(threads.reasons)["gil"] == pytest.approx(0.49, abs=0.02)
    assert dict(processes.reasons)["running"] > 0.95 and "gil" not in dict(processes.reasons)
    assert [lane.tasks for lane in threads.lanes] == [20, 20] == [lane.tasks for lane in processes.lanes]
    assert verdict(state).text == (
        "Threads share one interpreter lock, so only one can run Python at a time: two workers, one core busy, "
        "no faster than sequential. "
        "Processes each own an interpreter and a lock: two workers, 1.9 cores busy, 2.0 times as fast as sequential."
    )


def test_without_the_gil_threads_use_every_core() -> None:
    state = replayed("threads-vs-processes-free-threaded.jsonl")
    found = by_name(state)
    assert state.header and state.header.gil is False
    for name in ("threads", "processes", "interpreters"):
        reading = found[name]
        assert reading.speed_up and reading.speed_up.median > 1.8
        assert reading.cores_used and reading.cores_used > 1.7  # a fork server's children are counted too
        assert "gil" not in dict(reading.reasons)
    assert {lane.label for lane in found["interpreters"].lanes} == {"I1", "I2"}
    assert set(found["processes"].helpers) == {"resource tracker", "fork server"}
    assert "need no interpreter lock on this free-threaded Python" in verdict(state).text


def test_a_lock_of_its_own_does_not_help_and_one_over_the_whole_step_does() -> None:
    state = replayed("counters.jsonl")
    found = {form.name: form for form in forms(state)}
    assert [form.right for form in found.values()] == [1, 0, 3, 3, 3, 3, 3, 3]
    assert found["default"].has_its_own_lock and found["default"].share_lost == pytest.approx(0.31, abs=0.005)
    for name, form in found.items():
        lines = re.findall(rf"^{name} +(\d+) +(\d+) +(\d+) ", "".join(run.output for run in state.runs), re.MULTILINE)
        assert [(r.expected, r.got, r.lost) for r in form.repeats] == [tuple(map(int, line)) for line in lines]
    default, locked = found["default"].recorded, found["get-lock"].recorded
    assert default and default.example and default.example.is_lost and default.lost == 37
    assert [(step.value, step.is_write) for step in default.example.steps] == [
        (23845, False), (23845, False), (23846, True), (23846, True),
    ]  # fmt: skip
    assert locked and locked.example and not locked.example.is_lost and locked.lost == locked.split == 0
    assert verdict(state).text == (
        "No lock lost 46 of every 100 updates and lock per step lost 31: "
        "a lock taken for the read, and again for the write, leaves the step between open. "
        "With a lock, separate lock and each alone lost nothing in nine repeats; "
        "each alone is 20 times faster than no lock, with a lock 11 times slower than no lock. "
        "Threads on CPython 3.11: plain threads and calling threads lost nothing in six repeats: "
        "luck, or how it is built."
    )


def test_at_every_moment_of_a_recording_something_true_can_be_said() -> None:
    """No moment without a sentence, and none that says too much: with a GIL, threads never run side by side."""
    for path in sorted(RECORDINGS.glob("*.jsonl")):
        state = ComparisonState()
        for item in told_in(path):
            state = fold(state, [item])
            said = verdict(state).text
            assert said and not (state.header and state.header.gil and "Threads run side by side" in said)
        assert state.is_over
        assert all(run.outcome == "ended" for run in state.runs)


def test_the_same_picture_shared_and_sent() -> None:
    state = replayed("shared-memory.jsonl")
    shared, queue, pipe = (memory(run, 3) for run in state.runs)
    assert shared.block and shared.painted and shared.painted.share == 1.0
    assert (shared.addresses, shared.torn, sum(shared.painted.torn)) == (2, 40, 6)
    assert (shared.copied, queue.copied, pipe.copied) == (0, 28_160_000, 28_160_000)
    assert all(one.copied < one.through < one.copied * 1.001 for one in (queue, pipe) if one.copied)
    assert verdict(state).text == (
        "Shared: 40 rows are torn: two painters wrote to them, and nothing held one back. "
        "Shared hands it over in 56 µs, pipe takes 2.3 times as long, and queue takes 7.9 times as long. "
        "Shared: nothing was copied; three processes had one block, at two addresses. "
        "Other programs used 42 % of this machine meanwhile: the times are rough."
    )


@pytest.mark.parametrize("path", sorted(RECORDINGS.glob("*.jsonl")), ids=lambda path: path.stem)
@pytest.mark.parametrize("is_cut", [False, True], ids=["whole", "cut"])
async def test_the_end_of_a_replay_shows_what_is_reported(path: Path, is_cut: bool, tmp_path: Path) -> None:
    """Whichever frame is the last one, the boards show all; what they show then is what a fresh look shows."""
    lines = path.read_bytes().splitlines(keepends=True)
    (tmp_path / "r.jsonl").write_bytes(b"".join(lines[: len(lines) * 4 // 5 if is_cut else None]))
    tape = open_recording(tmp_path / "r.jsonl")
    async with staged(replay=tape) as at:
        for frames in range(4):
            at.comparison.player.seek(tape.end_s - 0.3)  # type: ignore[union-attr]
            for _ in range(frames):
                at.stage.tick()
            while at.comparison.is_played:
                at.play_on(0.1)
            await at.pilot.pause()
            shown = at.text
            assert json_of(at.comparison.state) == json_of(tape.final())
            at.stage.show()
            await at.pilot.pause()
            assert at.text == shown and " end " in shown


async def test_a_replay_paints_the_picture_again() -> None:
    async with staged(replay=open_recording(RECORDINGS / "shared-memory.jsonl"), lessons=[find("shared-memory")]) as at:
        seen = []
        for at_s in (0.45, 0.9, 2.0):
            await at.play_to(at_s)
            seen += [int(share) for share in re.findall(r"(\d+) % written", at.text)]
        assert len(seen) == 3 and seen == sorted(set(seen)) and 0 < seen[0] < seen[1] < seen[2] == 100


def test_where_the_time_of_small_tasks_went_is_what_the_program_printed() -> None:
    """Of the events on single tasks the first and last ones are in the recording; the others count as dropped."""
    state = replayed("tiny-tasks.jsonl")
    for run in state.runs:
        printed = {int(text(row, "worker")): row for row in rows_of(run, "workers")}
        found = split(run)
        if run.variant == "sweep":
            assert not printed
            continue
        assert found is not None and found.is_printed
        for parts in (found.parts, *(worker.parts for worker in found.workers)):
            assert sum(parts) == pytest.approx(found.whole_s) and min(parts) >= 0
        if run.variant == "loop":
            (row,) = printed.values()
            assert found.parts[COMPUTE] + found.parts[HELD] == pytest.approx(number(row, "in_tasks"), abs=1e-3)
            continue
        assert {worker.who.tid for worker in found.workers if worker.who} == set(printed)
        for worker in found.workers:
            row = printed[worker.who.tid] if worker.who else {}
            assert max(worker.calls, worker.tasks) == number(row, "tasks")
            assert worker.parts[COMPUTE] + worker.parts[HELD] >= 0.99 * (number(row, "in_tasks") or 0.0)


def test_where_a_pool_pays_follows_from_the_rows_that_were_printed() -> None:
    state = replayed("tiny-tasks.jsonl")
    (run,) = (run for run in state.runs if run.variant == "sweep")
    told: dict[tuple[float, str], list[float]] = {}
    for row in rows_of(run, "sizes"):
        told.setdefault((number(row, "steps") or 0.0, text(row, "way")), []).append(number(row, "microseconds") or 0.0)
    for size in sizes(run):
        loop, ones = told[size.steps, "loop"], told[size.steps, "chunks-of-1"]
        assert (size.ways["loop"].low_s, size.ways["loop"].high_s) == pytest.approx((min(loop) / 1e6, max(loop) / 1e6))
        is_faster, is_slower = max(ones) < min(loop), min(ones) > max(loop)
        assert size.verdict("chunks-of-1") == (
            "faster" if is_faster else "slower" if is_slower else "not told apart"
        )  # fmt: skip


def test_the_wall_of_amdahl_is_where_the_printed_times_put_it() -> None:
    """Whatever the machine did meanwhile: points, fit and what is said follow from the rows that were printed."""
    state = replayed("amdahls-wall.jsonl")
    (run,) = state.runs
    times = {
        n: [number(row, "took_s") or 0.0 for row in rows_of(run, "jobs") if number(row, "workers") == n]
        for n in (1, 2, 3, 4)
    }
    points = points_of(run)
    assert {point.workers: list(point.times_s) for point in points} == times
    assert [len(taken) for taken in times.values()] == [5, 5, 5, 5]
    assert len({text(row, "result") for row in rows_of(run, "jobs")}) == 1
    fit, two = fitted(points, 2.0), statistics.median(times[2]) / statistics.median(times[1])
    assert fit is not None and fit.workers == (2,) and fit.share == pytest.approx(2 * two - 1)
    said = verdict(state)
    if said.trusted:
        assert f"With 2 workers the job ran {1 / two:.2f} times as fast, not 2" in said.text
        assert "Even endless workers could not beat 5.00 times: 1 / 20 %." in said.text
    else:
        assert "compare again when it is quiet" in said.text and "times" not in said.text

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.builders import classic, comparison, whole_run
from tui.feeds.recorded import RecordedFeed, read_recording
from tui.feeds.recorder import RecordedWhilePlayed
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.play.player import Player
from tui.telemetry.codec import RecordingError
from tui.telemetry.vocabulary import Telemetry
from tui.telemetry.who import Who


class OnePoll:
    """A feed that says all it knows at the first poll."""

    is_live = True

    def __init__(self, told: Sequence[Telemetry]) -> None:
        self.told: Sequence[Telemetry] = told
        self.is_over = False
        self.lines_hz = 0

    def ask_lines(self, hz: int) -> None:
        self.lines_hz = hz

    def poll(self) -> Sequence[Telemetry]:
        told, self.told = self.told, ()
        self.is_over = True
        return told

    def tell(self, line: str, knobs: object = None) -> bool:
        return False

    def ask_switch_interval(self, seconds: float | None) -> None: ...

    def ask_burst(self, threads: Sequence[Who]) -> None: ...

    def stop(self) -> None: ...

    def close(self) -> None: ...


def record(path: Path) -> list[Telemetry]:
    told = sorted(classic(), key=lambda item: item.at_s)
    feed = RecordedWhilePlayed(OnePoll(told), lambda: path)
    assert list(feed.poll()) == told and not feed.trouble
    return told


def test_a_recording_holds_everything_that_was_said(tmp_path: Path) -> None:
    told = record(tmp_path / "r.jsonl")
    assert read_recording(tmp_path / "r.jsonl") == told
    live, replayed = fold(ComparisonState(), told), fold(ComparisonState(), read_recording(tmp_path / "r.jsonl"))
    assert live == replayed


def test_a_recording_cut_off_in_its_last_line_is_read_up_to_there(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    told = record(path)
    path.write_bytes(path.read_bytes()[:-20])
    assert read_recording(path) == told[:-1]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not a recording"),
        (b"hello\n", "not a recording"),
        (b"\xff\xfe\x00", "not text"),
        (b'{"recording": "coreograph", "version": 99}\n', "another version"),
        (b'{"recording": "coreograph", "version": 1}\n', "holds no run"),
        (b'{"recording": "coreograph", "version": 1}\n["RunEnded", {}]\n[]\n', "line 2"),
    ],
)
def test_what_is_no_recording_is_one_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(content)
    with pytest.raises(RecordingError, match=says) as caught:
        read_recording(path)
    assert "\n" not in str(caught.value) and str(caught.value).endswith(".")


def test_a_missing_recording_and_a_folder_are_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(RecordingError, match="cannot be read"):
            read_recording(path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_recording_never_breaks_the_reader(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "whole.jsonl"
    record(path)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=30))
    damaged = tmp_path / "damaged.jsonl"
    damaged.write_bytes(bytes(content))
    try:
        fold(ComparisonState(), read_recording(damaged))
    except RecordingError as error:
        assert "\n" not in str(error)


def test_a_folder_that_cannot_be_written_loses_the_recording_not_the_run(tmp_path: Path) -> None:
    feed = RecordedWhilePlayed(OnePoll(classic()), lambda: tmp_path / "no such folder" / "r.jsonl")
    state = fold(ComparisonState(), feed.poll())
    assert [run.outcome for run in state.runs] == ["ended"] * 3
    ((what, why),) = state.runs[-1].not_observed
    assert what == "the recording" and "cannot be written (No such file or directory)" in why
    feed.close()


class HandClock:
    """A clock that a test moves."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_a_recording_is_played_at_its_own_pace_and_pauses() -> None:
    clock = HandClock()
    feed = RecordedFeed(sorted(classic(), key=lambda item: item.at_s), clock)
    player = Player(feed)
    player.tick()
    clock.now_s = 4.5
    assert player.tick() and player.state.runs[-1].variant == "threads"
    feed.is_paused = True
    clock.now_s = 20.0
    assert not player.tick() and feed.position_s == 4.5
    feed.is_paused = False
    player.tick()
    assert not player.is_over
    clock.now_s = 40.0
    player.tick()
    assert player.is_over and player.state.runs[-1].outcome == "ended"


def test_seeking_shows_the_state_as_it_was() -> None:
    told = sorted(classic(), key=lambda item: item.at_s)
    clock = HandClock()
    player = Player(RecordedFeed(told, clock))
    assert not Player(OnePoll(told)).seek(1.0)
    for position in (9.2, 2.0, 5.0, 0.0, 100.0):
        assert player.seek(position)
        assert player.state == fold(ComparisonState(), [item for item in told if item.at_s <= position])


def test_seeking_in_a_long_recording_goes_by_checkpoints() -> None:
    told: list[Telemetry] = [comparison()]
    for index in range(30):
        told += whole_run(index, "threads", index * 10.0, 9.0, repeat=index)
    player = Player(RecordedFeed(told, HandClock()))
    assert player.seek(299.0) and len(player._checkpoints) > 10
    for position in (150.0, 20.0, 19.9, 250.3):
        player.seek(position)
        assert player.state == fold(ComparisonState(), [item for item in told if item.at_s <= position])


class BrokenFeed(OnePoll):
    """A feed whose system gives up."""

    def poll(self) -> Sequence[Telemetry]:
        raise OSError(24, "Too many open files")


def test_a_feed_that_breaks_ends_the_play_in_a_sentence() -> None:
    player = Player(BrokenFeed([]))
    assert player.tick() and player.is_over
    assert player.trouble == "The run broke off: [Errno 24] Too many open files."

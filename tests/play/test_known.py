from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.play.test_opening import long_run
from tests.support.taped import HandClock
from tui.feeds.recorder import Recorder, state_folder
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.play import known, tape
from tui.play.opening import open_recording
from tui.play.player import Player
from tui.play.tape import Reading, Tape
from tui.telemetry.objects import ObjectFound, ValueRead, ValuesRead
from tui.telemetry.vocabulary import Telemetry

GOLDEN = sorted((Path(__file__).parents[1] / "recordings").glob("*.jsonl"))


@pytest.fixture(autouse=True)
def _own_state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows by the lines that are read."""
    found: list[int] = []

    class Counted(Reading):
        def until(self, at_s: float) -> Iterator[Telemetry]:
            for item in super().until(at_s):
                found.append(1)
                yield item

    monkeypatch.setattr(tape, "Reading", Counted)
    monkeypatch.setattr("tui.play.playhead.Reading", Counted)
    return found


def recorded(path: Path, told: list[Telemetry]) -> ComparisonState:
    its = Tape(Recorder(lambda: path, is_known=True))
    for first in range(0, len(told), 5):
        its.add(told[first : first + 5])
    its.close()
    return its.newest


def kept() -> list[Path]:
    folder = state_folder() / known.FOLDER
    return list(folder.iterdir()) if folder.exists() else []


def test_the_end_of_a_run_that_was_recorded_here_comes_without_reading(tmp_path: Path, read: list[int]) -> None:
    told = long_run()
    newest = recorded(tmp_path / "r", told)
    its = open_recording(tmp_path / "r", is_known=True)
    player = Player(None, its, HandClock())
    read.clear()
    player.seek(1e9)
    assert player.state == newest == fold(ComparisonState(), told) == its.final()
    assert not read and player.playhead.at == "end"
    for position in (200.0, 399.0, 3.0):
        player.seek(position)
        assert player.state == fold(ComparisonState(), [item for item in told if item.at_s <= position])
    assert len(read) < len(told) // 2


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_what_was_found_out_of_a_recording_is_known_the_next_time(path: Path, read: list[int]) -> None:
    final = open_recording(path, is_known=True).final()
    assert read and len(kept()) == 1
    read.clear()
    player = Player(None, open_recording(path, is_known=True), HandClock())
    read.clear()
    player.seek(1e9)
    assert player.state == final and not read


def test_of_a_recording_that_was_changed_its_lines_say_what_is_so(tmp_path: Path, read: list[int]) -> None:
    told = long_run()
    recorded(tmp_path / "r", told)
    lines = gzip.decompress((tmp_path / "r").read_bytes())
    (tmp_path / "r").write_bytes(gzip.compress(lines.replace(b'"ran_s":0.1,', b'"ran_s":0.2,')))
    final = open_recording(tmp_path / "r", is_known=True).final()
    assert read and final != fold(ComparisonState(), told)
    assert final == open_recording(tmp_path / "r").final()


def test_what_is_kept_is_of_no_use_to_other_code_and_broken_it_is_passed_by(
    tmp_path: Path, read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = recorded(tmp_path / "r", long_run())
    (path,) = kept()
    whole = path.read_bytes()
    for content in (b"", whole[: len(whole) // 2], b"\x1f\x8bx", gzip.compress(b"\x81\x02\x90"), os.urandom(999)):
        path.write_bytes(content)
        read.clear()
        assert open_recording(tmp_path / "r", is_known=True).final() == newest and read
        assert path.read_bytes() != content, "it is found out anew"
    monkeypatch.setattr(known, "__file__", str(tmp_path / "tui" / "play" / "known.py"))
    read.clear()
    assert open_recording(tmp_path / "r", is_known=True).final() == newest and read and len(kept()) == 2


def test_nothing_is_kept_where_nobody_asks_or_the_recording_is_another_than_what_was_told(tmp_path: Path) -> None:
    its = Tape(Recorder(lambda: tmp_path / "r"))
    its.add(long_run())
    its.close()
    open_recording(tmp_path / "r").final()
    told = long_run()
    recorded(tmp_path / "nan", [*told, *_of_a_value(told[-1].at_s)])
    recorded(Path("/dev/null"), told)
    assert not kept()


def _of_a_value(at_s: float) -> list[Telemetry]:
    found = ObjectFound(at_s, 0, 5, "value", "double", "x", "", 100)
    return [found, ValuesRead(at_s, 0, (ValueRead(5, (float("nan"),)),))]


def test_what_is_kept_is_private_and_not_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "KEPT", 3)
    for number in range(5):
        recorded(tmp_path / f"{number}", long_run()[: 100 + number])
    assert len(kept()) == 3 and all(path.stat().st_mode & 0o077 == 0 for path in (*kept(), kept()[0].parent))

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.builders import comparison, whole_run
from tests.support.taped import told_in, unpacked_file
from tui.feeds.packed import Packer, packed, unpacked
from tui.feeds.recorder import Recorder
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.play import opening
from tui.play.opening import open_recording
from tui.play.player import Player
from tui.play.tape import Tape
from tui.telemetry import codec
from tui.telemetry.codec import RecordingError
from tui.telemetry.vocabulary import Telemetry

HEADER = codec.header().encode() + b"\n"
LINE = b'["ComparisonEnded",{"at_s":1.0}]\n'


def long_run() -> list[Telemetry]:
    """Return telemetry that needs several blocks."""
    told: list[Telemetry] = [comparison()]
    for index in range(40):
        told += whole_run(index, "threads", index * 10.0, 9.0, repeat=index)
    return sorted(told, key=lambda item: item.at_s)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Telemetry]]:
    path, told = tmp_path_factory.mktemp("recorded") / "r.jsonl.gz", long_run()
    tape = Tape(Recorder(lambda: path))
    for first in range(0, len(told), 5):
        tape.add(told[first : first + 5])
    tape.close()
    assert len(tape._blocks) > 2
    return path, told


Recorded = tuple[Path, list[Telemetry]]


def test_common_tools_show_a_recording_and_what_they_unpack_is_one(recorded: Recorded, tmp_path: Path) -> None:
    path, told = recorded
    shown = subprocess.run(["gzip", "-cd", str(path)], capture_output=True, check=True).stdout
    assert shown.startswith(HEADER) and shown.count(b"\n") == len(told) + 1
    assert len(shown) > 5 * path.stat().st_size
    (tmp_path / "plain").write_bytes(shown)
    assert told_in(tmp_path / "plain") == told == told_in(path)


def test_wherever_its_bytes_are_parted_no_block_is_kept_in_memory(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = len(packed(HEADER))
    for size in (header, header + 1, header + 5, 977, 64 * 1024):
        monkeypatch.setattr("tui.feeds.packed.CHUNK", size)
        tape = open_recording(recorded[0])
        assert all(block.place for block in tape._blocks), size
    assert list(tape.told()) == recorded[1]


def test_what_another_tool_has_packed_in_one_piece_is_opened_too(recorded: Recorded, tmp_path: Path) -> None:
    path, told = recorded
    (tmp_path / "again.gz").write_bytes(gzip.compress(unpacked_file(path)))
    tape = open_recording(tmp_path / "again.gz")
    assert list(tape.told()) == told
    player = Player(None, tape)
    player.seek(150.0)
    assert player.state == fold(ComparisonState(), [item for item in told if item.at_s <= 150.0])


def test_what_comes_packed_through_a_pipe_is_opened_and_kept_packed(recorded: Recorded, tmp_path: Path) -> None:
    path, told = recorded
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["dd", f"if={path}", f"of={tmp_path / 'pipe'}"], stderr=subprocess.DEVNULL) as writer:
        tape = open_recording(tmp_path / "pipe")
        writer.wait()
    assert list(tape.told()) == told == list(tape.told())
    assert sum(len(block.packed) for block in tape._blocks) < 2 * path.stat().st_size


def test_a_recording_is_opened_while_it_is_written_and_no_more_than_a_second_is_missing(tmp_path: Path) -> None:
    path, told = tmp_path / "r.jsonl.gz", long_run()[:1200]
    tape = Tape(Recorder(lambda: path))
    for number, item in enumerate(told, 1):
        tape.add([item])
        if number % 400 == 0:
            found = told_in(path)
            assert found == told[: len(found)] and tape.end_s - found[-1].at_s <= 1.0
    tape.close()


def test_a_recording_that_breaks_off_anywhere_is_read_up_to_there(recorded: Recorded, tmp_path: Path) -> None:
    path, told = recorded
    whole, chance, counts = path.read_bytes(), Random(1), []
    for size in sorted(chance.sample(range(400, len(whole)), 12)):
        (tmp_path / "cut").write_bytes(whole[:size])
        found = told_in(tmp_path / "cut")
        assert found == told[: len(found)]
        counts.append(len(found))
    assert counts == sorted(counts) and counts[-1] > 0.7 * len(told)


def test_what_is_damaged_is_read_up_to_there_and_told_when_its_turn_comes(recorded: Recorded, tmp_path: Path) -> None:
    whole = recorded[0].read_bytes()
    (tmp_path / "damaged").write_bytes(whole[: len(whole) * 2 // 3] + b"\xff" * 40 + whole[len(whole) * 2 // 3 + 40 :])
    tape = open_recording(tmp_path / "damaged")
    with pytest.raises(RecordingError, match=r"line \d+: .+\. Give a file made by coreograph"):
        list(tape.told())
    player = Player(None, tape)
    player.seek(tape.end_s - 10.0)
    assert not player.trouble and player.state.runs
    player.seek(1e9)
    assert "cannot be used: line " in player.trouble


def test_garbage_behind_a_recording_does_not_keep_it_from_being_opened(recorded: Recorded, tmp_path: Path) -> None:
    path, told = recorded
    (tmp_path / "more").write_bytes(path.read_bytes() + b"garbage")
    assert open_recording(tmp_path / "more").end_s == told[-1].at_s


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"\0" * 9_000_000, "this is not a recording"),
        (HEADER + b" " * 9_000_000, "line 2 is too long"),
        (HEADER + b"\n" * 9_000_000, "too large to be a recording"),
        (HEADER + LINE * 200_000, "too large to be a recording"),
        (HEADER + (b" " * 100_000 + LINE) * 90, "too large to be a recording"),
    ],
    ids=["zeros", "one line", "empty lines", "lines", "long lines"],
)
def test_a_small_file_that_inflates_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: bytes, why: str
) -> None:
    monkeypatch.setattr(opening, "MOST_TEXT", 6_000_000)
    monkeypatch.setattr(opening, "MOST_LINES", 100_000)
    (tmp_path / "bomb").write_bytes(gzip.compress(text))
    assert (tmp_path / "bomb").stat().st_size < 60_000
    with pytest.raises(RecordingError, match=why):
        open_recording(tmp_path / "bomb")


def test_very_many_members_are_a_recording_like_another(tmp_path: Path) -> None:
    (tmp_path / "many").write_bytes(packed(HEADER) + packed(LINE) * 20_000 + packed(b"") * 1_000)
    tape = open_recording(tmp_path / "many")
    assert len(list(tape.told())) == 20_000 and len(tape._blocks) < 10


def test_a_file_that_becomes_another_one_is_one_sentence(recorded: Recorded, tmp_path: Path) -> None:
    copy = Path(shutil.copy(recorded[0], tmp_path / "r"))
    tape = open_recording(copy)
    copy.write_bytes(b"\x1f\x8b" + b"x" * copy.stat().st_size)
    with pytest.raises(RecordingError, match="has become another one"):
        list(tape.told())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_bytes_changed_anywhere_never_break_the_reader(recorded: Recorded, tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(recorded[0].read_bytes()[: data.draw(st.integers(100, 20_000))])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=30))
    (tmp_path / "changed").write_bytes(bytes(content))
    try:
        open_recording(tmp_path / "changed").final()
    except RecordingError as error:
        assert "\n" not in str(error)


@given(st.lists(st.tuples(st.binary(max_size=300), st.sampled_from(["", "flush", "end"])), max_size=12))
def test_what_is_packed_bit_by_bit_is_unpacked(parts: list[tuple[bytes, str]]) -> None:
    packer = Packer()
    raw, text = b"", b"".join(text for text, _ in parts)
    for part, then in parts:
        raw += packer.add(part)
        raw += packer.flush() if then == "flush" else packer.end() if then == "end" else b""
    raw += packer.end()
    assert unpacked(raw, len(text)) == text
    if text:
        with pytest.raises(ValueError, match="too large"):
            unpacked(raw, len(text) - 1)

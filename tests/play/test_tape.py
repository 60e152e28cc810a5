from __future__ import annotations

import os
import threading
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.builders import classic, comparison, whole_run
from tests.support.taped import told_in, unpacked_file
from tui.feeds import packed
from tui.feeds import recorder as recorders
from tui.feeds.recorder import Recorder
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.play import opening
from tui.play import tape as tapes
from tui.play.opening import open_recording
from tui.play.tape import Tape
from tui.telemetry.codec import RecordingError
from tui.telemetry.vocabulary import OutputWritten, Telemetry, ThreadsSampled


def in_order() -> list[Telemetry]:
    return sorted(classic(), key=lambda item: item.at_s)


def record(path: Path) -> list[Telemetry]:
    told = in_order()
    tape = Tape(Recorder(lambda: path))
    tape.add(told)
    assert tape.newest == fold(ComparisonState(), told) and list(tape.told()) == told
    tape.close()
    return told


def long_run(count: int) -> list[Telemetry]:
    """Return a run that writes a line each tenth of a second."""
    begin = [comparison(), *whole_run(0, "threads", 0.0, 1.0)[:-1]]
    return [*begin, *(OutputWritten(2.0 + n / 10, 0, "stdout", f"{n}", 4) for n in range(count))]


def test_a_recording_holds_everything_that_was_said(tmp_path: Path) -> None:
    told = record(tmp_path / "r.jsonl")
    assert told_in(tmp_path / "r.jsonl") == told
    found = open_recording(tmp_path / "r.jsonl")
    assert (found.start_s, found.end_s) == (told[0].at_s, told[-1].at_s)


def test_a_recording_cut_off_in_its_last_line_is_read_up_to_there(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    told = record(path)
    path.write_bytes(unpacked_file(path)[:-20])
    assert told_in(path) == told[:-1]
    assert open_recording(path).end_s == told[-2].at_s


HEADER = b'{"recording": "coreograph", "version": 1}\n'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not a recording"),
        (b"hello\n", "not a recording"),
        (b"\xff\xfe\x00", "not a recording"),
        (b'{"recording": "coreograph", "version": 99}\n', "another version"),
        (HEADER, "holds no run"),
        (HEADER + b'["RunEnded", ', "holds no run"),
        (HEADER + b'["RunEnded", {}]\n[]\n', "line 2"),
        (HEADER + b'\n["ComparisonEnded",{"at_s":1.0}]\n\xff\n', "line 4: it is not whole"),
    ],
)
def test_what_is_no_recording_is_one_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(content)
    with pytest.raises(RecordingError, match=says) as caught:
        open_recording(path)
    assert "\n" not in str(caught.value) and str(caught.value).endswith(".")


def test_a_missing_recording_and_a_folder_are_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(RecordingError, match="cannot be read"):
            open_recording(path)


def test_a_broken_line_is_told_when_its_turn_comes(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    told = record(path)
    lines = unpacked_file(path).splitlines(keepends=True)
    lines[6] = lines[6].replace(b'"run":', b'"ran":')
    path.write_bytes(b"".join(lines))
    reading = open_recording(path).told()
    assert [next(reading) for _ in range(5)] == told[:5]
    with pytest.raises(RecordingError, match=r"line 7: ThreadsSampled\.ran is unknown; perhaps run\. Give a file"):
        next(reading)


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
        open_recording(damaged).final()
    except RecordingError as error:
        assert "\n" not in str(error)


def test_what_comes_through_a_pipe_is_read_too(tmp_path: Path) -> None:
    told = record(tmp_path / "r.jsonl")
    os.mkfifo(tmp_path / "pipe")
    content = (tmp_path / "r.jsonl").read_bytes()
    writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(content,))
    writer.start()
    tape = open_recording(tmp_path / "pipe")
    writer.join()
    assert list(tape.told()) == told == list(tape.told())


def test_a_recording_that_becomes_shorter_while_it_is_read_is_one_sentence(tmp_path: Path) -> None:
    record(tmp_path / "r.jsonl")
    tape = open_recording(tmp_path / "r.jsonl")
    (tmp_path / "r.jsonl").write_bytes(HEADER)
    with pytest.raises(RecordingError, match="has become shorter"):
        list(tape.told())


def test_a_folder_that_cannot_be_written_loses_the_recording_not_the_run(tmp_path: Path) -> None:
    tape = Tape(Recorder(lambda: tmp_path / "no such folder" / "r.jsonl"))
    tape.add(classic())
    assert [run.outcome for run in tape.newest.runs] == ["ended"] * 3
    ((what, why),) = tape.newest.runs[-1].not_observed
    assert what == "the recording" and "cannot be written (No such file or directory)" in why
    assert list(tape.told())[:-1] == classic()


def test_a_long_run_keeps_no_lines_in_memory_and_few_states(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tapes, "BLOCK_BYTES", 1024)
    tape, told = Tape(Recorder(lambda: tmp_path / "r.jsonl")), long_run(1500)
    for item in told:
        tape.add([item])
    assert len(tape._blocks) > tapes.MOST_STATES and not any(block.text for block in tape._blocks[:-1])
    assert all(block.place for block in tape._blocks[:-1])
    kept = [block.line for block in tape._blocks if block.state is not None]
    assert len(kept) == tapes.MOST_STATES and kept[-1] == tape._blocks[-1].line
    gaps = [after - before for before, after in pairwise(kept)]
    assert max(gaps) <= 4 * len(told) / len(kept), "they stand evenly"
    assert list(tape.told()) == told
    tape.close()
    assert list(tape.told()) == told == told_in(tmp_path / "r.jsonl")


def test_behind_a_full_recording_the_newest_stays_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorders, "MOST_BYTES", 10_000)
    monkeypatch.setattr(tapes, "BLOCK_BYTES", 1024)
    tape, told = Tape(Recorder(lambda: tmp_path / "r.jsonl")), long_run(2000)
    for item in told:
        tape.add([item])
    tape.add([replace(next(item for item in classic() if isinstance(item, ThreadsSampled)), at_s=300.0, run=0)])
    in_memory = [block for block in tape._blocks if block.packed]
    assert len(in_memory) == tapes.MOST_IN_MEMORY and all(len(block.packed) < 1200 for block in in_memory)
    assert all(block.state is not None for block in in_memory)
    (why,) = [why for what, why in tape.newest.runs[-1].not_observed if what == "the recording"]
    assert why.startswith("it is full")
    kept = list(tape.told())
    assert kept[-302:-2] == told[-300:] and kept[:400] == told[:400] and len(kept) < len(told)


def test_a_long_wait_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    record(tmp_path / "r.jsonl")
    monkeypatch.setattr(opening, "LARGE", 100)
    open_recording(tmp_path / "r.jsonl", said.append)
    os.mkfifo(tmp_path / "pipe")
    content = (tmp_path / "r.jsonl").read_bytes()

    def tell(sentence: str) -> None:
        said.append(sentence)
        threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(content,)).start()

    open_recording(tmp_path / "pipe", tell)
    assert said[0].startswith("r.jsonl has 0 MB, which takes a while") and said[1:] == [
        "Nothing comes through pipe yet; ctrl+c ends the wait."
    ]


def test_what_is_larger_than_any_recording_of_ours_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(tmp_path / "r.jsonl")
    monkeypatch.setattr(packed, "CHUNK", 1000)
    for name, limit in (("MOST_LINES", 5), ("MOST_TEXT", 100 - tapes.MOST_LINE), ("MOST_LINE", 50)):
        with monkeypatch.context() as patched, pytest.raises(RecordingError, match=r"too (large|long)"):
            patched.setattr(opening, name, limit)
            open_recording(tmp_path / "r.jsonl")


def test_the_larger_its_states_are_the_fewer_a_tape_keeps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tapes, "BLOCK_BYTES", 1024)
    monkeypatch.setattr(tapes, "MOST_OF_THEM", 40)
    tape, told = Tape(Recorder(lambda: tmp_path / "r.jsonl")), long_run(600)
    for item in told:
        tape.add([item])
    parts = len(tape.newest.runs[0].processes) + len(tape.newest.runs[0].workers)
    kept = [block.line for block in tape._blocks if block.state is not None]
    assert 40 // parts <= len(kept) <= 40 // parts + 1 < tapes.MOST_STATES, "the first knows of nobody"
    assert kept[0] == 2 and kept[-1] == tape._blocks[-1].line
    assert list(tape.told()) == told
    tape.close()

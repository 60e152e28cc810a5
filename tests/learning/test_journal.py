"""The journal and the settings: what is kept from one start to the next, and what spoils nothing."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec.structs import replace

from tui.learning import journal as journal_module
from tui.learning.journal import Entry, Journal
from tui.learning.settings import Settings

GUESS = Entry(
    "prediction", "2026-05-31T14:05:09+02:00", "threads-vs-processes", "CPython 3.13.0", "How many times?", "2.0 times",
    "right", 1.7, 1.9, "1.7 to 1.9 times",
)  # fmt: skip
ANSWER = replace(GUESS, kind="quiz", guess="Nothing.", outcome="wrong", low=None, high=None, measured="")

NOTHING = {"kind": "quiz", "when": "", "lesson": "", "python": "", "question": "", "guess": "", "outcome": "right"}


def numbered(number: int) -> Entry:
    return replace(GUESS, guess=f"{number} times")


def test_what_is_added_is_read_newest_first(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "not" / "there yet")
    assert journal.read() == ()
    assert journal.add([GUESS]) == "" and journal.add([ANSWER]) == ""
    assert journal.read() == (ANSWER, GUESS)
    assert [json.loads(line)["guess"] for line in journal.path.read_text().splitlines()] == ["2.0 times", "Nothing."]


@pytest.mark.parametrize(
    "broken",
    [
        b"", b"{", b"[1, 2]", b"null", b"\xff\xfe\x00", b'{"kind": "prediction"}', b"[" * 100_000,
        json.dumps(NOTHING | {"kind": "song"}).encode(),
        json.dumps(NOTHING | {"guess": 7}).encode(),
        json.dumps(NOTHING | {"outcome": "odd"}).encode(),
    ],
)  # fmt: skip
def test_a_broken_line_is_left_out(tmp_path: Path, broken: bytes) -> None:
    journal = Journal(tmp_path)
    journal.add([GUESS])
    with journal.path.open("ab") as file:
        file.write(broken + b"\n")
    journal.add([ANSWER])
    assert journal.read() == (ANSWER, GUESS)


def test_after_a_line_that_broke_off_the_next_one_is_whole(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.add([GUESS, ANSWER])
    journal.path.write_bytes(journal.path.read_bytes()[:-20])
    journal.add([numbered(3)])
    assert journal.read() == (numbered(3), GUESS)


def test_numbers_that_are_none_are_not_known_and_text_from_outside_is_harmless(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    odd = {"when": "x\x1b[2J", "guess": "\u202eg" + "g" * 999, "low": float("nan"), "high": "9", "measured": ["x"]}
    line = NOTHING | odd
    journal.path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    (entry,) = journal.read()
    assert entry.when == "x·[2J" and entry.guess.startswith("·g") and len(entry.guess) <= 400
    assert (entry.low, entry.high, entry.measured) == (None, None, "")


def test_a_full_file_is_put_aside_and_read_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "MOST_BYTES", 2000)
    journal = Journal(tmp_path)
    for number in range(40):
        assert journal.add([numbered(number)]) == ""
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 3 * 2000
    read = journal.read()
    assert read == tuple(numbered(number) for number in range(39, 39 - len(read), -1)) and len(read) > 6


def test_no_more_than_the_newest_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "MOST_ENTRIES", 3)
    journal = Journal(tmp_path)
    journal.add([numbered(number) for number in range(5)])
    assert journal.read() == (numbered(4), numbered(3), numbered(2))


def test_many_writers_at_a_time_lose_nothing(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda number: Journal(tmp_path).add([numbered(number)]), range(200))) == {""}
    assert {entry.guess for entry in Journal(tmp_path).read()} == {f"{number} times" for number in range(200)}


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    journal, settings = Journal(tmp_path / "file" / "state"), Settings(tmp_path / "file" / "state")
    said = journal.add([GUESS])
    assert said.startswith("The journal cannot be written (Not a directory)") and said.endswith(".")
    assert journal.read() == ()
    assert settings.asks
    assert settings.set_asks(False).endswith("this holds until you leave.")
    assert not settings.asks


def test_a_clear_prediction_is_remembered_for_its_python(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.add([replace(GUESS, outcome="inconclusive"), replace(ANSWER, outcome="right")])
    assert not journal.has_predicted("threads-vs-processes", "CPython 3.13.0")
    journal.add([replace(GUESS, outcome="too_high")])
    assert journal.has_predicted("threads-vs-processes", "CPython 3.13.0")
    assert not journal.has_predicted("threads-vs-processes", "CPython 3.14.0 without a GIL")
    assert not journal.has_predicted("counters", "CPython 3.13.0")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"ask_for_predictions": 3}', "\0"])
def test_settings_that_cannot_be_read_are_not_set(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.json").write_text(text)
    assert Settings(tmp_path).asks


def test_a_setting_stays_and_others_are_kept(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"another": 1}')
    assert Settings(tmp_path).set_asks(False) == ""
    assert not Settings(tmp_path).asks
    assert json.loads((tmp_path / "settings.json").read_text())["another"] == 1
    assert Settings(tmp_path).set_asks(True) == "" and Settings(tmp_path).asks
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]

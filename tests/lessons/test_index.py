"""The kept index says what the lessons say, whatever became of it and of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.lessons.test_catalogue import LESSON, lesson
from tui import files
from tui.lessons import LessonError, index
from tui.lessons.catalogue import catalogue, find

HOUR_S = 3600


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Everything is settled at once, so that a test waits for nothing."""
    monkeypatch.setattr(files, "SETTLED_NS", 0)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "coreograph"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was read, as often as it was."""
    found: list[str] = []
    read = index._read
    monkeypatch.setattr(index, "_read", lambda folder: found.append(folder) or read(folder))  # type: ignore[func-returns-value]
    return found


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    folder = tmp_path / "lessons"
    folder.mkdir()
    lesson(folder, LESSON)
    (folder / "broken.toml").write_text("title = ", encoding="utf-8")
    return folder


def said(folder: Path) -> tuple[index.Lines, index.Lines]:
    scenarios, broken = catalogue(folder)
    told: index.Lines = [(its.name, its.group, f"{its.expected_s:g}", its.title, its.summary) for its in scenarios]
    return told, [(its.name, its.sentence) for its in broken]


def test_it_is_read_once_and_says_the_same(lessons: Path, reads: list[str]) -> None:
    told = [index.index(str(lessons)) for _ in range(3)]
    assert told == [said(lessons)] * 3 and len(reads) == 1 and told[0][1][0][0] == "broken"


def _edited(folder: Path) -> None:
    path = folder / "a_b.toml"
    times = path.stat()
    path.write_text(LESSON.replace('summary = "S"', 'summary = "Z"'), encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))  # As large and as old as before: its inode is newer.


def _other(folder: Path) -> None:
    (folder / "c.toml").write_text(LESSON, encoding="utf-8")
    (folder / "c.py").touch()


def _mended(folder: Path) -> None:
    (folder / "broken.toml").write_text(LESSON, encoding="utf-8")
    (folder / "broken.py").touch()


@pytest.mark.parametrize(
    "change",
    [
        _edited,
        _other,
        _mended,
        lambda folder: (folder / "a_b.toml").write_text("= =", encoding="utf-8"),
        lambda folder: (folder / "a_b.toml").unlink(),
        lambda folder: (folder / "a_b.py").unlink(),
        lambda folder: (folder / "broken.toml").rename(folder / "broken2.toml"),
    ],
    ids=["edited", "another", "mended", "broken", "gone", "without a program", "renamed"],
)
def test_a_change_is_seen(lessons: Path, reads: list[str], change: object) -> None:
    before = index.index(str(lessons))
    change(lessons)  # type: ignore[operator]
    after = index.index(str(lessons))
    assert after == said(lessons) and after != before and len(reads) == 2


def test_what_was_changed_just_now_is_not_kept(
    lessons: Path, state: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "SETTLED_NS", HOUR_S * 10**9)
    assert index.index(str(lessons)) == index.index(str(lessons)) and len(reads) == 2 and not state.exists()


def test_other_code_of_ours_reads_again(lessons: Path, state: Path, reads: list[str]) -> None:
    index.index(str(lessons))
    kept = state / index.KEPT
    line = next(line for line in kept.read_text().split("\n") if line.partition("\t")[0].endswith("/read_lesson.py"))
    kept.write_text(kept.read_text().replace(line, line.replace("\t", "\t1", 1)))
    assert index.index(str(lessons)) == said(lessons) and len(reads) == 2


def test_all_that_checks_a_lesson_is_known_of(lessons: Path, state: Path) -> None:
    index.index(str(lessons))
    text = (state / index.KEPT).read_text()
    for name in ("lessons/read_lesson", "telemetry/shape", "board_names", "model/readings/speed", "telemetry/text"):
        assert f"/tui/{name}.py\t" in text


def _open_to_others(kept: Path) -> None:
    kept.chmod(0o644)


def _of_another_version(kept: Path) -> None:
    kept.write_text(kept.read_text().replace("coreograph ", "coreograph 9", 1))


def _a_link(kept: Path) -> None:
    kept.rename(kept.with_name("other"))
    kept.symlink_to("other")


def _a_folder(kept: Path) -> None:
    kept.unlink()
    kept.mkdir()


def _a_pipe(kept: Path) -> None:
    kept.unlink()
    os.mkfifo(kept, 0o600)


@pytest.mark.parametrize(
    "spoil",
    [
        _open_to_others, _of_another_version, _a_link, _a_folder, _a_pipe,
        lambda kept: kept.unlink(),
        lambda kept: kept.write_bytes(b""),
        lambda kept: kept.write_bytes(kept.read_bytes()[:-5]),
        lambda kept: kept.write_bytes(kept.read_bytes() * 2),
        lambda kept: kept.write_bytes(b"\xff" + kept.read_bytes()),
        lambda kept: kept.write_bytes(kept.read_bytes().replace(b"\nend", b"\nmore\tlines\nend")),
        lambda kept: kept.write_bytes(b"x" * 10**6),
    ],
)  # fmt: skip
def test_what_is_no_index_of_ours_is_as_none(lessons: Path, state: Path, reads: list[str], spoil: object) -> None:
    index.index(str(lessons))
    spoil(state / index.KEPT)  # type: ignore[operator]
    assert index.index(str(lessons)) == said(lessons) and len(reads) == 2


@pytest.mark.parametrize("where", ["file", "missing/\0"])
def test_a_state_folder_that_cannot_be_used_costs_nothing_else(
    lessons: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(index, "state_folder", lambda: f"{tmp_path}/{where}")
    assert index.index(str(lessons)) == said(lessons) == index.index(str(lessons))


def test_it_is_the_users_alone(lessons: Path, state: Path) -> None:
    index.index(str(lessons))
    assert [path.name for path in state.iterdir()] == [index.KEPT]
    assert (state / index.KEPT).stat().st_mode & 0o777 == 0o600 and state.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["x", "broken", "a\n\x1bb", "x" * 300])
def test_who_is_not_there_is_told_as_when_all_is_read(lessons: Path, name: str) -> None:
    for _ in range(2):
        with pytest.raises(LessonError) as kept:
            index.must_be_there(name, str(lessons))
        with pytest.raises(LessonError) as read:
            find(name, lessons)
        assert str(kept.value) == str(read.value)
    index.must_be_there("a-b", str(lessons))


def test_no_lessons_at_all(tmp_path: Path) -> None:
    assert index.index(str(tmp_path / "none")) == ([], []) == index.index(str(tmp_path / "none"))

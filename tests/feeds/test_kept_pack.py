"""The probe's code is made once for a Python, and again when anything that it is made of has changed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tui import files
from tui.feeds import kept_pack, run_directory
from tui.feeds.kept_pack import PACKS
from tui.feeds.run_directory import packed_probe


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Everything is settled at once; return where packs are kept."""
    monkeypatch.setattr(files, "SETTLED_NS", 0)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "coreograph" / PACKS


@pytest.fixture
def makes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """For which Pythons a pack was made, each time; one that was started anew knows nothing of what it has seen."""
    made: list[str] = []

    def make(python: str) -> kept_pack.Pack:
        made.append(python)
        return f"tag-{len(made)}", b"code\n\n" * len(made)

    monkeypatch.setattr(run_directory, "_made", make)
    return made


def pack_of(python: str = sys.executable) -> tuple[str, bytes] | None:
    packed_probe.cache_clear()
    try:
        return packed_probe(python)
    finally:
        packed_probe.cache_clear()


def test_it_is_made_once(makes: list[str], kept: Path) -> None:
    first = ("code-tag-1", b"code\n\n")
    assert [pack_of() for _ in range(3)] == [first] * 3 and makes == [sys.executable]
    (file,) = kept.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600 and kept.stat().st_mode & 0o777 == 0o700


def test_the_real_one_is_as_it_was_made(kept: Path) -> None:
    made = pack_of()
    assert made == pack_of() and made is not None and len(list(kept.iterdir())) == 1


def test_another_probe_needs_another(makes: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    probe = tmp_path / "probe"
    for folder in ("hooks", "boot"):
        (probe / folder).mkdir(parents=True)
    (probe / "hooks" / "locks.py").write_text("a = 1")
    monkeypatch.setattr(kept_pack, "PROBE", probe)
    assert pack_of() == pack_of() and len(makes) == 1
    (probe / "hooks" / "locks.py").write_text("a = 2")
    assert pack_of() == pack_of() and len(makes) == 2
    (probe / "new.py").touch()
    assert pack_of() == pack_of() and len(makes) == 3


def test_another_python_has_its_own(makes: list[str], tmp_path: Path) -> None:
    other = tmp_path / "python"
    other.write_bytes(b"\x7fELF")
    assert pack_of(str(other)) == pack_of(str(other)) != pack_of()
    other.write_bytes(b"\x7fELF2")
    pack_of(str(other))
    assert makes == [str(other), sys.executable, str(other)]


def test_of_a_script_nothing_is_kept(makes: list[str], tmp_path: Path, kept: Path) -> None:
    shim = tmp_path / "python"
    shim.write_text("#!/bin/sh\n")
    assert pack_of(str(shim)) != pack_of(str(shim)) and len(makes) == 2 and not kept.exists()


def test_few_are_kept(makes: list[str], tmp_path: Path, kept: Path) -> None:
    for number in range(kept_pack.KEPT + 4):
        (tmp_path / f"python{number}").write_bytes(b"\x7fELF")
        pack_of(str(tmp_path / f"python{number}"))
    assert len(list(kept.iterdir())) == kept_pack.KEPT + 1


def _a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file, 0o600)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.chmod(0o644),
        lambda file: file.parent.chmod(0o777),
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(file.read_bytes()[:-1]),
        lambda file: file.write_bytes(file.read_bytes().replace(b"code", b"evil")),
        lambda file: (file.rename(file.with_name("x")), file.symlink_to(file.with_name("x"))),
        lambda file: (file.unlink(), file.mkdir()),
        _a_pipe,
    ],
)
def test_what_is_spoilt_is_made_again(makes: list[str], kept: Path, spoil: object) -> None:
    pack_of()
    (file,) = kept.iterdir()
    spoil(file)  # type: ignore[operator]
    assert pack_of() == ("code-tag-2", b"code\n\n" * 2)


def test_a_folder_that_cannot_be_written_costs_nothing_else(makes: list[str], tmp_path: Path) -> None:
    (tmp_path / "coreograph").touch()
    assert pack_of() and pack_of() and len(makes) == 2

"""The README says what is true now."""

from __future__ import annotations

from pathlib import Path

from tui import keys

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_keys_are_the_key_table() -> None:
    assert keys.readme() in README, "write `tui.keys.readme()` into the README's section on keys"


def test_there_are_two_set_up_commands() -> None:
    assert README.count("python3 -m venv") == 2


def test_every_room_is_named() -> None:
    rooms = {path.name for path in (Path(__file__).resolve().parent.parent / "tui").iterdir() if path.is_dir()}
    assert all(f"tui/{room}/" in README for room in rooms - {"__pycache__"})

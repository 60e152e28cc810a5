"""A person who has been here before: who is new begins with the page of all lessons."""

from __future__ import annotations

from pathlib import Path


def has_learnt(state_folder: Path) -> None:
    """Lay an empty journal in a state folder, unless there is one."""
    ours = state_folder / "coreograph"
    ours.mkdir(0o700, parents=True, exist_ok=True)
    journal = ours / "journal.jsonl"
    if not journal.exists():  # Else it would be another one than that of last time.
        journal.touch(0o600)

"""What a person set for good: a small JSON file in the state folder. Unreadable, it counts as nothing set."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

ASKS = "ask_for_predictions"


class Settings:
    """The file. What cannot be written holds until the app ends."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "settings.json"
        self._unwritten: dict[str, Any] = {}

    @property
    def asks(self) -> bool:
        """Whether a prediction is asked for before the first run of a lesson."""
        return (self._read() | self._unwritten).get(ASKS) is not False

    def set_asks(self, asks: bool) -> str:
        """Turn predictions on or off for good; return a sentence when that holds for this session only."""
        return self._set(ASKS, asks)

    def _read(self) -> dict[str, Any]:
        try:
            table = json.loads(self._path.read_bytes()[:65536])
        except (OSError, ValueError, RecursionError):
            return {}
        return table if isinstance(table, dict) else {}

    def _set(self, name: str, value: object) -> str:
        """Write all settings to a new file and put it in the old one's place."""
        fresh = self._path.with_name(f".settings-{os.getpid()}.json")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(self._read() | {name: value}, indent=2) + "\n", encoding="utf-8")
            fresh.replace(self._path)
        except OSError as error:
            self._unwritten[name] = value
            return f"The settings cannot be written ({error.strerror}): this holds until you leave."
        self._unwritten.pop(name, None)
        return ""

"""What a person set for good: a small JSON file in the state folder. Unreadable, it counts as nothing set."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from tui.telemetry.shape import Else, Shapes

MOST_BYTES = 65536
SHAPES = Shapes(str, passes_unknown=True)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the file says; what else stands there is kept."""

    ask_for_predictions: Annotated[bool, Else(True)] = True
    """Whether a prediction is asked for before the first run of a lesson."""


class Settings:
    """The file. What cannot be written holds until the app ends."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "settings.json"
        self._unwritten: dict[str, Any] = {}

    @property
    def asks(self) -> bool:
        return SHAPES.read(Chosen, self._read() | self._unwritten).ask_for_predictions

    def set_asks(self, asks: bool) -> str:
        """Turn predictions on or off for good; return a sentence when that holds for this session only."""
        return self._set("ask_for_predictions", asks)

    def _read(self) -> dict[str, Any]:
        try:
            with self._path.open("rb") as file:
                table = json.loads(file.read(MOST_BYTES))
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

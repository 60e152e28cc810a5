"""What a person set for good: a small JSON file in the state folder. Unreadable, it counts as nothing set."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

from msgspec import Struct

from tui.files import private_file, private_folder, read_at_most
from tui.telemetry.shape import Else, Shapes

MOST_BYTES = 65536
SHAPES = Shapes(str, passes_unknown=True)


class Chosen(Struct, frozen=True):
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
        import json  # noqa: PLC0415 - 3 ms, which a first picture need not wait for

        try:
            table = json.loads(read_at_most(self._path, MOST_BYTES))
        except (OSError, ValueError, RecursionError):
            return {}
        return table if isinstance(table, dict) else {}

    def _set(self, name: str, value: object) -> str:
        """Write all settings to a new file and put it in the old one's place."""
        import json  # noqa: PLC0415

        fresh = self._path.with_name(f".settings-{os.getpid()}.json")
        try:
            private_folder(self._path.parent)
            with private_file(fresh) as file:
                file.write((json.dumps(self._read() | {name: value}, indent=2) + "\n").encode())
            fresh.replace(self._path)
        except OSError as error:
            self._unwritten[name] = value
            return f"The settings cannot be written ({error.strerror}): this holds until you leave."
        self._unwritten.pop(name, None)
        return ""

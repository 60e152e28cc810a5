"""What came of each lesson's last run here: a small JSON file in the state folder. Unreadable, it counts as no run.

Rules of this file: only a comparison that came to its end is kept; what cannot be written is none the worse.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, cast

from msgspec import Struct
from msgspec.structs import asdict

from tui.files import put_in_place, read_at_most
from tui.lessons.lesson import Hue
from tui.model.said.verdict import verdict
from tui.model.speed.readings import variants
from tui.model.state.state import ComparisonState
from tui.telemetry.shape import Else, Float, Shapes
from tui.telemetry.text import plain

FILE = "runs.json"
MOST_BYTES = 500_000
MOST_LESSONS = 200
SHAPES = Shapes(lambda text: plain(text, 400), passes_unknown=True)


class VariantTook(Struct, frozen=True):
    """One variant of it."""

    called: str
    hue: Hue
    elapsed_s: Float
    """From start to end; of several repeats the median."""


class LastRun(Struct, frozen=True):
    """A comparison that came to its end."""

    when: str
    """Local time with its offset, ISO 8601."""
    python: str
    """`CPython 3.13.0`."""
    variants: tuple[VariantTook, ...]
    said: Annotated[str, Else("")] = ""
    """What it taught, in the sentence that stood on the screen."""
    doubt: Annotated[str, Else("")] = ""
    """Why its times cannot be relied on, in a few words; empty when they can."""
    is_default: Annotated[bool, Else(False)] = False
    """Whether it ran with the lesson's own settings."""


class LastRuns:
    """The file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.path = folder / FILE
        self._found: dict[str, LastRun] = {}
        """What could not be written holds as long as the app is open."""

    def read(self) -> Mapping[str, LastRun]:
        """Return the last run of each lesson, by the lesson's name, the one longest ago first."""
        return {**self._read(), **self._found}

    def _read(self) -> dict[str, LastRun]:
        try:
            data = read_at_most(self.path, MOST_BYTES)
        except OSError:
            return {}
        import json  # noqa: PLC0415 - 3 ms, which a first picture need not wait for

        try:
            return dict(SHAPES.reader(Mapping[str, LastRun])(json.loads(data)))
        except (ValueError, RecursionError):
            return {}

    def keep(self, lesson: str, run: LastRun) -> None:
        """Take in a run, in place of the one before."""
        import json  # noqa: PLC0415

        others = {name: its for name, its in self.read().items() if name != lesson}
        kept = [*others.items(), (lesson, run)][-MOST_LESSONS:]
        told = {name: {**asdict(its), "variants": [asdict(one) for one in its.variants]} for name, its in kept}
        try:
            put_in_place(self._folder, FILE, json.dumps(told, indent=1, ensure_ascii=False).encode("utf-8", "replace"))
            self._found.clear()
        except (OSError, ValueError):
            self._found = dict(kept)


def last_run(state: ComparisonState, *, is_default: bool) -> LastRun | None:
    """Return what came of a comparison; None unless all that was to run has come to its end."""
    header, planned = state.header, {run.variant for run in state.runs}
    if header is None or not state.is_over or any(run.outcome != "ended" for run in state.runs):
        return None
    if planned != {variant.name for variant in header.variants}:
        return None
    said = verdict(state)
    text = "".join(span.text for span in said.closing or said.sentences[0])
    took = [
        VariantTook(one.called, cast("Hue", one.hue), one.elapsed.median if one.elapsed else one.elapsed_s)
        for one in variants(state)
        if one.elapsed_s is not None
    ]
    is_own = is_default and not any(run.told or run.was_slow_s for run in state.runs)
    when = datetime.now().astimezone().isoformat(timespec="seconds")
    return LastRun(when, f"{header.implementation} {header.python_version}", tuple(took), text, said.doubt, is_own)

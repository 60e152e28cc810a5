"""A recording as a feed: the same telemetry, at the pace it was made, and back and forth at will."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path

from tui.lessons.catalogue import KnobValue
from tui.telemetry import codec
from tui.telemetry.codec import RecordingError
from tui.telemetry.vocabulary import Telemetry
from tui.telemetry.who import Who

MOST_BYTES = 256 * 1024 * 1024
MOST_LINE = 8 * 1024 * 1024


def read_recording(path: Path) -> list[Telemetry]:
    """Return all telemetry of a recording, in the order in which it was told.

    A last line that was cut off (the app died) is left out. RecordingError says in one sentence what else is wrong.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise RecordingError(f"{path} is too large to be a recording.")
        with path.open(encoding="utf-8", errors="strict") as file:
            codec.check_header(file.readline(4096))
            found = _telemetry(file.read().split("\n"))
    except OSError as error:
        raise RecordingError(f"{path} cannot be read: {error.strerror}. Give a file made by coreograph.") from None
    except UnicodeDecodeError:
        raise RecordingError(f"{path} cannot be used: it is not text. Give a file made by coreograph.") from None
    except RecordingError as error:
        raise RecordingError(f"{path} cannot be used: {error}. Give a file made by coreograph.") from None
    if not found:
        raise RecordingError(f"{path} holds no run: give another recording.")
    return found


def _telemetry(lines: list[str]) -> list[Telemetry]:
    found: list[Telemetry] = []
    for number, line in enumerate(lines, 2):
        if not line:
            continue
        if len(line) > MOST_LINE:
            raise RecordingError(f"line {number} is too long")
        try:
            found.append(codec.decode(line))
        except RecordingError as error:
            if number == len(lines) + 1:
                break  # The last line has no newline: the app died while writing it.
            raise RecordingError(f"line {number}: {error}") from None
    return found


class RecordedFeed:
    """Plays telemetry at the pace it was made; `seek` moves the playhead.

    Telemetry keeps the order in which it was told: a fact that came late, such as the start of a process that was
    found at the next look, is played when it came. So a replay folds to the very states of the live play.
    """

    def __init__(self, telemetry: Sequence[Telemetry], clock: Callable[[], float] = time.monotonic) -> None:
        self._telemetry = telemetry
        self._times = list(accumulate((item.at_s for item in telemetry), max))
        self._clock = clock
        self._next = 0
        self._position_s = max(0.0, self._times[0]) if self._times else 0.0
        self._looked_at: float | None = None
        self.is_paused = False
        """Whether the playhead stands still."""

    @property
    def duration_s(self) -> float:
        return self._times[-1] if self._times else 0.0

    @property
    def position_s(self) -> float:
        """The playhead, in seconds since the comparison started."""
        return self._position_s

    def poll(self) -> Sequence[Telemetry]:
        now = self._clock()
        if self._looked_at is not None and not self.is_paused:
            self._position_s = min(self.duration_s, self._position_s + now - self._looked_at)
        self._looked_at = now
        end = bisect_right(self._times, self._position_s)
        batch = self._telemetry[self._next : end] if end > self._next else ()
        self._next = max(self._next, end)
        return batch

    def seek(self, position_s: float) -> None:
        """Move the playhead; the next `poll` goes on from there."""
        self._position_s = min(self.duration_s, max(0.0, position_s))
        self._next = bisect_right(self._times, self._position_s)
        self._looked_at = None

    def between(self, after_s: float, until_s: float) -> Sequence[Telemetry]:
        """Return what was said after one time, up to and including another."""
        return self._telemetry[bisect_right(self._times, after_s) : bisect_right(self._times, until_s)]

    @property
    def is_over(self) -> bool:
        return self._next >= len(self._telemetry)

    @property
    def is_live(self) -> bool:
        return False

    def ask_lines(self, hz: int) -> None:
        """A recording holds the lines that were asked for while it was made, and no others."""

    def tell(self, line: str, knobs: Mapping[str, KnobValue] | None = None) -> bool:
        """Nobody is there to be told."""
        return False

    def ask_switch_interval(self, seconds: float | None) -> None:
        """What was recorded has its own pace."""

    def ask_burst(self, threads: Sequence[Who]) -> None:
        """Only what was looked at then can be seen."""

    def stop(self) -> None:
        """Stand still where it is."""
        self.is_paused = True

    def close(self) -> None:
        """There is nothing to free."""

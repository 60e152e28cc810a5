"""The one seam between reality and the picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from tui.lessons.knob import KnobValue
from tui.telemetry.usage import Pace
from tui.telemetry.vocabulary import Telemetry
from tui.telemetry.who import Who


class Feed(Protocol):
    """Gives telemetry when asked. Nothing here blocks, except `close`, which is bounded."""

    def poll(self) -> Sequence[Telemetry]:
        """Return what was said since the last call, in order of time."""

    @property
    def is_over(self) -> bool:
        """Whether nothing will ever come again."""

    def ask_lines(self, hz: int) -> None:
        """Ask for the workers' current lines so many times a second from now on, or for no more with 0."""

    def tell(self, line: str, knobs: Mapping[str, KnobValue] | None = None) -> bool:
        """Give the running program a line on its standard input; return whether it went there.

        `knobs` are what the comparison's next runs start with.
        """

    def ask_switch_interval(self, seconds: float | None) -> None:
        """Ask for slow motion: this switch interval in the run that is on and the next ones; None is their own."""

    def ask_burst(self, threads: Sequence[Who]) -> None:
        """Look at these threads of the run that is on closely for a moment; `poll` tells what was seen."""

    def pace(self, pace: Pace) -> None:
        """Take note of how often `poll` is called from now on; it is told when that changes."""

    def missed(self) -> None:
        """Say with the next poll that nothing was read since the last one, because we were stopped. From any moment."""

    def stop(self) -> None:
        """Ask for an early end. `poll` goes on telling how it ends."""

    def close(self) -> None:
        """Free everything: no process and no file is left. Takes 3 s at most. Safe to call twice."""

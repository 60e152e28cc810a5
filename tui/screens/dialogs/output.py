"""What the program wrote, and why it failed, in full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from tui.boards.framed import BLANK, plain, wrapped
from tui.draw import numbers
from tui.draw.cells import Row
from tui.model.state.state import RunState
from tui.play.comparison import Comparison
from tui.screens.dialogs.dialog import Dialog


class Output(Dialog):
    """The end of both streams of every run; the picture behind it is not touched."""

    TITLE_HERE = "what the program wrote"
    WIDTH = 110
    FACTS = "y copy · esc close"
    BINDINGS: ClassVar[list[BindingType]] = [("o,enter", "close"), ("y", "copy")]

    def __init__(self, comparison: Comparison, only_failed: bool = False) -> None:
        super().__init__()
        self._comparison = comparison
        self._only_failed = only_failed

    def rows(self, width: int) -> Sequence[Row]:
        found: list[Row] = []
        if self._comparison.failure:
            found += wrapped(plain(self._comparison.failure, "bad"), width)
        for run in self._runs():
            found += self._run(run, width)
        return found or [plain("Nothing has been written yet.", "muted")]

    def _runs(self) -> list[RunState]:
        runs = self._comparison.state.runs
        return [run for run in runs if not self._only_failed or run.outcome in ("failed", "time limit")]

    def action_copy(self) -> None:
        texts = [text for run in self._runs() for text in (run.message, run.output) if text]
        self.app.copy_to_clipboard("\n".join([self._comparison.failure, *texts]).strip("\n"))
        self.say("What the program wrote is copied.")

    def _run(self, run: RunState, width: int) -> list[Row]:
        size = numbers.size_of(run.output_bytes)
        found: list[Row] = [(("$ ", "muted"), (run.command, "foreground bold"))]
        if run.message:
            found += wrapped(plain(run.message, "bad"), width)
        for line in run.output.splitlines()[-500:]:
            found += [plain(line[at : at + width]) for at in range(0, max(1, len(line)), width)]
        if run.exit_code is not None:
            ended = f"exit code {run.exit_code} · {size} written · {run.elapsed_s:.2f} s in all, with start-up"
            found.append(plain(ended, "muted"))
        return [*found, BLANK]

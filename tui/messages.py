"""Requests: what somebody wants done, in the imperative. Facts, in the past tense, live in the widget that saw them."""

from __future__ import annotations

from textual.message import Message


class DoAction(Message):
    """Do what a key of the table does; posted by clicks on the key bar and by the command palette."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action


class ShowScenario(Message):
    """Put another scenario on the stage."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self.index = index


class StartRun(Message):
    """Start the scenario on the stage; a run that is on ends first."""


class StopRun(Message):
    """End the run that is on."""

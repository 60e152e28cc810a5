"""Requests: what somebody wants done, in the imperative. Facts, in the past tense, live in the widget that saw them."""

from __future__ import annotations

from textual.message import Message


class DoAction(Message):
    """Do what a key of the table does; posted by clicks on boards and by the command palette."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action

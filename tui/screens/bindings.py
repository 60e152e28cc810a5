"""The key table as Textual's bindings: the app's own, and the stage's, which does them by name."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from tui.keys import KEYS


def bindings(*, of_app: bool = False) -> list[BindingType]:
    """Return the bindings of the stage, or of the app."""
    return [
        Binding(name, action_for(key.action_for(name)).removeprefix("app."), key.label, show=False)
        for key in KEYS
        if key.action.startswith("app.") is of_app
        for name in key.keys
    ]


def action_for(action: str) -> str:
    """Return Textual's action for one of the table's: `act('note', -1)` for `note(-1)`; the app's stay as they are."""
    if action.startswith("app."):
        return action
    name, _, parameters = action.partition("(")
    return f"act({name!r}, {parameters}" if parameters else f"act({name!r})"

"""A program that the probe is not in: what it does inside is not known, and nothing else can be said of it."""

from __future__ import annotations

from tui.model.found.finding import Finding
from tui.model.state.state import RunState

_WITH = "it was started with "


def unobserved(run: RunState) -> Finding | None:
    """Return it when the program itself, as it is last, is a Python without the probe, and it is told why."""
    main = next((process for process in run.processes if process.role == "main"), None)
    if main is None or main.observed or not main.name.startswith("python"):
        return None
    became = [why for what, why in run.not_observed if what.endswith(f"since it executed {main.name}")]
    why = next(iter(became or [why for what, why in run.not_observed if what == "a Python without the probe"]), "")
    if not why:
        return None
    option = why.removeprefix(_WITH).partition(",")[0] if why.startswith(_WITH) else ""
    tries = f"starting it without {option} for as long as you watch it." if option else ""
    says = f"the probe is not in {main.name}: {why}. Only its processes and threads are seen, from outside."
    return Finding("not observed", "Not observed", says, tries)

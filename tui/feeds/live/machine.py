"""What scenarios meet: the Python that will run them, and this machine."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from msgspec import Struct

from tui.feeds.live.interpreter import known_interpreter
from tui.feeds.sampling.machine import machine
from tui.lessons.lesson import Scenario


class Machine(Struct, frozen=True):
    """Facts that hold as long as the app is open."""

    interpreter: str
    """`CPython 3.13.0`."""
    gil: bool | None
    has: frozenset[str]
    """The features (`module:attribute`) scenarios ask for that this Python has."""
    python: str
    """Its executable."""
    cores: int
    usable_cores: float
    """Cores' worth of CPU a run may use."""
    system: str


def this_machine(scenarios: Sequence[Scenario], python: str = sys.executable) -> Machine:
    """Return the facts about one Python and this machine; InterpreterError when it is none that works."""
    needs = {variant.needs for scenario in scenarios for variant in scenario.variants if variant.needs}
    found, facts = known_interpreter(python, tuple(sorted(needs))), machine()
    label = f"{found.implementation} {found.version}"
    return Machine(label, found.gil, found.has, python, facts.cores, facts.usable_cores, facts.system)

"""Which case is spoken of: the tool that a person chose or that is on, and the kind that arrows turn to."""

from __future__ import annotations

from typing import NamedTuple

from tui.boards.frame import Frame
from tui.boards.variants import panels_of
from tui.keys import Key
from tui.model.speed.readings import VariantReading
from tui.model.state.state import ComparisonState
from tui.model.wrong.cases import ALL, KINDS, Case, Kind, every_case
from tui.model.wrong.outcomes import KILLED

ASKED = "pool"
"""The tool that the lesson asks about, and the kind is KILLED."""
FURTHER, BEFORE = "case", "case-before"
KEYS = (
    Key(("down",), "↓", f"press('{FURTHER}')", "another kind", "workers that go wrong: the next kind", "board", 4),
    Key(("up",), "↑", f"press('{BEFORE}')", "kind before", "workers that go wrong: the kind before", "board"),
)


class Marked(NamedTuple):
    """The cell that is spoken of, and all the others."""

    kinds: tuple[Kind, ...]
    tools: tuple[VariantReading, ...]
    cases: dict[tuple[str, str], Case]
    """By kind and variant."""
    kind: int
    """The place of its row."""
    tool: int

    @property
    def case(self) -> Case | None:
        """The case itself; None where there is none yet, or never will be."""
        return self.cases.get((self.kinds[self.kind].name, self.tools[self.tool].name))


def marked(frame: Frame) -> Marked:
    """Return the marked cell: nobody has chosen one until a key is pressed, so it is what tells most."""
    comparison, look = frame.comparison, frame.look
    tools, found = panels_of(comparison), every_case(comparison.state)
    kinds = _kinds(frame, found)
    tool = look.focus if 0 <= look.focus < len(tools) else _tool(tools, found)
    kind = _kind(kinds, tools[tool].name, found)
    turned = look.pressed[FURTHER] - look.pressed[BEFORE]
    return Marked(kinds, tools, found, (kind + turned) % len(kinds), tool)


def _kinds(frame: Frame, found: dict[tuple[str, str], Case]) -> tuple[Kind, ...]:
    """Return the kinds that are tried here, as the knobs say it, and those that were."""
    comparison = frame.comparison
    only = _only(comparison.state) if comparison.state.header else str(comparison.knobs.get("kind", ALL))
    tried = {kind for kind, _ in found}
    some = tuple(kind for kind in KINDS if only in (ALL, kind.name) or kind.name in tried)
    return some or KINDS


def _only(state: ComparisonState) -> str:
    return dict(state.header.knobs).get("kind", ALL) if state.header else ALL


def _tool(tools: tuple[VariantReading, ...], found: dict[tuple[str, str], Case]) -> int:
    """Return the tool that is on, else the first one in which something hangs, else the last one that has cases; before
    there are any, the one that the lesson asks about.
    """
    names = [tool.name for tool in tools]
    if not found:
        return names.index(ASKED) if ASKED in names else 0
    telling = [case.tool for case in found.values() if case.is_at_hand] or [
        case.tool for case in found.values() if case.hangs
    ]
    some = telling or [name for name in reversed(names) if any(tool == name for _, tool in found)]
    return next((names.index(name) for name in some if name in names), 0)


def _kind(kinds: tuple[Kind, ...], tool: str, found: dict[tuple[str, str], Case]) -> int:
    """Return the kind at hand, else the one in which a task was lost or the tool hangs, else the last one tried."""
    if not found:
        return next((place for place, kind in enumerate(kinds) if kind.name == KILLED), 0)
    its = [found.get((kind.name, tool)) for kind in kinds]
    ranks = [0 if case is None else 4 if case.is_at_hand else 1 + bool(case.lost) + case.hangs for case in its]
    best = max(ranks)
    places = [place for place, rank in enumerate(ranks) if rank == best]
    return places[-1] if best != 1 else places[0]


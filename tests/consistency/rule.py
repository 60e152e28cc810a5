"""The tables of rules and of tapes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from tests.consistency.shot import Shot
from tui.telemetry.vocabulary import Telemetry

Rule = Callable[[Shot], Iterable[str]]
"""Yields a complaint for each thing that contradicts another."""

RULES: list[tuple[str, Rule]] = []
"""The board that a rule is about, empty for every screen."""

TAPES: dict[str, Callable[[int], Sequence[Telemetry]]] = {}
"""By name: what returns a run's telemetry for a seed."""


def rule(board: str = "") -> Callable[[Rule], Rule]:
    def declare(function: Rule) -> Rule:
        RULES.append((board, function))
        return function

    return declare


def tape(name: str) -> Callable[[Callable[[int], Sequence[Telemetry]]], Callable[[int], Sequence[Telemetry]]]:
    def declare(function: Callable[[int], Sequence[Telemetry]]) -> Callable[[int], Sequence[Telemetry]]:
        TAPES[name] = function
        return function

    return declare


def complaints(shot: Shot) -> Iterator[str]:
    """Yield what every rule that is about this screen finds, each with the rule's name."""
    for board, holds in RULES:
        if not board or board in shot.listed:
            yield from (f"{holds.__name__}: {found}" for found in holds(shot))

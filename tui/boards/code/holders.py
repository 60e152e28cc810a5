"""At which `with` line somebody holds a lock: told only where it must be that line.

Who holds a lock is known, and in which line it is; where it took the lock nobody writes down. It is the `with` around
its line that names the lock, where there is one and only one in the same function.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tui.model.state.shared import LockState
from tui.model.state.state import RunState
from tui.model.stuck.needs import is_lock
from tui.telemetry.who import Who


class Block(NamedTuple):
    """A `with` statement, or a function: what stands in it belongs to no `with` around it."""

    name: str
    """The last word of what is entered: `lock` of `self.lock`; empty for a function."""
    line: int
    first: int
    """The first and last line of its body."""
    last: int


def held_at(run: RunState, who: Who, line: int, text: str) -> list[int]:
    """Return the lines of a source at which a thread that stands in one of its lines took the locks that it holds."""
    around = _around(text, line)
    names = [lock.of.name.rpartition(".")[2] for lock in run.locks if _is_held(run, lock, who)]
    lines = [[block.line for block in around if block.name == name] for name in names if names.count(name) == 1]
    return [found[0] for found in lines if len(found) == 1]


def _is_held(run: RunState, lock: LockState, who: Who) -> bool:
    """Whether it is known that a thread holds a lock: at level hold always, else while somebody waits for it."""
    if lock.holder != who or not is_lock(lock):
        return False
    return lock.count.level == "hold" or any(
        worker.waits_on is not None and worker.waits_on.key == lock.of.key for worker in run.workers
    )


def _around(text: str, line: int) -> list[Block]:
    """Return the `with` blocks around a line, as far out as its function goes."""
    found: list[Block] = []
    inside = (block for block in _blocks(text) if block.first <= line <= block.last)
    for block in sorted(inside, key=lambda block: (block.first, -block.last, block.line)):
        found = [] if not block.name else [*found, block]
    return found


@lru_cache(maxsize=8)
def _blocks(text: str) -> tuple[Block, ...]:
    try:
        return tuple(_found(ast.parse(text)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()  # It may be written for another Python.


def _found(tree: ast.AST) -> Iterator[Block]:
    for node in ast.walk(tree):
        if isinstance(node, ast.With):
            for item in node.items:
                name = _name(item.context_expr)
                if name:
                    yield Block(name, node.lineno, node.body[0].lineno, node.body[-1].end_lineno or node.lineno)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Block("", node.lineno, node.body[0].lineno, node.body[-1].end_lineno or node.lineno)


def _name(entered: ast.expr) -> str:
    if isinstance(entered, ast.Name):
        return entered.id
    return entered.attr if isinstance(entered, ast.Attribute) else ""

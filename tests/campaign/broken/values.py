"""Values and texts that nobody expects."""

from __future__ import annotations

import math
from collections.abc import Iterator
from random import Random
from typing import Any

TEXTS = (
    "", " ", "\x1b[2J", "\x1b]0;title\x07", "\x9b31m", "\u202eabc", "\x00", "\r\n", "a\nb", "\t", "[bold red]x[/]",
    "{value}", "%s%n", "\ud800", "\U0001f600" * 40, "e" + "\u0301" * 500, "x" * 5_000, "\u200b", "\ufeff", "../../etc",
    "cores", "calibrated", "inf", "٣", "speed_up:processes", "(" * 50, "\\",
)  # fmt: skip
NUMBERS = (
    0, 1, -1, 2, 3, 64, 255, 2**31, 2**53, 2**63 - 1, 2**63, -(2**63), 10**18, 10**400, -(10**400), 0.0, -0.0, 0.5,
    1e-300, 1e15, -1e14, 1e14, 1e308, math.inf, -math.inf, math.nan,
)  # fmt: skip


def value(random: Random, depth: int = 2) -> Any:
    """Return anything that JSON or TOML can hold."""
    kind = random.randrange(9 if depth else 6)
    if kind < 2:
        return random.choice(TEXTS)
    if kind < 4:
        return random.choice(NUMBERS)
    if kind < 5:
        return random.random() < 0.5
    if kind < 6:
        return random.uniform(-1e6, 1e6)
    if kind < 8:
        return [value(random, depth - 1) for _ in range(random.choice((0, 1, 2, 5, 200)))]
    return {random.choice(TEXTS): value(random, depth - 1) for _ in range(random.randrange(4))}


def changed(random: Random, whole: Any, how: str) -> str:
    """Change one thing in a table or list, wherever it is in it; return which.

    `how`: `value` puts another value there, `text` another text, `missing` takes it away, `unknown` renames it.
    """
    places = list(_places(whole, how))
    if not places:
        return ""
    of, key, path = random.choice(places)
    if how == "missing":
        del of[key]
    elif how == "unknown":
        name = str(key)
        at = random.randrange(len(name))
        of[random.choice((name[:at] + name[at + 1 :] or "x", name[:at] + "x" + name[at:], f"{name}s"))] = of.pop(key)
    else:
        of[key] = random.choice(TEXTS) if how == "text" else value(random)
    return path


def _places(whole: Any, how: str, path: str = "") -> Iterator[tuple[Any, Any, str]]:
    """Yield each place: what holds it, its name or number, and the way to it."""
    entries = whole.items() if isinstance(whole, dict) else enumerate(whole) if isinstance(whole, list) else ()
    for key, entry in list(entries):
        is_there = isinstance(entry, str) if how == "text" else isinstance(key, str) if how == "unknown" else True
        if is_there:
            yield whole, key, f"{path}.{key}"
        yield from _places(entry, how, f"{path}.{key}")

"""How long workers take to their first line, by the program's own clock, and how much of it the heavy imports take.

`births` is told of every program that starts workers: what the probe stamped, of the birth in the middle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.model.readings.reading import Fact, Group, Reading, declare, printed
from tui.words.numbers import decimal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.model.birth.births import Birth, Kind
    from tui.model.readings.measured import Measured


def _lines(measured: Measured) -> list[str]:
    first, imports = measured.spread(FIRST_LINE), measured.spread(IMPORTS)
    from tui.model.birth.births import births, said  # noqa: PLC0415

    lines = []
    if first is not None:
        again = f", {decimal(imports.median * 1e3, 2)} ms of it imports" if imports is not None else ""
        lines.append(f"born: first line after {decimal(first.median * 1e3, 2)} ms, the median of {first.count}{again}")
    lines += [said(its) for its in births(measured.run)] if measured.run else []
    if died := _died(measured):
        lines.append(f"{died:.0f} died before their first line")
    return lines


def _middle(measured: Measured) -> Birth | None:
    from tui.model.birth.births import births  # noqa: PLC0415 - readings import the state for types only

    found = births(measured.run) if measured.run else ()
    return found[0].middle if len(found) == 1 else None


def _part(kind: Kind) -> Callable[[Measured], float | None]:
    def took(measured: Measured) -> float | None:
        middle = _middle(measured)
        return None if middle is None else middle.took(kind)

    return took


def _memory(name: str) -> Callable[[Measured], float | None]:
    def bytes_of(measured: Measured) -> float | None:
        from tui.model.birth.births import births  # noqa: PLC0415

        found = births(measured.run) if measured.run else ()
        size = getattr(found[0], name) if len(found) == 1 else None
        return None if size is None else round(size)

    return bytes_of


def _died(measured: Measured) -> float:
    return sum(row.table == "died" for row in measured.run.rows) if measured.run else 0


BIRTH = Group(
    "birth", "How long a new worker takes to its first line.",
    is_there=lambda measured: bool(measured.values(FIRST_LINE) or _died(measured)), lines=_lines,
)  # fmt: skip
FIRST_LINE: Reading = declare(Reading(
    "first_line_s", "seconds from asking for a worker to its first line, the median of those asked for together",
    "span", printed("first_line_s"), "first line", front=10, group=BIRTH, digits=6,
))  # fmt: skip
IMPORTS: Reading = declare(Reading(
    "imports_again_s", "seconds of that in which the worker imported the heavy modules again", "span",
    printed("imports_again_s"), "imports again", front=11, group=BIRTH, digits=6,
))  # fmt: skip
DIED: Fact = declare(Fact("died", "workers that died before their first line, in the newest run", BIRTH, _died))
PARTS: dict[Kind, str] = {
    "made": "until the system had made the process",
    "ready": "until Python was up in it and could begin with the main module",
    "imports": "the heavy imports, as the program says",
    "again": "the main module imported once more",
    "arguments": "until its arguments were unpickled",
    "rest": "not told apart",
}
for kind, says in PARTS.items():
    declare(Fact(f"{kind}_s", f"of the birth in the middle: {says}, in seconds", BIRTH, _part(kind), digits=6, place=1))
for name in ("own_bytes", "shared_bytes"):
    whose = "that no other process has" if name == "own_bytes" else "that others have too"
    declare(Fact(name, f"memory soon after the first line {whose}, the median", BIRTH, _memory(name), place=2))

"""Writes the tables of what was measured into two pages: a short one into the README, and all of it into our own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.benchmarks.registry import ROOT, rows
from tests.benchmarks.running import BEFORE
from tests.benchmarks.table import Told, number, ratio

README, OURS = ROOT / "README.md", Path(__file__).with_name("README.md")
BEGIN, END = "<!-- measured -->", "<!-- end of measured -->"
SHOWN = (
    "cpu-sums", "cpu-queue", "cpu-watch", "large-processes", "paint", "paint-again", "list", "plain", "disk", "open",
    "open-end", "memory-queue", "slow-down", "calls-Pool.pool_apply", "probe-process_queue", "probe-thread_lock",
)  # fmt: skip
"""The rows that the README has; those of the probe are named without a Python."""


def write(measured: Told, readme: Path = README, ours: Path = OURS) -> None:
    """Put the tables between the two marks of each page."""
    lines = list(_grouped(measured["rows"]))
    _between(readme, _table(measured, [its for its in lines if its[0] in SHOWN]))
    _between(ours, _table(measured, lines))


def together(measured: Sequence[Told]) -> Told:
    """Return what several runs measured as one; a row that is in several is that of the last."""
    found = {one["row"]: one for its in measured for one in its["rows"]}
    order = {row.name: place for place, row in enumerate(rows())}
    listed = sorted(found.values(), key=lambda one: order.get(one["row"], len(order)))
    return measured[-1] | {"rows": listed}


def _between(page: Path, text: str) -> None:
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise SystemExit(f"{page} has no {BEGIN} and {END}.")
    page.write_text(f"{before}{BEGIN}\n{text}{END}{after}", encoding="utf-8")


Line = tuple[str, ...]
"""A row's name and what stands in the cells of its line."""
HEAD = "| what | coreograph | beside it | ratio, or more | target |\n|---|---|---|---|---|\n"


def _table(measured: Told, lines: Sequence[Line]) -> str:
    return f"{_where(measured)}\n\n{HEAD}" + "".join(f"| {' | '.join(cells)} |\n" for _, *cells in lines)


def _grouped(rows: Iterable[Told]) -> Iterator[Line]:
    """Give a line for each row; for those of the same load on several Pythons one, that of the dearest."""
    of_load: dict[str, list[Told]] = {}
    for one in rows:
        of_load.setdefault(_load(one), []).append(one)
    for load, found in of_load.items():
        dearest = max(found, key=_more)
        yield load, *_cells(dearest, len(found))


def _load(one: Told) -> str:
    name: str = one["row"]
    return name.rpartition("-")[0] if name.startswith("probe-") else name


def _more(one: Told) -> float:
    found: Told | None = one["beside"][0]["more"] if one["beside"] else None
    return float(found["median"]) if found else 0.0


def _cells(one: Told, pythons: int) -> tuple[str, ...]:
    says = one["what"] + (f", the dearest of {pythons}" if pythons > 1 else "")
    says += "".join(f" ({said})" for what, said in one["notes"].items() if not what.startswith("footer"))
    beside = next((its for its in one["beside"] if its["name"] != BEFORE), None)
    its = f"{beside['name']}: {number(beside['its'])}{_drawn(beside)}" if beside else ""
    return f"{says}, {one['unit']}", number(one["ours"]) + _drawn(one), its, _compared(one, beside), one["target"]


def _drawn(one: Told) -> str:
    """Return how many frames a second it drew, where that was counted: a share of a core means little without."""
    frames = one["further"].get("frames")
    return f", {frames['median']:.1f} frames/s" if frames else ""


def _compared(one: Told, beside: Told | None) -> str:
    if beside is None:
        return ""
    if one["target"].startswith("≤ +"):
        return number(beside["more"], "+")
    return ratio(beside)


def _where(measured: Told) -> str:
    machine, others = measured["machine"], [one["foreign_cores"]["median"] for one in measured["rows"]]
    return (
        f"Medians and their middle half, measured {measured['setting']['when'][:10]} on {machine['cores']} cores of"
        f" {machine['processor']}, {machine['system']}, Python {machine['python']}; meanwhile other programs took"
        f" {min(others):.1f} to {max(others):.1f} cores."
    )

"""The table of what was measured, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.benchmarks.machine import described
from tests.benchmarks.registry import Row, Target
from tests.benchmarks.running import BEFORE, Run, Spread

FORMAT = 1
"""Of the JSON file; another number when a name in it becomes another."""
Told = dict[str, Any]
"""A row as JSON. `ours`, `its`, `more` are {n, median, quartiles, values} in the row's unit, `ratio` is ours / its."""


def document(rows: list[Told], setting: Mapping[str, Any]) -> Told:
    """Return all that `--json` writes."""
    return {"format": FORMAT, "machine": described(), "setting": dict(setting), "rows": rows}


def told(row: Row, run: Run) -> Told:
    """Return everything that is said of a row."""
    names = [name for name in run.taken if name not in (row.ours.name, BEFORE)] + [BEFORE] * (BEFORE in run.taken)
    return {
        "row": row.name, "what": row.says, "unit": row.unit.word, "number": row.number,
        "ours": _of(run.spread(row.ours.name, row.number), row.unit.scale),
        "beside": [_beside(row, run, name) for name in names],
        "missing": [way.missing for way in row.ways if way.missing],
        "target": target_told(row.target), "met": is_met(row, run), "notes": run.notes,
        "further": _further_of(row, run, row.ours.name),
        "foreign_cores": _of(Spread(run.foreign)), "load_average": _of(Spread(run.load)),
    }  # fmt: skip


def _of(its: Spread | None, scale: float = 1.0) -> Told | None:
    return None if its is None else its.as_json(scale)


def _further_of(row: Row, run: Run, way: str) -> Told:
    scales = {name: row.unit.scale if name in IN_THE_ROWS_UNIT else 1.0 for name in row.shown}
    return {name: _of(run.spread(way, name), scale) for name, scale in scales.items()}


IN_THE_ROWS_UNIT = ("cpu", "clock", "least", "early", "late", "share", "slower", "monitor")
"""Further numbers; others are bytes, and what happens in a second."""


def _beside(row: Row, run: Run, name: str) -> Told:
    def compared(kind: Any, scale: float) -> Told | None:
        return _of(run.compared(row.ours.name, name, row.number, kind, row.by_medians), scale)

    return {
        "name": name, "its": _of(run.spread(name, row.number), row.unit.scale),
        "ratio": compared("ratio", 1.0), "more": compared("more", row.unit.scale),
        "further": _further_of(row, run, name),
    }  # fmt: skip


def target_told(target: Target | None) -> str:
    """Return a target in words."""
    if target is None:
        return ""
    before, behind = {"ratio": ("", "×"), "more": ("+", ""), "value": ("", "")}[target.kind]
    better = "" if target.stretch is None else f" ({before}{target.stretch:g}{behind})"
    return f"≤ {before}{target.limit:g}{behind}{better}"


def is_met(row: Row, run: Run) -> bool | None:
    """Return whether the median reaches the target; None where there is none, or nothing to compare with."""
    its = reached(row, run, row.target) if row.target else None
    return None if its is None or row.target is None else its <= row.target.limit


def reached(row: Row, run: Run, target: Target) -> float | None:
    """Return the median of what a target limits, in its unit."""
    if target.kind == "value":
        its = run.spread(row.ours.name, row.number)
    else:
        beside = next((way.name for way in row.ways[1:]), "")
        its = run.compared(row.ours.name, beside, row.number, target.kind, row.by_medians)
    return None if its is None else its.median * (1.0 if target.kind == "ratio" else row.unit.scale)


HEAD = ("row", "ours", "beside it", "its", "ours / its", "ours − its", "pairs", "target", "met", "others' CPU", "load")
WIDTHS = (28, 21, 18, 21, 20, 24, 5, 13, 3, 11, 4)


def line(cells: tuple[str, ...]) -> str:
    return " ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()


def lines(one: Told) -> list[str]:
    """Return a row as text: a line for each that stands beside ours, then further numbers and what is missing."""
    first, *others = one["beside"] or [None]
    shown = [line((f"{one['row']}, {one['unit']}", number(one["ours"]), *_other(first), *_judged(one)))]
    shown += [line(("", "", *_other(other), *[""] * 5)) for other in others]
    words = [*_further(one), *one["missing"], *(f"{what}: {said}" for what, said in one["notes"].items())]
    return [*shown, *([f"    {', '.join(words)}"] if words else [])]


def _judged(one: Told) -> tuple[str, ...]:
    ours, met = one["ours"], {None: "", True: "yes", False: "no"}[one["met"]]
    others, load = one["foreign_cores"]["median"], one["load_average"]["median"]
    return (str(ours["n"]) if ours else "", one["target"], met, f"{others:.2f} cores", f"{load:.1f}")


def _other(beside: Told | None) -> tuple[str, ...]:
    if beside is None:
        return ("", "", "", "")
    more = beside["more"]
    return (beside["name"], number(beside["its"]), ratio(beside), number(more, "+") if more else "")


def _further(one: Told) -> Iterator[str]:
    every = [("", one["further"]), *((f"{beside['name']}: ", beside["further"]) for beside in one["beside"])]
    for name, numbers in every:
        its = [f"{word} {_short(value['median'])}" for word, value in numbers.items() if value]
        if its:
            yield name + " ".join(its)


def number(its: Told | None, sign: str = "") -> str:
    """Return a median with its quartiles."""
    if its is None:
        return "–"
    low, high = map(_short, its["quartiles"])
    return f"{sign * (its['median'] > 0)}{_short(its['median'])} ({low} – {high})"


def _short(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 999.5 else f"{value:.3g}"


def ratio(beside: Told | None) -> str:
    if not beside or not beside["ratio"]:
        return ""
    low, high = beside["ratio"]["quartiles"]
    return f"{beside['ratio']['median']:.2f}× ({low:.2f} – {high:.2f})"

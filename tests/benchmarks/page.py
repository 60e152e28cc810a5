"""Writes the table of a JSON file between two marks of a page."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.table import Told, number, ratio

BEGIN, END = "<!-- measured -->", "<!-- end of measured -->"


def written_into(page: Path, measured: Told) -> None:
    """Put the table of what was measured between the two marks of a page."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise SystemExit(f"{page} has no {BEGIN} and {END}.")
    page.write_text(f"{before}{BEGIN}\n{markdown(measured)}{END}{after}", encoding="utf-8")


def markdown(measured: Told) -> str:
    """Return those rows that the README shows."""
    rows = ["| what | ours | beside it | ours / its, or more | target |", "|---|---|---|---|---|"]
    rows += [_row(one) for one in measured["rows"] if one["row"] in SHOWN]
    return "\n".join(["", _where(measured), "", *rows, "", ""])


def _row(one: Told) -> str:
    beside = one["beside"][0] if one["beside"] else None
    its = f"{beside['name']}: {number(beside['its'])}" if beside else ""
    return f"| {one['what']}, {one['unit']} | {number(one['ours'])} | {its} | {ratio(beside)} | {one['target']} |"


def _where(measured: Told) -> str:
    machine, others = measured["machine"], [one["foreign_cores"]["median"] for one in measured["rows"]]
    return (
        f"Medians and the middle half, measured {measured['setting']['when'][:10]} on {machine['cores']} cores of"
        f" {machine['processor']}, {machine['system']}, Python {machine['python']};"
        f" other programs took {min(others):.2f} to {max(others):.2f} cores meanwhile."
    )


SHOWN = ("cpu-sums", "cpu-queue", "cpu-counters", "cpu-shared", "cpu-watch", "paint", "list", "plain")
"""The rows that the page has."""

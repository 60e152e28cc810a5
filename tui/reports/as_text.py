"""A comparison as plain text: lines that a screen reader, a pipe or a dumb terminal can take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.model.pace_words import at_the_least
from tui.model.said.verdict import verdict
from tui.model.speed.readings import Spread, VariantReading, variants
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.lanes import Lane
from tui.model.workers.names import name_of_many, number_of, shown_names, stem
from tui.reports.printed import table_lines
from tui.reports.program_text import error_lines, pool_lines, program_lines, stuck_lines
from tui.reports.results_words import cores, python
from tui.reports.shared_text import shared
from tui.telemetry.who import Who
from tui.words.numbers import percent, plural
from tui.words.reasons import wording

MOST_LINES = 5
"""Workers of one name and kind that have a line each: of more there is one for all."""
LITTLE_S = 0.01
"""Less CPU is not worth a number."""


def opening(state: ComparisonState) -> str:
    """Return the lines that say what runs on what."""
    header = state.header
    if header is None:
        return ""
    knobs = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in settings(state))
    where = f"{python(header)}, {cores(header)}, {header.system}"
    return f"{header.title}\n{where}\n" + (f"{knobs}\n" if knobs else "")


def settings(state: ComparisonState) -> tuple[tuple[str, str], ...]:
    """Return the knobs' values, the calibrated one as measured."""
    found = dict(state.calibrated)
    return tuple((name, found.get(name, value)) for name, value in (state.header.knobs if state.header else ()))


def run_line(state: ComparisonState, run: RunState) -> str:
    """Return the line for a run that is over."""
    its = state.planned(run.variant).both
    if run.outcome == "ended":
        return f"{its}: {run.elapsed_s:.2f} s"
    return f"{its}: {run.outcome} after {run.elapsed_s:.2f} s. {run.message}".rstrip()


def closing(state: ComparisonState) -> str:
    """Return the report: a table of the variants, their workers, and the verdict."""
    found = [reading for reading in variants(state) if reading.phase != "waiting"]
    rows: list[tuple[str, ...]] = [("variant", "elapsed", "speed-up", "cores busy", "tasks", "mostly")]
    rows += [_row(state.planned(reading.name).both, reading) for reading in found]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    for reading in found:
        lines.append("")
        lines.append(f"{state.planned(reading.name).both}: {reading.workers_text}".rstrip(": "))
        lines += [f"  {line}" for line in shared(state, reading.name)]
        lines += [f"  {line}" for line in _own(state)]
        newest = state.newest(reading.name)
        lines += [f"  {line}" for line in table_lines(state, newest)] if newest else []
        names = shown_names(state, newest) if newest else {}
        lines += [f"  {line}" for line in _lanes(reading.lanes, names)]
        lines += [f"  helper: {name}" for name in reading.helpers]
        lines += [f"  not observed: {what} ({why})" for what, why in reading.not_observed]
        if reading.dropped:
            lines.append(f"  {reading.dropped} events were overwritten before they could be read; counts are exact")
    lines += ["", *("".join(span.text for span in sentence) for sentence in verdict(state).sentences)]
    if state.observer.mean is not None:
        lines.append(f"Watching cost {state.observer.mean * 100:.1f} % of one core.")
    if said := at_the_least(state.observer.slowest):
        lines.append(said)
    return "\n".join(lines) + "\n"


def _own(state: ComparisonState) -> list[str]:
    """Return what a person's own program was like: its processes, its pools, what went wrong."""
    if not state.is_own or not state.runs:
        return []
    run = state.runs[-1]
    return [*program_lines(run), *pool_lines(run), *stuck_lines(run), *error_lines(run)]


def _row(name: str, reading: VariantReading) -> tuple[str, ...]:
    return (
        name,
        _spread(reading.elapsed, " s"),
        _spread(reading.speed_up, " x") if reading.speed_up_is_final else "–",
        "–" if reading.cores_used is None else f"{reading.cores_used:.2f}",
        "–" if reading.tasks_done is None else str(reading.tasks_done),
        _mostly(reading),
    )


def _mostly(reading: VariantReading) -> str:
    told = [f"{wording(reason).long} {percent(share)}" for reason, share in reading.reasons[:2] if share >= 0.01]
    return ", ".join(told) or "–"


def _spread(spread: Spread | None, unit: str) -> str:
    if spread is None:
        return "–"
    if spread.count == 1:
        return f"{spread.median:.2f}{unit}"
    return f"{spread.median:.2f}{unit} ({spread.low:.2f} to {spread.high:.2f})"


def _lanes(lanes: Sequence[Lane], names: Mapping[Who, str]) -> list[str]:
    """Return a line for each worker; many of one name and without a failure share one."""
    alike: dict[tuple[str, str], list[tuple[str, Lane]]] = {}
    for lane in lanes:
        name = names.get(lane.who, lane.label)
        alike.setdefault((lane.kind, name if lane.failed else stem(name)), []).append((name, lane))
    lines = []
    for some in alike.values():
        if len(some) > MOST_LINES:
            some.sort(key=lambda one: number_of(one[0]))
            lines.append(_many([lane for _, lane in some], [name for name, _ in some]))
        else:
            lines += [_lane(lane, name) for name, lane in some]
    return lines


def _many(lanes: Sequence[Lane], names: Sequence[str]) -> str:
    cpu, tasks = [lane.cpu_s for lane in lanes], sum(lane.tasks or 0 for lane in lanes)
    low, high = f"{min(cpu):.2f}", f"{max(cpu):.2f}"
    each = f"{low if low == high else f'{low} to {high}'} s of CPU each, {sum(cpu):.2f} s together"
    if max(cpu) < LITTLE_S:
        each = f"less than {LITTLE_S:g} s of CPU each, {sum(cpu):.2f} s together"
    what = plural(len(lanes), "process" if lanes[0].kind == "process" else "thread")
    shares = [lane.share for lane in lanes if lane.share is not None]
    busy = f", busy {_range(shares)} of the time" if shares else ""
    done = [lane.tasks or 0 for lane in lanes]
    least = f" ({min(done)} to {max(done)} each)" if min(done) < max(done) else ""
    return f"{name_of_many(names)}: {what}{busy}, {each}" + (f", {plural(tasks, 'task')}{least}" if tasks else "")


def _range(shares: Sequence[float]) -> str:
    """Return `41 to 45 %`, or `44 %`."""
    low, high = round(min(shares) * 100), round(max(shares) * 100)
    return f"{low} %" if low == high else f"{low} to {high} %"


def _lane(lane: Lane, name: str) -> str:
    where = f"pid {lane.pid}" if lane.kind == "process" or lane.label == "main" else f"tid {lane.tid}"
    tasks = "" if not lane.tasks else f", {plural(lane.tasks, 'task')}"
    failed = f", {lane.failed} failed" if lane.failed else ""
    return f"{name}: {where}, {lane.cpu_s:.2f} s of CPU{tasks}{failed}"

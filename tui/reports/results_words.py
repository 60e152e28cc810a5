"""Settings, machines and outcomes in words, the same on the screen and in what is written to files."""

from __future__ import annotations

from datetime import datetime

from tui.play.kept import ResultRow, Setting
from tui.telemetry.vocabulary import ComparisonStarted
from tui.words.numbers import grouped, plural


def python(setting: Setting | ComparisonStarted) -> str:
    """`CPython 3.13.0, GIL on`."""
    gil = {True: "GIL on", False: "GIL off", None: "GIL unknown"}[setting.gil]
    return f"{setting.implementation} {setting.python_version}, {gil}"


def machine(setting: Setting) -> str:
    """`Linux, 8 cores`."""
    return f"{setting.system}, {cores(setting)}"


def cores(setting: Setting | ComparisonStarted) -> str:
    """`8 cores`; where not all may be used: `2 of 8 cores`."""
    some = f"{setting.usable_cores:g} of " if setting.usable_cores < setting.cores else ""
    return f"{some}{plural(setting.cores, 'core')}"


def knobs(setting: Setting) -> tuple[str, ...]:
    """Return each knob and its value: `workers 4`, `switch interval 5 ms`; and whether they were turned meanwhile."""
    units = dict(setting.units)
    said = [_knob(name, value, units.get(name, "")) for name, value in setting.knobs]
    return (*said, *(["steered while it ran"] if setting.steered else []))


def _knob(name: str, value: str, unit: str) -> str:
    called = name.removesuffix(f"_{unit}").replace("_", " ")
    return f"{called} {_value(value)} {unit}".rstrip()


def _value(text: str) -> str:
    try:
        number = float(text)
    except ValueError:
        return text
    return grouped(number) if number.is_integer() and abs(number) < 1e15 else f"{number:g}"


def remark(row: ResultRow) -> str:
    """Return what is to be known before a row's numbers are believed: `2 busy, 1 failed`; mostly nothing."""
    said = []
    if row.busy:
        said.append("busy" if row.busy == row.ended else f"{row.busy} busy")
    for outcome in dict.fromkeys(run.outcome for run in row.failed):
        count = sum(run.outcome == outcome for run in row.failed)
        said.append(outcome if count == len(row.runs) else f"{count} {outcome}")
    return ", ".join(said)


def when(at: float) -> str:
    """Return a time in seconds since the epoch in ISO 8601, with the offset of this place."""
    return datetime.fromtimestamp(at).astimezone().isoformat(timespec="seconds")

"""What the boards of numbers show: the baseline, the panels, the cores."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache

from tui.boards.speed.core_board import CoresView
from tui.boards.speed.variant_panel import PanelView
from tui.boards.words.presenter_board import PresenterSide
from tui.draw import numbers
from tui.draw.cells import Row
from tui.feeds.live.plan import workers_of
from tui.lessons.catalogue import BrokenLesson
from tui.model.speed.readings import VariantReading, variant
from tui.model.state.state import ComparisonState
from tui.play import pace, turning
from tui.play.comparison import Comparison
from tui.telemetry.vocabulary import VariantPlanned
from tui.words.numbers import cores as cores_said
from tui.words.numbers import plural


@dataclass(slots=True)
class Slow:
    """The big numbers, taken over twice a second so that they can be read."""

    shown: dict[str, tuple[float | None, float | None, float | None]] = field(default_factory=dict)
    _phases: dict[str, str] = field(default_factory=dict)

    def take(self, readings: tuple[VariantReading, ...], is_due: bool) -> None:
        """Take over the numbers when it is time, and at once when a variant's phase changed."""
        for reading in readings:
            if is_due or self._phases.get(reading.name) != reading.phase:
                speed = reading.speed_up.median if reading.speed_up else None
                self.shown[reading.name] = (reading.elapsed_s, speed, reading.cores_used)
                self._phases[reading.name] = reading.phase


def baseline_of(comparison: Comparison) -> VariantReading | None:
    """Return the yardstick, when there is something to compare with it."""
    readings = shown_readings(comparison)
    return next((r for r in readings if r.baseline), None) if len(readings) > 1 else None


def panels_of(comparison: Comparison) -> tuple[VariantReading, ...]:
    """Return the variants that get a panel each."""
    readings = shown_readings(comparison)
    return tuple(r for r in readings if not r.baseline) if len(readings) > 1 else readings


def shown_readings(comparison: Comparison) -> tuple[VariantReading, ...]:
    """Return the readings of the play; before there is one, empty readings of what the next run compares."""
    if comparison.readings:
        return comparison.readings
    return tuple(_empty(v.name, v.hue, v.says, v.baseline) for v in comparison.variants)


@lru_cache(maxsize=64)
def _empty(name: str, hue: str, says: str, baseline: bool) -> VariantReading:
    planned = VariantPlanned(name, hue, says, baseline, None)
    return variant(ComparisonState(), planned)


def axis_s(readings: tuple[VariantReading, ...]) -> float:
    """Return the length of the time axis: the longest elapsed time, in whole seconds so that it seldom moves."""
    longest = max((r.elapsed_s or 0.0 for r in readings), default=0.0)
    return float(max(2, math.ceil(longest) if longest < 20 else math.ceil(longest / 5) * 5))


def panel(
    comparison: Comparison,
    reading: VariantReading,
    slow: Slow,
    *,
    first: bool,
    focused: bool,
    more: str = "",
    tabs: int = 1,
) -> PanelView:
    """Return one variant's panel."""
    state = comparison.state
    elapsed, speed, cores = slow.shown.get(reading.name, (reading.elapsed_s, None, None))
    told = state.header
    usable = told.usable_cores if told else comparison.facts.usable_cores
    many = max([len(r.lanes) for r in comparison.readings], default=0) or workers_of(comparison.knobs)
    return PanelView(
        reading=reading,
        elapsed_s=elapsed,
        speed_up=speed,
        cores_used=cores,
        axis_s=axis_s(comparison.readings),
        top=min(usable, float(many)) if many else usable,
        cores=usable,
        interval_s=told.interval_s if told else 0.1,
        focused=focused,
        facts=" · ".join(part for part in (more, repeat_of(comparison, reading)) if part),
        notes=_notes(comparison, reading),
        says=instead(comparison, reading, first, tabs) if reading.phase == "waiting" else (),
    )


def repeat_of(comparison: Comparison, reading: VariantReading) -> str:
    """Return `run 2 of 3`, or nothing where each variant runs once."""
    told = comparison.state.header
    if told is None or told.repeats < 2 or reading.phase == "waiting":
        return ""
    number = sum(run.variant == reading.name for run in comparison.state.runs)
    return f"run {number} of {told.repeats}"


def _notes(comparison: Comparison, reading: VariantReading) -> tuple[Row, ...]:
    rows: list[Row] = []
    if pending := turning.pending(comparison):
        rows.append(((pending, "key"),))
    if paced := pace.note(comparison, reading.name):
        rows.append(paced)
    if reading.dropped:
        rows.append(((f"{numbers.grouped(reading.dropped)} events dropped; the counts are exact", "muted"),))
    if reading.not_observed:
        rows.append((("not observed: " + ", ".join(what for what, _ in reading.not_observed), "muted"),))
    return tuple(rows[:2])


def instead(comparison: Comparison, reading: VariantReading, first: bool, tabs: int) -> tuple[Row, ...]:
    """What a panel says while it has no numbers."""
    about: tuple[Row, ...] = (((reading.says, "foreground"),),) if reading.says else ()
    words = {v.name: v.word for v in comparison.scenario.variants} if comparison.scenario else {}
    if word := words.get(reading.name):
        about = (*about, (), (("in the code  ", "muted"), (word, f"{reading.hue} bold")))
    if comparison.failure:
        enter: Row = (("enter", "key bold"), ("  read the whole message", "foreground"))
        return (((comparison.failure, "bad"),), (), enter, (("r", "key bold"), ("      try again", "foreground")))
    state = comparison.state
    if comparison.is_on or (state.header is not None and not state.is_over):
        turn = "waits for its turn" if state.runs else "waits while this machine is measured"
        return (*about, (), ((turn, "muted"),))
    if state.header is not None:
        return (*about, (), (("It did not run: the comparison ended before its turn.", "muted"),))
    if not first:
        return about
    scenario = comparison.scenario
    another = [(f"1-{min(tabs, 9)}", "pick another")] if tabs > 1 else []
    keys = (("space", "start this scenario"), *another, ("?", "what do the keys do"))
    rows: list[Row] = [(("Nothing is running yet.", "foreground"),), ()]
    rows += [((f"{key:<7}", "key bold"), (says, "foreground")) for key, says in keys]
    if scenario is not None:
        many = workers_of(comparison.knobs)
        takes = [f"takes about {scenario.expected_s:g} s"] if comparison.is_default else []
        takes += [plural(many, "worker")] if many else []
        rows += [(), ((", ".join(takes), "muted"),)] if takes else []
    return tuple(rows)


def broken_panel(lesson: BrokenLesson) -> PanelView:
    """Return the panel of a lesson that could not be read."""
    reading = _empty(lesson.name, "bad", "", False)
    return PanelView(reading=reading, says=(((lesson.sentence, "bad"),), (), (("The other scenarios work.", "muted"),)))


def cores(comparison: Comparison, *, focused: bool, history: bool, tall: bool = False) -> CoresView:
    """Return the cores."""
    state = comparison.state
    told = state.header
    hues = {v.name: v.hue for v in told.variants} if told else {}
    return CoresView(
        cores=state.cores,
        hues=tuple(hues.get(run.variant, "muted") for run in state.runs),
        count=told.cores if told else comparison.facts.cores,
        others=state.others,
        interval_s=told.interval_s if told else 0.1,
        focused=focused,
        partly=unseen(comparison),
        history=history,
        tall=tall,
    )


def speed_sides(comparison: Comparison, slow: Slow) -> tuple[PresenterSide, ...]:
    """Return what stands side by side in the presenter layout: the speed-up of the first three variants."""
    baseline = baseline_of(comparison)
    return tuple(_speed_side(r, slow, baseline.name if baseline else "") for r in panels_of(comparison)[:3])


def _speed_side(reading: VariantReading, slow: Slow, baseline: str) -> PresenterSide:
    speed = slow.shown.get(reading.name, (None, None, None))[1]
    told = ("" if speed is None else f"{speed:.2f}", "" if speed is None else f"{speed:.1f}")
    return PresenterSide(
        name=reading.name,
        hue=reading.hue,
        says=reading.says,
        numbers=tuple(f"{text}{times}" for text in told if text for times in ("×", "")),
        captions=_captions(reading, speed, baseline),
        words=_busy(reading),
        bars=tuple(lane.share for lane in reading.lanes),
    )


def _captions(reading: VariantReading, speed: float | None, baseline: str) -> tuple[str, ...]:
    """Return what the number is, or why there is none."""
    if reading.phase == "waiting":
        return ("waits for its turn",)
    if speed is not None:
        of = f" of {baseline}" if baseline else ""
        return (f"times the speed{of}", f"× the speed{of}", "× the speed")
    if reading.phase in ("starting", "running"):
        share = "" if reading.progress is None else f" {numbers.percent(reading.progress, 1)}"
        return (f"is running{share}",)
    return ("not compared" if baseline else "nothing to compare with",)


def _busy(reading: VariantReading) -> str:
    """Return a few words for one side: `four cores busy`; they name the bars below."""
    if reading.phase == "waiting":
        return ""
    if reading.phase in ("failed", "stopped", "time limit"):
        return reading.phase
    if reading.cores_used is None:
        return "starting"
    return cores_said(reading.cores_used, within=0.1)


def unseen(comparison: Comparison) -> tuple[str, ...]:
    """Return what this system cannot tell of its cores, as sentences."""
    told = comparison.state.header
    if told is None:
        return ()
    if "cores" not in told.sees:
        return (f"{told.system} does not tell how busy each core is.",)
    if "placement" not in told.sees:
        return (f"Workers cannot be placed on cores: {told.system} tells how busy each core is, but not by whom.",)
    return ()

"""A panel for each variant, side by side."""

from __future__ import annotations

from msgspec.structs import replace

from tui.boards.board import Board, all_it_can_get
from tui.boards.frame import Frame, Slow
from tui.boards.sheet import choosing
from tui.boards.side import Presented, PresenterSide
from tui.boards.speed import side_bars, variant_panel
from tui.boards.speed.runner_words import progress
from tui.boards.speed.variant_panel import PanelView
from tui.boards.variants import baseline_of, instead, panels_of, repeat_of, turns_said
from tui.draw import numbers
from tui.draw.cells import Ink, Row
from tui.feeds.live.plan import workers_of
from tui.lessons.catalogue import BrokenLesson
from tui.model.said.verdict import verdict
from tui.model.speed.readings import VariantReading
from tui.model.speed.runners import runners, scale_s
from tui.model.workers.hues import hues_of
from tui.play import pace, turning
from tui.play.comparison import Comparison
from tui.words.numbers import cores as cores_said

TAKES = ("so far",)
"""What the time is of the yardstick as long as it is on."""


def _view(frame: Frame, slot: int) -> PanelView | None:
    """Return the panel of the variant in this slot; None where there is none."""
    if frame.broken is not None:
        return _broken(frame.broken)
    panels = panels_of(frame.comparison)
    place = frame.look.first + slot
    if place >= len(panels):
        return None
    more = f"{place + 1} of {len(panels)}" if frame.shown < len(panels) else ""
    return panel(frame, panels[place], is_first=slot == 0, focused=frame.look.focus == place, more=more)


def panel(
    frame: Frame, reading: VariantReading, *, is_first: bool, focused: bool, more: str = ""
) -> PanelView:
    """Return a variant's panel; what is written is of the last half second's frame, so that it can be read."""
    comparison, told = frame.comparison, frame.slow.told(reading)
    elapsed, speed, cores = frame.slow.shown.get(reading.name, (reading.elapsed_s, None, None))
    header = comparison.state.header
    usable = header.usable_cores if header else comparison.facts.usable_cores
    repeat = repeat_of(comparison, reading)
    many = max([len(r.lanes) for r in comparison.readings], default=0) or workers_of(comparison.knobs)
    return PanelView(
        reading=replace(told, lanes=reading.lanes, chart=reading.chart, chart_bucket_s=reading.chart_bucket_s),
        hues=_hues(comparison, reading),
        elapsed_s=elapsed,
        speed_up=speed,
        cores_used=cores,
        axis_s=scale_s(runners(comparison.state), comparison.state),
        top=min(usable, float(many)) if many else usable,
        cores=usable,
        interval_s=header.interval_s if header else 0.1,
        focused=focused,
        facts=" · ".join(part for part in (more, repeat) if part),
        notes=(*notes_of(comparison, reading), *_unobserved(reading))[:2],
        says=instead(frame, reading, is_first=is_first) if reading.phase == "waiting" else (),
    )


def _hues(comparison: Comparison, reading: VariantReading) -> tuple[Ink, ...]:
    run = comparison.state.newest(reading.name)
    hues = hues_of(comparison.state, run) if run is not None else {}
    return tuple(hues.get(lane.who, reading.hue) for lane in reading.lanes)


def notes_of(comparison: Comparison, reading: VariantReading) -> tuple[Row, ...]:
    """Return what changes at the next run, and what was not kept."""
    rows: list[Row] = []
    if pending := turning.pending(comparison):
        rows.append(((pending, "key"),))
    if paced := pace.note(comparison, reading.name):
        rows.append(paced)
    if reading.dropped:
        rows.append(((f"{numbers.grouped(reading.dropped)} events dropped; the counts are exact", "muted"),))
    return tuple(rows[:2])


def _unobserved(reading: VariantReading) -> tuple[Row, ...]:
    names = ", ".join(what for what, _ in reading.not_observed)
    return (((f"not observed: {names}", "muted"),),) if names else ()


def _broken(lesson: BrokenLesson) -> PanelView:
    """Return the panel of a lesson that could not be read."""
    reading = VariantReading(lesson.name, "bad", "", False)
    return PanelView(reading=reading, says=(((lesson.sentence, "bad"),), (), (("The other scenarios work.", "muted"),)))


def _sides(frame: Frame) -> tuple[PresenterSide, ...]:
    """Return the speed-up of the first three variants."""
    baseline, is_fair = baseline_of(frame.comparison), verdict(frame.comparison.state).trusted
    name = baseline.name if baseline else ""
    waits, readings = turns_said(frame.comparison), panels_of(frame.comparison)[:3]
    return tuple(_side(r, frame.slow, name, is_fair=is_fair, waits=waits) for r in readings)


def _side(
    reading: VariantReading, slow: Slow, baseline: str, *, is_fair: bool, waits: tuple[str, ...]
) -> PresenterSide:
    elapsed, speed, _ = slow.shown.get(reading.name, (None, None, None))
    reading = replace(slow.told(reading), lanes=reading.lanes)
    numbers_ = () if speed is None else (f"{speed:.2f}", f"{speed:.1f}")  # Its caption says that it is times.
    captions = _captions(reading, speed, baseline, is_fair=is_fair)
    if reading.baseline and baseline and elapsed is not None:
        numbers_ = (f"{elapsed:.1f}s", f"{elapsed:.1f}")
        captions = ("it took, and the others are compared with it", "it took") if reading.phase == "ended" else TAKES
    return PresenterSide(
        name=reading.called,
        hue=reading.hue,
        says=reading.says,
        numbers=numbers_,
        captions=waits if reading.phase == "waiting" else captions,
        words=_busy(reading),
        bars=tuple(lane.share for lane in reading.lanes),
    )


def _captions(reading: VariantReading, speed: float | None, baseline: str, *, is_fair: bool) -> tuple[str, ...]:
    """Return what the number is, or why there is none."""
    if speed is not None and not is_fair:
        return ("times the speed, not a fair comparison", "not a fair comparison", "not comparable")
    if speed is not None:
        of = f" of {baseline}" if baseline else ""
        yet = "" if reading.speed_up_is_final else " so far"
        short = "× so far" if yet else "× the speed"
        return (f"times the speed{of}{yet}", f"× the speed{of}{yet}", f"× the speed{yet}", short)
    if reading.phase in ("starting", "running"):
        return (f"is running {progress(reading, '')}".rstrip(),)
    return ("not compared" if baseline else "nothing to compare with",)


def _busy(reading: VariantReading) -> str:
    """Return a few words for one side: `four cores busy`; they name the bars below."""
    if reading.phase == "waiting":
        return ""
    if reading.phase in ("failed", "stopped", "time limit"):
        return reading.phase
    if reading.cores_used is None:
        return "starting"
    return cores_said(reading.cores_used)


BOARD = Board(
    "panels", variant_panel.paint, _view, wants=all_it_can_get, least=8, slots=8, clicked=choosing, sides=_sides,
    presented=Presented(side_bars.paint, lambda frame, _: _sides(frame)),
)  # fmt: skip

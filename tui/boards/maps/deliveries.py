"""The ways to get results, a row of dots each on one clock: a dot is a delivery."""

from __future__ import annotations

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.maps import deliveries_board
from tui.boards.maps.deliveries_board import DeliveriesView, Way
from tui.boards.sheet import choosing
from tui.boards.side import PresenterSide
from tui.boards.space import Room
from tui.boards.speed.variant_panel import FAILED
from tui.boards.variants import panels_of, run_in_view, turn_of, turns_said
from tui.model.maps.deliveries import Deliveries, deliveries, most_held
from tui.model.readings.maps import FIRST, HELD, INPUTS, LAST
from tui.model.readings.reading import Reading
from tui.model.said.verdict import verdict
from tui.model.speed.readings import VariantReading
from tui.play.comparison import Comparison
from tui.telemetry.median import median
from tui.words.numbers import decimal, whole


def _view(frame: Frame, _: int) -> DeliveriesView:
    """Return when the results of each way came, so far."""
    comparison = frame.comparison
    panels = panels_of(comparison)
    known = {reading.name: _known(comparison, reading) for reading in panels}
    ways = tuple(_way(comparison, reading, known[reading.name]) for reading in panels)
    spans = [it.now_s - it.asked_s if not it.is_over else it.last_s for it in known.values() if it is not None]
    header = comparison.state.header
    focus = frame.look.focus
    seen = run_in_view(comparison, focus)
    chosen = seen.variant if seen else ""
    return DeliveriesView(
        ways,
        until_s=max((span for span in spans if span), default=0.0),
        chosen=next((reading.called for reading in panels if reading.name == chosen), ""),
        tasks=_number(comparison, "tasks"),
        lacks=_lacks(comparison),
        repeats=header.repeats if header else 1,
        doubt=verdict(comparison.state).doubt,
        focused=frame.look.zoomed == "deliveries",
    )


def _known(comparison: Comparison, reading: VariantReading) -> Deliveries | None:
    run = comparison.state.newest(reading.name)
    return deliveries(run) if run is not None else None


def _way(comparison: Comparison, reading: VariantReading, known: Deliveries | None) -> Way:
    phase = reading.phase
    if phase == "waiting" and comparison.state.is_over:
        phase = "did not run"  # type: ignore[assignment]
    if known is None:
        return Way(reading.called, reading.hue, phase, turn=turn_of(comparison) or "has not run", says=reading.says)
    middle = {one.name: _median(comparison, one, reading) for one in (FIRST, LAST, HELD, INPUTS)}
    inputs = middle[INPUTS.name]
    return Way(
        reading.called,
        reading.hue,
        phase,
        dots=tuple(((one.got_s or 0.0) - known.asked_s, one.calls) for one in known.delivered),
        first_s=known.first_s if middle[FIRST.name] is None else middle[FIRST.name],
        last_s=None if phase in ("starting", "running") else middle[LAST.name] or known.last_s,
        held=most_held(known) if middle[HELD.name] is None else whole(middle[HELD.name] or 0),
        inputs=None if inputs is None else whole(inputs),
        says=reading.says,
        trouble=reading.message if phase in FAILED else "",
    )


def _median(comparison: Comparison, reading: Reading, of: VariantReading) -> float | None:
    values = reading.values(comparison.state, of.name)
    return median(values) if values else None


def _number(comparison: Comparison, knob: str) -> int | None:
    header = comparison.state.header
    told = dict(header.knobs).get(knob, "") if header else str(comparison.knobs.get(knob, ""))
    return int(told) if told.isdigit() else None


def _lacks(comparison: Comparison) -> tuple[str, str]:
    """Return a variant that this Python does not have, and what it needs; nothing where it has all or nothing ran."""
    scenario = comparison.lesson
    if scenario is None or comparison.state.header is None or comparison.is_replay:
        return "", ""
    lacking = next((one for one in scenario.variants if not comparison.runnable(one)), None)
    return (lacking.word or lacking.called, lacking.needs_says) if lacking else ("", "")


def _sides(frame: Frame) -> tuple[PresenterSide, ...]:
    """Return up to three ways: how many results each held back, or how long the first took."""
    comparison = frame.comparison
    panels = panels_of(comparison)
    seen = run_in_view(comparison, frame.look.focus)
    at = next((place for place, one in enumerate(panels) if seen and one.name == seen.variant), 0)
    first = max(0, min(at - 1, len(panels) - 3))
    return tuple(_side(comparison, reading) for reading in panels[first : first + 3])


def _side(comparison: Comparison, reading: VariantReading) -> PresenterSide:
    known = _known(comparison, reading)
    way = _way(comparison, reading, known)
    held = "" if way.held is None else f"{way.held} held back"
    if way.first_s is None:
        captions = turns_said(comparison) if reading.phase == "waiting" else ("no result yet",)
        return PresenterSide(reading.called, reading.hue, reading.says, captions=captions, words=held)
    captions = ("s to the first result", "s to the first", "s")
    number = (decimal(way.first_s, 2), decimal(way.first_s, 1))
    return PresenterSide(reading.called, reading.hue, reading.says, number, captions=captions, words=held)


def _rows(room: Room) -> int:
    """Return a row a way, the heading and the frame; on a high stage a foot and blank rows."""
    ways = room.wanted.panels
    if room.kind == "compact":
        return ways + 3
    return ways + 3 + (5 if room.height >= 30 else 2)


def _column(room: Room) -> int:
    return room.wanted.panels + 3


BOARD = Board(
    "deliveries", deliveries_board.paint, _view, title="ways", foot=_rows, column=_column, moves=False,
    clicked=choosing, sides=_sides, tries=(("tab", "another way"),),
)  # fmt: skip

"""Who waits at a queue: producers, the queue slot by slot, consumers, and below a lane for each of them.

The run shown is the newest one; tab chooses another variant's. What the others came to stands in a strip above.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from tui.boards import strip_board
from tui.boards.picture import Frame
from tui.boards.queue import lane_board, queue_board
from tui.boards.queue.lane_board import LanesView
from tui.boards.queue.queue_board import SIDES, QueueView
from tui.boards.sheet import Painter, Shown
from tui.boards.space import Kind, Place, Wanted
from tui.boards.speed import views
from tui.boards.speed.views import Slow
from tui.boards.strip_board import StripView
from tui.boards.words.presenter_board import PresenterSide
from tui.draw import numbers
from tui.draw.cells import Row
from tui.model.queue.readings import QueueReading, WorkerReading, queue_reading
from tui.model.state.state import RunState
from tui.play.comparison import Comparison
from tui.words.numbers import plural, verb

NOTHING = QueueReading("", False, 0.0)


class QueuePicture:
    """The queue between its workers, over their lanes."""

    slots: tuple[str, ...] = ()
    enlargeable: tuple[str, ...] = ("queue", "queue-lanes")
    moving: tuple[str, ...] = ("queue",)

    def boards(self) -> Iterable[Painter]:
        yield Painter("queue-strip", strip_board.paint)
        yield Painter("queue", queue_board.paint)
        yield Painter("queue-lanes", lane_board.paint)

    def places(self, kind: Kind, area: Place, wanted: Wanted, low: int) -> dict[str, Place]:
        x, y, width, height = area
        found: dict[str, Place] = {}
        if kind != "compact" or height >= 22:
            found["queue-strip"] = Place(x, y, width, 1)
            y, height = y + 1, height - 1
        lanes = max(low, height // 3) if kind != "compact" else max(7, height // 3)
        found["queue"] = Place(x, y, width, height - lanes)
        found["queue-lanes"] = Place(x, y + height - lanes, width, lanes)
        return found

    def beside(self, area: Place, wanted: Wanted) -> dict[str, Place]:
        x, y, width, height = area
        lanes = max(7, height // 3)
        return {
            "queue": Place(x, y, width, height - lanes),
            "queue-lanes": Place(x, y + height - lanes, width, lanes),
        }

    def tell(self, frame: Frame, name: str, board: Shown, due: bool) -> None:
        here, look = frame.comparison, frame.look
        run = shown_run(here, look.focus)
        match name:
            case "queue":
                board.view = _queue(frame, run, board.view, due)
            case "queue-lanes":
                reading = queue_reading(run) if run else NOTHING
                board.view = LanesView(reading, look.zoomed == name)
            case "queue-strip" if due or board.view is None:
                board.view = _strip(here, run)

    def sides(self, comparison: Comparison, slow: Slow) -> tuple[PresenterSide, ...]:
        run = shown_run(comparison, -1)
        reading = queue_reading(run) if run else NOTHING
        depth = f"of {reading.maxsize} slots are taken" if reading.maxsize else "items in the queue, no bound"
        known = run is not None and reading.type != ""
        return (
            _rate_side("in", "thread", reading.rates[0], reading.producers, "What producers put in."),
            PresenterSide(
                "queue", "key", "Holds what is not yet taken.", (str(reading.depth),) if known else (),
                captions=(depth, depth.replace(" are taken", "")) if known else ("waits for its turn",),
                words=reading.variant,
            ),
            _rate_side("out", "process", reading.rates[1], reading.consumers, "What consumers take out."),
        )  # fmt: skip


def shown_run(comparison: Comparison, focus: int) -> RunState | None:
    """Return the newest run, or the newest one of the variant that was chosen."""
    panels = views.panels_of(comparison)
    return comparison.state.newest(panels[focus].name if 0 <= focus < len(panels) else "")


def _queue(frame: Frame, run: RunState | None, before: QueueView | None, due: bool) -> QueueView:
    here = frame.comparison
    panels = views.panels_of(here)
    if run is None:
        chosen = panels[frame.look.focus] if 0 <= frame.look.focus < len(panels) else panels[0]
        says = views.panel(here, chosen, frame.slow, first=True, focused=False, tabs=len(frame.tabs.tabs)).says
        return QueueView(NOTHING, NOTHING, says=says, variant=chosen.name)
    live = queue_reading(run)
    is_same = before is not None and before.variant == run.variant and before.reading.is_over == live.is_over
    return QueueView(
        before.reading if before is not None and is_same and not due else live,
        live,
        here.state.at_s,
        is_moving=os.environ.get("TEXTUAL_ANIMATIONS") != "none",
        focused=frame.look.zoomed == "queue" or 0 <= frame.look.focus < len(panels),
        variant=run.variant,
        adds=_adds(here),
    )


def _adds(here: Comparison) -> tuple[tuple[str, str], ...]:
    """Return the keys that add a worker to the running program, by the knob that they turn."""
    knobs = here.scenario.knobs if here.scenario and here.is_steered else ()
    return tuple((knob.name, knob.more) for knob in knobs if knob.name in SIDES and knob.more)


def _rate_side(
    name: str, hue: str, per_s: float | None, workers: tuple[WorkerReading, ...], says: str
) -> PresenterSide:
    waits = sum(worker.phase in ("full", "empty") for worker in workers)
    there = sum(worker.phase != "gone" and not worker.by_hand for worker in workers)
    words = f"{plural(there, 'worker')}, {waits} {verb(waits, 'wait')}"
    words = words if there else "all have ended"
    captions = ("items per second", "per second") if per_s is not None else ("waits for its turn",)
    shown = (f"{per_s:.0f}",) if per_s is not None else ()
    return PresenterSide(
        name, hue, says, shown, captions=captions, words=words if workers else "",
        bars=tuple(worker.share for worker in workers if not worker.by_hand),
    )  # fmt: skip


def _strip(here: Comparison, shown: RunState | None) -> StripView:
    """Return what the newest finished run of each other variant came to."""
    told = here.state.header
    hues = {v.name: v.hue for v in told.variants} if told else {}
    newest = {run.variant: run for run in here.state.runs if run.phase == "over"}
    others = [run for name, run in newest.items() if shown is None or name != shown.variant]
    if not others:
        return StripView()
    return StripView((tuple(_flow_said(others, hues, brief) for brief in (False, True)),))


def _flow_said(runs: list[RunState], hues: dict[str, str], brief: bool) -> Row:
    row: list[tuple[str, str]] = []
    for run in runs:
        reading = queue_reading(run)
        into, out = reading.rates
        said = f"  in {numbers.rate(into)}, out {numbers.rate(out)}, depth at most {reading.deepest}"
        if not brief:
            said += f", producers waited {numbers.percent(reading.full_share, 1)}"
            said += f" and consumers {numbers.percent(reading.empty_share, 1)} of their time"
        row += [(run.variant, f"{hues.get(run.variant, 'foreground')} bold"), (f"{said}   ", "muted")]
    return tuple(row)

"""Who waits at a queue: producers, the queue slot by slot, consumers.

The run shown is the newest one; tab chooses another variant's.
"""

from __future__ import annotations

import os

from tui.boards.board import Board, all_it_can_get
from tui.boards.frame import Frame
from tui.boards.queue import hill, queue_board
from tui.boards.queue.queue_board import SIDES, QueueView
from tui.boards.side import Presented, PresenterSide
from tui.boards.variants import instead, panels_of, shown_run, turns_said
from tui.model.queue.readings import NOTHING, QueueReading, WorkerReading, queue_reading
from tui.play.comparison import Comparison
from tui.words.numbers import grouped, plural, verb


def _view(frame: Frame, _: int) -> QueueView:
    here, focus = frame.comparison, frame.look.focus
    panels, run = panels_of(here), shown_run(here, focus)
    if run is None:
        chosen = panels[focus] if 0 <= focus < len(panels) else panels[0]
        return QueueView(NOTHING, NOTHING, says=instead(frame, chosen), variant=chosen.name)
    live = queue_reading(run)
    return QueueView(
        frame.slow.keep("queue", (run.variant, live.is_over), live, frame.is_due),
        live,
        here.state.at_s,
        is_moving=os.environ.get("TEXTUAL_ANIMATIONS") != "none",
        focused=frame.look.zoomed == "queue" or 0 <= focus < len(panels),
        variant=run.variant,
        adds=_adds(here),
    )


def _adds(here: Comparison) -> tuple[tuple[str, str], ...]:
    """Return the keys that add a worker to the running program, by the knob that they turn."""
    knobs = here.scenario.knobs if here.scenario and here.is_steered else ()
    return tuple((knob.name, knob.more) for knob in knobs if knob.name in SIDES and knob.more)


def _sides(frame: Frame) -> tuple[PresenterSide, ...]:
    """Return what goes in, how full it is, and what comes out."""
    run = shown_run(frame.comparison, -1)
    reading = queue_reading(run) if run else NOTHING
    none = turns_said(frame.comparison) if run is None else ("nothing seen",) if reading.is_over else ("starts",)
    of = f"of {grouped(reading.maxsize or 0)} slots"
    depths = (f"{of} are taken", of) if reading.maxsize else ("items inside, no bound", "items inside")
    number, kilo = _short(reading.depth)
    known = run is not None and reading.type != ""
    return (
        _rate_side("in", "thread", reading.rates[0], reading, reading.producers, "What producers put in.", none),
        PresenterSide(
            "queue", "key", "Holds what is not yet taken.", (number,) if known else (),
            captions=tuple(f"{kilo}{text}" for text in depths) if known else none,
            words=reading.variant,
        ),
        _rate_side("out", "process", reading.rates[1], reading, reading.consumers, "What consumers take out.", none),
    )  # fmt: skip


def _short(count: float) -> tuple[str, str]:
    """Return a number of at most five figures, and `thousand ` where it is one of thousands."""
    return (grouped(count), "") if count < 99_999.5 else (grouped(count / 1000), "thousand ")


def _rate_side(  # noqa: PLR0917, as in the head of the layout
    name: str, hue: str, per_s: float | None, reading: QueueReading, workers: tuple[WorkerReading, ...], says: str,
    none: tuple[str, ...],
) -> PresenterSide:
    waits = sum(worker.phase in ("full", "empty") for worker in workers)
    there = sum(worker.phase != "gone" and not worker.by_hand for worker in workers)
    words = f"{plural(there, 'worker')}, {waits} {verb(waits, 'wait')}"
    words = words if there else "all have ended"
    number, kilo = _short(per_s or 0.0)
    mean = " on average" if reading.is_over else ""
    said = f"{kilo}items per second{mean}", f"{kilo}items per second", f"{kilo}per second"
    captions = said if per_s is not None else none
    shown = (number,) if per_s is not None else ()
    return PresenterSide(
        name, hue, says, shown, captions=captions, words=words if workers else "",
        bars=tuple(worker.share for worker in workers if not worker.by_hand),
    )  # fmt: skip


BOARD = Board(
    "queue", queue_board.paint, _view, wants=all_it_can_get, least=9, sides=_sides, presented=Presented(hill.paint)
)

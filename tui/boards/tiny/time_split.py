"""Where the time of a pool's workers went: a bar for each way of a lesson, and for each worker of the one at hand.

A program of a person's own has the board where its tasks are small: it is about what handing them over costs.
"""

from __future__ import annotations

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.framed import plain
from tui.boards.side import Presented, PresenterSide
from tui.boards.speed.variant_panel import FAILED
from tui.boards.tiny import split_rows
from tui.boards.tiny.split_rows import SplitRow, SplitView
from tui.boards.variants import panels_of, shown_readings, turn_of, turns_said
from tui.draw.cells import Row, join
from tui.model.readings.tiny import MAP, TASK, split
from tui.model.said.verdict import verdict
from tui.model.speed.readings import VariantReading
from tui.model.state.state import ComparisonState, RunState
from tui.model.tiny.crossover import ONES
from tui.model.tiny.split import COMPUTE, HAND_OVER, HELD, IDLE, PICKLE, START, UNPICKLE, Split
from tui.model.tiny.words import is_sweep, known, seconds, small_tasks, times_words
from tui.model.workers.hues import hues_of
from tui.model.workers.names import every_name
from tui.play.comparison import Comparison
from tui.words.numbers import decimal, grouped, percent, plural, span

SAME = 1.1
"""Within so many times it counts as about as long."""
ALIKE = 1.25
"""Within so many times the tasks of the middle size make up what the loop took; on a busy machine it waits besides."""


def _wants(comparison: Comparison) -> int:
    """Return a row for each way, and the legend; of a person's own program one for each worker, if there is a use."""
    if not comparison.is_own:
        return len(_ways(comparison)) + 4
    found = _own(comparison)
    return 0 if found is None else min(8, len(found.workers)) + 3


def _own(comparison: Comparison) -> Split | None:
    run = comparison.state.newest()
    return small_tasks(run) if run is not None else None


def _ways(comparison: Comparison) -> tuple[VariantReading, ...]:
    """Return the variants that do the whole work, the yardstick too."""
    return tuple(reading for reading in shown_readings(comparison) if not is_sweep(comparison.state, reading.name))


def _view(frame: Frame, _: int) -> SplitView | None:
    comparison = frame.comparison
    if comparison.is_own:
        return _of_own(comparison)
    state = comparison.state
    ways, at_hand = _ways(comparison), _at_hand(frame)
    base = next((MAP.last(state.newest(reading.name)) for reading in ways if reading.baseline), None)
    rows: list[SplitRow] = []
    for reading in ways:
        run = state.newest(reading.name)
        found = split(run) if run is not None else None
        rows.append(_row(comparison, reading, found, base))
        if run is not None and found is not None:
            rows += _workers(state, run, found, is_at_hand=reading.name == at_hand)
    return SplitView(tuple(rows), _facts(comparison), _notes(state, ways), frame.look.zoomed == "time-split")


def _at_hand(frame: Frame) -> str:
    """Return the way whose workers are shown: the one chosen, else the one that runs, else chunks of 1."""
    comparison, focus = frame.comparison, frame.look.focus
    panels, newest = panels_of(comparison), comparison.state.newest()
    if 0 <= focus < len(panels):
        return panels[focus].name
    return newest.variant if newest is not None and newest.phase != "over" else ONES


def _of_own(comparison: Comparison) -> SplitView | None:
    found, run = _own(comparison), comparison.state.newest()
    if found is None or run is None:
        return None
    mean = SplitRow("all, the mean", "foreground", found.parts, found.whole_s)
    tasks = f"{grouped(found.tasks)} tasks"
    rows = (mean, *_workers(comparison.state, run, found))
    return SplitView(rows, (f"{tasks} of one pool, {plural(len(found.workers), 'worker')}", tasks))


def _row(comparison: Comparison, reading: VariantReading, found: Split | None, base: float | None) -> SplitRow:
    if found is None:
        return SplitRow(reading.called, reading.hue, says=_instead(comparison, reading))
    ink = "foreground"
    if base and not reading.baseline and found.is_printed:
        ink = "bad" if found.whole_s > base * SAME else "good" if found.whole_s < base / SAME else ink
    return SplitRow(reading.called, reading.hue, found.parts, found.whole_s, ink=ink)


def _instead(comparison: Comparison, reading: VariantReading) -> str:
    if reading.phase in FAILED:
        return f"✗ {reading.message}" if reading.message else reading.phase
    if reading.phase == "waiting":
        return turn_of(comparison) or reading.says
    if reading.phase in ("starting", "running"):
        return "runs"
    return "the program says nothing of it" if reading.phase == "ended" else reading.phase


def _workers(state: ComparisonState, run: RunState, found: Split, *, is_at_hand: bool = True) -> list[SplitRow]:
    names, hues = every_name(state, run), hues_of(state, run)
    rows = []
    for worker in found.workers[:8]:
        name = names.get(worker.who, "") if worker.who is not None else "no task"
        hue = hues.get(worker.who, "process") if worker.who is not None else "muted"
        row = SplitRow(name or "worker", hue, worker.parts, found.whole_s, is_worker=True, is_at_hand=is_at_hand)
        rows.append(row)
    return rows


def _facts(comparison: Comparison) -> tuple[str, ...]:
    """Return what was cut into how many tasks, by the loop's own clock."""
    state = comparison.state
    told = dict(state.header.knobs) if state.header else {}
    tasks, workers = told.get("tasks", ""), told.get("workers", "")
    if not tasks.isdecimal():
        return ()
    many = f"{grouped(int(tasks))} tasks"
    crew = f" · {plural(int(workers), 'worker')}" if workers.isdecimal() else ""
    loop = next((reading.name for reading in _ways(comparison) if reading.baseline), "")
    run = state.newest(loop)
    whole_s, task_s = MAP.last(run), TASK.last(run)
    if whole_s is None or task_s is None:
        return f"{many}{crew}", many
    work = f"{decimal(whole_s)} s" if whole_s >= 0.0995 else span(whole_s)
    adds_up = ALIKE * whole_s >= int(tasks) * task_s >= whole_s / ALIKE
    whole = (f"{work} of work cut into {many} of {span(task_s)}{crew}",) * adds_up
    return (*whole, f"{many} of {span(task_s)}{crew}", f"{many} of {span(task_s)}", many)


def _notes(state: ComparisonState, ways: tuple[VariantReading, ...]) -> tuple[Row, ...]:
    """Return what a worker did in the way in which the most time was not computing."""
    found = [(reading, its) for reading in ways if (its := known(state, reading.name)) is not None and its.workers]
    if not found:
        return ()
    reading, its = max(found, key=lambda pair: pair[1].whole_s - pair[1].parts[COMPUTE])
    if its.whole_s <= 0:
        return ()
    did, whole = plain(seconds(its.parts[COMPUTE]), "good bold"), seconds(its.whole_s)
    share = percent(min(1.0, its.parts[COMPUTE] / its.whole_s), honest_ends=True)
    head = join(plain(f"{reading.called}:  ", f"{reading.hue} bold"), plain("a worker computed "), did)
    of, most = plain(f" of {whole}, {share}"), _most(its)
    short = join(plain(f"{reading.called}: ", f"{reading.hue} bold"), plain("computed "), did, of)
    return join(head, of, most), join(head, of), short


INSTEAD = {
    START: "was not there yet", HAND_OVER: "handed over and waited", HELD: "waited in tasks",
    IDLE: "had nothing left to do", PICKLE: "pickled", UNPICKLE: "unpickled",
}  # fmt: skip
"""What a worker did in the parts in which it did not compute."""


def _most(its: Split) -> Row:
    """Return what a worker did for the longest besides."""
    place = max(INSTEAD, key=lambda place: its.parts[place])
    return join(plain("; for "), plain(seconds(its.parts[place]), "foreground bold"), plain(f" it {INSTEAD[place]}"))


def _sides(frame: Frame) -> tuple[PresenterSide, ...]:
    """Return up to three ways: loop, chunks of 1 and its own chunks, with the time."""
    comparison = frame.comparison
    if comparison.is_own:
        return ()
    return tuple(_side(comparison, reading) for reading in _ways(comparison)[:3])


def _side(comparison: Comparison, reading: VariantReading) -> PresenterSide:
    state = comparison.state
    its, loop = known(state, reading.name), next((r.name for r in _ways(comparison) if r.baseline), "")
    base = known(state, loop)
    if its is None:
        caps = turns_said(comparison) if reading.phase == "waiting" else (_instead(comparison, reading),)
        return PresenterSide(reading.called, reading.hue, reading.says, captions=caps)
    unit, number = ("s", decimal(its.whole_s)) if its.whole_s >= 0.0995 else ("ms", decimal(its.whole_s * 1e3, 0))
    captions = ("s for all tasks", "s") if unit == "s" else ("ms for all tasks", "ms")
    words = ""
    if base is not None and not reading.baseline and verdict(state).trusted:
        words = times_words(its.whole_s, base.whole_s)
    share = min(1.0, its.parts[COMPUTE] / its.whole_s) if its.whole_s > 0 else None
    return PresenterSide(
        reading.called, reading.hue, reading.says, (number,), captions=captions, words=words or "compute", bars=(share,)
    )


BOARD = Board(
    "time-split",
    split_rows.paint,
    _view,
    title="where the time went",
    wants=_wants,
    least=6,
    moves=False,
    sides=_sides,
    presented=Presented(split_rows.present, weighs=lambda comparison: 2 if not comparison.is_own else 0),
)

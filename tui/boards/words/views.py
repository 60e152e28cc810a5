"""What the boards of words show: the sentence, the source, the events, the curve, the presenter layout."""

from __future__ import annotations

from collections.abc import Mapping

from tui.boards.speed.speed_up_curve import SHAPES, CurveView
from tui.boards.speed.views import shown_readings
from tui.boards.words import learning_views
from tui.boards.words.event_list import EventLine, EventsView
from tui.boards.words.frame_views import badge
from tui.boards.words.presenter_board import PresenterSide, PresenterView
from tui.boards.words.sentence_box import SentenceView
from tui.draw import numbers
from tui.draw.cells import Row
from tui.draw.curve import CurvePoint
from tui.lessons.catalogue import BrokenLesson
from tui.model.said.verdict import verdict
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.names import shown_names
from tui.play.comparison import Comparison
from tui.play.lesson_keys import keys_of
from tui.play.turning import turned_workers
from tui.telemetry.who import Who
from tui.words.numbers import plural

AFTER = {"enter": "why", "y": "quiz"}
"""The keys worth pressing after a run, in one word each."""
MOST_NAMED = 200
"""Of a run with more workers none is named in the list of events."""


def broken(lesson: BrokenLesson) -> SentenceView:
    """Return the words on a lesson that could not be read."""
    return SentenceView((((lesson.sentence, "foreground"),),), (("◂ ▸", "another scenario"),))


def sentence(comparison: Comparison) -> SentenceView:
    """Return the words, what to try, and what is missing from the picture."""
    state = comparison.state
    tries = tuple((key, what) for key, what in _tries(comparison))
    if trouble := comparison.failure or (comparison.player.trouble if comparison.player else ""):
        return SentenceView((((trouble, "bad"),),), tries)
    if comparison.player is None or (state.header is None and not comparison.is_on):
        scenario = comparison.scenario
        says = scenario.summary if scenario else "Waiting for the first telemetry."
        return SentenceView((((says, "foreground"),),), tries)
    said = verdict(state)
    sentences = tuple(tuple((span.text, span.ink) for span in row) for row in said.sentences)
    short = tuple((span.text, span.ink) for span in said.short)
    return SentenceView(
        sentences, tries, (*learning_views.trouble(comparison), *_asides(state)), said.trusted, short,
        guess=learning_views.rows(comparison),
        guess_short=learning_views.line(comparison, learning_views.WHY),
        change=learning_views.change(comparison),
    )  # fmt: skip


def _asides(state: ComparisonState) -> tuple[str, ...]:
    said: list[str] = []
    dropped = sum(run.dropped for run in state.runs)
    if dropped:
        said.append(f"{numbers.grouped(dropped)} events were dropped; the counts are exact.")
    unseen_ = {f"{what}: {why}" for run in state.runs for what, why in run.not_observed}
    said += [f"not observed: {text}" for text in sorted(unseen_)]
    return tuple(said[:2])


def _tries(comparison: Comparison) -> list[tuple[str, str]]:
    """Return the keys worth pressing next."""
    if comparison.is_replay:
        space = "play again" if comparison.is_at_end else "pause and go on"
        return [("space", space), ("◂ ▸", "back and forth in time"), *_turns(comparison), ("c", "the code")]
    if comparison.player is None or comparison.failure:
        choose = [] if comparison.is_own else [("v", "choose variants")]
        return [("space", "start"), ("c", "the code"), *choose]
    if comparison.is_frozen:
        goes_on = "; the program runs on meanwhile" if comparison.is_on else "; the program has ended"
        return [(".", f"let the picture go{goes_on}"), ("c", "the code")]
    if comparison.is_on:
        if comparison.is_steered:
            return [(key.shown, key.label) for key in keys_of(comparison.scenario)]
        return [*_turns(comparison), (".", "hold the picture"), ("z", "enlarge a panel"), ("c", "the code")]
    failed = any(run.outcome in ("failed", "time limit") for run in comparison.state.runs)
    up, down = turned_workers(comparison, 1), turned_workers(comparison, -1)
    more = [("+", f"with {up} workers")] if up else []
    more += [("-", f"with {down}" if up else f"with {plural(down, 'worker')}")] if down else []
    more += [(key.keys[-1], key.label) for key in keys_of(comparison.scenario) if key.keys[-1] != "+"]
    first = [("enter", "the whole message")] if failed else learning_views.tries(comparison)
    explain = [] if comparison.is_own else [("l", "explain")]
    return [*first, ("r", "again"), *_turns(comparison), *more[:2], *explain, ("c", "the code")]


def _turns(comparison: Comparison) -> list[tuple[str, str]]:
    """Return the keys that go through a lesson on counters."""
    return [("tab", "the next form"), ("n", "step by step")] if "microscope" in comparison.boards else []


def events(comparison: Comparison) -> EventsView:
    """Return what happened; who it was is said as in the lanes."""
    state = comparison.state
    told = state.header
    hues = {v.name: v.hue for v in told.variants} if told else {}
    names: dict[int, Mapping[Who, str]] = {}
    lines = []
    for happening in state.happenings[-40:]:
        run = state.runs[happening.run] if 0 <= happening.run < len(state.runs) else None
        hue = hues.get(run.variant, "muted") if run else "muted"
        if run and run.index not in names:
            names[run.index] = shown_names(state, run) if len(run.workers) <= MOST_NAMED else {}
        who = _who_it_was(run, names[run.index], happening.pid, happening.tid) if run else ""
        lines.append(EventLine(happening.at_s, who, hue, happening.text))
    return EventsView(tuple(lines), sum(run.dropped for run in state.runs))


def _who_it_was(run: RunState, names: Mapping[Who, str], pid: int, tid: int) -> str:
    if not pid:
        return "run"
    for key, name in names.items():
        if key[0] == pid and tid in (0, key[1]):
            return name
    return next((process.name[:5] for process in run.processes if process.pid == pid), "main")


def curve(comparison: Comparison) -> CurveView:
    """Return the measured speed-ups by number of workers."""
    found = shown_readings(comparison)
    hues = {r.name: (r.hue, SHAPES[place % len(SHAPES)]) for place, r in enumerate(r for r in found if not r.baseline)}
    points = [
        CurvePoint(workers, spread.median, spread.low, spread.high, *hues.get(name, ("muted", "○")))
        for (workers, name), spread in sorted(comparison.measured.items())
    ]
    top = max([2.0, comparison.facts.usable_cores, *(point.high for point in points)])
    named = {name for _, name in comparison.measured}
    legend = tuple((shape, name, hue) for name, (hue, shape) in hues.items() if name in named)
    return CurveView(tuple(points), top, legend)


def presenter(
    comparison: Comparison,
    sides: tuple[PresenterSide, ...],
    title: str,
    place: str,
    *,
    presenting: bool,
    blank: bool,
    note: str = "",
) -> PresenterView:
    """Return the presenter layout; `presenting` says whether it was chosen, rather than forced by a small terminal."""
    state = comparison.state
    scenario = comparison.scenario
    short: Row = ((scenario.summary if scenario else "", "foreground bold"),)
    if comparison.failure:
        short = ((comparison.failure, "bad"),)
    elif state.header is not None:
        short = tuple((span.text, span.ink) for span in verdict(state).short)
    run = _space(comparison)
    leave = "esc leave" if presenting else "? help"
    turn = "◂ ▸ back and forth   " if comparison.is_replay else "◂ ▸ next   " if place and presenting else ""
    blank_key = "b blank   " if presenting else ""
    hints: tuple[str, ...] = (f"{turn}space {run}   c code   {blank_key}{leave}", f"space {run}   c code   {leave}",
             f"space {run}   {leave}", leave)  # fmt: skip
    hints = hints if presenting else (*_small_hints(comparison, run, has_others=bool(place)), *hints)
    return PresenterView(
        title=title,
        summary=scenario.summary if scenario else "",
        place=place,
        sides=sides,
        short=short,
        measured=_times(comparison),
        hints=(note, *hints) if note else hints,
        badge=badge(comparison, 0),
        guess=learning_views.line(comparison),
        blank=blank,
        is_idle=state.header is None and not comparison.is_on,
    )


def _small_hints(comparison: Comparison, run: str, *, has_others: bool) -> tuple[str, ...]:
    """Return the keys of a small terminal: what to do after a run, and the way to the other lessons."""
    if comparison.is_on or (comparison.is_replay and not comparison.is_at_end):
        return ()
    after = [] if comparison.player is None else [(key, AFTER[key]) for key, _ in learning_views.tries(comparison)]
    turn = [("◂ ▸", "back and forth" if comparison.is_replay else "next")] if has_others or comparison.is_replay else []
    space, code, leave = ("space", run), ("c", "code"), ("?", "help")
    several = ([space, code, *after, *turn, leave], [space, *after, *turn, leave], [*after, *turn, leave])
    return tuple("  ".join(f"{key} {what}" for key, what in keys) for keys in several)


def _space(comparison: Comparison) -> str:
    """Return what the space key does."""
    if not comparison.is_replay:
        return "stop" if comparison.is_on else "run"
    if comparison.is_at_end:
        return "play again"
    return "go on" if comparison.is_paused else "pause"


def _times(comparison: Comparison) -> str:
    """Return how long each variant took, and how far the one is that runs: `sequential 4.1 s, threads 45 %`."""
    said: list[str] = []
    for reading in shown_readings(comparison):
        if reading.phase == "ended" and reading.elapsed_s:
            said.append(f"{reading.name} {reading.elapsed_s:.1f} s")
        elif reading.phase in ("starting", "running"):
            on = "starts" if reading.phase == "starting" else "runs"
            is_known = reading.progress is not None and not comparison.is_own  # It hands out more as it goes.
            share = on if not is_known else numbers.percent(reading.progress, 1)
            said.append(f"{reading.name} {share}")
    return ", ".join(said)

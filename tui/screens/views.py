"""From a comparison to what each board shows: pure functions, one for each board."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from demos.catalogue import BrokenLesson
from tui.draw import numbers
from tui.draw.cells import Row
from tui.draw.curve import CurvePoint
from tui.keys import KEYS, Key
from tui.model.readings import VariantReading, lanes, variant
from tui.model.state import ComparisonState, RunState
from tui.model.verdict import Verdict, verdict
from tui.screens.comparison import Comparison
from tui.telemetry.vocabulary import VariantPlanned
from tui.widgets.core_board import CoresView
from tui.widgets.event_list import EventLine, EventsView
from tui.widgets.header_bar import HeaderView
from tui.widgets.key_bar import KeyCap, KeysView
from tui.widgets.presenter_board import PresenterView
from tui.widgets.sentence_box import SentenceView
from tui.widgets.source_panel import SourceView
from tui.widgets.speed_up_curve import SHAPES, CurveView
from tui.widgets.variant_panel import PanelView


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


def badge(comparison: Comparison, glyphs_time: int = 1) -> Row:
    """Return whether the picture is live, frozen or replayed, and the time."""
    state, player = comparison.state, comparison.player
    at = numbers.clock(state.at_s, glyphs_time)
    if comparison.failure:
        return (("✗ not started", "bad bold"),)
    if player is None or (state.header is None and not comparison.is_on):
        return (("○ idle", "muted"),)
    if comparison.is_replay:
        return _replayed(player.feed, at, glyphs_time)
    if comparison.is_frozen:
        return ((f"● frozen {at}", "foreground bold"),)
    if not comparison.is_on:
        return _over(state)
    if comparison.is_stopping:
        return (("● ending", "muted bold"),)
    return (("◇ measuring this machine", "key"),) if not state.runs else ((f"● running {at}", "good bold"),)


def _replayed(feed: object, at: str, places: int) -> Row:
    paused = " paused" if getattr(feed, "is_paused", False) else ""
    length = getattr(feed, "duration_s", None)
    of = f" of {numbers.clock(length, places)}" if length else ""
    return ((f"◆ replay{paused} {at}{of}", "key bold"),)


def _over(state: ComparisonState) -> Row:
    """How a comparison ended: done only when every run did."""
    outcomes = {run.outcome for run in state.runs}
    for outcome, mark in (("failed", "✗"), ("time limit", "✗"), ("stopped", "■")):
        if outcome in outcomes:
            return ((f"{mark} {outcome}", "bad bold" if mark == "✗" else "muted bold"),)
    return (("✓ done", "good bold"),)


def header(comparison: Comparison, title: str) -> HeaderView:
    """Return the first line."""
    facts, state = comparison.facts, comparison.state
    told = state.header
    gil = told.gil if told else facts.gil
    cores, usable = (told.cores, told.usable_cores) if told else (facts.cores, facts.usable_cores)
    python = f"{told.implementation} {told.python_version}" if told else facts.interpreter
    lock = {True: "GIL on", False: "GIL off", None: "GIL unknown"}[gil]
    few = usable < cores
    many = f"{usable:g} of {cores} cores" if few else f"{cores} core{'' if cores == 1 else 's'}"
    short = f"{usable:g}/{cores}c" if few else f"{cores}c"
    costs = "" if state.observer_mean is None else f"watching costs {_cost(state.observer_mean)} of a core"
    long = [f"{python} · {lock} · {many}", f"{lock} · {many}", f"{lock} · {short}"]
    if told and told.switch_interval_s is not None:
        switch, every = numbers.span(told.switch_interval_s, 0), numbers.span(told.interval_s, 0)
        fine = f"switch interval {switch} · sampled every {every}"
        longest = f"{python} · {lock} · {fine} · {many}"
        long[:0] = [f"{longest} · {costs}" if costs else longest, longest]
    return HeaderView(title, badge(comparison), tuple(long))


def _cost(share: float) -> str:
    return f"{share * 100:.1f} %" if share < 0.1 else f"{share * 100:.0f} %"


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
    comparison: Comparison, reading: VariantReading, slow: Slow, *, first: bool, focused: bool, more: str = ""
) -> PanelView:
    """Return one variant's panel."""
    state = comparison.state
    elapsed, speed, cores = slow.shown.get(reading.name, (reading.elapsed_s, None, None))
    told = state.header
    usable = told.usable_cores if told else comparison.facts.usable_cores
    many = max([len(r.lanes) for r in comparison.readings], default=0) or comparison.workers(comparison.knobs)
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
        facts=" · ".join(part for part in (more, _repeat(comparison, reading)) if part),
        notes=_notes(comparison, reading),
        says=_instead(comparison, reading, first) if reading.phase == "waiting" else (),
    )


def _repeat(comparison: Comparison, reading: VariantReading) -> str:
    told = comparison.state.header
    if told is None or told.repeats < 2 or reading.phase == "waiting":
        return ""
    number = sum(run.variant == reading.name for run in comparison.state.runs)
    return f"run {number} of {told.repeats}"


def _notes(comparison: Comparison, reading: VariantReading) -> tuple[Row, ...]:
    rows: list[Row] = []
    if comparison.pending:
        rows.append(((comparison.pending, "key"),))
    if reading.dropped:
        rows.append(((f"{numbers.grouped(reading.dropped)} events dropped; the counts are exact", "muted"),))
    if reading.not_observed:
        rows.append((("not observed: " + ", ".join(what for what, _ in reading.not_observed), "muted"),))
    return tuple(rows[:2])


def _instead(comparison: Comparison, reading: VariantReading, first: bool) -> tuple[Row, ...]:
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
    if not first:
        return about
    scenario = comparison.scenario
    keys = (("space", "start this scenario"), ("1-9", "pick another"), ("?", "what do the keys do"))
    rows: list[Row] = [(("Nothing is running yet.", "foreground"),), ()]
    rows += [((f"{key:<7}", "key bold"), (says, "foreground")) for key, says in keys]
    if scenario is not None:
        many = comparison.workers(comparison.knobs)
        workers = f", {many} worker{'' if many == 1 else 's'}" if many else ""
        rows += [(), ((f"takes about {scenario.expected_s:g} s{workers}", "muted"),)]
    return tuple(rows)


def broken_panel(lesson: BrokenLesson) -> PanelView:
    """Return the panel of a lesson that could not be read."""
    reading = _empty(lesson.name, "bad", "", False)
    return PanelView(reading=reading, says=(((lesson.sentence, "bad"),), (), (("The other scenarios work.", "muted"),)))


def broken(lesson: BrokenLesson) -> SentenceView:
    """Return the words on a lesson that could not be read."""
    return SentenceView((((lesson.sentence, "foreground"),),), (("◂ ▸", "another scenario"),))


def cores(comparison: Comparison, *, focused: bool, history: bool) -> CoresView:
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
    )


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


def sentence(comparison: Comparison) -> SentenceView:
    """Return the words, what to try, and what is missing from the picture."""
    state = comparison.state
    tries = tuple((key, what) for key, what in _tries(comparison))
    if comparison.failure:
        return SentenceView((((comparison.failure, "bad"),),), tries)
    if comparison.player is None or (state.header is None and not comparison.is_on):
        scenario = comparison.scenario
        says = scenario.summary if scenario else "Waiting for the first telemetry."
        return SentenceView((((says, "foreground"),),), tries)
    said = _verdict(state)
    sentences = tuple(tuple((span.text, span.ink) for span in row) for row in said.sentences)
    short = tuple((span.text, span.ink) for span in said.short)
    return SentenceView(sentences, tries, _asides(state), said.trusted, short)


def _verdict(state: ComparisonState) -> Verdict:
    return verdict(state)


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
        return [("space", "pause and go on"), ("◂ ▸", "back and forth in time"), ("c", "the code")]
    if comparison.player is None or comparison.failure:
        return [("space", "start"), ("c", "the code: one word is the difference"), ("v", "choose variants")]
    if comparison.is_frozen:
        return [(".", "let the picture go; the program ran on meanwhile"), ("c", "the code")]
    if comparison.is_on:
        return [(".", "hold the picture"), ("z", "enlarge a panel"), ("c", "the code: one word is the difference")]
    failed = any(run.outcome in ("failed", "time limit") for run in comparison.state.runs)
    many = comparison.workers(comparison.knobs)
    more = [("+", f"with {many + 1} workers"), ("-", f"with {many - 1}")] if many and many > 1 else []
    return [("enter", "the whole message")] * failed + [("r", "again"), *more, ("]", "larger tasks"), ("c", "the code")]


def source(comparison: Comparison, first: int, hint: str) -> SourceView:
    """Return the source panel."""
    scenario = comparison.scenario
    if scenario is None:
        told = comparison.state.header
        return SourceView(told.program if told else "source", "", hint=hint)
    return SourceView(
        path=f"{scenario.program.parent.name}/{scenario.program.name}",
        text=_text(scenario.program),
        words=tuple((v.word, v.hue) for v in scenario.variants if v.word),
        notes=tuple((note.text, note.says) for note in scenario.notes),
        first=first,
        hint=hint,
    )


@lru_cache(maxsize=32)
def _text(program: Path) -> str:
    try:
        return program.read_text(encoding="utf-8", errors="replace").expandtabs(4)
    except OSError as error:
        return f"# {program.name} cannot be read: {error.strerror}"


def events(comparison: Comparison) -> EventsView:
    """Return what happened; who it was is said as in the lanes."""
    state = comparison.state
    told = state.header
    hues = {v.name: v.hue for v in told.variants} if told else {}
    lines = []
    for happening in state.happenings[-40:]:
        run = state.runs[happening.run] if 0 <= happening.run < len(state.runs) else None
        hue = hues.get(run.variant, "muted") if run else "muted"
        who = _who(run, happening.pid, happening.tid) if run else ""
        lines.append(EventLine(happening.at_s, who, hue, happening.text))
    return EventsView(tuple(lines), sum(run.dropped for run in state.runs))


def _who(run: RunState, pid: int, tid: int) -> str:
    if not pid:
        return "run"
    for lane in lanes(run) if len(run.workers) <= 200 else ():
        if lane.pid == pid and tid in (0, lane.tid):
            return lane.label
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
    return CurveView(tuple(points), top)


def presenter(
    comparison: Comparison, slow: Slow, title: str, place: str, *, presenting: bool, blank: bool
) -> PresenterView:
    """Return the presenter layout; `presenting` says whether it was chosen, rather than forced by a small terminal."""
    sides = panels_of(comparison)[:3]
    state = comparison.state
    scenario = comparison.scenario
    short: Row = ((scenario.summary if scenario else "", "foreground bold"),)
    if comparison.failure:
        short = ((comparison.failure, "bad"),)
    elif state.header is not None:
        short = tuple((span.text, span.ink) for span in _verdict(state).short)
    done = [r for r in sides if r.phase == "ended" and r.elapsed_s]
    against = " against ".join(f"{r.elapsed_s:.1f} s" for r in done) if len(done) > 1 else ""
    measured = f"{against}, measured on {comparison.facts.cores} cores" if against else ""
    run = "stop" if comparison.is_on else "run"
    leave = "esc leave" if presenting else "? help"
    return PresenterView(
        title=title,
        summary=scenario.summary if scenario else "",
        place=place,
        sides=sides,
        speeds=tuple(slow.shown.get(r.name, (None, None, None))[1] for r in sides),
        short=short,
        measured=measured,
        hints=(f"◂ ▸ next   space {run}   b blank   {leave}" if presenting else f"space {run}   c code   {leave}",
               f"space {run}   {leave}", leave),
        badge=badge(comparison, 0),
        blank=blank,
    )  # fmt: skip


def keys(comparison: Comparison, *, code: bool, zoomed: bool) -> KeysView:
    """Return the key bar."""
    caps: list[KeyCap] = []
    for key in KEYS:
        if comparison.is_replay and key.action == "restart":
            caps.append(KeyCap("◂ ▸", "back and forth", "right", 2))
        elif key.rank and not _is_idle(key, comparison):
            caps.append(KeyCap(_shown(key), _label(key, comparison, code, zoomed), key.action, key.rank))
    pending = comparison.pending
    caps.sort(key=lambda cap: (cap.action == "help", cap.rank))
    costs = comparison.state.observer_mean
    watching = () if costs is None else (f"watching costs {_cost(costs)} of a core", f"watching {_cost(costs)}")
    return KeysView(tuple(caps), tuple(text for text in (pending, *watching) if text))


def _shown(key: Key) -> str:
    return "+/-" if key.action == "more_workers" else key.shown


def _label(key: Key, comparison: Comparison, code: bool, zoomed: bool) -> str:
    if key.action == "start_stop":
        if comparison.is_replay:
            paused = comparison.player is not None and bool(getattr(comparison.player.feed, "is_paused", False))
            return "go on" if paused else "pause"
        return "stop" if comparison.is_on else "start"
    if key.action == "freeze" and comparison.is_frozen:
        return "let go"
    if key.action == "code" and code:
        return "hide code"
    return "back" if key.action == "zoom" and zoomed else key.label


_LIVE_ONLY = ("restart", "more_workers", "fewer_workers", "larger", "smaller", "variants", "knobs", "time_limit")


def _is_idle(key: Key, comparison: Comparison) -> bool:
    """Whether a key has nothing to do: a play given from outside has no knobs."""
    return comparison.scenario is None and key.action in _LIVE_ONLY

"""What is said of a person's own program: what was lost, what holds it up, and one thing to try."""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.found.ahead import taken_ahead
from tui.model.found.finding import Finding
from tui.model.found.findings import finding
from tui.model.found.notices import Notice
from tui.model.found.updates import lost_updates
from tui.model.program.losses import Loss, losses
from tui.model.said.saying import Sentence, Span, Words
from tui.model.speed.readings import VariantReading
from tui.model.state.state import ComparisonState, RunState
from tui.words.numbers import listed

MOST_LOSSES = 2
"""Of what was lost so much is said in the sentence; all of it stands in the lists."""


def _now(reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
    return _said(state, state.runs[-1])


def _conclusions(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    if not finished:
        return ()
    run = state.runs[-1]
    is_told = run.outcome == "failed" and finding(state, run).bound == "too short"  # Why it failed is all there is.
    return (*(_losses_said(losses(run)) if is_told else _said(state, run)), *_left(run), *_input(run))


def _short(said: Sequence[Sentence], finished: Sequence[VariantReading], state: ComparisonState) -> Sentence:
    if not state.runs:
        return (Span(""),)
    run = state.runs[-1]
    found, lost = finding(state, run), losses(run)
    before: Sentence = (*said[0], Span(" ")) if run.outcome == "failed" and said else ()
    before += (Span(f"{lost[0].head}. ", "bad bold"),) if lost else ()
    if before and (found.bound == "too short" or (lost and found.is_good)):
        last = before[-1]
        return (*before[:-1], Span(last.text.rstrip(), last.ink)) if last.text.strip() else before[:-1]
    head = Span(found.head if found.brief else f"{found.head}.", f"{_hue(found)} bold")
    return (*before, head, Span(f": {found.brief}.")) if found.brief else (*before, head)


WORDS = Words(now=_now, conclusions=_conclusions, short=_short, judges_all=True)
"""Says what was lost, and the one finding of the newest run. A program may end with any exit code: that spoils nothing.
"""


def _said(state: ComparisonState, run: RunState) -> tuple[Sentence, ...]:
    """Return what was lost, then what holds the program up: that nothing does is no comfort beside a loss."""
    lost, found, noticed = losses(run), finding(state, run), notices(run)
    is_told = not (found.is_good and (lost or noticed))
    return (*_losses_said(lost), *map(_noticed, noticed), *(_finding_said(found) if is_told else ()))


def notices(run: RunState) -> tuple[Notice, ...]:
    """Return what may go wrong although nothing was seen to."""
    every = (look(run.as_it_was) for look in (lost_updates, taken_ahead))
    return tuple(notice for notice in every if notice is not None)


def _losses_said(lost: Sequence[Loss]) -> tuple[Sentence, ...]:
    said: list[Sentence] = []
    for one in lost[:MOST_LOSSES]:
        what = (Span(one.head, "bad bold"), Span(f": {one.says}." if one.says else "."))
        said.append((*what, Span(" Try ", "muted"), Span(one.tries)) if one.tries else what)
    return tuple(said)


def _noticed(notice: Notice) -> Sentence:
    return (Span(notice.head, "bad bold"), Span(f": {notice.says}"), Span(" Try ", "muted"), Span(notice.tries))


def _finding_said(found: Finding) -> tuple[Sentence, ...]:
    first: Sentence = (Span(found.head, f"{_hue(found)} bold"), Span(f": {found.says}"))
    return (first, (Span("Try ", "muted"), Span(found.tries))) if found.tries else (first,)


def _hue(found: Finding) -> str:
    """Return a finding's ink: it is neither praise nor blame that a program waits."""
    return "muted" if found.bound == "waiting" else "good" if found.is_good else "bad"


def _left(run: RunState) -> tuple[Sentence, ...]:
    """Return a sentence on what was still running when the program had ended."""
    if not run.left:
        return ()
    names = [f"{left.name} ({left.pid})" for left in run.left[:MOST_LOSSES]]
    names += [f"{len(run.left) - MOST_LOSSES} more"] if len(run.left) > MOST_LOSSES else []
    was = "were" if len(run.left) > 1 else "was"
    then = "lives on" if run.left[0].is_kept else "ended; --keep lets it live"
    then = then if len(run.left) == 1 else then.replace("lives", "live").replace("lets it", "lets them")
    return ((Span(f"{listed(names)} {was} still running and {then if run.left[0].is_kept else f'{was} {then}'}."),),)


def _input(run: RunState) -> tuple[Sentence, ...]:
    """Return a sentence where a program ended because it was to read what nobody could type."""
    if run.outcome != "failed" or "EOFError: EOF when reading a line" not in run.message:
        return ()
    return ((Span("Try ", "muted"), Span("`coreograph watch --plain … < FILE`: its standard input is empty here.")),)

"""What is said of workers that go wrong: who told, who said nothing, who was waited for in vain."""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.said.saying import Sentence, Span, Words, named
from tui.model.speed.readings import VariantReading
from tui.model.state.state import ComparisonState, RunState
from tui.model.wrong.cases import KINDS, Case, at_hand, cases, planned
from tui.model.wrong.outcomes import BROKEN, KILLED, TOLD, UNANSWERED, UNTOLD, WELL, is_exit
from tui.words.numbers import capital, in_words, listed, spelled

WHEN = {kind.name: kind.when for kind in KINDS}
SOON_S = 0.3
"""A wait that is shorter is not spoken of yet."""


def when(kind: str) -> str:
    """Return `when a worker is killed`."""
    return f"when a worker {WHEN.get(kind, f'does: {kind}')}"


def _now(reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
    run = state.newest(reading.name)
    case = at_hand(state, run) if run is not None else None
    if run is None or case is None:
        return ((named(reading), Span(": starting." if reading.phase == "starting" else ": ending.")),)
    many, done = len(planned(state, reading.name)), len(cases(run))
    said: list[Span] = [named(reading), Span(f", {when(case.kind)}", "foreground bold")]
    waited = case.after_s or 0.0
    if case.lost and case.is_for_ever and waited > SOON_S:
        lost = "its task is" if case.lost == 1 else f"{spelled(case.lost)} tasks are"
        said += [Span(f": {lost} lost, and main has waited for "), Span(f"{waited:.1f} s", "bad bold"), Span(".")]
    else:
        said.append(Span(f": case {done + 1} of {many}."))
    return (tuple(said),)


def _conclusions(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    """Say the worst first: what waited in vain, who told nobody, who broke; then who told."""
    found = [(reading, run) for reading in finished if (run := state.newest(reading.name)) and cases(run)]
    told: list[Sentence] = []
    for say in (_unanswered, _untold, _broken, _exits, _told):
        told += [sentence for reading, run in found if (sentence := say(reading, run))]
    return tuple(told)


def _of(run: RunState, *told: str) -> list[Case]:
    return [case for case in cases(run) if case.told in told or ("exit" in told and is_exit(case.told))]


def _unanswered(reading: VariantReading, run: RunState) -> Sentence:
    waited = _of(run, UNANSWERED)
    if not waited:
        return ()
    hung = [case for case in waited if case.hangs]
    if not hung:
        return (
            named(reading), Span(": no answer came within the program's own time limit "),
            Span(f"{_whens(waited)}."), Span(" Whether one would have come was not seen.", "muted"),
        )  # fmt: skip
    last = max(hung, key=lambda case: (case.kind == KILLED, case.lost))
    rest = f" It waited in vain too {_whens([case for case in hung if case is not last])}." if len(hung) > 1 else ""
    return (
        named(reading), Span(f", {when(last.kind)}", "foreground bold"), Span(f": {_why(last)}, and the answer "),
        Span("never comes", "bad bold"),
        Span(f". Only the program's own time limit ended the wait, after {last.after_s or 0.0:.1f} s.{rest}"),
    )  # fmt: skip


def _why(case: Case) -> str:
    """Return what was seen of its workers."""
    if case.lost:
        taken = "a new worker takes its place" if case.new == 1 else "new workers take their place" if case.new else ""
        task = "its task is" if case.lost == 1 else f"{spelled(case.lost)} tasks are"
        return f"{taken}, {task} lost" if taken else f"{task} lost"
    return f"{in_words(case.new, 'worker')} {'was' if case.new == 1 else 'were'} started anew, and none could begin"


def _untold(reading: VariantReading, run: RunState) -> Sentence:
    silent, every = _of(run, UNTOLD), cases(run)
    if not silent:
        return ()
    return (
        named(reading), Span(" told "), Span("nobody", "bad bold"),
        Span(f" {_where(silent, every)}: join() returned as if all were well."),
    )  # fmt: skip


def _broken(reading: VariantReading, run: RunState) -> Sentence:
    broken = _of(run, BROKEN)
    if not broken:
        return ()
    first = next((case for case in broken if case.kind == KILLED), broken[0])
    said = first.saw.partition(":")[0] or "that it is broken"
    return (
        named(reading), Span(f", {when(first.kind)}", "foreground bold"), Span(": "), Span(said, "key"),
        Span(f" after {_after(first)}."),
    )  # fmt: skip


def _exits(reading: VariantReading, run: RunState) -> Sentence:
    left, every = _of(run, "exit"), cases(run)
    if not left:
        return ()
    return (named(reading), Span(" left only "), Span("an exit code", "key"), Span(f" {_where(left, every)}."))


def _told(reading: VariantReading, run: RunState) -> Sentence:
    told, well, every = _of(run, TOLD), _of(run, WELL), cases(run)
    if not told and well:
        return (named(reading), Span(f": all went well {_whens(well)}."))
    if not told:
        return ()
    rest = f"; {_whens(well)}, all went well" if well else ""
    return (named(reading), Span(" raised an "), Span("exception", "good"), Span(
        f" in your code {_where(told, every)}{rest}."
    ))  # fmt: skip


def _where(some: Sequence[Case], every: Sequence[Case]) -> str:
    """Return `in all 3 cases`, `in 2 of 6 cases`, or of one alone when it was."""
    if len(every) == 1:
        return _whens(some)
    return f"in all {len(every)} cases" if len(some) == len(every) else f"in {len(some)} of {len(every)} cases"


def _whens(some: Sequence[Case]) -> str:
    """Return `when a worker exits with 3 or is killed`."""
    done = [WHEN.get(case.kind, case.kind) for case in some]
    return f"when a worker {listed(done).replace(' and ', ' or ')}"


def _after(case: Case) -> str:
    return f"{case.after_s or 0.0:.2f} s"


def _short(said: Sequence[Sentence], finished: Sequence[VariantReading], state: ComparisonState) -> Sentence:
    runs = [run for reading in finished if (run := state.newest(reading.name))]
    hung = sum(case.hangs for run in runs for case in cases(run))
    silent = sum(case.told == UNTOLD for run in runs for case in cases(run))
    if hung or silent:
        parts = [f"{spelled(hung)} waited in vain"] * bool(hung) + [f"{spelled(silent)} told nobody"] * bool(silent)
        return (Span(capital(listed(parts)), "bad bold"), Span("."))
    return said[0] if said else (Span(""),)


WORDS = Words(now=_now, conclusions=_conclusions, short=_short)
"""What a program is told does not depend on how busy the machine is; the seconds do, and are not compared."""

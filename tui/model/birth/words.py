"""What is said of births: how long each way takes, what that time goes into, and what happens without the guard."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tui.model.birth.births import PROCESSES, Births, births
from tui.model.birth.guard import Unguarded, unguarded
from tui.model.said.saying import Sentence, Span, Words, named
from tui.model.speed.readings import VariantReading
from tui.model.state.printed import rows_of
from tui.model.state.state import ComparisonState, RunState
from tui.words.numbers import capital, decimal, grouped, in_words, listed, noun, percent, span, times

BUSY = 0.15
"""Above this share of the machine used by other programs the times are said to be rough."""
MOSTLY = 0.3
"""From this share on a part of a birth is told."""


def died(run: RunState) -> int:
    """Return how many workers died before their first line, as the program printed it."""
    return len(rows_of(run, "died"))


def without(run: RunState) -> str:
    """Return why they did, as ` of a RuntimeError`, by the exceptions that were seen or written; nothing for none."""
    types = [error.type.rpartition(".")[2] for error in run.exceptions]
    types = types or re.findall(r"^(?:\w+\.)*(\w+Error)\b", run.errors, re.MULTILINE)
    first = "RuntimeError" if "RuntimeError" in types else next(iter(types), "")
    return f" of a {first}" if first else ""


def said_of(way: Unguarded) -> str:
    """Return what happened in one way without the guard."""
    more = way.mains - 1
    if not way.error and more <= 0:
        return "nothing happens: main is not imported again"
    again = "main did not run again" if more <= 0 else f"main ran again{f' {times(more)}' if more > 1 else ''}"
    end = "Python refused" if way.is_refused else way.kind and f"there was a {way.kind}"
    born = "" if not way.had_first_line else "; the worker came all the same"
    return f"{again}, and {end}{born}" if end else f"{again}{born}"


def _now(reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
    run = state.newest(reading.name)
    its = _of(run, reading.name) if run else None
    if run is not None and (ways := unguarded(run)):
        return ((named(reading), Span(", "), Span(ways[-1].way, "process bold"), Span(f": {said_of(ways[-1])}.")),)
    if run is None or its is None or not its.middle.is_first_line:
        return ((named(reading), Span(": the first workers are being born.")),)
    many = in_words(len(its.each), "worker")
    return ((named(reading), Span(f": {many} so far, first line after {_ms(its.middle.total_s)}, the middle one.")),)


def _conclusions(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    found = _found(finished, state)
    told = [*_race(found, finished), *_again(found, finished), *_guard(finished, state)]
    return (*_dead(finished, state), *told[:2], *_others(finished, state), *_crowded(state), *told[2:])


def _short(said: Sequence[Sentence], finished: Sequence[VariantReading], state: ComparisonState) -> Sentence:
    found = _found(finished, state)
    spawned = found.get("spawn")
    if spawned is not None and spawned.middle.took("imports") >= MOSTLY * spawned.middle.total_s:
        return (Span("Who is no copy imports your file again.", "foreground bold"),)
    return said[0] if said else (Span(""),)


WORDS = Words(now=_now, conclusions=_conclusions, short=_short)
"""Compares ways to make a worker. Each is made several times, and the middle one is told."""


def _of(run: RunState | None, way: str) -> Births | None:
    return next((its for its in births(run) if its.method == way), None) if run else None


def _found(finished: Sequence[VariantReading], state: ComparisonState) -> dict[str, Births]:
    """Return the births of the newest run of each way that is over."""
    found = {reading.name: _of(state.newest(reading.name), reading.name) for reading in finished}
    return {name: its for name, its in found.items() if its is not None}


def _dead(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    """Return whose workers died before their first line, and of what."""
    said: list[Sentence] = []
    for reading in finished:
        run = state.newest(reading.name)
        if run is not None and (lost := died(run)):
            whose = "its" if lost == 1 else "their"
            name = Span(reading.name, f"{reading.hue} bold")
            text = f" died{without(run)} before {whose} first line."
            said.append((Span(f"{capital(in_words(lost, 'worker'))} by "), name, Span(text)))
    return tuple(said[:2])


def _race(found: Mapping[str, Births], finished: Sequence[VariantReading]) -> tuple[Sentence, ...]:
    """Return how long the slowest way takes, beside the quickest process and a thread."""
    ranked = sorted(found.values(), key=lambda its: its.middle.total_s)
    if len(ranked) < 2:
        after = " has its first line after "
        return tuple((_capital(its, finished), Span(f"{after}{_ms(its.middle.total_s)}.")) for its in ranked)
    slow = ranked[-1]
    quick = next((its for its in ranked[:-1] if its.method in PROCESSES), ranked[0])
    slow_s, quick_s = slow.middle.total_s, quick.middle.total_s
    needs = Span(f" needs {_ms(slow_s)} to its first line, ")
    start: Sentence = (Span("A worker made by "), _name(slow, finished), needs)
    said: Sentence
    least = slow.usual_s[0] / quick.usual_s[1] if quick.usual_s[1] > 0 else 0.0
    if least <= 1 or quick_s <= 0:
        said = (*start, Span("which cannot be told from that by "), _name(quick, finished), Span(f" ({_ms(quick_s)})"))
    else:
        ratio = slow_s / quick_s  # Where they differ among themselves as much as that, only the least is sure.
        sure = _factor(ratio) if least >= ratio / 2 else f"at least {_factor(least)}"
        factor = Span(f"{sure} as long as by ")
        said = (*start, factor, _name(quick, finished), Span(f" ({_ms(quick_s)})"))
    thread = found.get("thread")
    if thread is not None and thread not in (slow, quick):
        said = (*said, Span("; a "), _name(thread, finished), Span(f" needs {_ms(thread.middle.total_s)}"))
    return ((*said, Span(".")),)


def _again(found: Mapping[str, Births], finished: Sequence[VariantReading]) -> tuple[Sentence, ...]:
    """Return who imports the file again in each worker, and who does not."""
    served = [its for its in found.values() if any(birth.is_of_server for birth in its.each)]
    again = [its for its in found.values() if its not in served and its.middle.file_s >= MOSTLY * its.middle.total_s]
    if again:
        worst = max(again, key=lambda its: its.middle.total_s)
        middle = worst.middle
        names = _names(again, finished)
        of_that = f", {_ms(middle.took('imports'))} of that for the heavy imports" if middle.took("imports") else ""
        begin = " begins without your modules, so your file is imported again in "
        said: Sentence = (
            Span(capital(names[0].text), names[0].ink), *names[1:],
            Span(begin if len(again) == 1 else begin.replace("begins", "begin")), Span("every", "foreground bold"),
            Span(f" worker: {_ms(middle.file_s)} of the {_ms(middle.total_s)}"),
            *((Span(" by "), _name(worst, finished)) if len(again) > 1 else ()), Span(f"{of_that}."),
        )  # fmt: skip
        return (said, *_server(served, finished))
    return _server(served, finished)


def _server(served: Sequence[Births], finished: Sequence[VariantReading]) -> tuple[Sentence, ...]:
    """Return that a fork server has imported the file once, for all its copies."""
    if not served:
        return ()
    its = served[0]
    first_s = next(birth.total_s for birth in its.each if birth.is_of_server)
    middle = f", the middle one {_ms(its.middle.total_s)}" if not its.middle.is_of_server else ""
    return ((
        _capital(its, finished),
        Span(f" imports your file once, in its server: the first birth took {_ms(first_s)}{middle}."),
    ),)  # fmt: skip


def _guard(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    """Return what happened without the guard, where that was run."""
    run = next((run for reading in finished if (run := state.newest(reading.name)) and unguarded(run)), None)
    if run is None:
        return ()
    ways = unguarded(run)
    refused = [way.way for way in ways if way.is_refused]
    nothing = [way.way for way in ways if not way.error and way.mains <= 1]
    said = []
    if refused:
        said.append(f"with {listed(refused)} main ran again in the worker, and Python refused with a RuntimeError")
    if nothing:
        said.append(f"with {listed(nothing)} nothing happened")
    return ((Span("Without the guard ", "foreground bold"), Span(f"{'; '.join(said)}.")),) if said else ()


def _crowded(state: ComparisonState) -> tuple[Sentence, ...]:
    """Return that workers waited for each other, where more were asked for together than there are cores."""
    told = state.header
    workers = dict(told.knobs).get("workers", "") if told else ""
    if told is None or not workers.isdigit() or int(workers) <= told.usable_cores:
        return ()
    cores = grouped(told.usable_cores)
    those = f"{workers} workers are asked for together on {cores} {noun(told.usable_cores, 'core')}"
    return ((Span(f"{those}: they wait for one meanwhile, and that is in these times."),),)


def _others(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    """Return that the times are rough, where other programs kept the machine busy."""
    cores, names = max(1, state.header.cores if state.header else 1), {reading.name for reading in finished}
    means = [run.others.means for run in state.runs if run.variant in names and run.phase == "over"]
    worst = min(1.0, max((sum(some) / len(some) for some in means if some), default=0.0) / cores)
    if worst <= BUSY:
        return ()
    return ((Span(f"Other programs used {percent(worst)} of this machine meanwhile: the times are rough.", "bad"),),)


def _name(its: Births, finished: Sequence[VariantReading]) -> Span:
    hue = next((reading.hue for reading in finished if reading.name == its.method), "process")
    return Span(its.method, f"{hue} bold")


def _capital(its: Births, finished: Sequence[VariantReading]) -> Span:
    name = _name(its, finished)
    return Span(capital(name.text), name.ink)


def _names(some: Sequence[Births], finished: Sequence[VariantReading]) -> Sentence:
    said: list[Span] = []
    for place, its in enumerate(some):
        said += [Span(" and " if place == len(some) - 1 else ", ")] if place else []
        said.append(_name(its, finished))
    return tuple(said)


def _factor(factor: float) -> str:
    return f"{decimal(factor, 1)} times" if factor < 9.95 else f"{grouped(factor)} times"


def _ms(seconds: float) -> str:
    return span(seconds)

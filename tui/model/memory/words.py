"""What is said of shared memory: what is copied, and what a hand-over takes."""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.memory.readings import Memory, clean_up, memory
from tui.model.readings.memory import COPIED, HAND_OVER, TORN
from tui.model.said.saying import Sentence, Span, Words, named
from tui.model.speed.readings import VariantReading
from tui.model.state.state import ComparisonState
from tui.telemetry.median import median
from tui.words.numbers import grouped, joint, noun, percent, size_of, spelled

BUSY = 0.15
"""Above this share of the machine used by other programs the times are said to be rough."""
SAME = 1.3
"""Below this many times a hand-over counts as taking about as long."""


def _now(reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
    seen = _seen(reading, state)
    if seen is None or reading.phase == "starting" or not seen.workers:
        return ((named(reading), Span(": starting.")),)
    count = len(seen.workers) + 1
    if seen.block is None:
        alone = "each painter paints in its own memory; nobody else can see it until it is sent."
        return ((named(reading), Span(": "), Span(alone)), _sent(seen))
    many = f"{spelled(count)} processes"
    where = f"{spelled(seen.addresses)} addresses" if seen.addresses > 1 else "the same address"
    first = (named(reading), Span(f": one piece of memory, {many}, "), Span(where, "key"), Span("."))
    second = "Nothing is copied and nothing is locked: what one writes, all others can read."
    return (first, (Span(second),))


def _conclusions(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    told = [*_race(finished, state), *_moved(finished, state)]
    for reading in finished:
        told += [*_torn(reading, state), *_left(reading, state)]
    # What went wrong is more to know than what moved.
    told.sort(key=lambda sentence: not any(span.ink.startswith("bad") for span in sentence))
    return (*told[:3], *_others(finished, state), *told[3:])


def _short(said: Sequence[Sentence], finished: Sequence[VariantReading], state: ComparisonState) -> Sentence:
    for reading in finished:
        if torn := max(TORN.values(state, reading.name), default=0.0):
            rows = f"{grouped(torn)} {noun(torn, 'row')}"
            return (Span("Two painters, no lock: ", "foreground bold"), Span(f"{rows} torn.", "bad bold"))
        if _left(reading, state):
            return (Span("Nobody called unlink(): the block was left behind.", "bad bold"),)
    copied = [COPIED.values(state, reading.name) for reading in finished]
    race = _race(finished, state)
    if race and any(sum(told) == 0 for told in copied if told) and any(sum(told) > 0 for told in copied):
        return (Span("Sharing copies nothing. Sending copies everything.", "foreground bold"),)
    return said[0] if said else (Span(""),)


WORDS = Words(now=_now, conclusions=_conclusions, short=_short)
"""Compares ways to hand bytes over. The program measures each many times, so a busy machine shifts all of them."""


def _seen(reading: VariantReading, state: ComparisonState) -> Memory | None:
    run = state.newest(reading.name)
    return memory(run, None) if run else None


def _sent(seen: Memory) -> Sentence:
    return (Span(f"{size_of(seen.through)} went through queues and pipes so far."),)


def _race(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    """Return how the ways compare: the median of what a hand-over takes."""
    times = {r.name: median(told) for r in finished if (told := HAND_OVER.values(state, r.name))}
    ranked = sorted((r for r in finished if times.get(r.name)), key=lambda r: times[r.name])
    if len(ranked) < 2:
        return ()
    best, *others = ranked
    said: list[Span] = [named(best), Span(f" hands it over in {_time(times[best.name])}")]
    for place, other in enumerate(others):
        factor = times[other.name] / times[best.name]
        joint = ", and" if place == len(others) - 1 and place else ","
        name = Span(other.called, f"{other.hue} bold")
        if factor < SAME:
            said += [Span(f"{joint} "), name, Span(" takes about as long")]
        else:
            said += [Span(f"{joint} "), name, Span(f" takes {_times(factor)} as long")]
    return ((*said, Span(".")),)


def _others(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    """Return what a busy machine does to the times; the bytes are the same on any."""
    cores = max(1, state.header.cores if state.header else 1)
    share = max((reading.others or 0.0 for reading in finished), default=0.0) / cores
    if share <= BUSY or len(finished) < 2:
        return ()
    return ((Span(f"Other programs used {percent(min(1.0, share))} of this machine meanwhile: the times are rough."),),)


def _moved(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    """Return what was copied, and from where everybody saw what was not."""
    said: list[Sentence] = []
    copied = {r.name: told[-1] for r in finished if (told := COPIED.values(state, r.name))}
    for reading in finished:
        seen = _seen(reading, state)
        if copied.get(reading.name) != 0 or seen is None or seen.block is None:
            continue
        count = len([m for m in (seen.main, *seen.workers) if m and m.address])
        where = f"{spelled(seen.addresses)} addresses" if seen.addresses > 1 else "the same address"
        what = f": nothing was copied; {spelled(count)} processes had one block, at " if count > 1 else ""
        if what:
            said.append((named(reading), Span(what), Span(where, "key"), Span(".")))
    moved = [r for r in finished if copied.get(r.name)]
    if moved:
        names = [named(moved[0])]
        for place, reading in enumerate(moved[1:], 1):
            names += [Span(joint(place, len(moved))), Span(reading.called, f"{reading.hue} bold")]
        amounts = {copied[r.name] for r in moved}
        most = size_of(max(amounts))
        what = f"{most} each" if len(moved) > 1 and len(amounts) == 1 else f"up to {most}" if len(amounts) > 1 else most
        said.append((*names, Span(f" copied {what}.")))
    return tuple(said)


def _torn(reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
    torn = TORN.values(state, reading.name)
    if not torn or not torn[-1]:
        return ()
    many = f"{grouped(torn[-1])} {noun(torn[-1], 'row')} {'is' if torn[-1] == 1 else 'are'} torn"
    why = ": two painters wrote to them, and nothing held one back."
    return ((named(reading), Span(": "), Span(many, "bad"), Span(why)),)


def _left(reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
    """Return what became of a block that nobody unlinked."""
    seen = _seen(reading, state)
    end = clean_up(seen) if seen else None
    if end is None or end.is_well is not False:
        return ()
    return ((named(reading), Span(": "), Span(f"{end.words}.", "bad")),)


def _times(factor: float) -> str:
    return f"{factor:.1f} times" if factor < 9.95 else f"{factor:.0f} times"


def _time(seconds: float) -> str:
    if seconds < 1e-3:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.1f} s"

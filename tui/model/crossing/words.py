"""What is said of crossing: what it costs and of what, which leaf says no, and what arrives as something else.

What cannot be pickled cannot be on any machine; the times are rough where others keep it busy.
"""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.crossing.readings import EACH, ONCE, SHARED, Border, Crossing, Refusal, border, border_among, hue_of
from tui.model.said.saying import BUSY_MACHINE, Sentence, Span, Words, named
from tui.model.speed.readings import VariantReading
from tui.model.state.state import ComparisonState
from tui.words.numbers import grouped, in_words, noun, percent, size_in_bytes, span, times

PICKLE, SEND, UNPICKLE = "parent", "key", "process"
"""The hues of the stages."""


def _now(reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
    said = border(state)
    newest = {
        "sizes": said.crossings[-1:] and _newest_crossing(said.crossings[-1]),
        "refused": said.refusals[-1:] and _newest_refusal(said.refusals[-1]),
        "surprises": said.surprises[-1:] and (Span(f": {in_words(len(said.surprises), 'thing')} sent so far."),),
    }.get(reading.name)
    return ((named(reading), *(newest or (Span(": starting."),))),)


def _newest_crossing(its: Crossing) -> Sentence:
    return (Span(": "), Span(f"{_amount(its)} crossed in "), Span(span(its.total_s), "foreground bold"), Span("."))


def _newest_refusal(its: Refusal) -> Sentence:
    return (Span(f": {its.what} was refused at "), Span(its.path, "bad"), Span("."))


def _conclusions(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    said = border_among(state, {reading.name for reading in finished})
    doubts = _busy(finished, state)
    return (*_cost(said), *(doubts or _shared(said)), *_once(said), *_refused(said), *_by_name(said))


def _short(said: Sequence[Sentence], finished: Sequence[VariantReading], state: ComparisonState) -> Sentence:
    seen = border_among(state, {reading.name for reading in finished})
    largest, deepest = seen.largest, seen.deepest
    if largest is not None and largest.total_s:
        amount = f"{size_in_bytes(largest.size_bytes)} took {span(largest.total_s)} to cross, "
        return (Span(amount, "foreground bold"), Span(f"{_shares(largest)[1]} of it sending.", f"{SEND} bold"))
    if deepest is not None:
        return (Span("One leaf says no: ", "foreground bold"), Span(deepest.path, "bad bold"))
    return said[0] if said else (Span(""),)


WORDS = Words(now=_now, conclusions=_conclusions, short=_short)
"""The program takes the median of several crossings, so a busy machine shifts all of them."""


def _cost(said: Border) -> tuple[Sentence, ...]:
    """Return what the largest object took, and of what: the three shares add up to all of it."""
    its = said.largest
    if its is None or not its.total_s:
        return ()
    words = _shares(its)
    return ((
        Span("Passing data is not free: ", "foreground bold"), Span(f"{_amount(its)} took "),
        Span(span(its.total_s), "foreground bold"), Span(": "),
        Span(f"{words[0]} pickling", PICKLE), Span(", "),
        Span(f"{words[1]} sending", SEND), Span(", "),
        Span(f"{words[2]} unpickling", UNPICKLE), Span("."),
    ),)  # fmt: skip


def _shares(its: Crossing) -> list[str]:
    """Return the stages as whole percents that add up to a hundred: the largest takes what rounding leaves."""
    rounded = [round(100 * part / its.total_s) for part in (its.pickle_s, its.send_s, its.unpickle_s)]
    rounded[rounded.index(max(rounded))] += 100 - sum(rounded)
    return [percent(share / 100) for share in rounded]


def _shared(said: Border) -> tuple[Sentence, ...]:
    """Return what as large a block took: a name crosses; and that filling it was a copy, too."""
    its, largest = said.largest_shared, said.largest
    if its is None or largest is None:
        return ()
    filled = "" if said.filled_s is None else f"; filling it took {span(said.filled_s)}, once"
    how = "as much got across in" if its.total_s < largest.total_s else "so little takes longer that way,"
    return ((
        Span("SharedMemory", "good bold"), Span(f": {how} {span(its.total_s)}: "),
        Span(f"only its name was sent, {grouped(its.sent_bytes)} bytes", "good"), Span(f"{filled}."),
    ),)  # fmt: skip


def _refused(said: Border) -> tuple[Sentence, ...]:
    """Return which leaf said no, and how many of those refused crossed when mended."""
    its = said.deepest
    if its is None:
        return ()
    crossed, count = sum(one.has_crossed is True for one in said.refusals), len(said.refusals)
    tried = f"Mended, {crossed} of {count} {noun(count, 'kind')} crossed."
    return ((
        Span("“Not picklable” is not bad luck", "foreground bold"), Span(": one leaf says no, "),
        Span(its.path, "bad"), Span(f". {tried}"),
    ),)  # fmt: skip


def _once(said: Border) -> tuple[Sentence, ...]:
    """Return what a large table took with each task, and once per worker; where they took as long that is said."""
    each, once = said.table(EACH), said.table(ONCE)
    if each is None or once is None:
        return ()
    size = size_in_bytes(each.size_bytes)
    return ((
        Span(f"{size} with each of {grouped(each.tasks)} {noun(each.tasks, 'task')}: "),
        Span(f"{_pickled(each.pickled)}, {span(each.took_s)}", hue_of(each, said.tables)),
        Span("; given to the initializer: "),
        Span(f"{_pickled(once.pickled)}, {span(once.took_s)}", hue_of(once, said.tables)), Span("."),
    ),)  # fmt: skip


def _pickled(count: int) -> str:
    return f"pickled {times(count)}" if count else "not pickled at all"


def _by_name(said: Border) -> tuple[Sentence, ...]:
    """Return what became of a logger, which crosses by its name."""
    its = next((one for one in said.surprises if one.what == "a logger"), None)
    if its is None:
        return ()
    return ((Span(f"A logger crosses by its name only: {its.here} {its.means} here, {its.there} in the worker."),),)


def _busy(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    """Return what a busy machine, or a single core, does to the times; what is refused is so on any."""
    cores = max(1, state.header.cores if state.header else 1)
    share = max((reading.others or 0.0 for reading in finished), default=0.0) / cores
    if share > BUSY_MACHINE:
        used = percent(min(1.0, share))
        return ((Span(f"Other programs used {used} of this machine: the times are rough.", "bad"),),)
    if state.header and state.header.usable_cores <= 1:
        return ((Span("On one core both sides take turns: waiting for the core is in the time to send."),),)
    return ()


def _amount(its: Crossing) -> str:
    """Return `10 MB as a list of floats`."""
    join = "in" if its.kind == SHARED else "as"
    called = "SharedMemory" if its.kind == SHARED else its.called
    return f"{size_in_bytes(its.size_bytes)} {join} {called}"

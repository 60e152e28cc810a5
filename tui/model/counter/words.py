"""What is said of counters: which forms lost updates, what a cure costs, and what luck does not prove.

What other programs do to a machine spoils speeds, and so prices; an update that was lost was lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tui.model.counter.readings import Form, forms, is_busy
from tui.model.said.saying import Sentence, Span, Words, named
from tui.model.speed.readings import VariantReading
from tui.model.state.state import ComparisonState
from tui.words.numbers import capital, in_words, joint, of_100, spelled


def _now(reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
    form = next((form for form in forms(state) if form.name == reading.name), None)
    if form is None or form.kind is None:
        return ((named(reading), Span(": starting.")),)
    count = dict(state.header.knobs).get("workers", "") if state.header else ""
    many = spelled(int(count)) if count.isdecimal() else "several"
    who = (
        f": {many} {'processes' if form.kind == 'process' else 'threads'} add to one counter; "
        f"{in_words(len(form.repeats), 'repeat')} so far"
    )
    if not form.repeats:
        return ((named(reading), Span(f"{who}.")),)
    return ((named(reading), Span(f"{who}, "), *_lost(form), Span(".")),)


def _conclusions(finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
    names = {reading.name for reading in finished}
    found = [form for form in forms(state) if form.name in names and form.repeats]
    processes = [form for form in found if form.kind == "process"]
    threads = [form for form in found if form.kind == "thread"]
    return (
        *_losers([form for form in processes if form.loses]),
        *_cures([form for form in processes if not form.loses], is_busy(finished, state)),
        *_threads(threads, state),
    )


def _short(said: Sequence[Sentence], finished: Sequence[VariantReading], state: ComparisonState) -> Sentence:
    names = {reading.name for reading in finished}
    found = [form for form in forms(state) if form.name in names and form.repeats]
    losing = [form for form in found if form.loses]
    if not losing:
        if not found:
            return said[0] if said else (Span(""),)
        return (Span("Nothing was lost this time. That is no promise.", "foreground bold"),)
    worst = max(losing, key=lambda form: form.share_lost or form.most_lost)
    guarded = [form for form in losing if form.has_its_own_lock]
    if guarded:
        text = f"A lock at each step, and {_of_100(guarded[0])} of 100 updates lost."
    else:
        text = f"{capital(worst.called)}: {_of_100(worst)} of 100 updates lost."
    return (Span(text, "foreground bold"),)


WORDS = Words(now=_now, conclusions=_conclusions, short=_short)
"""Compares what was lost, and then speeds."""


def _form_name(form: Form, *, starts: bool = False) -> Span:
    return Span(capital(form.called) if starts else form.called, f"{form.hue} bold")


def _listed(found: Sequence[Form], *, starts: bool) -> Iterable[Span]:
    """Yield `get-lock, own-lock and local`; at the start of a sentence the first with a capital."""
    for place, form in enumerate(found):
        yield Span(joint(place, len(found)))
        yield _form_name(form, starts=starts and not place)


def _of_100(form: Form) -> str:
    """Return how many of 100 were lost: the median of the repeats, or how many at most where that is none."""
    share = form.share_lost or 0.0
    if not share:
        return f"up to {of_100(form.most_lost)}"
    return of_100(share)


def _lost(form: Form) -> tuple[Span, ...]:
    if not form.loses:
        return (Span("none lost", "good"),)
    return (Span(f"{_of_100(form)} of every 100 lost", "bad"),)


def _losers(losing: Sequence[Form]) -> tuple[Sentence, ...]:
    """Say what the forms lost; the lock that comes with a value is named where there was one."""
    if not losing:
        return ()
    said: list[Span] = []
    for place, form in enumerate(losing):
        said += [Span(joint(place, len(losing))), _form_name(form, starts=not place), Span(f" lost {_of_100(form)}")]
        said += [Span(" of every 100 updates")] if not place else []
    guarded = next((form for form in losing if form.has_its_own_lock), None)
    if guarded is None:
        return ((*said, Span(": read, add, write are three steps.")),)
    return ((*said, Span(": a lock taken for the read, and again for the write, leaves the step between open.")),)


def _cures(right: Sequence[Form], is_busy: bool) -> tuple[Sentence, ...]:
    """Say which forms lost nothing, what they cost, and which is the fastest."""
    if not right:
        return ()
    count = sum(len(form.repeats) for form in right)
    head = (*_listed(right, starts=True), Span(f" lost nothing in {in_words(count, 'repeat')}"))
    if is_busy:
        return ((*head, Span("; other programs were busy, so speeds are not compared.")),)
    priced = sorted((form for form in right if form.price), key=_times_slower)
    if not priced:
        return ((*head, Span(".")),)
    best, worst = priced[0], priced[-1]
    said = [*head, Span("; "), _form_name(best), Span(f" is {_price(best)}")]
    if worst is not best:
        said += [Span(", "), _form_name(worst), Span(f" {_price(worst)}")]
    return ((*said, Span(".")),)


def _times_slower(form: Form) -> float:
    return form.price.times_slower if form.price else 0.0


def _price(form: Form) -> str:
    assert form.price is not None
    if form.price.is_none:
        return f"as fast as {form.price.than}"
    return f"{form.price.factor} times {form.price.direction} than {form.price.than}"


def _threads(found: Sequence[Form], state: ComparisonState) -> tuple[Sentence, ...]:
    """Say what threads lost on this Python; of the form that is right by luck alone, that it is luck."""
    header = state.header
    if not found or header is None:
        return ()
    python = f"{header.implementation} {'.'.join(header.python_version.split('.')[:2])}"
    python += " without its lock" if header.gil is False else ""
    losing = [form for form in found if form.loses]
    lucky = [form for form in found if not form.loses and not form.has_a_lock]
    said: list[Span] = [Span(f"Threads on {python}: ")]
    for place, form in enumerate(losing):
        said += [Span(joint(place, len(losing))), _form_name(form), Span(f" lost {_of_100(form)} of every 100", "bad")]
    if lucky:
        count = sum(len(form.repeats) for form in lucky)
        said += [Span("; " if losing else ""), *_listed(lucky, starts=False)]
        said.append(Span(f" lost nothing in {in_words(count, 'repeat')}: {_why_lucky(lucky)}."))
    elif losing:
        said.append(Span("."))
    return (tuple(said),) if losing or lucky else ()


def _why_lucky(lucky: Sequence[Form]) -> str:
    slow_s = max((form.run.was_slow_s or 0.0 for form in lucky if form.run), default=0.0)
    if not slow_s:
        return "luck, or how it is built"
    return f"in slow motion a turn lasts {slow_s * 1000:.0f} ms, so they seldom meet"

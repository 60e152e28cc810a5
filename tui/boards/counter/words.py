"""What the microscope's box says: of the two additions it shows, of what was recorded, and of where something is lost.

Rules of this file: what is said of an order is what `lost_updates` has shown; a form is offered only when it lost
something here, or when the lesson expects it to.
"""

from __future__ import annotations

from collections.abc import Sequence

from tui.boards.counter.update_microscope import Named
from tui.draw.cells import Piece, Row
from tui.model.counter.lost_updates import Example, Recorded
from tui.model.counter.readings import Form, is_right
from tui.words.numbers import NO_BREAK, capital, grouped, listed, of_100

Workers = tuple[Named, Named]


def _grouped(count: float) -> str:
    return grouped(count, NO_BREAK)


def _named(worker: Named) -> Piece:
    return worker.label, f"{worker.hue} bold"


def example_of(form: Form) -> Example | None:
    """Return the two additions worth showing: a lost update, or for a form that loses nothing what it does instead."""
    example = form.recorded.example if form.recorded else None
    return example if example is None or example.is_lost or is_right(form) else None


def title(form: Form) -> str:
    example = example_of(form)
    if example is None:
        return f"{form.called}: under the microscope"
    return f"{form.called}: {'one lost update' if example.is_lost else 'two additions'}"


def of_step(example: Example, step: int, workers: Workers) -> Row:
    """Return the sentence for the newest access shown."""
    shown = example.steps[step - 1]
    me = _named(workers[shown.who])
    other = workers[1 - shown.who].label
    value, added = _grouped(shown.value), _grouped(example.added[shown.who])
    earlier = [one for one in example.steps[: step - 1] if one.who != shown.who]
    if not shown.is_write:
        if not earlier:
            return (me, (f" reads {value}.", "foreground"))
        if example.is_lost:
            early = f": {other} has not written yet" if example.is_ordered else ""
            return (me, (f" reads {value} too{early}.", "foreground"))
        return (me, (f" reads {value}, which {other} has written.", "foreground"))
    if not any(one.is_write for one in earlier):
        return (me, (f" adds {added} to what it read, and writes {value}.", "foreground"))
    if example.is_lost:
        return (me, (f" adds {added} to what it read, and writes {value} as well.", "foreground"))
    return (me, (f" adds {added} and writes {value}: nothing is lost.", "foreground"))


def of_example(example: Example, workers: Workers, form: Form) -> tuple[Row, ...]:
    """Return two sentences: what both read, and what the counter says and should say."""
    first, second = map(_named, workers)
    before, says = _grouped(example.steps[0].value), _grouped(example.says)
    if example.is_lost:
        both: Row = (first, (" and ", "foreground"), second, (f" both read {before}. ", "foreground"))
        if example.is_ordered:
            both = (second, (f" read {before} before ", "foreground"), first, (f" wrote {says}. ", "foreground"))
        after = f" The counter should say {_grouped(example.should_say)}."
        if example.more:
            were = "addition was" if example.more == 1 else "additions were"
            after = f" {_grouped(example.more)} more {were} written meanwhile."
        return (
            (*both, ("Two additions, one step: ", "foreground"), ("an update is lost.", "bad bold"),
             (after, "foreground")),
        )  # fmt: skip
    return (
        (second, (" began after ", "foreground"), first, (" had written: ", "foreground"),
         ("read, +1, write happened as one." if form.has_a_lock else "nothing is lost.", "good bold")),
    )  # fmt: skip


def of_recorded(recorded: Recorded) -> Row:
    """Return what became of all accesses that were recorded, of which the example is one pair."""
    many = _grouped(recorded.additions)
    if recorded.lost:
        lost = _grouped(recorded.lost)
        return ((f"Of {many} recorded additions {lost} or more were lost. Times are noted just after each access.",
                 "muted"),)  # fmt: skip
    none = "none was split by another worker" if not recorded.split else "none was lost"
    return ((f"Of {many} recorded additions {none}. Times are noted just after each access.", "muted"),)


SLOWED: Row = (("Recording slows the first repeat down: it does not count for speeds.", "muted"),)


def of_cure(cure: Form | None) -> tuple[Row, ...]:
    """Return what the recorded accesses of a form that loses nothing show."""
    recorded = cure.recorded if cure else None
    if cure is None or recorded is None or recorded.lost or recorded.split or not recorded.met:
        return ()
    many = _grouped(recorded.additions)
    return (
        ((capital(cure.called), f"{cure.hue} bold"),
         (f": of {many} recorded additions none was split. The others wait.", "foreground")),
    )  # fmt: skip


def of_nothing(
    form: Form, every: Sequence[Form], more: str, *, can_turn: bool, can_run: bool
) -> tuple[Row, ...]:
    """Return why there is no lost update to show, and where one is to be had; `more` is the key for more additions."""
    again: tuple[Row, ...] = ()
    if can_run and form.loses and form.kind == "process":
        again = ((("r", "key bold"), (" records again", "muted")),)
    return (_why(form), *offer(form, every, more, can_turn=can_turn), *again)


def _why(form: Form) -> Row:
    recorded = form.recorded
    many = _grouped(recorded.additions) if recorded else ""
    if form.phase == "waiting":
        text = "Some accesses of each run are recorded. When two workers meet in one of them, it is shown here."
    elif form.kind == "thread":
        count = f"{form.right} of {len(form.repeats)} repeats looked correct. " if form.repeats else ""
        text = f"{count}Threads count in a variable of their own process: its accesses cannot be recorded."
    elif recorded is None:
        text = "Nothing is recorded yet." if form.is_on else "Nothing was recorded: the additions were over too soon."
    elif form.loses:
        text = f"None of the updates that it lost was caught: {_recorded(form, many)} were recorded, and " + (
            "none was lost among them." if recorded.met else "two workers never met in them."
        )
    elif not recorded.met:
        text = f"{_recorded(form, many)} were recorded, and two workers never met in them."
    else:
        text = f"Of {many} recorded additions none was split by another worker."
        text = text if not recorded.split else "No update was lost in the accesses that were recorded."
    return ((text, "foreground"),)


def _recorded(form: Form, many: str) -> str:
    """Return `192 of 600 000 additions`."""
    return f"{many} of {_grouped(form.expected)} additions" if form.expected else f"{many} additions"


def _shares(form: Form) -> str:
    """Return the median of the repeats, which the panels show, and the most that was lost in one of them."""
    most, share = of_100(form.most_lost), form.share_lost
    if not share:
        return f"up to {most} of every 100 here"
    usual = of_100(share)
    return f"{usual} of every 100 here" + (f" (at most {most})" if most != usual else "")


def offer(form: Form, every: Sequence[Form], more: str, *, can_turn: bool) -> tuple[Row, ...]:
    """Return which other form loses updates here, and the key that shows it; nothing where this one does."""
    if form.loses or form.is_on:
        return ()
    loser = max((f for f in every if f.loses), key=lambda f: f.most_lost, default=None)
    if loser is not None:
        turn: Row = (("  tab", "key bold"), (" chooses another form", "muted")) if can_turn else ()
        return (((capital(loser.called), f"{loser.hue} bold"), (f" lost {_shares(loser)}.", "foreground"), *turn),)
    expected = [f.called for f in every if f.hue == "bad" and not f.repeats]
    if form.phase == "waiting" and not any(f.repeats for f in every):
        return ()
    if expected:
        return (((f"{capital(listed(expected))} can be expected to lose some.", "foreground"),),)
    if not more:
        return ()
    return ((("No form lost any. More additions give them more time to meet: ", "foreground"), (more, "key bold")),)

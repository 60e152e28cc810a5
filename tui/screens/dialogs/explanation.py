"""What the lesson explains: what was to be seen and why, its forms, and one thing to change."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from tui.boards.framed import BLANK, plain, wrapped
from tui.draw.cells import Row
from tui.lessons.catalogue import Scenario
from tui.screens.dialogs.dialog import Told


def explanation(lesson: Scenario, unobserved: Sequence[str] = ()) -> Told:
    """Return the page of the lesson's own words, for after a run; they hold on every machine.

    `unobserved` is what could not be seen of the runs on this one.
    """
    return Told("what this lesson is about", partial(rows, lesson, unobserved), "l")


def rows(lesson: Scenario, unobserved: Sequence[str], width: int) -> Sequence[Row]:
    found = [*wrapped(plain(lesson.summary, "foreground bold"), width)]
    for paragraph in lesson.explanation:
        found += [BLANK, *wrapped(plain(paragraph), width)]
    found += [BLANK, plain("the forms", "muted")]
    for variant in lesson.variants:
        code = f"  {variant.name}" if variant.name != variant.called else ""
        head: Row = ((variant.called, f"{variant.hue} bold"), (code, "muted"), (f"  {variant.says}", "foreground"))
        found += wrapped(head, width)
    if lesson.prediction is not None:
        found += [BLANK, *wrapped((("try  ", "muted"), (lesson.prediction.change, "foreground")), width)]
    if unobserved:
        found += [BLANK, plain("not observed in the runs here", "muted")]
        found += [line for text in unobserved for line in wrapped(plain(text), width)]
    return found

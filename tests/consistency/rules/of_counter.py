"""What must be so around counters: one median, one count of repeats, one share that was lost, and one live counter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.consistency.rule import rule
from tests.consistency.shot import Shot
from tui.boards.counter.counter_panel import lost_of_100
from tui.draw.digits import big
from tui.draw.glyphs import UNICODE
from tui.model.counter.readings import Form, forms
from tui.words.numbers import grouped, in_words, of_100


def _panels(shot: Shot) -> Iterator[tuple[Form, list[str]]]:
    """Yield each form that has a panel, and what is inside its frame."""
    for form in forms(shot.state):
        box = shot.box(form.called)
        if box and any("lost of" in line or "looked correct" in line for line in box):
            yield form, box


@rule("forms")
def a_panel_says_what_its_form_lost(shot: Shot) -> Iterator[str]:
    for form, box in _panels(shot):
        text = "\n".join(box)
        digits = big(lost_of_100(form.share_lost), UNICODE)
        if "lost of" in text and "│" not in text and not all(line.strip() in text for line in digits):
            yield f"{form.name}: the median is {lost_of_100(form.share_lost)}, which is not in\n{text}"
        if (many := re.search(r"median of (\d+)", text)) and int(many[1]) != len(form.repeats):
            yield f"{form.name}: {many[0]}, but there are {len(form.repeats)}"
        right = re.search(r"(\d+) of (\d+) repeats looked|correct (\d+) of (\d+)", text)
        counts = tuple(int(part) for part in right.groups() if part) if right else None
        if counts and counts != (form.right, len(form.repeats)):
            yield f"{form.name}: {counts} looked correct, but it were {form.right} of {len(form.repeats)}"


@rule("forms")
def the_last_repeat_is_called_so(shot: Shot) -> Iterator[str]:
    for form, box in _panels(shot):
        text = "\n".join(box)
        if "last repeat" in text and (form.newest is None or grouped(form.newest.got) not in text):
            yield f"{form.name}: the last repeat said {form.newest}, which is not in\n{text}"
        if "last repeat" in text and "● live" in text:
            yield f"{form.name}: two numbers for one counter"


@rule("forms")
def shaded_is_only_what_was_lost(shot: Shot) -> Iterator[str]:
    for form, box in _panels(shot):
        bars = [line for line in box if "so far" in line or line.strip().startswith("right ")]
        for line in bars:
            if ("▒" in line) is not (form.loses and "so far" not in line):
                yield f"{form.name}: {line.strip()}"


@rule("form-table")
def the_table_says_the_same(shot: Shot) -> Iterator[str]:
    for form in forms(shot.state):
        for line in shot.box("all forms"):
            if found := re.search(rf"^. *[▸● ] *{re.escape(form.called)} .* (\d+) %.* (\d+)/(\d+)", line):
                share, right, many = map(int, found.groups())
                if (right, many) != (form.right, len(form.repeats)) or abs(share - 100 * (form.share_lost or 0)) > 1:
                    yield f"{line.strip()}, but {form.name} lost {form.share_lost} in {len(form.repeats)}"


@rule("forms")
def the_sentence_says_the_same(shot: Shot) -> Iterator[str]:
    found = re.search(r"counter; ([a-z]+ repeats?|\d+ repeats) so far, (\S+) of every 100", shot.text("sentence"))
    for form in forms(shot.state):
        if form.is_on and found:
            if found[1] != in_words(len(form.repeats), "repeat"):
                yield f"{found[0]}, but there are {len(form.repeats)}"
            if form.share_lost and found[2] not in (of_100(form.share_lost), "fewer"):
                yield f"{found[0]}, but the median is {of_100(form.share_lost)}"

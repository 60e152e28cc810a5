"""What holds for every screen, whatever is played."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tests.consistency.reading import big_groups, cells, spans
from tests.consistency.rule import rule
from tests.consistency.shot import Shot

APART = 2
"""Columns between two numbers side by side."""
NUMBER = re.compile(r"\d+")
WORDS = ("code", "lines", "keys", "tabs", "header", "events")
"""Boards whose words are the program's own, or stand beside each other on purpose."""


@rule()
def big_numbers_stand_apart(shot: Shot) -> Iterator[str]:
    for name, rows in shot.boards.items():
        for group in big_groups(rows):
            found = spans(group)
            for (_, end, ink), (start, _, other) in pairwise(found):
                if start - end <= APART:
                    yield f"{start - end - 1} columns between the {ink} and the {other} number of {name}"


@rule()
def texts_do_not_run_together(shot: Shot) -> Iterator[str]:
    for name, rows in shot.boards.items():
        if name in WORDS:
            continue
        for row, line in zip(rows, shot.lines(name), strict=True):
            drawn = cells(row)
            for place, ((text, ink), (after, its)) in enumerate(pairwise(drawn)):
                if ink != its and _is_text(text) and _is_text(after) and (text + after).strip("?◆○…"):
                    yield f"{name}: {line[max(0, place - 8) : place + 9]!r} in {ink} and {its}"


def _is_text(character: str) -> bool:
    return character.isalnum() or character in "?◆○…"


@rule()
def numbers_in_two_inks_are_not_read_as_one(shot: Shot) -> Iterator[str]:
    for name, rows in shot.boards.items():
        if name in WORDS:
            continue
        for row, line in zip(rows, shot.lines(name), strict=True):
            drawn = cells(row)
            for found in re.finditer(r"\d \d", line):
                before, after = drawn[found.start()][1], drawn[found.end() - 1][1]
                if before != after and {before, after} & {"thread", "process", "key", "good", "bad", "third"}:
                    yield f"{name}: {line[max(0, found.start() - 8) : found.end() + 8]!r} in {before} and {after}"


@rule()
def nothing_is_said_to_be_now_when_all_is_over(shot: Shot) -> Iterator[str]:
    if not shot.is_over:
        return
    for name in shot.boards:
        if name not in WORDS and (found := re.search(r".{0,20}\b(now|so far)\b(?! and )", shot.text(name))):
            yield f"{name}: {found[0]!r}"


@rule()
def text_keeps_off_its_border(shot: Shot) -> Iterator[str]:
    for name, rows in shot.boards.items():
        if name in WORDS:
            continue
        for row in rows:
            drawn = cells(row)
            line = "".join(text for text, _ in drawn)
            for place, ((text, ink), (after, its)) in enumerate(pairwise(drawn)):
                if ink != its and "│" in (text, after) and (text + after).strip("│").isalnum():
                    yield f"{name}: {line[max(0, place - 12) : place + 12]!r}"


@rule()
def what_the_numbers_of_the_presenter_are_is_never_cut(shot: Shot) -> Iterator[str]:
    if "…" in shot.text("presenter"):
        yield shot.text("presenter")


@rule("form-table")
def the_forms_are_named_in_full(shot: Shot) -> Iterator[str]:
    """In the table, and in the strip where there is no room for one."""
    if shot.looked == "stage" and "…" in re.sub(r"\s…\s", " ", f" {shot.text('form-table')} "):
        yield shot.text("form-table")

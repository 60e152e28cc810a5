"""What must be so around a queue: one depth in digits, slots, pipe and sentence; captions that fit what is seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tests.consistency.reading import big_number
from tests.consistency.rule import rule
from tests.consistency.shot import Shot
from tui.model.queue.readings import QueueReading, queue_reading
from tui.model.state.traffic import NONE

ITEM = "◆○?"
"""How items in a queue are drawn."""


def _number(text: str) -> int:
    return int(text.replace(" ", ""))


def _reading(shot: Shot) -> QueueReading | None:
    run = shot.run
    return queue_reading(run) if run is not None and shot.looked != "code" else None


def _depth_digits(box: list[str]) -> str:
    """Return the number below the word `depth` in a box; empty where it is not there."""
    for y, line in enumerate(box):
        place = line.find("depth ")
        if place >= 0 and re.search(r"\bin (per|/s)", line[place + 5 :]):
            end = line.find("in ", place + 5)
            return big_number(box[y + 1 : y + 4], place, end)
    return ""


def _slots(box: list[str]) -> int | None:
    """Return how many items are drawn in the box or said not to have room; None where they are not drawn."""
    for y, line in enumerate(box):
        if "not followed" in line or "items inside" in line:
            return None
        inside = "".join(re.findall(f"[{ITEM}]", line))
        more = re.search(r"(\d[\d ]*) more …", line)
        is_boxed = y and "╭" in box[y - 1]
        if re.search(f"… [{ITEM}◇]", line) and not is_boxed:
            return None  # not all are drawn
        if (inside or "┆ ┆" in line) and (is_boxed or re.search(r"of [\d ]+$|inside$", line.rstrip())):
            return len(inside) + (_number(more[1]) if more else 0)
    return 0 if any("nothing inside" in line for line in box) else None


@rule("queue")
def the_depth_is_one_number(shot: Shot) -> Iterator[str]:
    """Digits, slots, `13 of 16`, and buffers and pipe together."""
    reading, box = _reading(shot), shot.box("queue of")
    if reading is None or not box or not reading.type:
        return
    said: dict[str, int] = {}
    if digits := _depth_digits(box):
        said["digits"] = _number(digits.split(" of ")[0])
    if (slots := _slots(box)) is not None:
        said["slots"] = slots
    for line in box:
        if found := re.search(r"(\d[\d ]*) (?:of [\d ]+|inside) *$", line):
            said["line"] = _number(found[1])
        if found := re.search(r"([\d ]*\d) in buffers, ([\d ]*\d) in the pipe(?:, (\d[\d ]*) None)?", line):
            said["buffers and pipe"] = sum(_number(part or "0") for part in found.groups())
    if len(set(said.values())) > 1:
        yield f"{said}"
    if said and reading.depth not in said.values():
        yield f"{said}, but there are {reading.depth}"


@rule("queue")
def the_sum_speaks_of_the_same_items(shot: Shot) -> Iterator[str]:
    """In the sentence and in the panel as many in buffers and in the pipe, as long as there is one queue."""
    run = shot.run
    there = re.search(r"([\d ]*\d) in buffers, ([\d ]*\d) in the pipe", " ".join(shot.box("queue of")))
    said = re.search(r"in buffers (\d[\d ]*) \+ in the pipe (\d[\d ]*\d|\d)", shot.text("sentence"))
    is_one = run is not None and sum(bool(queue.items) for queue in run.traffic.queues) < 2
    if is_one and there and said and [*map(_number, there.groups())] != [*map(_number, said.groups())]:
        yield f"{there[0]!r} and {said[0]!r}"


@rule("queue")
def the_cards_add_up_to_what_was_made_and_taken(shot: Shot) -> Iterator[str]:
    reading, words = _reading(shot), r"made (\d[\d ]*) = taken (\d[\d ]*\d|\d)"
    said = re.search(words, shot.text("sentence"))
    if reading is None or said is None:
        return
    for side, word, sum_ in (("producers", "made", said[1]), ("consumers", "took", said[2])):
        cards = [_number(count) for line in shot.box(side) for count in re.findall(rf"{word} ([\d ]*\d)", line)]
        workers = reading.producers if side == "producers" else reading.consumers
        if cards and len(cards) == len(workers) and sum(cards) != _number(sum_):
            left = reading.balance.left if reading.balance else 0
            if sum(cards) - left != _number(sum_):
                yield f"{side}: {cards} are {sum(cards)}, said is {sum_}"


def _names(shot: Shot, words: str) -> str:
    said = " ".join(shot.text(name) for name in ("queue", "sentence", "presenter"))
    found = re.search(words, said)
    return found[0] if found else ""


AGAINST: tuple[tuple[str, str], ...] = (
    (r"keep each other's pace|both keep pace", r"for a free slot|waits: full|slots are taken, so put|for an item"
     r"|waits: empty|queue grows|memory grow|pushes back|they wait for items"),
    (r"pushes back", r"no bound|Without a bound|unbounded"),
    (r"they wait for items|It is empty, so get|The queue is empty", r"for a free slot|waits: full|queue grows"
     r"|memory grow"),
    (r"neither side is held back", r"for a free slot|for an item|waits: full|waits: empty"),
    (r"nothing moves", r"queue grows|memory grow|it grows"),
    (r"nobody takes|There are no consumers", r"consumers are faster|keep each other's pace|both keep pace"),
    (r"nobody puts|There are no producers", r"producers are faster|keep each other's pace|both keep pace"),
    (r"producers are faster|The queue is full", r"consumers are faster|The queue is empty"),
)  # fmt: skip
"""What may not be said on one screen of a run that is on."""


@rule("queue")
def nothing_is_said_against_what_is_said_elsewhere(shot: Shot) -> Iterator[str]:
    run = shot.run
    if run is None or run.phase == "over":
        return
    for one, others in AGAINST:
        if (said := _names(shot, one)) and (against := _names(shot, others)):
            yield f"{said!r} and {against!r}"


def _is_full(reading: QueueReading) -> bool:
    return reading.maxsize is not None and reading.depth >= reading.maxsize / 2


CLAIMS: tuple[tuple[str, Callable[[QueueReading], bool]], ...] = (
    (r"The queue is full", _is_full),
    (r"so the queue pushes back", _is_full),
    (r"The queue is empty", lambda its: its.depth == 0),
    (r"they wait for items", lambda its: its.depth <= 4 or "empty" in _phases(its)),
    (r"It is empty, so get", lambda its: its.depth == 0),
    (r"All \d+ slots are taken", lambda its: its.maxsize is not None and its.depth >= its.maxsize),
    (r"for a free slot", lambda its: any(one.phase == "full" for one in its.producers)),
    (r"for an item", lambda its: any(one.phase == "empty" for one in its.consumers)),
    (r"No bound|no bound|[Ww]ithout a bound", lambda its: its.maxsize is None),
    (r"it grows|the queue grows|memory grow", lambda its: its.maxsize is None and its.depth > 0),
    (r"making|working", lambda its: not its.is_over),
)
"""What is said of a run that is on, and whether it is so."""


@rule("queue")
def what_is_said_of_the_queue_is_so(shot: Shot) -> Iterator[str]:
    reading = _reading(shot)
    if reading is None or not reading.type or reading.is_over:
        return
    said = " ".join(shot.text(name) for name in ("queue", "sentence", "presenter"))
    for words, is_so in CLAIMS:
        if (found := re.search(words, said)) and not is_so(reading):
            yield f"{found[0]!r} with {reading.depth} of {reading.maxsize} inside, {_phases(reading)}"


def _phases(reading: QueueReading) -> str:
    return " ".join(f"{its.name}:{its.phase}" for its in (*reading.producers, *reading.consumers))


@rule("queue")
def the_depth_is_not_climbing_where_consumers_are_said_to_wait(shot: Shot) -> Iterator[str]:
    reading = _reading(shot)
    if reading is None or reading.is_over or len(reading.chart) < 10:
        return
    first, last = sum(reading.chart[-10:-5]) / 5, sum(reading.chart[-5:]) / 5
    if last > first + 3 and (said := _names(shot, "they wait for items|The queue is empty")):
        yield f"{said!r} while the depth climbs from {first:.0f} to {last:.0f}"


@rule("queue")
def the_rates_are_those_of_the_sentence(shot: Shot) -> Iterator[str]:
    said = re.search(r"(\d+) items a second go in and (\d+) come out", shot.text("sentence"))
    box = shot.box("queue of")
    for y, line in enumerate(box):
        place, other = line.find("in per"), line.find("out per")
        if said and 0 <= place < other:
            shown = big_number(box[y + 1 : y + 4], place, other), big_number(box[y + 1 : y + 4], other)
            if " k" not in "".join(shown) and shown != said.groups():
                yield f"{shown} in digits, {said[0]!r}"


@rule("queue")
def thousands_are_grouped(shot: Shot) -> Iterator[str]:
    """Where a number has five figures or more; no ids stand there."""
    said = " ".join(shot.box("queue of"))
    for found in re.finditer(r"\d{5,}", said):
        yield f"{found[0]}"
    if cut := re.search(r"\d[\d ]* insid(?!e)|\d[\d ]* mor(?!e)", said):
        yield f"{cut[0]!r} is cut"


@rule("queue")
def nones_are_no_items(shot: Shot) -> Iterator[str]:
    """As many rings as None lie inside, as long as all are drawn."""
    reading, box = _reading(shot), shot.box("queue of")
    if reading is None or not box or not reading.items or reading.maxsize is None or reading.maxsize > 16:
        return
    drawn = sum(line.count("│○│") for line in box)
    if drawn and drawn != reading.items.count(NONE):
        yield f"{drawn} rings, {reading.items.count(NONE)} None inside"

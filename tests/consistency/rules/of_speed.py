"""What must be so where speeds are compared: one time, percentage and number of cores a variant, whoever says it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.consistency.reading import big_number, block_number
from tests.consistency.rule import rule
from tests.consistency.shot import Shot
from tui.model.said.verdict import verdict
from tui.model.speed.readings import VariantReading, variants

FAST = re.compile(r"([\d.]+) times as fast as")


def _readings(shot: Shot) -> tuple[VariantReading, ...]:
    """Return the variants; none of a picture of which a part is of another run: the stage draws all of it anew then."""
    phases = {tuple(run.phase for run in state.runs) for state in shot.states.values()}
    return variants(shot.state) if shot.looked != "code" and len(phases) == 1 else ()


def _digits(shot: Shot, name: str) -> dict[str, str]:
    """Return what the big digits of a variant's panel say, by what stands above them."""
    box = shot.box(name)
    for y, line in enumerate(box):
        if "elapsed" in line:
            heads = list(re.finditer(r"\S+(?: \S+)*", line.strip("│")))
            starts = [line.index(heads[0][0]) + head.start() - heads[0].start() for head in heads]
            ends = [*starts[1:], None]
            if not any(mark in "".join(box[y + 1 : y + 4]) for mark in "┃┗╺"):
                return dict(re.findall(r"(elapsed[a-z ,\d]*?|cores busy|speed[a-z ,\d]*?) ([\d.–]+)", line))
            numbers = [big_number(box[y + 1 : y + 4], *span) for span in zip(starts, ends, strict=True)]
            return {head[0]: number for head, number in zip(heads, numbers, strict=True)}
    return {}


def _elapsed(shot: Shot, name: str) -> str:
    said = next((number for head, number in _digits(shot, name).items() if head.startswith("elapsed")), "")
    return said.removesuffix("s").strip()


def _lane(shot: Shot, reading: VariantReading) -> str:
    """Return what the runners say of a variant: its row, or its heading and the rows of its lane; nothing without."""
    lines = [line.strip("│ ") for line in (*shot.lines("runners"), *shot.lines("picture"))]
    names = [other.called for other in variants(shot.state)]
    for y, line in enumerate(lines):
        if re.match(rf"{re.escape(reading.called)}  ", line):
            below = lines[y + 1 : next((n for n in range(y + 1, len(lines)) if lines[n].split("  ")[0] in names), None)]
            return " ".join([line, *below])
    return ""


def _percent(text: str) -> set[str]:
    return set(re.findall(r"((?:about )?\d+) %", text))


@rule("panels")
def a_variant_has_one_time(shot: Shot) -> Iterator[str]:
    for reading in _readings(shot):
        digits = _elapsed(shot, reading.called)
        times = set(re.findall(r"(\d[\d.]*) s(?![\w…]| run)", re.sub(r"median.*?(·|$)", "", _lane(shot, reading))))
        if digits and digits != "–" and times and reading.phase not in ("waiting", "starting") and digits not in times:
            yield f"{reading.called}: the panel has {digits}, its lane {sorted(times)}"


@rule("panels")
def a_variant_is_so_far_as_all_say(shot: Shot) -> Iterator[str]:
    """Panel, lane and the foot of the presenter layout."""
    for reading in _readings(shot):
        if reading.phase not in ("starting", "running"):
            continue
        work = " ".join(line for line in shot.box(reading.called) if "━" in line or "─── " in line)
        lane = re.sub(r"[^·]*by then", "", _lane(shot, reading))
        foot = re.search(rf"{re.escape(reading.called)} ((?:about )?\d+ %)", shot.text("foot"))
        said = [re.sub(r" +", " ", text) for text in (work, lane, foot[1] if foot else "")]
        found = [one for text in said if (one := _percent(text))]
        if any(one != found[0] for one in found):
            yield f"{reading.called}: {found}"


@rule("panels")
def a_speed_up_is_final_or_so_far(shot: Shot) -> Iterator[str]:
    for reading in _readings(shot):
        digits, lane = _digits(shot, reading.called), _lane(shot, reading)
        final = next((text for head, text in digits.items() if head.startswith("speed") and "far" not in head), "")
        said = re.search(r"(\d+\.\d\d)×", lane) or FAST.search(lane)
        if said and not reading.speed_up_is_final:
            yield f"{reading.called}: {said[0]!r}, but that is not measured yet"
        number = final.rstrip("×").strip()
        if said and number and number != "–" and said[1] != number:
            yield f"{reading.called}: the panel has {number}, its lane {said[1]}"


@rule("panels")
def a_sentence_has_the_numbers_of_the_panels(shot: Shot) -> Iterator[str]:
    text = shot.text("sentence")
    for reading in _readings(shot):
        told = re.search(rf"{re.escape(reading.called)}\b[^.]*?([\d.]+) times as fast as", text, re.IGNORECASE)
        if told and (reading.speed_up is None or abs(reading.speed_up.median - float(told[1])) > 0.0501):
            yield f"{reading.called}: {told[1]!r} times, but {reading.speed_up}"


@rule("panels")
def a_variant_uses_so_many_cores_as_all_say(shot: Shot) -> Iterator[str]:
    for reading in _readings(shot):
        digits = _digits(shot, reading.called).get("cores busy", "")
        said = re.search(r"([\d.]+) cores busy", _lane(shot, reading)) if "runners" in shot.boards else None
        if digits and said and digits != said[1]:
            yield f"{reading.called}: the panel has {digits}, its lane {said[1]}"


@rule("panels")
def who_waits_has_not_run_and_who_ended_does_not_wait(shot: Shot) -> Iterator[str]:
    for reading in _readings(shot):
        said = _lane(shot, reading) + " ".join(shot.box(reading.called))
        waits, never = "waits for its turn" in said, "did not run" in said
        if (waits or never) and reading.phase != "waiting":
            yield f"{reading.called} is said to wait: {reading.phase}"
        if waits and shot.is_over:
            yield f"{reading.called} waits for its turn when all is over"
        if never and not shot.is_over:
            yield f"{reading.called} did not run, but it may still"


@rule("panels")
def what_cannot_be_relied_on_is_not_claimed(shot: Shot) -> Iterator[str]:
    """Where the sentence says that a comparison is not fair, no other board compares in words."""
    if shot.looked == "code":
        return
    doubt, text = verdict(shot.state).doubt, shot.all_text
    if doubt and (found := FAST.search(shot.text("runners") + shot.text("picture"))):
        yield f"{found[0]!r}, but {doubt}"
    if not doubt and ("not a fair comparison" in text or "too busy to compare" in text or "not comparable" in text):
        yield "said to be no fair comparison without a reason"


@rule("panels")
def the_curve_knows_of_the_run_above_it(shot: Shot) -> Iterator[str]:
    is_measured = shot.is_over and any(r.speed_up_is_final and not r.baseline for r in variants(shot.state))
    if is_measured and "nothing measured yet" in shot.text("curve"):
        yield "nothing measured yet, beside a comparison that is over"
    if "not counted" in shot.text("curve") and not shot.is_over:
        yield "not counted, before it is over"


@rule("panels")
def the_header_is_done_when_all_ended(shot: Shot) -> Iterator[str]:
    readings = _readings(shot)
    if shot.text("header").count("✓ done") and any(reading.phase != "ended" for reading in readings):
        yield f"done: {[reading.phase for reading in readings]}"
    for reading in readings:
        rows = [row for row in shot.rows if f"─ {reading.called} ─" in row]
        ticked = any(re.search(rf"─ {re.escape(reading.called)} ─[─ ]*✓", row) for row in rows)
        if ticked and reading.phase != "ended":
            yield f"{reading.called} is ticked: {reading.phase}"


@rule("panels")
def the_presenter_has_the_numbers_of_the_picture(shot: Shot) -> Iterator[str]:
    """The large numbers, one a variant, beside the lanes below them and the times in the foot."""
    head = shot.lines("presenter")
    columns = [(found.start(), found[0]) for line in head[:6] for found in re.finditer(r"[A-Z]{4,}", line)]
    for place, (start, name) in enumerate(columns):
        end = columns[place + 1][0] if place + 1 < len(columns) else None
        reading = next((r for r in _readings(shot) if r.called.upper() == name), None)
        y = next(n for n, line in enumerate(head) if name in line) + 1
        number = block_number(head[y : y + 5], start, end) or big_number(head[y : y + 3], start, end)
        number = number.strip("×s –-")
        if reading is None or not number:
            continue
        known = reading.elapsed_s if reading.baseline else reading.speed_up.median if reading.speed_up else None
        if known is None or not _fits(number, known, shot):
            yield f"{name}: {number}, but {known}"


def _fits(number: str, known: float, shot: Shot) -> bool:
    """Whether a number is what is known, written with as many places; between two frames an earlier one may stand."""
    places = len(number.partition(".")[2])
    return "moved" in shot.where or abs(float(number) - known) <= 0.5001 * 10**-places


@rule("panels")
def what_is_over_is_not_said_to_go_on(shot: Shot) -> Iterator[str]:
    if shot.is_over and (found := re.search(r"Measuring how|: starting|just started|is running", shot.all_text)):
        yield f"{found[0]!r}, but all is over"

"""Counters: panels, table, sentence and presenter of one frame agree with one state, at every moment and size."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.staging import Staged, staged
from tui.boards.counter.counter_panel import lost_of_100
from tui.draw.digits import big
from tui.lessons.catalogue import find
from tui.model.counter.readings import Form, forms
from tui.play.opening import open_recording
from tui.widgets.board import BoardWidget
from tui.words.numbers import grouped, in_words, of_100

RECORDING = Path(__file__).parents[2] / "recordings" / "counters.jsonl"
SIZES = ((80, 24), (100, 30), (120, 40), (160, 45), (200, 60))


def panels(at: Staged) -> list[BoardWidget]:
    found = [at.stage._boards.widgets.get(name) for name in ("forms0", "forms1", "forms2")]
    return [widget for widget in found if widget is not None and widget.region.area and widget.view is not None]


def boxes(at: Staged) -> Iterator[tuple[Form, str]]:
    """Yield the form and what stands in its panel."""
    rows = at.rows()
    for widget in panels(at):
        x, y, width, height = widget.region
        yield widget.view.form, "\n".join(row.ljust(at.app.size.width)[x : x + width] for row in rows[y : y + height])


def check_panel(form: Form, text: str) -> None:
    """Check every number of one panel against the form that it shows."""
    if "lost of" not in text:
        assert form.phase == "waiting" or not form.repeats, text
        return
    for line in big(lost_of_100(form.share_lost)):
        assert line.strip() in text, (form.name, text)
    if form.repeats and "median of" in text:
        assert f"median of {len(form.repeats)}" in text
        low, high = map(lost_of_100, (form.least_lost, form.most_lost))
        assert low == high or f"{low} to {high}" in text
    if "last repeat" in text:
        assert form.newest is not None and grouped(form.newest.got) in text and "● live" not in text
        said = f"{grouped(form.newest.lost)} lost" if form.newest.lost else "none lost"
        assert said in text
    if found := re.search(r"(\d+) of (\d+) repeats looked correct", text):
        assert (int(found[1]), int(found[2])) == (form.right, len(form.repeats))
    if "so far" in text:
        assert form.is_on and form.now is not None and form.expected and "▒" not in text
        assert f"{form.now / form.expected * 100:.0f} % so far" in text
    if "right " in text:
        assert ("▒" in text) is form.loses, "shaded is what was lost, and nothing else"


def check_table(found: tuple[Form, ...], rows: list[str]) -> None:
    for form in found:
        if said := [row for row in rows if re.search(rf"[│▸●] +{form.called} .*\d/\d", row)]:
            assert re.search(rf" {form.right}/{len(form.repeats)} ", said[0]), said[0]
            assert re.search(rf"\b{of_100(form.share_lost or 0.0)} %", said[0]), said[0]


def check_sentence(at: Staged, table: Mapping[str, Form]) -> None:
    """Check what the sentence says of the form that runs, and of those that lose, against the table."""
    said = "".join(text for row in at.stage._boards.widgets["sentence"].view.sentences for text, _ in row)
    for form in table.values():
        if form.is_on and form.repeats and form.share_lost and f"{form.called.capitalize()}: " in said:
            assert f"{of_100(form.share_lost)} of every 100 lost" in said, said
            assert in_words(len(form.repeats), "repeat") in said, said


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_number_of_a_frame_is_of_one_state(size: tuple[int, int]) -> None:
    tape = open_recording(RECORDING)
    end_s, seen = tape.final().at_s, 0
    async with staged(size, replay=tape, lessons=(find("counters"),)) as at:
        assert at.comparison.player is not None
        for step in range(1, 41):
            at.play_on(end_s * step / 40 - at.comparison.player.playhead.position_s)
            await at.pilot.pause()
            table = {form.name: form for form in at.stage._boards.widgets["form-table"].view.forms}
            for form, text in boxes(at):
                check_panel(form, text)
                assert replace(form, now=None) == replace(table[form.name], now=None), "the panel and the table"
                seen += 1
            check_table(tuple(table.values()), at.rows())
            check_sentence(at, table)
        assert seen > 20


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)], ids=str)
async def test_the_presenter_says_the_same_as_the_table(size: tuple[int, int]) -> None:
    tape = open_recording(RECORDING)
    async with staged(size, replay=tape, lessons=(find("counters"),)) as at:
        await at.play_to(1e9)
        await at.press("p")
        found = {form.called.upper(): form for form in forms(at.comparison.state)}
        head = next(row for row in at.rows() if "LOCK PER STEP" in row)
        shown = [form for name, form in found.items() if name in head]
        numbers = [lost_of_100(form.share_lost) for form in shown]
        told = at.stage._boards.widgets["presenter"].view.sides
        assert [side.numbers[0] for side in told] == numbers and len(numbers) == 3
        assert at.text.count("─ read ─") == at.text.count(" +1 ") == at.text.count("─ 0 ─") + 1 == 2, "boxes"
        assert " 6 277 ns " in at.text

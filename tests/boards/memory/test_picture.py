"""The stage of shared memory: the block, the addresses, the race, in every state and size."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.support.painting import Painting
from tests.support.scripted import until
from tests.support.staging import Staged, staged
from tests.support.taped import taped
from tui import theme
from tui.draw.cells import cell_width
from tui.lessons.catalogue import find
from tui.telemetry.vocabulary import ComparisonEnded, RunEnded

MID = 1.45
"""A moment of the script at which both painters have done six tenths of their bands."""


@asynccontextmanager
async def painting(size: tuple[int, int] = (120, 40), to_s: float = 1e9, **settings: Any) -> AsyncIterator[Staged]:
    """Show a comparison up to a moment."""
    told = Painting(**settings).comparison()
    async with staged(size, lambda plan: told, lessons=[find("shared-memory")]) as at:
        if not at.app.no_color:
            at.app.theme = "coreograph-dark"
        await at.start(to_s)
        yield at


def pixels(at: Staged) -> list[tuple[str, str, str | None]]:
    """Return the cells of the picture: text, colour, ground."""
    found = []
    for strip in at.app.screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
            if style and style.color and set(segment.text) <= {"█", "▄"}:
                found.append((segment.text, style.color.name, style.bgcolor.name if style.bgcolor else None))
    return found


@pytest.mark.parametrize(
    ("size", "to_s"),
    [
        *((size, MID) for size in ((49, 14), (60, 20), (80, 24), (200, 60))),
        *(((60, 20), 0.05), ((120, 40), 8.0), ((60, 20), 1e9)),
    ],
)
async def test_every_size_and_moment_stays_within_the_screen(size: tuple[int, int], to_s: float) -> None:
    async with painting(size, to_s, workers=4, overlap=3) as at:
        at.rows()
        for key in ("h", "c", "c", "z", "z", "z", "tab", "tab", "tab", "p", "p"):
            await at.press(key)
            at.rows()


async def test_idle_says_what_to_press() -> None:
    async with staged(lessons=[find("shared-memory")]) as at:
        assert "Nothing is running yet." in at.text and "space  start this scenario" in at.text
        assert at.text.count("has not run") == 3 and "waits" not in at.text, "nothing waits before anything was started"


async def test_the_block_is_drawn_in_its_writers_colours_as_far_as_they_got() -> None:
    async with painting(to_s=MID) as at:
        assert "60 % written" in at.text and "psm_1234abcd" in at.text
        colours = {colour for _, colour, _ in pixels(at) if colour.startswith("color(")}
        first, second = {"color(24)", "color(31)", "color(74)"}, {"color(94)", "color(130)", "color(172)"}
        assert colours & first and colours & second
        assert {"color(195)", "color(229)"} <= {c for _, *pair in pixels(at) for c in pair}, "what is new is lightest"
        await at.advance(4.0)
        await until(lambda: "100 % written" in at.text)
        assert not {"color(195)", "color(229)"} & {c for _, *pair in pixels(at) for c in pair}, "and fades"


async def test_everybody_has_an_address_and_a_part() -> None:
    async with painting(to_s=4.0) as at:
        for text in ("0x7f0000000000", "0x7f0000001000", "0x7f0000002000", "3 attached", "2 others"):
            assert text in at.text
        assert "wrote in 0–2879 bytes" in at.text and "wrote in 2880–5759 bytes" in at.text
        assert "opened by 3, closed by 0, unlinked never" in at.text


async def test_the_race_shows_medians_and_both_counts_of_bytes() -> None:
    async with painting() as at:
        assert re.search(r"shared  █+ 50 µs  25.0 times as fast as queue", at.text)
        assert re.search(r"queue   █+ 1.2 ms", at.text) and re.search(r"pipe    █+ 700 µs", at.text)
        assert "nothing moves: all look at the same 5.6 KiB" in at.text
        assert "1.1 MiB copied, the program says; 1.1 MiB seen on the way" in at.text
        assert "the same 5.6 KiB, 200 times" in at.text and "the median of 200 times" in at.text
        assert "closed by 3, unlinked once   ✓ the block is gone" in at.text
        bars = [len(found) for found in re.findall(r"(?:shared|queue|pipe) +(█+)", at.text)]
        assert bars[1] > bars[2] > bars[0] >= 1


async def test_a_way_without_a_block_says_that_nobody_sees_the_picture() -> None:
    async with painting(to_s=8.1) as at:
        assert "Each painter paints in its own memory" in at.text and "went through in" in at.text
        assert "paints alone" in at.text and "psm_" not in at.text
        assert "286 KiB went through pipes so far" not in at.text and "so far" in at.text


async def test_a_chosen_way_stays_on_the_board() -> None:
    async with painting() as at:
        assert "psm_1234abcd" in at.text
        await at.press("tab", "tab")
        await at.sees("Each painter paints in its own memory")
        await at.press("tab", "tab", "tab")
        await at.sees("psm_1234abcd")


async def test_torn_rows_are_marked_where_they_are_and_counted_beside_the_program() -> None:
    async with painting(overlap=4) as at:
        assert "8 of 60 rows looked at are torn, 8 in all" in at.text
        marked = sum(bool(re.search("[█▄▓▒░·] ◂ ", row)) for row in at.rows())
        assert marked in (2, 3), "eight rows are two or three of cells"
        assert "8 rows are torn: two painters wrote to them" in at.text


async def test_h_shows_bytes_with_their_offsets_and_only_here() -> None:
    async with painting(to_s=4.0) as at:
        await at.press("h")
        expected = Painting().picture()
        found = re.findall(r"│ +([0-9a-f]{4}) ((?:[0-9a-f]{4} ){7}[0-9a-f]{4})", at.text)
        assert len(found) >= 10
        for offset, digits in found:
            assert bytes.fromhex(digits)[0] == expected[int(offset, 16)]
        await at.press("h")
        assert not re.search(r"[0-9a-f]{4} (?:[0-9a-f]{4} ){7}", at.text)
    async with painting((200, 60)) as at:
        assert " h hex " in at.rows()[-1]
    async with staged((200, 60)) as at:
        await at.press("h")
        assert not at.stage.look.pressed and " h hex " not in at.rows()[-1]


async def test_a_forgotten_unlink_is_said_where_one_looks() -> None:
    async with painting(is_forgotten=True) as at:
        assert "unlinked 0" in at.text or "unlinked never" in at.text
        assert at.text.count("nobody called unlink()") == 2
    async with painting((80, 24), is_forgotten=True) as at:
        assert "✗ nobody called unlink()" in at.text


async def test_a_failed_way_says_why_and_the_others_are_compared() -> None:
    async with painting(fails="shared") as at:
        assert "✗ It ended with exit code 1: MemoryError" in at.text and "enter the whole message" in at.text
        assert re.search(r"queue   █+ 1.2 ms", at.text)
        await at.press("enter")
        assert "Traceback" in at.text


async def test_the_presenter_layout_has_one_number_a_way_in_one_unit() -> None:
    async with painting((60, 20)) as at:
        assert at.text.count("µs a hand-over") == 3 and "Shared hands it over in" in at.text
    async with painting() as at:
        await at.press("p")
        assert at.text.count("µs a hand-over · ") == 3 and "nothing copied" in at.text
    async with painting((60, 20), MID) as at:
        assert at.text.count("60 % written") == 1 and re.search(r"^ *written  ", at.text, re.M), at.text


async def test_frozen_the_picture_is_grey_and_stays() -> None:
    async with painting(to_s=MID) as at:
        await at.press(".")
        await at.advance(4.0)
        assert "60 % written" in at.text
        greys = {f"color({n})" for n in (236, 239, 242, 246, 251, 231)}
        painted = {c for _, *pair in pixels(at) for c in pair if c and c.startswith("color(")}
        assert painted and painted <= greys


async def test_without_colours_numbers_tell_the_writers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with painting(overlap=4) as at:
        text = at.text
        assert "number = last writer" in text and set("░▒▓█") <= set(text) and "▄" not in text
        written = re.findall(r"│ +(12|1|2) +(?<= )[·░▒▓█]{20,}", text)
        assert written[0] == "1" and "12" in written and written[-1] == "2", "a number does not touch the picture"
        for strip in at.app.screen._compositor.render_strips():
            assert all(s.style is None or s.style.color is None or s.style.color.is_default for s in strip)


async def test_on_a_console_all_is_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "ascii_only", lambda: True)
    for to_s in (MID, 8.1, 1e9):
        for size in ((80, 24), (120, 40)):
            async with painting(size, to_s, overlap=4) as at:
                rows = [row for row in at.rows()[2:] if not row.isascii()]
                assert rows == []


async def test_many_workers_have_a_line_each() -> None:
    async with painting((80, 24), MID, workers=8) as at:
        assert all(re.search(rf"◂── P{n} 0x7f000000{n}000", at.text) for n in range(1, 9))


async def test_a_replay_finds_the_lesson_that_says_who_painted() -> None:
    async with staged(replay=taped(Painting(ways=("shared",)).comparison()), lessons=[find("shared-memory")]) as at:
        await at.play_to(MID)
        await at.sees("60 % written")
        assert "wrote in 0–" in at.text


async def test_a_block_of_which_nothing_is_known_is_drawn_without_writers() -> None:
    async with staged(replay=taped(Painting(ways=("shared",), overlap=4).comparison())) as at:
        await at.play_to(MID)
        await at.sees("psm_1234abcd")
        assert "newest" in at.text and "written" not in at.text and "wrote in" not in at.text
        assert "last writer" not in at.text and "have two writers" not in at.text
        await at.press("h")
        await at.sees("some of its bytes")


async def test_a_way_that_never_ran_says_so() -> None:
    told = Painting(ways=("shared", "queue")).comparison()
    rest = [item for item in told if item.at_s < 4.0] + [RunEnded(4.0, 0, "stopped", -15, 4.0, None, 0, "")]
    async with staged(script=lambda plan: [*rest, ComparisonEnded(4.0)], lessons=[find("shared-memory")]) as at:
        await at.start()
        assert re.search(r"shared +stopped", at.text) and re.search(r"queue +did not run", at.text)


async def test_a_picture_that_did_not_change_is_not_painted_again() -> None:
    async with painting(to_s=4.5) as at:
        board = at.stage._boards.widgets["block"]
        before = board._painted
        at.stage.show()
        await at.pilot.pause()
        assert all(a is b for a, b in zip(before, board._painted, strict=True)) and cell_width("█") == 1

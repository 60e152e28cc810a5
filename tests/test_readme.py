"""The README says what is true now, and leads to the pages that say more."""

from __future__ import annotations

import re
from pathlib import Path

from tests.key_table import table
from tests.support.staging import staged
from tui.play.opening import open_recording

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
AT_THE_SCREEN = (ROOT / "tui" / "screens" / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *(ROOT / "tui").rglob("README.md"), ROOT / "demos" / "README.md"]


def test_it_is_short() -> None:
    assert len(README.splitlines()) <= 180


async def test_its_picture_is_what_the_app_draws() -> None:
    picture = README.split("```\n", 2)[1].splitlines()
    tape = open_recording(ROOT / "tests" / "recordings" / "threads-vs-processes-gil.jsonl")
    async with staged((100, len(picture)), replay=tape) as at:
        player = at.comparison.player
        assert player is not None
        player.seek(tape.end_s)
        at.stage.show()
        await at.pilot.pause()
        assert [row.rstrip() for row in at.rows()] == picture


def test_every_key_is_in_a_table() -> None:
    assert table() in AT_THE_SCREEN, "write `python -m tests.key_table` into tui/screens/README.md"


def test_there_are_two_set_up_commands() -> None:
    assert README.count("python3 -m venv") == 2


def test_every_link_leads_to_a_page() -> None:
    prose = {page: re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL) for page in PAGES}
    links = [(page, link) for page, text in prose.items() for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text)]
    assert len(links) >= 6
    assert [link for page, link in links if "//" not in link and not (page.parent / link).is_file()] == []

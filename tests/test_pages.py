"""What the pages for contributors tell to do works when it is done."""

from __future__ import annotations

from pathlib import Path

from tests.lesson_fields import reference
from tests.support.steps import ROOT, follow, tree

LESSONS = (ROOT / "demos" / "README.md").read_text(encoding="utf-8")
ROOMS = (ROOT / "tui" / "README.md").read_text(encoding="utf-8")


def test_a_lesson_can_be_written_as_the_page_says(tmp_path: Path) -> None:
    assert follow(LESSONS, tree(tmp_path)) == 10


def test_the_house_can_be_added_to_as_the_page_says(tmp_path: Path) -> None:
    assert follow(ROOMS, tree(tmp_path)) == 17


def test_every_field_of_a_lesson_is_on_the_page() -> None:
    assert reference() in LESSONS, "write `python -m tests.lesson_fields` to the end of demos/README.md"

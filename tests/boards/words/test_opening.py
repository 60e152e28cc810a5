"""The presenter layout before anything was started: a question for the room, what is compared, the key."""

from __future__ import annotations

import pytest

from tests.draw.picture import picture
from tests.support.scripted import MACHINE, ScriptedFeed
from tui.boards.frame import Frame, Slow, TabsView
from tui.boards.layout import arrange
from tui.boards.scene import frame_of, view_of
from tui.boards.sheet import Sheet, painted
from tui.boards.variants import instead, shown_readings
from tui.boards.words import presenter_picture
from tui.boards.words.opening import OpeningView, opening_of
from tui.draw.glyphs import UNICODE
from tui.feeds.live.own_program import program_scenario
from tui.lessons.catalogue import Scenario, catalogue
from tui.play.comparison import Comparison
from tui.play.look import Look

SIZES = ((50, 15), (60, 20), (79, 40), (80, 24), (100, 30), (120, 40), (160, 45), (200, 60))


def before(lesson: Scenario, size: tuple[int, int]) -> tuple[Comparison, Frame]:
    here = Comparison(lesson, MACHINE, lambda plan: ScriptedFeed(()))
    look, tabs = Look(is_presenting=True), TabsView(("one", "two"), 0)
    return here, frame_of(here, look, tabs, slow=Slow(), broken=None, size=size)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("lesson", catalogue()[0], ids=lambda lesson: lesson.name)
def test_every_lesson_opens_with_its_question_what_it_compares_and_the_key(
    lesson: Scenario, size: tuple[int, int]
) -> None:
    _, frame = before(lesson, size)
    place = arrange(*size, frame.wanted)["picture"]
    sheet = Sheet(place.width, place.height, UNICODE)
    rows = picture(painted(presenter_picture.paint, view_of(frame, "picture"), sheet)).splitlines()
    said = " ".join(" ".join(rows).split())
    assert lesson.prediction is not None and lesson.prediction.question in said
    assert "space start" in said and "…" not in said
    if size != (50, 15):
        assert all(variant.called in said for variant in lesson.variants if not variant.needs)
    blank = [not row.strip() for row in rows]
    above, below = blank.index(False), blank[::-1].index(False)
    assert abs(above - below) <= 1, "it stands in the middle"


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_watched_program_starts_by_itself_and_takes_nobody_knows_how_long(size: tuple[int, int]) -> None:
    _, frame = before(program_scenario([str(catalogue()[0][0].program)]), size)
    said = picture(painted(presenter_picture.paint, view_of(frame, "picture"), Sheet(*size, UNICODE)))
    assert "Your program starts by itself." in said and "space" not in said and "takes" not in said
    told = " ".join(text for row in instead(frame, shown_readings(frame.comparison)[0]) for text, _ in row)
    assert "Your program starts by itself." in told and "space" not in told and "takes" not in told


def test_a_question_that_is_not_about_the_next_run_is_not_asked() -> None:
    lesson = next(one for one in catalogue()[0] if one.name == "producer-consumer")
    here, frame = before(lesson, (120, 40))
    opening = opening_of(frame)
    assert opening is not None and opening.question and len(opening.answers) == 4 and "takes about" in opening.takes
    here.knobs["producers"] = 5
    changed = opening_of(frame)
    assert changed == OpeningView(variants=opening.variants)


def test_where_it_could_not_be_started_the_reason_stands_there() -> None:
    here, frame = before(catalogue()[0][0], (80, 24))
    here.failure = "There is no such Python."
    assert opening_of(frame) is None

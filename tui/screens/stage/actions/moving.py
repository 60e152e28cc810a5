"""What the keys do that lead to another scenario, to another moment of a recording, or to another page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.screens.stage.actions import code, looking

if TYPE_CHECKING:
    from tui.screens.catalogue.catalogue import Catalogue
    from tui.screens.stage.stage import Stage

SEEK_S = 1.0


def pause(stage: Stage) -> None:
    """Hold a recording, or play on; at its end play it again."""
    stage.comparison.pause()


def rewind(stage: Stage) -> None:
    _seek(stage, -1e9)


def to_end(stage: Stage) -> None:
    _seek(stage, 1e9)


def left(stage: Stage) -> None:
    if not _seek(stage, -SEEK_S):
        show_scenario(stage, stage.shelf.beside(-1))


def right(stage: Stage) -> None:
    if not _seek(stage, SEEK_S):
        show_scenario(stage, stage.shelf.beside(1))


def _seek(stage: Stage, by_s: float) -> bool:
    """Move in a recording; return whether one is played."""
    player = stage.comparison.player
    if player is None or player.is_live:
        return False
    player.seek(player.playhead.position_s + by_s)
    return True


def show_tab(stage: Stage, number: int) -> None:
    tabbed = stage.shelf.tabbed
    if number <= len(tabbed):
        show_scenario(stage, tabbed[number - 1])


def page(stage: Stage, pages: int) -> None:
    """Turn a page of the source; in the presenter layout go through all lessons in their order."""
    if looking.is_presented(stage) and not stage.look.is_code_open:
        show_scenario(stage, stage.index + pages)
    else:
        code.scroll_pages(stage, pages)


def show_scenario(stage: Stage, index: int) -> None:
    """Put another lesson on the stage, by its place among all, once the run on this one is over."""
    index %= len(stage.shelf)
    if index != stage.index:
        stage.end_then(lambda: stage.turn_to(index))


def lessons(stage: Stage) -> Catalogue:
    """Open the page of all lessons."""
    from tui.screens.catalogue.catalogue import Catalogue

    page = Catalogue(stage.shelf, stage.comparison.learning.learner, partial(show_scenario, stage))
    stage.app.push_screen(page)
    return page

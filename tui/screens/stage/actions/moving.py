"""What the keys do that lead to another scenario, to another moment of a recording, or to another page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.screens.stage.actions import code, looking

if TYPE_CHECKING:
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
        show_scenario(stage, stage.index - 1)


def right(stage: Stage) -> None:
    if not _seek(stage, SEEK_S):
        show_scenario(stage, stage.index + 1)


def _seek(stage: Stage, by_s: float) -> bool:
    """Move in a recording; return whether one is played."""
    player = stage.comparison.player
    if player is None or player.is_live:
        return False
    player.seek(player.playhead.position_s + by_s)
    return True


def show_tab(stage: Stage, number: int) -> None:
    if number <= len(stage.tabs.tabs):
        show_scenario(stage, number - 1)


def page(stage: Stage, pages: int) -> None:
    """Turn a page of the source; in the presenter layout, the scenario."""
    if looking.is_presented(stage) and not stage.look.is_code_open:
        show_scenario(stage, stage.index + pages)
    else:
        code.scroll_pages(stage, pages)


def show_scenario(stage: Stage, index: int) -> None:
    """Put another tab on the stage, once the run on this one is over."""
    index %= len(stage.tabs.tabs)
    if index != stage.index:
        stage.end_then(lambda: _turn_to(stage, index))


def _turn_to(stage: Stage, index: int) -> None:
    stage.index = index
    stage.look = stage.look.elsewhere()
    code.open_source(stage)
    stage.show()

"""The actions by name, and whether one is there now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from tui.boards.words.key_bar import LIVE_ONLY
from tui.screens.stage.actions import code, learning, looking, moving, running

if TYPE_CHECKING:
    from tui.screens.stage.stage import Stage

ACTIONS: Mapping[str, Callable[..., object]] = {
    "help": looking.all_keys,
    **{
        function.__name__: function
        for function in (
            *(running.start_stop, running.restart, running.present_start, running.time_limit, running.lesson_key),
            *(running.variants, running.knobs, running.slow_motion, running.microscope),
            *(running.output, running.message, running.results),
            *(moving.left, moving.right, moving.show_tab, moving.page, moving.rewind, moving.to_end, moving.lessons),
            *(looking.freeze, looking.zoom, looking.choose, looking.next_panel, looking.previous_panel),
            *(looking.press, looking.present, looking.blank, looking.notes, looking.leave),
            *(looking.explanation, looking.watching),
            *(code.code, code.note, code.scroll, code.edit, code.original),
            *(learning.quiz, learning.journal),
        )
    },
}
"""Every action of the key table but the app's own, and of clicks; some take a number or a name besides the stage."""


def is_there(stage: Stage, action: str, *parameters: object) -> bool:
    """Return whether an action can do something now; a key whose action cannot is dimmed or left out."""
    here, count = stage.comparison, len(stage.tabs.tabs)
    if here.is_replay and action in LIVE_ONLY and action != "restart":
        return False
    is_presented, is_code_shown = looking.is_presented(stage), code.is_shown(stage)
    is_many = count > 1 or here.is_replay
    return {
        "left": is_many,
        "right": is_many,
        "lessons": len(stage.shelf) > 1,
        "show_tab": all(isinstance(number, int) and number <= count for number in parameters),
        "blank": is_presented,
        "notes": is_presented,
        "present_start": is_presented,
        "rewind": here.is_replay,
        "to_end": here.is_replay,
        "note": is_code_shown or looking.are_notes_shown(stage),
        "scroll": is_code_shown,
        "page": is_code_shown or is_presented,
    }.get(action, True)

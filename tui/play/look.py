"""How a person looks at the stage: everything on it that is not the run's."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct, field
from msgspec.structs import replace


class Look(Struct):
    """What is open, enlarged, chosen, scrolled."""

    is_code_open: bool = False
    code_first: int = 0
    """The first line of the source that is shown, from 0, unless a remark or the workers ask for another."""
    note: int = -1
    """The remark on the source that is chosen, -1 for none."""
    follows_workers: bool = True
    """Whether the source moves so that the workers' lines are in sight: until a person moves it."""
    trouble: str = ""
    """What is wrong with a person's copy of the program, in a sentence."""
    zoomed: str | None = None
    """The board that is enlarged."""
    focus: int = -1
    """The variant chosen, of all that have a panel; as many as there are for what is no variant's; -1 for none."""
    first: int = 0
    """The first panel shown, when there are more than fit."""
    chosen: str = ""
    """The board that stands where several take turns, in a small terminal; empty for the first one."""
    pressed: Counter[str] = field(default_factory=Counter)
    """How often each key of a board was pressed, by what it is called."""
    is_presenting: bool = False
    is_blank: bool = False
    has_notes: bool = False
    """Whether the presenter layout shows the notes of who speaks."""
    notes_first: int = 0
    """The first line of the notes that is shown, where not all of them have room."""

    @property
    def is_untouched(self) -> bool:
        """Whether it is as it was opened: a wide terminal shows the source at its first remark."""
        return replace(self, code_first=0) == Look()

    def elsewhere(self) -> Look:
        """Return how another scenario is looked at: what concerns one picture or one source begins anew."""
        return Look(
            is_code_open=self.is_code_open, is_presenting=self.is_presenting, is_blank=self.is_blank,
            has_notes=self.has_notes,
        )  # fmt: skip

    def keep_in_view(self, shown: int, panels: int) -> None:
        """Turn over so that the chosen panel is among those shown."""
        self.focus = min(self.focus, panels)
        at = min(self.focus, panels - 1)
        self.first = max(0, min(self.first, panels - shown))
        if at >= 0:
            self.first = max(min(self.first, at), at - shown + 1)

    def show_first(self, place: int) -> None:
        """Turn over to this panel, as long as nobody has chosen one or enlarged a board."""
        if self.focus < 0 and self.zoomed is None:
            self.first = place

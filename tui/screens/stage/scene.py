"""One frame: what is shown and how it is looked at, told to the boards one by one."""

from __future__ import annotations

from dataclasses import dataclass

from tui.boards.code import views as code_views
from tui.boards.pictures import Picture, picture_of
from tui.boards.space import Wanted
from tui.boards.speed import views
from tui.boards.words import frame_views
from tui.boards.words import views as word_views
from tui.boards.words.tab_bar import TabsView
from tui.lessons.catalogue import BrokenLesson
from tui.play.comparison import Comparison
from tui.play.look import Look
from tui.screens.stage.layout import arrange, boards_of, slots_shown
from tui.widgets.board import BoardWidget

FRAME = ("header", "tabs", "keys")
"""Boards that are never greyed."""


@dataclass(slots=True)
class Scene:
    """Everything a frame is drawn from."""

    comparison: Comparison
    look: Look
    slow: views.Slow
    tabs: TabsView
    broken: BrokenLesson | None = None
    """The lesson that could not be read, when its tab is the one shown."""
    width: int = 0
    height: int = 0
    note: str = ""
    """A sentence that stands in the key bar for a while."""

    @property
    def title(self) -> str:
        told, scenario = self.comparison.state.header, self.comparison.scenario
        if self.broken is not None:
            return self.broken.name
        if scenario is not None and code_views.is_copy_shown(self.comparison):
            return f"{scenario.title} · edited copy"
        return scenario.title if scenario else told.title if told else "coreograph"

    @property
    def picture(self) -> Picture:
        return picture_of(() if self.broken is not None else self.comparison.boards)

    def wanted(self) -> Wanted:
        """What has to be placed."""
        here, look = self.comparison, self.look
        told = here.state.header
        return Wanted(
            panels=max(1, len(views.panels_of(here))) if self.broken is None else 1,
            boards=here.boards if self.broken is None else (),
            baseline=self.broken is None and views.baseline_of(here) is not None,
            cores=told.cores if told else here.facts.cores,
            presenting=look.is_presenting,
            code=look.is_code_open,
            zoomed=look.zoomed,
            uses=_uses(here) if self.broken is None and here.is_own else (),
            chosen=look.chosen,
            says_cores=bool(views.unseen(here)),
        )

    def shown(self) -> int:
        """How many variants have a panel on the screen."""
        return slots_shown(self.width, self.height, self.wanted())

    def boards(self) -> tuple[str, ...]:
        """The boards of the picture that can be enlarged."""
        return boards_of(self.width, self.height, self.wanted())

    def turning(self) -> tuple[str, ...]:
        """The boards that take turns in one place; none where all of them are shown."""
        wanted = self.wanted()
        return wanted.turning if "program-uses" in arrange(self.width, self.height, wanted) else ()

    def tell(self, name: str, board: BoardWidget, due: bool) -> None:
        """Give one board its view; `due` when it is time for what changes slowly."""
        here = self.comparison
        board.greyed = here.is_frozen and name not in FRAME
        match name:
            case "header":
                board.view = frame_views.header(here, self.title)
            case "tabs":
                board.view = self.tabs
            case "sentence" if due or board.view is None:
                board.view = word_views.sentence(here) if self.broken is None else word_views.broken(self.broken)
            case "keys":
                board.view = frame_views.keys(
                    here, code=self.look.is_code_open, zoomed=self.look.zoomed is not None, note=self.note
                )
            case _:
                self._tell_more(name, board, due)

    def _tell_more(self, name: str, board: BoardWidget, due: bool) -> None:
        here, look = self.comparison, self.look
        match name:
            case _ if self.broken is not None and name in self.picture.slots:
                board.view = views.broken_panel(self.broken)
            case "code":
                board.view = code_views.source(here, look)
            case "lines":
                board.view = code_views.lines(here)
            case "events":
                board.view = word_views.events(here)
            case "presenter":
                place = f"{self.tabs.active + 1} / {len(self.tabs.tabs)}" if len(self.tabs.tabs) > 1 else ""
                board.view = word_views.presenter(
                    here, self.picture.sides(here, self.slow), self.title, place, presenting=look.is_presenting,
                    blank=look.is_blank, note=self.note,
                )  # fmt: skip
            case "enlarge":
                board.view = here.scenario.name if here.scenario else "NAME"
            case _:
                self.picture.tell(self, name, board, due)


def _uses(comparison: Comparison) -> tuple[tuple[str, int], ...]:
    """Return the boards that a person's own program has something for."""
    from tui.boards.program.views import uses  # noqa: PLC0415 - what no lesson needs

    return uses(comparison)

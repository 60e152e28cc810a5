"""The first line: what is shown, whether it is live, and on what Python and machine."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.framed import first_that_fits, plain
from tui.boards.sheet import Sheet
from tui.boards.words.badge import badge
from tui.draw import numbers
from tui.draw.cells import Row, apart, join, on
from tui.draw.cells import width as row_width
from tui.play import pace
from tui.words.numbers import plural


class HeaderView(Struct, frozen=True):
    """What the header says."""

    title: str
    badge: Row
    """Live, frozen or replayed, and the time."""
    facts: tuple[str, ...]
    """The same facts in several lengths, the longest first."""


GROUND = "foreground on panel"


def paint(view: HeaderView, sheet: Sheet) -> Sequence[Row]:
    """`coreograph  threads vs processes      ● running 00:03.3   CPython 3.13.0 · GIL on · 8 cores`."""
    width = sheet.width
    name: Row = ((" coreograph", "key bold on panel"), ("  ", GROUND))
    title: Row = ((view.title, "foreground bold on panel"),)
    badge = tuple((text, on(ink, "panel")) for text, ink in view.badge)
    left = join(name, title)
    if row_width(left) + row_width(badge) + 2 > width:
        left = join(plain(" ", GROUND), title)
    room = width - row_width(left) - row_width(badge) - 6
    facts = first_that_fits((plain(f"   {text}", "muted on panel") for text in view.facts), room)
    return [apart(left, join(badge, facts, plain(" ", GROUND)), width, GROUND)]


def _view(frame: Frame, _: int) -> HeaderView:
    comparison, facts, state = frame.comparison, frame.comparison.facts, frame.comparison.state
    told = state.header
    gil = told.gil if told else facts.gil
    cores, usable = (told.cores, told.usable_cores) if told else (facts.cores, facts.usable_cores)
    python = f"{told.implementation} {told.python_version}" if told else facts.interpreter
    longest, lock_and_cores, many = machine_facts(python, gil, cores, usable)
    costs = "" if state.observer.mean is None else f"watching costs {cost(state.observer.mean)} of a core"
    long = [longest, lock_and_cores, many]
    if told and told.switch_interval_s is not None:
        run = state.newest()
        slow_s = run.switch_interval_s if run and pace.is_felt(run) else None
        every_s = 1 / state.observer.pace.hz if state.observer.pace else told.interval_s
        switch, every = numbers.span(slow_s or told.switch_interval_s, 0), numbers.span(every_s, 0)
        fine = f"switch interval {switch} · sampled every {every}"
        longest = f"{longest.removesuffix(many)}{fine} · {many}"
        long[:0] = [f"{longest} · {costs}" if costs else longest, longest]
    return HeaderView(frame.title, badge(comparison), tuple(long))


def machine_facts(python: str, gil: bool | None, cores: int, usable: float) -> tuple[str, str, str]:
    """Return `CPython 3.13.0 · GIL on · 8 cores`, without the Python, and the cores alone."""
    lock = {True: "GIL on", False: "GIL off", None: "GIL unknown"}[gil]
    many = f"{usable:g} of {cores} cores" if usable < cores else plural(cores, "core")
    return f"{python} · {lock} · {many}", f"{lock} · {many}", many


def cost(share: float) -> str:
    return f"{share * 100:.1f} %" if share < 0.1 else f"{share * 100:.0f} %"


BOARD = Board("header", paint, _view)

"""The forms of a counter, side by side."""

from __future__ import annotations

from msgspec.structs import replace

from tui.boards.board import Board, all_it_can_get
from tui.boards.counter import counter_panel
from tui.boards.counter.counter_panel import CounterView, millions, price_text
from tui.boards.frame import Frame
from tui.boards.sheet import choosing
from tui.boards.side import PresenterSide
from tui.boards.space import Room
from tui.boards.speed.panels import notes_of, panel
from tui.boards.variants import panels_of, turns_said
from tui.model.counter.readings import Form, first_shown, forms, is_busy
from tui.play.comparison import Comparison


def not_run(comparison: Comparison) -> tuple[Form, ...]:
    """Return the forms that the next run compares, without numbers."""
    return tuple(Form(v.name, v.hue, v.says, "waiting", title=v.title) for v in comparison.variants)


def every_form(comparison: Comparison) -> tuple[Form, ...]:
    """Return the forms of the play, or of the next run before there is one."""
    return forms(comparison.state) or not_run(comparison)


def kept_forms(frame: Frame) -> tuple[Form, ...]:
    """Return the forms as the table and the sentence know them, which are told twice a second.

    Only the counter that is counted in now is as it is at this moment.
    """
    here = frame.comparison
    every = every_form(here)
    now = {form.run.index: form.now for form in every if form.run}
    kept: tuple[Form, ...] = frame.slow.keep("forms", (here.player, len(every)), every, frame.is_due)
    return tuple(replace(form, now=now.get(form.run.index)) if form.run and form.is_on else form for form in kept)


def _view(frame: Frame, slot: int) -> CounterView | None:
    """Return one form's panel; None where there is no form."""
    here, look = frame.comparison, frame.look
    place = look.first + slot
    panels = panels_of(here)
    count = len(panels)
    if place >= count:
        return None
    reading = panels[place]
    form = next(form for form in kept_forms(frame) if form.name == reading.name)
    base = panel(frame, reading, is_first=slot == 0, focused=look.focus == place)
    return CounterView(
        form=form,
        planned=_told(here, "repeats"),
        workers=_told(here, "workers"),
        focused=base.focused,
        place=f"{place + 1} of {count}" if frame.shown < count else "",
        message=reading.message,
        notes=notes_of(here, reading),
        says=base.says,
        is_price_fair=not is_busy(here.readings, here.state),
    )


def _told(comparison: Comparison, knob: str) -> int | None:
    """Return a whole number that the program was given."""
    told = comparison.state.header
    text = dict(told.knobs).get(knob, "") if told else ""
    return int(text) if text.isdecimal() else None


def _sides(frame: Frame) -> tuple[PresenterSide, ...]:
    """Return up to three forms, with what was lost of every 100."""
    comparison, every = frame.comparison, kept_forms(frame)
    start = first_shown(every, 3)
    is_fair, waits = not is_busy(comparison.readings, comparison.state), turns_said(comparison)
    return tuple(_side(form, waits, is_fair=is_fair) for form in every[start : start + 3])


def _side(form: Form, waits: tuple[str, ...], *, is_fair: bool) -> PresenterSide:
    share = form.share_lost
    text = "" if share is None else f"{share * 100:.0f}" if share >= 0.095 or not share else f"{share * 100:.1f}"
    lost = ("of 100 updates lost", "of 100 lost", "% lost") if form.repeats else _state(form, waits)
    speed = f"{millions(form.speed)} M adds/s" if form.speed else ""
    price = price_text(form.price) if form.price and is_fair else ""
    return PresenterSide(
        name=form.called,
        hue=form.hue,
        says=form.says,
        numbers=(text,) if text else (),
        captions=lost,
        words=price or speed,
    )


def _state(form: Form, waits: tuple[str, ...]) -> tuple[str, ...]:
    if form.phase == "waiting":
        return waits
    return ({"starting": "starts", "running": "is counting"}.get(form.phase, form.phase),)


def _first(frame: Frame) -> int:
    return first_shown(every_form(frame.comparison), frame.shown)


def _abreast(room: Room) -> int:
    return 3 if room.kind == "wide" else 2


BOARD = Board(
    "forms",
    counter_panel.paint,
    _view,
    wants=all_it_can_get,
    least=9,
    slots=3,
    abreast=_abreast,
    first=_first,
    clicked=choosing,
    sides=_sides,
)

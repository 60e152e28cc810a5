"""What the boards of a lesson on counters show."""

from __future__ import annotations

from tui.boards.counter import words
from tui.boards.counter.counter_panel import CounterView, millions, price_text
from tui.boards.counter.form_table import FormsView
from tui.boards.counter.update_microscope import MicroscopeView
from tui.boards.picture import Frame
from tui.boards.speed import views
from tui.boards.words.presenter_board import PresenterSide
from tui.model.counter.readings import Form, first_shown, forms, is_busy
from tui.play.comparison import Comparison
from tui.play.lesson_keys import keys_of


def not_run(comparison: Comparison) -> tuple[Form, ...]:
    """Return the forms that the next run compares, without numbers."""
    return tuple(Form(v.name, v.hue, v.says, "waiting") for v in comparison.variants)


def every_form(comparison: Comparison) -> tuple[Form, ...]:
    """Return the forms of the play, or of the next run before there is one."""
    return forms(comparison.state) or not_run(comparison)


def panel(frame: Frame, place: int) -> CounterView | None:
    """Return one form's panel; None where there is no form."""
    here, look = frame.comparison, frame.look
    panels = views.panels_of(here)
    count = len(panels)
    if place >= count:
        return None
    reading = panels[place]
    form = next(form for form in every_form(here) if form.name == reading.name)
    base = views.panel(
        here, reading, frame.slow, first=place == look.first, focused=look.focus == place, tabs=len(frame.tabs.tabs)
    )
    return CounterView(
        form=form,
        planned=_told(here, "repeats"),
        workers=_told(here, "workers"),
        focused=base.focused,
        place=f"{place + 1} of {count}" if frame.shown() < count else "",
        message=reading.message,
        notes=base.notes,
        says=base.says,
        is_price_fair=not is_busy(here.readings, here.state),
    )


def table(frame: Frame) -> FormsView:
    """Return the table of all forms."""
    here, look = frame.comparison, frame.look
    every = every_form(here)
    shown = tuple(reading.name for reading in views.panels_of(here)[look.first : look.first + frame.shown()])
    return FormsView(every, shown, look.zoomed == "forms", not is_busy(here.readings, here.state))


def microscope(frame: Frame) -> MicroscopeView:
    """Return the box of the microscope: of the form chosen, else of one that shows a lost update."""
    here, look = frame.comparison, frame.look
    every = every_form(here)
    readings = {reading.name: reading for reading in views.panels_of(here)}
    names = list(readings)
    by_name = {form.name: form for form in every}
    shown = [by_name[name] for name in names[look.first : look.first + frame.shown()]]
    chosen = by_name[names[look.focus]] if 0 <= look.focus < len(names) else None
    form = _subject(shown, every) if chosen is None or look.zoomed == "microscope" else chosen
    example = words.example_of(form)
    can_turn = frame.shown() < len(names)
    focused = look.focus == len(names) or look.zoomed == "microscope"
    hue = form.hue if form.phase != "waiting" else "foreground"
    if example is None or form.recorded is None:
        can_run = not here.is_replay and not here.is_on
        said = words.of_nothing(form, every, _more_additions(here), can_turn=can_turn, can_run=can_run)
        return MicroscopeView(words.title(form), hue, said, focused=focused)
    names_of = {lane.who: lane.label for lane in readings[form.name].lanes}
    first, second = (names_of.get(who, default) for who, default in zip(example.workers, ("P1", "P2"), strict=True))
    labels = (first, second)
    step = look.step % (len(example.steps) + 1)
    if step:
        said = (words.of_step(example, step, labels),)
    else:
        cure = next((f for f in shown if f is not form and f.repeats and not f.loses), None)
        offered = words.offer(form, every, "", can_turn=can_turn) if not example.is_lost else ()
        said = (
            *words.of_example(example, labels, form), *offered, words.of_recorded(form.recorded),
            *(words.of_cure(cure) if example.is_lost else ()), words.SLOWED,
        )  # fmt: skip
    facts = f"step {step} of {len(example.steps)} · n next" if step else "n step by step"
    return MicroscopeView(words.title(form), hue, said, example, labels, step, facts, focused)


def _subject(shown: list[Form], every: tuple[Form, ...]) -> Form:
    """Return the form to look at: one of those shown that has a lost update recorded, else any such, else the one
    that runs, else the first shown."""

    def has_lost(form: Form) -> bool:
        return bool(form.recorded and form.recorded.example and form.recorded.example.is_lost)

    for choice in (*shown, *every):
        if has_lost(choice):
            return choice
    running = [form for form in shown if form.is_on and form.recorded]
    recorded = [form for form in shown if form.recorded]
    return (running or recorded or shown or list(every))[0]


def _more_additions(comparison: Comparison) -> str:
    """Return the key for more of what the lesson counts; empty where there is none."""
    if comparison.is_replay:
        return ""
    return next((key.keys[-1] for key in keys_of(comparison.scenario) if "adds" in key.label), "")


def _told(comparison: Comparison, knob: str) -> int | None:
    """Return a whole number that the program was given."""
    told = comparison.state.header
    text = dict(told.knobs).get(knob, "") if told else ""
    return int(text) if text.isdecimal() else None


def sides(comparison: Comparison) -> tuple[PresenterSide, ...]:
    """Return what stands side by side in the presenter layout: what was lost of every 100."""
    every = every_form(comparison)
    start = first_shown(every, 3)
    return tuple(_side(form, not is_busy(comparison.readings, comparison.state)) for form in every[start : start + 3])


def _side(form: Form, is_fair: bool) -> PresenterSide:
    share = form.share_lost
    text = "" if share is None else f"{share * 100:.0f}" if share >= 0.095 or not share else f"{share * 100:.1f}"
    lost = ("of 100 updates lost", "of 100 lost", "% lost") if form.repeats else (_state(form),)
    speed = f"{millions(form.speed)} M adds/s" if form.speed else ""
    price = price_text(form.price) if form.price and is_fair else ""
    return PresenterSide(
        name=form.name,
        hue=form.hue,
        says=form.says,
        numbers=(text,) if text else (),
        captions=lost,
        words=", ".join(filter(None, (speed, price))),
    )


def _state(form: Form) -> str:
    if form.phase == "waiting":
        return "waits for its turn"
    return "is counting" if form.is_on else form.phase


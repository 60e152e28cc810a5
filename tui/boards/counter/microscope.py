"""The box of the microscope: one lost update, access by access."""

from __future__ import annotations

from tui.boards.board import Board
from tui.boards.counter import update_microscope, words
from tui.boards.counter.forms import every_form
from tui.boards.counter.update_microscope import MicroscopeView, Named
from tui.boards.frame import Frame
from tui.boards.side import Presented
from tui.boards.space import Room
from tui.boards.variants import panels_of
from tui.keys import Key
from tui.model.counter.lost_updates import Example
from tui.model.counter.readings import Form
from tui.model.state.state import ComparisonState
from tui.model.workers.hues import hues_of
from tui.model.workers.names import every_name
from tui.model.workers.palette import of_writer
from tui.play.comparison import Comparison
from tui.play.lesson_keys import keys_of


def _view(frame: Frame, _: int) -> MicroscopeView:
    """Return what is seen of the form chosen, else of one that shows a lost update."""
    here, look = frame.comparison, frame.look
    every = every_form(here)
    readings = {reading.name: reading for reading in panels_of(here)}
    names = list(readings)
    by_name = {form.name: form for form in every}
    shown = [by_name[name] for name in names[look.first : look.first + frame.shown]]
    chosen = by_name[names[look.focus]] if 0 <= look.focus < len(names) else None
    form = _subject(shown, every) if chosen is None or look.zoomed == "microscope" else chosen
    example = words.example_of(form)
    can_turn = frame.shown < len(names)
    focused = look.focus == len(names) or look.zoomed == "microscope"
    hue = form.hue if form.phase != "waiting" else "foreground"
    if example is None or form.recorded is None:
        can_run = not here.is_replay and not here.is_on
        said = words.of_nothing(form, every, _more_additions(here), can_turn=can_turn, can_run=can_run)
        return MicroscopeView(words.title(form), hue, said, focused=focused)
    workers = _workers(here.state, form, example)
    step = look.pressed["next_step"] % (len(example.steps) + 1)
    if step:
        said = (words.of_step(example, step, workers),)
    else:
        cure = next((f for f in shown if f is not form and f.repeats and not f.loses), None)
        offered = words.offer(form, every, "", can_turn=can_turn) if not example.is_lost else ()
        said = (
            *words.of_example(example, workers, form), *offered, words.of_recorded(form.recorded),
            *(words.of_cure(cure) if example.is_lost else ()), words.SLOWED,
        )  # fmt: skip
    where = f"step {step} of {len(example.steps)}"
    facts = (f"{where} · n next", where) if step else ("as recorded · n step by step", "n step by step", "n steps")
    presented = (f"{where} · N next", where) if step else ("as recorded · N step by step", "N step by step", "N steps")
    return MicroscopeView(words.title(form), hue, said, example, workers, step, facts, presented, focused)


def _workers(state: ComparisonState, form: Form, example: Example) -> tuple[Named, Named]:
    """Return the two workers of an example."""
    assert form.run is not None
    names, hues = every_name(state, form.run), hues_of(state, form.run)
    first, second = (
        Named(names.get(who, label), hues.get(who, of_writer(place)))
        for place, (who, label) in enumerate(zip(example.workers, ("P1", "P2"), strict=True))
    )
    return first, second


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


FEWEST, MOST, TALLEST_PANEL = 7, 13, 27
"""Rows of its box, and those that a panel above it has a use for."""


def _rows(room: Room) -> int:
    wants = FEWEST if room.kind == "compact" else min(MOST, room.height * 2 // 5)
    return max(wants, room.height - TALLEST_PANEL)


NEXT = Key(
    ("n", "N"), "n", "press('next_step')", "next step", "the microscope's example step by step, then whole again",
    "board",
)  # fmt: skip
TRIES = (("tab", "the next form"), ("n", "step by step"))


def _weighs(comparison: Comparison) -> int:
    """A recorded collision is what a room wants to see."""
    return 2 if any(words.example_of(form) is not None for form in every_form(comparison)) else 0


BOARD = Board(
    "microscope", update_microscope.paint, _view, foot=_rows, moves=False, keys=(NEXT,), tries=TRIES,
    presented=Presented(update_microscope.present, weighs=_weighs),
)  # fmt: skip

"""Counters: the numbers, the prices, the words, and which forms are worth looking at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.counting import HUES, LOST, SPEED, Counting
from tui.model.counter.readings import Form, Repeat, first_shown, forms, is_busy
from tui.model.fold.fold import fold
from tui.model.readings.reading import readings
from tui.model.said.verdict import verdict
from tui.model.speed.readings import variants
from tui.model.state.state import ComparisonState
from tui.telemetry.vocabulary import PaceChanged


def played(script: Counting, until_s: float = 1e9) -> ComparisonState:
    return fold(ComparisonState(), [item for item in script.comparison() if item.at_s <= until_s])


def by_name(state: ComparisonState) -> dict[str, Form]:
    return {form.name: form for form in forms(state)}


def test_every_number_is_one_that_was_printed() -> None:
    state = played(Counting())
    for name, form in by_name(state).items():
        assert tuple(repeat.lost for repeat in form.repeats) == readings()["lost"].values(state, name)
        assert tuple(repeat.got for repeat in form.repeats) == readings()["got"].values(state, name)
        assert form.right == sum(lost == 0 for lost in readings()["lost"].values(state, name))
        assert form.speed == SPEED[name], "the first repeat is slowed down by recording, and left out"
        assert form.expected == 600_000 and form.now is None
    assert by_name(state)["default"].share_lost == pytest.approx(190_000 / 600_000)
    assert [by_name(state)[name].has_its_own_lock for name in HUES] == [False, True, True, False, True, *[False] * 3]


def test_of_one_slowed_repeat_no_speed_is_told_and_no_price() -> None:
    found = by_name(played(Counting(repeats=1)))
    assert found["raw"].speed is None and found["raw"].has_only_slowed and found["get-lock"].price is None
    assert found["thread-lock"].price is not None and not found["thread-lock"].has_only_slowed


def test_prices_compare_processes_with_processes_and_threads_with_threads() -> None:
    found = by_name(played(Counting()))
    told = {name: form.price and (round(form.price.times_slower, 2), form.price.than) for name, form in found.items()}
    assert told == {
        "raw": None, "default": (3.0, "no lock"), "get-lock": (8.0, "no lock"),
        "own-lock": (4.0, "no lock"),
        "local": (0.25, "no lock"), "thread-plain": None, "thread-call": (2.0, "plain threads"),
        "thread-lock": (8.0, "plain threads"),
    }  # fmt: skip


def test_what_a_value_holds_while_it_counts_is_told_and_nothing_for_threads() -> None:
    state = played(Counting(), until_s=1.38)
    default = by_name(state)["default"]
    assert (default.phase, default.now, default.repeats, default.expected) == ("running", 120_000, (), 600_000)
    assert by_name(played(Counting(), until_s=5.45))["thread-plain"].now is None
    assert by_name(state)["local"].phase == "waiting"


def test_other_programs_spoil_prices_and_nothing_else() -> None:
    state = played(Counting())
    readings = variants(state)
    assert not is_busy(readings, state)
    quiet, busy = ([replace(reading, others=others) for reading in readings] for others in (0.1, 0.9))
    assert is_busy(busy, state) and not is_busy(quiet, state)
    assert not is_busy([replace(busy[0], elapsed_s=0.001), *quiet], state), "a short moment does not spoil all"


def shown(found: tuple[Form, ...], count: int) -> list[str]:
    first = first_shown(found, count)
    return [form.name for form in found[first : first + count]]


def test_the_form_that_loses_most_stands_beside_its_cure() -> None:
    waiting = tuple(Form(name, hue, "", "waiting") for name, hue in HUES.items())
    assert shown(waiting, 2) == ["default", "get-lock"]
    assert shown(forms(played(Counting())), 2) == ["default", "get-lock"]
    threads = {**LOST, "thread-call": (300_000,)}
    assert shown(forms(played(Counting(lost=threads))), 2) == ["thread-call", "thread-lock"]


@pytest.mark.parametrize("at_s", [0.5, 1.5, 2.5, 4.5, 7.5])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_form_that_runs_is_always_seen(at_s: float, count: int) -> None:
    found = forms(played(Counting(), until_s=at_s))
    (running,) = (form.name for form in found if form.is_on)
    assert running in shown(found, count)


@given(st.lists(st.tuples(st.sampled_from(["bad", "good", "key"]), st.sampled_from(["waiting", "running", "ended"]),
                          st.lists(st.integers(0, 3), max_size=3)), min_size=1, max_size=9),
       st.integers(1, 12))  # fmt: skip
def test_as_many_are_shown_as_there_is_room_for(drawn: list[tuple[str, str, list[int]]], count: int) -> None:
    found = tuple(
        Form(str(place), hue, "", phase, tuple(Repeat(10, 10 - lost, lost, None) for lost in lost_))  # type: ignore[arg-type]
        for place, (hue, phase, lost_) in enumerate(drawn)
    )
    assert len(shown(found, count)) == min(count, len(found))


def test_the_words() -> None:
    said = verdict(played(Counting()))
    assert said.text == (
        "No lock lost 34 of every 100 updates and lock per step lost 32: "
        "a lock taken for the read, and again for the write, leaves the step between open. "
        "With a lock, separate lock and each alone lost nothing in nine repeats; "
        "each alone is 4.0 times faster than no lock, with a lock 8.0 times slower than no lock. "
        "Threads on CPython 3.13: calling threads lost up to 20 of every 100; "
        "plain threads lost nothing in three repeats: luck, or how it is built."
    )
    assert "".join(span.text for span in said.short) == "A lock at each step, and 32 of 100 updates lost."
    assert said.trusted


def test_the_words_while_it_runs_and_when_nothing_is_lost() -> None:
    running = verdict(played(Counting(), until_s=1.75))
    assert running.text.startswith(
        "Lock per step: two processes add to one counter; two repeats so far, 16 of every 100 lost. No lock lost 34"
    )
    lucky = verdict(played(Counting(names=("raw", "get-lock"), lost={})))
    assert "".join(span.text for span in lucky.short) == "Nothing was lost this time. That is no promise."
    assert "lost nothing in six repeats" in lucky.text


def test_what_slow_motion_hides_is_not_called_luck() -> None:
    told = Counting(names=("thread-plain",)).comparison()
    slow = PaceChanged(0.2, 0, 500, 0.2)
    state = fold(ComparisonState(), sorted([*told, slow], key=lambda item: item.at_s))
    text = verdict(state).text
    assert "lost nothing in three repeats: in slow motion a turn lasts 200 ms, so they seldom meet." in text
    assert "luck" not in text


def test_without_its_lock_python_is_called_so() -> None:
    text = verdict(played(Counting(names=("thread-plain",), gil=False, lost={"thread-plain": (90_000,)}))).text
    assert text == "Threads on CPython 3.13 without its lock: plain threads lost 15 of every 100."


@pytest.mark.parametrize(("fails", "called"), [("raw", "No lock"), ("thread-call", "Calling threads")])
def test_a_form_that_failed_is_not_compared(fails: str, called: str) -> None:
    said = verdict(played(Counting(fails=fails)))
    assert not said.trusted and said.text.startswith(f"{called}: The program ended with exit code 1")

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.model.counter.lost_updates import Example, Step, look
from tui.telemetry.objects import Access
from tui.telemetry.who import Who


def accesses(*rows: tuple[int, int, str, float]) -> tuple[Access, ...]:
    """Return accesses of (worker, time, `read` or `write`, value)."""
    return tuple(Access(who, who, at_ns, what == "write", value) for who, at_ns, what, value in rows)


def test_the_example_of_the_lesson() -> None:
    found = look(accesses((1, 100, "read", 41), (2, 171, "read", 41), (1, 483, "write", 42), (2, 576, "write", 42)))
    assert found.example == Example(
        workers=(Who(1, 1), Who(2, 2)),
        steps=(Step(0, False, 0, 41), Step(1, False, 71, 41), Step(0, True, 383, 42), Step(1, True, 476, 42)),
        is_lost=True,
    )
    assert (found.example.says, found.example.should_say, found.example.added) == (42, 43, (1, 1))
    assert (found.additions, found.lost, found.split, found.met) == (2, 1, 2, 1)


def test_one_after_the_other_is_no_lost_update() -> None:
    found = look(accesses((1, 0, "read", 41), (1, 9, "write", 42), (2, 30, "read", 42), (2, 41, "write", 43)))
    assert found.example is not None and not found.example.is_lost
    assert (found.lost, found.split, found.example.says, found.example.should_say) == (0, 0, 43, 43)


def test_who_was_held_up_overwrites_many() -> None:
    """As seen with a lock for each access: while one waits to write, the other goes on."""
    held_up = [(1, 0, "read", 10.0)]
    others = [
        (2, 100 + 20 * n + 10 * is_write, "write" if is_write else "read", 10.0 + n + is_write)
        for n in range(5)
        for is_write in (0, 1)
    ]
    found = look(accesses(*held_up, *others, (1, 500, "write", 11)))
    assert found.example is not None and found.example.is_lost and found.example.is_ordered
    assert (found.lost, found.example.more) == (1, 4)
    assert found.example.steps == (Step(0, False, 0, 10), Step(1, False, 100, 10), Step(1, True, 110, 11),
                                   Step(0, True, 500, 11))  # fmt: skip


def test_an_order_that_is_not_shown_is_not_told() -> None:
    """The second worker's own late write could have put the old number back: lost for certain, but not in which way."""
    found = look(
        accesses((1, 10, "read", 41), (2, 30, "write", 41), (2, 40, "read", 41), (2, 50, "write", 42),
                 (1, 90, "write", 42))
    )  # fmt: skip
    assert found.example is not None and found.example.is_lost and not found.example.is_ordered


def test_a_write_that_was_not_recorded_any_more_may_have_put_the_number_back() -> None:
    late = (3, 5, "read", 40.0)
    two = ((1, 10, "read", 41.0), (2, 30, "read", 41.0), (1, 40, "write", 42.0), (2, 50, "write", 42.0))
    with_third, without = look(accesses(late, *two)).example, look(accesses(*two)).example
    assert with_third is not None and not with_third.is_ordered
    assert without is not None and without.is_ordered


def test_what_was_written_before_does_not_matter() -> None:
    before = ((1, 1, "write", 41.0), (2, 4, "write", 41.0))
    two = ((1, 10, "read", 41.0), (2, 30, "read", 41.0), (1, 40, "write", 42.0), (2, 50, "write", 42.0))
    example = look(accesses(*before, *two)).example
    assert example is not None and example.is_ordered and example.more == 0


def test_different_moments_are_not_put_together() -> None:
    """Between two slits accesses are missing: the same number there and here proves nothing about the clock."""
    late = 2_000_000
    found = look(
        accesses((1, 0, "read", 41), (1, 9, "write", 42), (2, late, "read", 41), (2, late + 9, "write", 42))
    )
    assert (found.lost, found.met, found.example) == (0, 0, None)


def test_the_clearest_is_even_short_and_alone() -> None:
    clear = ((3, 0, "read", 5.0), (4, 10, "read", 5.0), (3, 50, "write", 6.0), (4, 60, "write", 6.0))
    crooked = ((3, 0, "read", 7.0), (4, 45, "read", 7.0), (4, 48, "write", 8.0), (3, 50, "write", 8.0))
    shifted = [(who, at + 1_000_000, what, value) for who, at, what, value in clear]
    found = look(accesses(*crooked, *shifted))
    assert found.example is not None and found.example.steps[0].value == 5 and found.lost == 2


def test_nothing_recorded_and_one_worker_alone() -> None:
    assert look(()).additions == 0
    alone = look(accesses((1, 0, "read", 0), (1, 5, "write", 1), (1, 9, "read", 1), (1, 14, "write", 2)))
    assert (alone.additions, alone.met, alone.example) == (2, 0, None)


@dataclass(frozen=True)
class Happened:
    """An access as it really was; its time is noted later."""

    who: int
    real_ns: int
    noted_ns: int
    is_write: bool
    value: float


@st.composite
def histories(draw: st.DrawFn, *, serial: bool = False) -> tuple[list[Happened], int]:
    """Draw what several workers really did, and how many updates were lost."""
    count = draw(st.integers(2, 4))
    turns = draw(st.lists(st.integers(1, count), min_size=2, max_size=40))
    order = [who for who in turns for _ in (0, 1)] if serial else turns
    counter, holding, done = 0, dict[int, int](), list[tuple[int, bool, float]]()
    for who in order:
        if who in holding:
            counter = holding.pop(who) + 1
            done.append((who, True, counter))
        else:
            holding[who] = counter
            done.append((who, False, counter))
    additions = sum(is_write for _, is_write, _ in done)
    happened = []
    for place, (who, is_write, value) in enumerate(done):
        after = next((p for p in range(place + 1, len(done)) if done[p][0] == who), len(done) + 5)
        # Noted after it happened, and before whatever the same worker did next.
        noted = draw(st.integers(1, 100 * (after - place) - 1)) if not serial else draw(st.integers(1, 99))
        happened.append(Happened(who, 100 * place, 100 * place + noted, is_write, value))
    return happened, additions - counter


def recorded(happened: list[Happened], until_ns: int = 1 << 40) -> tuple[Access, ...]:
    """Return what was noted before the slit closed."""
    noted = sorted((one for one in happened if one.noted_ns < until_ns), key=lambda one: one.noted_ns)
    return tuple(Access(one.who, one.who, one.noted_ns, one.is_write, one.value) for one in noted)


@given(histories(serial=True))
def test_a_serial_history_has_none(history: tuple[list[Happened], int]) -> None:
    happened, lost = history
    found = look(recorded(happened))
    assert (lost, found.lost, found.split) == (0, 0, 0)
    assert found.example is None or not found.example.is_lost


@settings(max_examples=400)
@given(histories(), st.integers(1, 4500))
def test_what_is_told_is_what_happened(history: tuple[list[Happened], int], until_ns: int) -> None:
    """Never more lost than were; the example's accesses are recorded ones; an order that is told was the real one."""
    happened, lost = history
    found = look(recorded(happened, until_ns))
    assert found.lost <= lost
    example = found.example
    if example is None:
        return
    real = {(one.who, one.is_write, one.noted_ns): one for one in happened}
    start_ns = min(
        one.noted_ns for one in happened
        if one.who == example.workers[example.steps[0].who][0] and one.value == example.steps[0].value
        and all((example.workers[s.who][0], s.is_write, one.noted_ns + s.at_ns) in real for s in example.steps)
    )  # fmt: skip
    steps = {
        (step.who, step.is_write): real[example.workers[step.who][0], step.is_write, start_ns + step.at_ns]
        for step in example.steps
    }
    assert all(steps[step.who, step.is_write].value == step.value for step in example.steps)
    if example.is_lost and example.is_ordered:
        assert steps[1, False].real_ns < steps[0, True].real_ns
        assert steps[0, False].real_ns < steps[1, True].real_ns
    if not example.is_lost:
        assert steps[0, True].real_ns < steps[1, False].real_ns


@given(histories())
def test_two_that_read_the_same_number_are_found(history: tuple[list[Happened], int]) -> None:
    happened, _ = history
    written = {(one.who, one.value) for one in happened if one.is_write}
    reads = [one.value for one in happened if not one.is_write and (one.who, one.value + 1) in written]
    found = look(recorded(happened))
    if found.lost:
        assert len(set(reads)) < len(reads) and found.example is not None and found.example.is_lost


@given(st.lists(st.builds(Access, st.integers(1, 3), st.just(1), st.integers(0, 3000).map(lambda t: t * 1000),
                          st.booleans(), st.floats(-5, 5).map(round)), max_size=60))  # fmt: skip
def test_whatever_is_recorded_something_is_found_or_not(mess: list[Access]) -> None:
    look(tuple(sorted(mess, key=lambda access: access.at_ns)))

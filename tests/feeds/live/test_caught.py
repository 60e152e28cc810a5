"""When the microscope has seen enough: two workers that read one number of a counter."""

from tui.feeds.live.run_reader import is_caught
from tui.telemetry.objects import Access


def accesses(*steps: tuple[int, bool, float]) -> list[Access]:
    """Return accesses by worker, whether it is a write, and number, one after the other."""
    return [Access(who, who, at_ns, is_write, value) for at_ns, (who, is_write, value) in enumerate(steps)]


def test_two_workers_that_start_from_one_number_are_caught() -> None:
    assert is_caught(accesses((1, False, 41), (2, False, 41), (1, True, 42), (2, True, 42)))


def test_who_takes_turns_or_is_alone_is_not() -> None:
    assert not is_caught(accesses((1, False, 41), (1, True, 42), (2, False, 42), (2, True, 43)))
    assert not is_caught(accesses((1, False, 41), (1, False, 41), (1, True, 42)))
    assert not is_caught([])

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.interpreters import Interpreter, interpreters
from tests.support.plain import NEEDS_TWO_CORES, lines, refusal
from tests.support.ways import WAYS, ways

FORMS = ("raw", "default", "get-lock", "own-lock", "local", "thread-plain", "thread-call", "thread-lock")
LOSES_NOTHING = ("get-lock", "own-lock", "local", "thread-lock")


def lost(*options: object, python: Interpreter | None = None) -> list[tuple[str, int, int]]:
    """Return the form, what was expected and what was lost, of each line."""
    printed = lines("counters", *options, **({"python": python.path} if python else {}))
    assert printed[0].split()[:4] == ["form", "expected", "got", "lost"]
    found = []
    for line in printed[1:]:
        form, expected, got, missing, share, per_second = line.split()
        assert int(missing) == int(expected) - int(got) >= 0 and float(per_second.replace(",", "")) > 0
        assert abs(float(share.rstrip("%")) - 100 * int(missing) / int(expected)) < 0.051
        found.append((form, int(expected), int(missing)))
    return found


@WAYS
def test_every_form_runs_and_the_locked_ones_are_right(python: Interpreter, method: str) -> None:
    found = lost("--adds", 2000, "--repeats", 1, "--workers", 3, "--start-method", method, python=python)
    assert [form for form, _, _ in found] == list(FORMS)
    assert all(expected == 6000 for _, expected, _ in found)
    assert all(missing == 0 for form, _, missing in found if form in LOSES_NOTHING)


@NEEDS_TWO_CORES
@pytest.mark.parametrize(("python", "form"), ways(["raw", "default", "thread-call"]), ids=str)
def test_forms_without_a_lock_over_the_whole_step_lose(python: Interpreter, form: str) -> None:
    """Free-threaded threads are often done before they meet: with ten times the additions they do meet."""
    adds = 60_000 if form != "thread-call" else 3_000_000 if python.free_threaded else 300_000
    found = [missing for _, _, missing in lost("--form", form, "--adds", adds, "--repeats", 8, python=python)]
    assert len(found) == 8 and sum(missing > 0 for missing in found) >= 4, found


SAFE_BY_LUCK = [one for one in interpreters() if not one.free_threaded and (3, 10) <= one.version[:2] <= (3, 13)]


@pytest.mark.parametrize("python", SAFE_BY_LUCK, ids=str)
def test_plain_threads_lose_nothing_where_the_lesson_says_so(python: Interpreter) -> None:
    """3.10 to 3.13 hand the interpreter lock over at no point within `n += 1`; the lesson says that this is luck."""
    assert not any(missing for _, _, missing in lost("--form", "thread-plain", "--repeats", 5, python=python))


@pytest.mark.parametrize("form", LOSES_NOTHING)
def test_locked_forms_never_lose(form: str) -> None:
    found = lost("--form", form, "--repeats", 20, "--adds", 20_000, "--workers", 4)
    assert len(found) == 20 and not any(missing for _, _, missing in found)


@settings(max_examples=15, deadline=None)
@given(form=st.sampled_from(LOSES_NOTHING), workers=st.integers(1, 8), adds=st.integers(1, 3000))
def test_locked_forms_are_right_with_any_setting(form: str, workers: int, adds: int) -> None:
    assert lost("--form", form, "--workers", workers, "--adds", adds, "--repeats", 1) == [(form, workers * adds, 0)]


@pytest.mark.parametrize("options", [("--workers", 0), ("--adds", 0), ("--repeats", -1), ("--form", "none")])
def test_settings_that_cannot_be(options: tuple[object, ...]) -> None:
    assert refusal("counters", *options)

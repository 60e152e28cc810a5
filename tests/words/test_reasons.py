"""The words for what a worker does."""

from typing import get_args

from tui.telemetry.vocabulary import Reason
from tui.words.reasons import WORDINGS, past, wording


def test_every_reason_has_a_wording_that_fits_its_column() -> None:
    assert set(WORDINGS) == set(get_args(Reason))
    assert all(len(its.brief) <= 11 and len(its.short) <= 16 for its in WORDINGS.values())


def test_a_reason_of_a_later_version_is_one_that_is_not_known() -> None:
    assert wording("something new") == wording("unknown")


def test_of_those_who_have_ended_all_is_past() -> None:
    assert [past(reason) for reason in ("running", "lock", "gil", "join", "sleep", "unknown", "ended")] == [
        "ran", "waited: lock", "waited: GIL", "joined", "slept", "waited", "ended",
    ]  # fmt: skip
    assert all(len(past(reason)) <= 16 for reason in WORDINGS)

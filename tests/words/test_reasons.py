"""The words for what a worker does."""

from typing import get_args

from tui.telemetry.vocabulary import Reason
from tui.words.reasons import WORDINGS, wording


def test_every_reason_has_a_wording_that_fits_its_column() -> None:
    assert set(WORDINGS) == set(get_args(Reason))
    assert all(len(its.brief) <= 11 and len(its.short) <= 16 for its in WORDINGS.values())


def test_a_reason_of_a_later_version_is_one_that_is_not_known() -> None:
    assert wording("something new") == wording("unknown")

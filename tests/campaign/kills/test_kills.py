"""A few tries of each class, and by marker a thousand."""

from __future__ import annotations

import pytest

from tests.campaign.kills.__main__ import all_tried, table
from tests.campaign.kills.acts import ACTS


@pytest.mark.parametrize(
    "tries", [range(14 * len(ACTS), 15 * len(ACTS) + 6), pytest.param(range(1000), marks=pytest.mark.slow)], ids=len
)
def test_nothing_is_left_and_the_terminal_is_as_before(tries: range) -> None:
    found = list(all_tried(tries, jobs=4))
    wrong = [f"{one.number} ({one.act}, {' '.join(one.words)}): {'; '.join(one.wrong)}" for one in found if one.wrong]
    assert not wrong, "\n".join([*wrong, table(found)])

"""Workers that go wrong, a few cases of each tool."""

from __future__ import annotations

from collections.abc import Sequence

from tests.consistency.rule import tape
from tests.support.going_wrong import every_tool
from tui.telemetry.vocabulary import Telemetry


@tape("going wrong")
def going_wrong(seed: int) -> Sequence[Telemetry]:
    return every_tool()

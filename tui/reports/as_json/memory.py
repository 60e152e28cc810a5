"""What workers share in memory, or have in a manager's process, as JSON."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from tui.reports.as_json.data import Exact, Report
from tui.reports.as_json.named import Named


class BlockReport(Named):
    """A block of shared memory."""

    kind: Literal["block"] = "block"
    size_bytes: int | None
    attached: int
    """How often it was opened."""
    unlinked: bool
    forgotten: bool
    """Whether nobody has unlinked it although it was made."""
    items: tuple[Any, ...]
    """What is in it, where it is a `ShareableList`."""


class UpdatesReport(Report):
    """Updates of something shared in two steps, a read and a write, with no lock around both: some may be lost."""

    item: str | None
    """Of a dict or an array: which one, as Python writes it."""
    place: str | None
    pids: tuple[int, ...]
    """The processes that do so."""
    times: int
    """So often it was seen to; only some of all updates are looked at."""
    met: int
    """So many of these overlapped with another worker's; of a value: so often somebody else had its lock in between."""


class ValueReport(Named):
    """A shared value or array."""

    kind: Literal["value"] = "value"
    size_bytes: int | None
    items: tuple[int | Exact, ...]
    """The first sixteen."""
    fields: tuple[str, ...]
    """The names of the items, in a structure."""
    may_lose: tuple[UpdatesReport, ...]
    """Updates of it that may be lost."""


class ProxyReport(Named):
    """What a manager's process has, and others use by calling it there."""

    kind: Literal["proxy"] = "proxy"
    calls: int
    call_s: float
    """Spent in the calls, those of all callers together."""
    mean_s: Annotated[float, 9] | None
    may_lose: tuple[UpdatesReport, ...]
    """Updates of it that may be lost."""

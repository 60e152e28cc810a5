"""Updates that may be lost: workers read something shared and then write it, and hold no lock from one to the other.

What is told is what was seen, and that it may lose something: whether it has is nowhere to be seen.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from tui.model.found.notices import Notice
from tui.model.state.state import RunState
from tui.model.workers.names import names_of
from tui.telemetry.objects import ObjectFound
from tui.telemetry.updates import SplitUpdate
from tui.telemetry.who import Who
from tui.words.numbers import grouped, listed, times

MOST_NAMED = 2


class MayLose(Struct, frozen=True):
    """One item of something shared that several workers update in two steps."""

    of: ObjectFound
    updates: tuple[SplitUpdate, ...]
    """A process each, the one that was seen most often first."""

    @property
    def times(self) -> int:
        return sum(update.times for update in self.updates)

    @property
    def met(self) -> int:
        return sum(update.met for update in self.updates)


def may_lose(run: RunState) -> tuple[MayLose, ...]:
    """Return what may lose updates: workers were seen to update it so, and to come across each other. Of a value these
    must be two processes: who else had its lock is not known.
    """
    shared = {value.of.key: value.of for value in run.values} | {proxy.of.key: proxy.of for proxy in run.proxies}
    items: dict[tuple[int, str], list[SplitUpdate]] = {}
    for update in run.updates:
        if update.key in shared:
            items.setdefault((update.key, update.item), []).append(update)
    found = [
        MayLose(shared[key], tuple(sorted(updates, key=lambda update: -update.times)))
        for (key, _), updates in items.items()
        if len(updates) > 1 or shared[key].kind == "proxy"
    ]
    return tuple(sorted((one for one in found if one.met), key=lambda one: -one.met))


def lost_updates(run: RunState) -> Notice | None:
    """Return what is to be said of the one where workers met most often; None where none may lose anything."""
    found = next(iter(may_lose(run)), None)
    if found is None:
        return None
    of, first = found.of, found.updates[0]
    name = f"{of.name}[{first.item}]" if first.item else of.name
    at = f" ({first.place})" if first.place else ""
    is_value = of.kind == "value"
    is_over = run.phase == "over"
    updated = f"{'read' if is_over or len(found.updates) > 1 else 'reads'} {name} and then"
    wrote = "wrote" if is_over else "write" if len(found.updates) > 1 else "writes"
    met = (
        f"and let go of its lock in between; {times(found.met)} somebody else had it just then"
        if is_value
        else f"with no lock around both: of {grouped(found.times)} times that were looked at, {grouped(found.met)} "
        "overlapped with another worker's"
    )
    return Notice(
        "Updates may be lost", f"{_who(run, found.updates)} {updated} {wrote} it{at}, {met}.",
        f"`with {of.name}.get_lock():` around both." if is_value else "a lock around both.",
    )


def _who(run: RunState, updates: Iterable[SplitUpdate]) -> str:
    names = names_of(run)
    said = [names.get(Who(update.pid, update.pid), str(update.pid)) for update in updates]
    return listed(said if len(said) <= MOST_NAMED else [*said[:MOST_NAMED], f"{len(said) - MOST_NAMED} more"])

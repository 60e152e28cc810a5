"""Workers that wait for a manager's process to answer."""

from __future__ import annotations

from tui.model.found.finding import MUCH, Finding, first_two
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.facts import proxy_facts
from tui.words.numbers import grouped, percent

MANY_CALLS = 1000
"""Fewer calls are no habit that one could change."""
LONG_CALL_S = 0.005
"""A call that takes longer does work in the manager's process: fewer of them would not make it less."""
ENOUGH_S = 0.1
"""CPU time of a manager's process that is worth a word."""


def manager(state: ComparisonState, run: RunState) -> Finding | None:
    """Small calls of what a manager's process has: that process answers them for all."""
    facts = [fact for fact in proxy_facts(run) if fact.who]
    count = {proxy.of.key: proxy.count for proxy in run.proxies}
    calls, call_s = (sum(getattr(count[fact.of.key], what) for fact in facts) for what in ("calls", "call_s"))
    weight = min(1.0, sum(fact.share_of_all for fact in facts))
    if weight < MUCH or calls < MANY_CALLS or call_s / calls > LONG_CALL_S:
        return None
    first = facts[0]
    names = first.of.name if len(facts) == 1 else f"{first.of.name} and {len(facts) - 1} more"
    servers = [process for process in run.processes if process.role == "helper" and process.name == "manager"]
    used_s = sum(process.cpu_s or 0.0 for process in servers)
    own = f", which used {used_s:.1f} s of CPU for that" if used_s >= ENOUGH_S else ""
    share = min(1.0, sum(fact.share for fact in facts))
    return Finding(
        "manager", f"Bound by the manager of {names}",
        f"{first_two(first.who, first.others)} spent {percent(share)} of their time in {grouped(calls)} calls of it, "
        f"{call_s:.1f} s together; each goes to the manager's process and back{own}.",
        "fewer and larger calls, such as one update for many items; or to keep what each worker counts in the worker, "
        "and put it together at the end.", weight,
    )  # fmt: skip

"""Workers that wait for the interpreter lock, or for a core."""

from __future__ import annotations

from tui.model.found.finding import MUCH, Finding, cores_said, many_said, shares_of
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.who_works import HUNGRY, WANTS, wanting
from tui.words import numbers
from tui.words.numbers import in_words, percent

BUSY_ELSEWHERE = 0.15
"""Above this share of the machine used by others a lack of cores is theirs."""


def gil(state: ComparisonState, run: RunState) -> Finding | None:
    """Threads that take turns."""
    share = shares_of(run).get("gil", 0.0)
    if share < MUCH:
        return None
    return Finding(
        "gil", "Bound by the interpreter lock",
        f"{many_said(run)} take turns{cores_said(run)}; each waits for the GIL {percent(share)} of its time.",
        "processes in place of threads, or a free-threaded Python.", share,
    )  # fmt: skip


def cores(state: ComparisonState, run: RunState) -> Finding | None:
    """More workers than cores, or other programs on them."""
    share = shares_of(run).get("core", 0.0)
    if share < MUCH or state.header is None:
        return None
    usable = state.header.usable_cores
    others = sum(run.others.means) / len(run.others.means) if run.others.means else 0.0
    is_busy = others / max(1, state.header.cores) > BUSY_ELSEWHERE
    at_once = wanting(run, HUNGRY if is_busy else WANTS)
    if at_once > usable:
        more = f" Other programs use {numbers.cores(others, '')}." if is_busy else ""
        return Finding(
            "cores", "More workers than cores",
            f"{in_words(at_once, 'worker')} at a time for {numbers.cores(usable, '')}{cores_said(run)}; each waits for "
            f"one {percent(share)} of its time.{more}",
            f"{in_words(max(1, round(usable)), 'worker')}: more cannot run at the same time.", share,
        )  # fmt: skip
    return None if not is_busy else Finding(
        "cores", "Too few cores are free",
        f"other programs use {numbers.cores(others, '')} of this machine; {many_said(run)} waited for one "
        f"{percent(share)} of the time.", "it again when the machine is quiet.", share, is_of_others=True,
    )  # fmt: skip

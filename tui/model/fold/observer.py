"""The part of the fold about ourselves."""

from __future__ import annotations

from msgspec.structs import replace

from tui.model.fold.draft import Draft
from tui.model.state.observer import ObserverState
from tui.telemetry.usage import ObserverPaced
from tui.telemetry.vocabulary import ObserverSampled

LEAST_HZ, MOST_HZ = 0.001, 1000.0
"""Looks a second that are believed."""


def sampled(draft: Draft, item: ObserverSampled) -> None:
    its: ObserverState = draft.get("observer")
    mean = ((its.mean or 0.0) * its.samples + item.cpu_share) / (its.samples + 1)
    draft.fields["observer"] = replace(
        its, share=item.cpu_share, mean=mean, told_s=item.at_s, samples=its.samples + 1
    )  # fmt: skip


def paced(draft: Draft, item: ObserverPaced) -> None:
    if not LEAST_HZ <= item.pace.hz <= MOST_HZ:
        return
    its: ObserverState = draft.get("observer")
    is_slowest = item.pace.why != "usual" and (its.slowest is None or item.pace.hz < its.slowest.hz)
    draft.fields["observer"] = replace(its, pace=item.pace, slowest=item.pace if is_slowest else its.slowest)

"""The fold's part about the lines that take the CPU: a thread's CPU time goes to the line in which it was seen.

Lines are looked at some times a second and CPU times are sampled as often, so what a thread used since its last sample
is set down to the line that it is in now. Over seconds that comes to what each line took.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from tui.model.fold.draft import RunDraft
from tui.model.state.hot import HotLine, HotLines
from tui.model.state.shared import REASONS
from tui.telemetry.objects import LinesAsked, LineSeen, LinesSeen
from tui.telemetry.vocabulary import Reason, ThreadsSampled

MOST_LINES = 1000


def lines_asked(run: RunDraft, item: LinesAsked) -> None:
    run.fields["hot"] = replace(run.get("hot"), is_looking=item.hz > 0)


def _line(seen: LineSeen) -> tuple[str, int] | None:
    return (seen.path, seen.line) if seen.path else None


def _waits(seen: LineSeen) -> Reason | None:
    return None if seen.waited is None else REASONS[seen.waited]


def lines_seen(run: RunDraft, item: LinesSeen) -> None:
    run.change_workers(item.lines, lambda worker, seen: replace(worker, line=_line(seen), line_waits=_waits(seen)))
    hot: HotLines = run.get("hot")
    known = {(line.path, line.line) for line in hot.lines}
    new = {
        (seen.path, seen.line): HotLine(seen.path, seen.line, seen.function, 0.0) for seen in item.lines if seen.path
    }
    more = tuple(line for key, line in new.items() if hot.is_looking and key not in known)
    if more and len(known) < MOST_LINES:
        run.fields["hot"] = replace(hot, lines=(*hot.lines, *more))


def lines_sampled(run: RunDraft, item: ThreadsSampled) -> None:
    hot: HotLines = run.get("hot")
    if not hot.is_looking:
        return
    known = {(line.path, line.line): line for line in hot.lines}
    for sample in item.samples:
        worker = run.workers.get(sample.who) if sample.ran_s > 0 else None
        if worker is not None and worker.line is not None:
            before = known.get(worker.line)
            if before is not None:
                known[worker.line] = replace(before, cpu_s=before.cpu_s + sample.ran_s)
            elif len(known) < MOST_LINES:
                known[worker.line] = HotLine(*worker.line, "", sample.ran_s)
    run.fields["hot"] = replace(hot, lines=tuple(known.values()))


HANDLERS: dict[type, Callable[[RunDraft, Any], None]] = {LinesAsked: lines_asked, LinesSeen: lines_seen}

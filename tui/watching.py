"""`coreograph watch` without a screen: the program's own output, its exit code, and a report."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tui.feeds.launch import LaunchError, Stream
from tui.feeds.live import open_live
from tui.feeds.plan import Plan
from tui.headless import play
from tui.model.state import ComparisonState
from tui.reports.as_text import closing, opening
from tui.reports.program_json import program_json

FAILED, INTERRUPTED, BY_SIGNAL = 1, 130, 128


def report(plan: Plan, *, as_json: bool, record: Path | None) -> int:
    """Run the program, pass on what it writes, print the report behind it, and return the program's exit code.

    With `as_json` the object is all that stands on stdout; the program's own stdout goes to stderr then.
    """

    def pass_on(stream: Stream, data: bytes) -> None:
        out = sys.stdout if stream == "stdout" and not as_json else sys.stderr
        out.buffer.write(data)
        out.flush()

    try:
        feed = open_live(plan, tee=pass_on, record=record)
    except LaunchError as error:
        print(f"coreograph: {error}", file=sys.stderr)
        return FAILED
    played = play(feed, lambda line: None)
    if as_json:
        print(json.dumps(program_json(played.state), indent=2), flush=True)
    else:
        print(f"\n{opening(played.state)}\n{closing(played.state)}", end="", flush=True)
    if played.trouble:
        print(f"coreograph: {played.trouble}", file=sys.stderr)
        return FAILED
    return INTERRUPTED if played.is_interrupted else exit_code(played.state)


def exit_code(state: ComparisonState) -> int:
    """Return the program's exit code as a shell has it: 128 and the signal's number where a signal ended it."""
    if not state.runs or state.runs[-1].exit_code is None:
        return FAILED
    code = state.runs[-1].exit_code
    return BY_SIGNAL - code if code < 0 else code

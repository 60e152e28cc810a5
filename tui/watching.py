"""`coreograph watch` without a screen: the program's own output, its exit code, and a report.

Rules of this file: the program's stdout is on our stdout, byte by byte and nothing else with it; what reads no more, a
signal and an exit code reach the program and whoever started us as they would without us.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import BinaryIO

from tui.feeds.live.interpreter import known_interpreter
from tui.feeds.live.launch import LaunchError, Stream
from tui.feeds.live.live import LiveFeed
from tui.feeds.live.plan import Plan
from tui.feeds.recorder import recorder_of
from tui.headless import play
from tui.model.state.state import ComparisonState
from tui.reports.as_json.told import json_of
from tui.reports.as_text import closing, opening

FAILED, BY_SIGNAL = 1, 128


def report(plan: Plan, *, as_json: bool, record: Path | None) -> int:
    """Run the program, pass on what it writes, tell what was seen behind it, and return the program's exit code.

    The report goes to stderr, behind what the program wrote there. With `as_json` the object is all that stands on
    stdout, and the program's own stdout goes to stderr.
    """
    outputs = {"stdout": _binary(2 if as_json else 1), "stderr": _binary(2)}

    def pass_on(stream: Stream, data: bytes) -> bool:
        return _written(outputs[stream], data)

    try:
        live = LiveFeed(plan, known_interpreter(plan.python), tee=pass_on)
    except LaunchError as error:
        print(f"coreograph: {error}", file=sys.stderr)
        return FAILED
    played = play(live, recorder_of(plan, record), pass_on=live.pass_on, attend=live.attend)
    if as_json:
        print(json.dumps(json_of(played.state), indent=2), flush=True)
    else:
        text, encoding = f"\n{opening(played.state)}\n{closing(played.state)}", getattr(sys.stderr, "encoding", "utf-8")
        _written(outputs["stderr"], text.encode(encoding, "replace"))
    if played.trouble:
        print(f"coreograph: {played.trouble}", file=sys.stderr)
        return FAILED
    return BY_SIGNAL + played.ended_by if played.ended_by else exit_code(played.state)


def _binary(number: int) -> BinaryIO:
    """Return one of our own outputs for bytes; what is written to it goes there at once."""
    stream = (sys.stdout, sys.stderr)[number - 1]
    if stream is None:  # It was closed when we were started.
        return open(os.devnull, "wb", buffering=0)  # noqa: PTH123
    stream.flush()
    return stream.buffer


def _written(output: BinaryIO, data: bytes) -> bool:
    """Write it all; return whether there is somebody to read it."""
    try:
        output.write(data)
        output.flush()
    except BrokenPipeError:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, output.fileno())  # What is left in the buffer must not be said again at our own end.
        os.close(null)
        return False
    return True


def exit_code(state: ComparisonState) -> int:
    """Return the program's exit code as a shell has it: 128 and the signal's number where a signal ended it."""
    if not state.runs or state.runs[-1].exit_code is None:
        return FAILED
    code = state.runs[-1].exit_code
    return BY_SIGNAL - code if code < 0 else code

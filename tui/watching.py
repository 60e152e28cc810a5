"""`coreograph watch` without a screen: the program's own output, its exit code, and a report.

Rules of this file: the program's stdout is on our stdout, byte by byte and nothing else with it; what reads no more, a
signal and an exit code reach the program and whoever started us as they would without us.
"""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

from tui.feeds.ahead import look_while
from tui.feeds.live.interpreter import known_interpreter
from tui.feeds.live.launch import LaunchError, Stream
from tui.feeds.live.live import LiveFeed
from tui.feeds.live.plan import Plan
from tui.streams import NobodyReadsError, OutputError, complain, is_closed, say_as_it_is, tell, write

if TYPE_CHECKING:
    from tui.model.state.state import ComparisonState
    from tui.streams import Output

FAILED, BY_SIGNAL = 1, 128
PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGTSTP)
"""The signals that may be meant for the program: they wait until there is somebody who can pass them on."""


def report(plan: Plan, *, as_json: bool, record: Path | None) -> int:
    """Run the program, pass on what it writes, tell what was seen behind it, and return the program's exit code.

    The report goes to stderr, behind what the program wrote there. With `as_json` the object is all that stands on
    stdout, and the program's own stdout goes to stderr.
    """
    outputs: dict[Stream, Output] = {"stdout": 2 if as_json else 1, "stderr": 2}
    untaken: dict[Stream, str] = {}

    def pass_on(stream: Stream, data: bytes) -> bool:
        return is_closed(outputs[stream]) or _written(outputs[stream], data, untaken, stream)

    try:
        live = LiveFeed(plan, known_interpreter(plan.python), tee=pass_on)
    except LaunchError as error:
        complain(error)
        return FAILED
    held_back = set(PASSED_ON) - signal.pthread_sigmask(signal.SIG_BLOCK, PASSED_ON)
    look_while(live, ("tui.feeds.recorder", "tui.headless"))
    from tui.feeds.recorder import recorder_of  # noqa: PLC0415
    from tui.headless import play  # noqa: PLC0415

    played = play(
        live, recorder_of(plan, record), pass_on=live.pass_on, attend=live.attend, hold=live.hold, held_back=held_back
    )
    _tell_seen(played.state, as_json=as_json)
    if why := untaken.get("stdout"):
        complain(f"What the program wrote to its standard output could not be passed on ({why}).")
    if played.trouble:
        complain(played.trouble)
        return FAILED
    return BY_SIGNAL + played.ended_by if played.ended_by else exit_code(played.state)


def _tell_seen(state: ComparisonState, *, as_json: bool) -> None:
    """Tell what was seen; when that cannot be written, the exit code is the program's all the same."""
    if not as_json:
        from tui.reports.as_text import closing, opening  # noqa: PLC0415

        tell(f"\n{opening(state)}\n{closing(state)}".removesuffix("\n"))
        return
    from tui.reports.as_json.told import in_json  # noqa: PLC0415 - a quarter of what a report takes to import

    try:
        say_as_it_is(in_json(state))
    except OutputError as error:
        complain(error)
    except NobodyReadsError:
        return


def _written(output: Output, data: bytes, untaken: dict[Stream, str], stream: Stream) -> bool:
    """Write it all; return whether that was possible, and note why it was not."""
    try:
        write(output, data)
    except BrokenPipeError:
        return False
    except OSError as error:
        untaken[stream] = error.strerror or type(error).__name__
        return False
    return True


def exit_code(state: ComparisonState) -> int:
    """Return the program's exit code as a shell has it: 128 and the signal's number where a signal ended it."""
    if not state.runs or state.runs[-1].exit_code is None:
        return FAILED
    code = state.runs[-1].exit_code
    return BY_SIGNAL - code if code < 0 else code

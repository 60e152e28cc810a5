"""`coreograph …`: from the command line to the app, a report or a list.

Rules of this file: textual is imported only where a screen opens, psutil only where something is measured; every error
a person can cause is one sentence on stderr. Exit codes: 0 well, 1 a run failed, 2 wrong usage, 128 and the signal's
number when a signal ended it.
"""

from __future__ import annotations

import sys

from tui.lessons import LessonError
from tui.streams import USAGE, NobodyReadsError, OutputError, UsageError, complain, say, say_as_it_is, settle
from tui.terminal import has_input, no_screen, settle_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from tui.console.opening import Opening
    from tui.feeds.feed import Feed
    from tui.feeds.live.plan import Plan
    from tui.feeds.recorder import Recorder
    from tui.lessons.lesson import Scenario
    from tui.play.tape import Tape

WELL, FAILED = 0, 1


def main(argv: Sequence[str] | None = None, opening: Opening | None = None) -> int:
    """Run one command and return the exit code; `opening` is on the terminal already, where that is the app's."""
    settle()
    try:
        if opening is not None or not (sys.argv[1:] if argv is None else argv):
            return _app(None, opening)
        options = _options(argv)
        return int(options.command(options))
    except (UsageError, LessonError) as error:
        complain(error)
        return USAGE
    except OutputError as error:
        complain(error)
        return FAILED
    except NobodyReadsError:
        return WELL


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    from tui.options import parser

    return parser(COMMANDS).parse_args(argv)


def _list(options: argparse.Namespace) -> int:
    from tui.lessons.index import index
    from tui.plain.listing import as_json, listing

    scenarios, broken = index()
    if options.json:
        say_as_it_is(as_json(scenarios, broken))
    elif scenarios:
        say(listing(scenarios))
    for _, sentence in broken:
        complain(sentence)
    return WELL


def _doctor(options: argparse.Namespace) -> int:
    from tui.reports.doctor import report

    say(report())
    return WELL


def _app(options: argparse.Namespace | None, opening: Opening | None = None) -> int:
    if opening is None and (why := no_screen()):
        from tui.lessons.catalogue import catalogue

        scenarios, _ = catalogue()
        _must_be_some(scenarios)
        say(f"{why}, so this is the plain report of {scenarios[0].name}. `coreograph list` shows what there is.\n")
        from tui.plain.printing import report

        _collect()
        return report(_plan(scenarios[0], _run_defaults()), as_json=False)
    try:
        return _open_app(None, None, autostart=False, opening=opening)
    finally:
        if opening is not None:
            opening.leave()


def _must_be_some(scenarios: Sequence[Scenario]) -> None:
    if not scenarios:
        raise UsageError("No lesson can be read: install coreograph again.")


def _run(options: argparse.Namespace) -> int:
    from tui.lessons.index import must_be_there

    must_be_there(options.name)
    from tui.lessons.catalogue import find

    plan = _plan(find(options.name), options)
    if options.json or options.plain or options.guess or no_screen():
        from tui.plain.printing import report

        _collect()
        return report(plan, as_json=options.json, guess=options.guess)
    return _open_app(plan.scenario, plan, autostart=True)


def _run_defaults() -> argparse.Namespace:
    from argparse import Namespace

    return Namespace(variant=[], workers=None, knob=[], repeats=1, python=None, time_limit=None, locks=None)


def _plan(scenario: Scenario, options: argparse.Namespace) -> Plan:
    from tui.feeds.live.interpreter import InterpreterError
    from tui.feeds.live.machine import this_machine
    from tui.feeds.live.plan import make_plan
    from tui.options import knobs_asked, time_limit_asked

    try:
        facts = this_machine([scenario], options.python or sys.executable)
    except InterpreterError as error:
        raise UsageError(str(error)) from None
    return make_plan(
        scenario,
        python=facts.python,
        has=facts.has,
        usable_cores=facts.usable_cores,
        variants=options.variant,
        knobs=knobs_asked(scenario, options),
        repeats=options.repeats,
        time_limit_s=time_limit_asked(options.time_limit),
        level=options.locks,
    )


def _watch(options: argparse.Namespace) -> int:
    from tui.feeds.script import script

    words = list(options.program)
    if not words or words in (["-m"], ["-c"]):
        raise UsageError("watch needs a program: give a Python file, or -m and a module, and its arguments.")
    if words[0] not in ("-m", "-c"):
        script(words[0])
    from tui.feeds.live.interpreter import InterpreterError
    from tui.feeds.live.machine import this_machine
    from tui.feeds.live.own_program import program_scenario
    from tui.feeds.live.plan import make_plan, with_lines

    has_screen = not (options.json or options.plain or no_screen())
    try:
        facts = this_machine([], options.python or sys.executable)
    except InterpreterError as error:
        raise UsageError(str(error)) from None
    scenario = program_scenario(words, options=options.interpreter, python=facts.python if has_screen else "")
    plan = make_plan(
        scenario, python=facts.python, has=facts.has, usable_cores=facts.usable_cores, time_limit_s=None,
        level=options.locks, inherits_input=has_input(), is_own=not has_screen,
        of=options.of, keeps=options.keep,
    )  # fmt: skip
    if options.lines:
        plan = with_lines(plan)
    if has_screen:
        return _open_app(scenario, plan, autostart=True, watched=True, record=options.record)
    from tui.watching import report

    _collect()
    return report(plan, as_json=options.json, record=options.record)


def _schema(options: argparse.Namespace) -> int:
    import json

    from tui.reports.as_json.schema import schema

    say_as_it_is(json.dumps(schema(), indent=2))
    return WELL


def _completion(options: argparse.Namespace) -> int:
    from tui.options import parser
    from tui.plain.completion import script

    say_as_it_is(script(parser(COMMANDS), options.shell))
    return WELL


def _replay(options: argparse.Namespace) -> int:
    from tui.feeds.recorder import recording_called
    from tui.play.opening import open_recording
    from tui.telemetry.codec import RecordingError

    try:
        tape = open_recording(recording_called(options.file), complain, is_known=True)
        if not (options.json or options.plain or no_screen()):
            return _open_app(None, None, autostart=True, replay=tape)
        from tui.plain.printing import replayed

        return replayed(tape, options.file.name, as_json=options.json)
    except RecordingError as error:
        raise UsageError(str(error)) from None


def _open_app(
    scenario: Scenario | None,
    plan: Plan | None,
    *,
    autostart: bool,
    replay: Tape | None = None,
    watched: bool = False,
    record: Path | None = None,
    opening: Opening | None = None,
) -> int:
    """Open the app with the catalogue, or with one watched program alone, whose exit code is then returned."""
    from functools import partial
    from pathlib import Path

    settle_size()
    from tui.console.guardian import guardian

    guards = opening.guardian if opening else guardian()  # Before all else: what is forked is small then.
    from tui.app import CoreographApp
    from tui.feeds.live.machine import this_machine
    from tui.files import state_folder
    from tui.learning.learning import learner_at
    from tui.lessons.catalogue import catalogue

    scenarios, broken = ((scenario,), ()) if watched and scenario else catalogue()
    if replay is None:
        _must_be_some(scenarios)
    learner = None if watched else learner_at(Path(state_folder()))
    app = CoreographApp(
        scenarios,
        broken,
        open_feed=_open_live,
        open_recorder=partial(_open_recorder, path=record),
        facts=this_machine(scenarios, plan.python if plan else sys.executable),
        start=scenario.name if scenario else None,
        plan=plan,
        autostart=autostart,
        replay=replay,
        learner=learner,
        guardian=guards,
        opening=opening,
        is_new=learner is not None and plan is None and replay is None and learner.is_new,
    )
    _collect()
    app.run()
    if guards is not None:
        guards.close()
    if watched and not app.return_code:
        from tui.watching import exit_code

        return exit_code(app.comparisons[0].state)
    return app.return_code or WELL


def _collect() -> None:
    """Collect garbage from now on, of what comes now: what is imported stays."""
    import gc

    gc.freeze()
    gc.enable()


def _serve(options: argparse.Namespace) -> int:
    from tui.served.serve import serve

    _collect()
    return serve(options.words, options.port)


def _open_live(plan: Plan) -> Feed:
    """Open a live feed; what it takes is imported at the first start, after the first picture."""
    from tui.feeds.live.live import open_live

    return open_live(plan)


def _open_recorder(plan: Plan, path: Path | None) -> Recorder:
    from tui.feeds.recorder import recorder_of

    return recorder_of(plan, path)


COMMANDS = {
    "app": _app, "list": _list, "doctor": _doctor, "schema": _schema, "run": _run, "watch": _watch, "replay": _replay,
    "serve": _serve, "completion": _completion,
}  # fmt: skip

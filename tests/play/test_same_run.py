"""A default run without a screen is the run of the app: no more is asked of the program, and nobody looks closer."""

from __future__ import annotations

import sys
from typing import NoReturn

import pytest

from tests.support.scripted import ScriptedFeed
from tui.cli import main
from tui.feeds.live.machine import this_machine
from tui.feeds.live.plan import Plan, arguments
from tui.lessons.catalogue import Scenario, catalogue
from tui.plain import printing
from tui.play.comparison import Comparison


@pytest.mark.parametrize("scenario", catalogue()[0], ids=lambda scenario: scenario.name)
def test_the_program_is_given_the_same(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Plan] = []

    def opened(plan: Plan) -> NoReturn:
        asked.append(plan)
        raise SystemExit

    monkeypatch.setattr(printing, "open_live", opened)
    with pytest.raises(SystemExit):
        main(["run", scenario.name, "--plain"])
    here = Comparison(scenario, this_machine([scenario], sys.executable), lambda plan: ScriptedFeed([]))
    here.start()
    (plain,), app = asked, here.plan
    here.close()
    assert app is not None and [v.name for v in plain.variants] == [v.name for v in app.variants]
    assert plain.repeats == app.repeats == 1 and plain.time_limit_s == app.time_limit_s
    for variant in plain.variants:
        ours, theirs = arguments(plain, variant), arguments(app, variant)
        assert ours == (theirs[:-1] if app.control else theirs)
    assert plain.probe.level == app.probe.level and plain.probe.microscope == 0 <= app.probe.microscope
    assert plain.probe.traffic is app.probe.traffic

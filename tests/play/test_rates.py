"""How often we look: the table, the budget beneath it, and what is said of both."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from tui.feeds.machine_load import Load
from tui.model.fold.fold import fold
from tui.model.pace_words import at_the_least, now, often
from tui.model.state.observer import ObserverState
from tui.model.state.series import Rolling
from tui.model.state.state import ComparisonState, CoreState
from tui.play.rates import BUDGET, RULES, STEPS_HZ, Rates
from tui.play.rates import __file__ as rates_file
from tui.telemetry.usage import ObserverPaced, Pace, Why
from tui.telemetry.vocabulary import ObserverSampled

USUAL = Pace(10, "usual")


class Machine:
    """A machine whose load is given, and rates whose clock is moved by hand."""

    def __init__(self, root: Path, *, is_far: bool = False) -> None:
        self.root, self.now_s, self.told_s = root, 100.0, 0.0
        (root / "proc/pressure").mkdir(parents=True)
        self.press(0.0)
        self.rates = Rates(is_far=is_far, load=Load(root), clock=lambda: self.now_s)

    def press(self, percent: float) -> None:
        text = f"some avg10={percent:.2f} avg60=99.00 avg300=99.00 total=9\nfull avg10=0.00 avg60=0.00\n"
        (self.root / "proc/pressure/cpu").write_text(text, encoding="ascii")

    def supply(self, name: str, **said: str) -> None:
        folder = self.root / "sys/class/power_supply" / name
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in said.items():
            (folder / file).write_text(text + "\n", encoding="ascii")

    def look(
        self, look_ms: float = 1.0, *, covered: bool = False, away: bool = False, late_s: float = 0.0,
        busy: tuple[float, ...] = (),
    ) -> Pace:  # fmt: skip
        """Look once more, when it is time, at such a cost of CPU; return how often is looked from then on."""
        took_s = self.rates.tick_s + late_s
        self.now_s, self.told_s = self.now_s + took_s, self.told_s + took_s
        share = look_ms / 1000 / took_s
        cores = tuple(CoreState(core, its, its, Rolling(), Rolling(), ()) for core, its in enumerate(busy))
        told = ComparisonState(observer=ObserverState(share=share, told_s=self.told_s), cores=cores)
        return self.rates.looked(told, covered=covered, away=away)

    def after(self, looks: int, look_ms: float = 1.0) -> Pace:
        return [self.look(look_ms) for _ in range(looks)][-1]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_as_a_rule_there_are_ten_looks_a_second(machine: Machine) -> None:
    assert machine.after(40, look_ms=3.0) == USUAL
    assert (machine.rates.picture_every, machine.rates.text_every) == (2, 5)


@pytest.mark.parametrize("look_ms", [5.0, 9.0, 25.0, 60.0, 170.0])
def test_dear_looks_are_fewer_and_stay_within_the_budget(machine: Machine, look_ms: float) -> None:
    pace = machine.after(40, look_ms)
    assert pace.why == "budget"
    assert pace.hz * look_ms / 1000 <= BUDGET
    assert machine.rates.picture_every == 1 or pace.hz > 5


def test_meeting_many_processes_at_the_start_sets_no_rate(machine: Machine) -> None:
    assert {machine.look(cost) for cost in (400.0, 300.0, 90.0, *[1.0] * 9)} == {USUAL}


def test_later_a_dear_look_counts_as_all_others_do_and_is_forgotten(machine: Machine) -> None:
    machine.after(100)
    assert machine.look(600.0).why == "budget"
    assert machine.after(200) == USUAL


def test_what_becomes_cheap_is_looked_at_often_again(machine: Machine) -> None:
    assert machine.after(20, 60.0).why == "budget"
    assert machine.after(200, 1.0) == USUAL


def test_a_cost_between_two_steps_does_not_make_them_flicker(machine: Machine) -> None:
    machine.after(40, 11.0)
    paces = {machine.look(cost) for cost in (11.0, 11.6, 10.9, 11.4) * 20}
    assert len(paces) == 1


def test_what_happens_between_two_looks_is_paid_however_often_we_look(machine: Machine) -> None:
    """Of 4.9 % of a core 3.4 are for what a queue moves: fewer looks, each of them dearer, do not end in none."""
    paces = [machine.look(1.5 + 34 * machine.rates.tick_s) for _ in range(400)]
    assert paces[-1] == Pace(6, "budget") and len(dict.fromkeys(paces)) == 2


def test_another_program_begins_anew(machine: Machine) -> None:
    assert machine.after(20, 60.0).why == "budget"
    machine.told_s = -1.0
    assert machine.look(60.0) == USUAL


def test_in_a_replay_what_was_measured_once_sets_no_rate(machine: Machine) -> None:
    assert {machine.rates.looked(None) for _ in range(20)} == {USUAL}


def test_far_away_covered_and_out_of_focus_there_are_fewer(tmp_path: Path) -> None:
    assert Machine(tmp_path / "far", is_far=True).look() == Pace(4, "far")
    here = Machine(tmp_path / "here")
    assert here.look(covered=True) == Pace(5, "covered")
    assert here.look(away=True) == Pace(4, "away")
    assert here.look() == USUAL


def test_of_several_rules_the_slowest_counts_and_the_budget_beneath_them(tmp_path: Path) -> None:
    its = Machine(tmp_path, is_far=True)
    assert its.look(covered=True) == Pace(4, "far")
    assert its.after(20, 6.0) == Pace(4, "far")
    assert its.after(40, 30.0).why == "budget"


def test_a_busy_machine_is_looked_at_less(machine: Machine) -> None:
    machine.press(95.0)
    assert machine.after(30) == Pace(4, "busy")
    machine.press(70.0)
    assert machine.after(30) == Pace(4, "busy"), "not before it is clearly at ease"
    machine.press(10.0)
    assert machine.after(30) == USUAL


def test_where_no_core_is_idle_a_program_lacks_what_we_take(machine: Machine) -> None:
    assert [machine.look(busy=(1.0, 0.99)) for _ in range(40)][-1] == Pace(4, "busy")
    assert [machine.look(busy=(0.95, 0.85)) for _ in range(40)][-1] == Pace(4, "busy"), "a short gap changes nothing"
    assert [machine.look(busy=(1.0, 0.5)) for _ in range(40)][-1] == USUAL
    assert [machine.look(busy=(1.0,) * 63 + (0.5,)) for _ in range(40)][-1] == USUAL, "one of 64 cores is enough"


def test_looks_that_come_late_tell_of_a_busy_machine_too(machine: Machine) -> None:
    (machine.root / "proc/pressure/cpu").unlink()
    for _ in range(60):
        pace = machine.look(late_s=0.1)
    assert pace == Pace(4, "busy")
    assert machine.after(60) == USUAL


def test_a_long_rest_is_not_late(machine: Machine) -> None:
    machine.after(30)
    machine.now_s += 3600
    assert machine.after(30) == USUAL


@pytest.mark.parametrize(
    ("supplies", "why"),
    [
        ({"BAT0": {"type": "Battery", "status": "Discharging", "scope": "System"}}, "battery"),
        ({"BAT0": {"type": "Battery", "status": "Discharging"}, "AC": {"type": "Mains", "online": "1"}}, "usual"),
        ({"BAT0": {"type": "Battery", "status": "Discharging"}, "AC": {"type": "Mains", "online": "0"}}, "battery"),
        ({"BAT0": {"type": "Battery", "status": "Charging"}, "AC": {"type": "Mains", "online": "1"}}, "usual"),
        ({"mouse": {"type": "Battery", "status": "Discharging", "scope": "Device"}}, "usual"),
        ({}, "usual"),
    ],
)
def test_on_battery_there_are_fewer(machine: Machine, supplies: dict[str, dict[str, str]], why: str) -> None:
    for name, said in supplies.items():
        machine.supply(name, **said)
    assert machine.look().why == why


def test_where_the_system_tells_nothing_nothing_holds(tmp_path: Path) -> None:
    rates = Rates(load=Load(tmp_path / "nowhere"), clock=lambda: 0.0)
    assert rates.looked(ComparisonState()) == USUAL


def test_every_rate_has_words_and_a_row() -> None:
    assert {rule.why for rule in RULES} | {"budget"} == set(get_args(Why))
    for why in set(get_args(Why)) - {"usual"}:
        assert now(Pace(3, why))[0].startswith("looked at 3 times a second, ")
    assert now(USUAL) == now(None) == ()
    assert at_the_least(USUAL) == at_the_least(None) == ""


def test_how_often_in_words() -> None:
    assert [often(hz) for hz in (10.0, 2.5, 1.5, 1.0, 0.5, 0.3, 0.2)] == [
        "10 times a second", "2.5 times a second", "1.5 times a second", "once a second",
        "once in 2 s", "once in 3.3 s", "once in 5 s",
    ]  # fmt: skip
    assert all("0 s" not in often(hz).split() for hz in STEPS_HZ)


def told(*items: ObserverPaced | ObserverSampled) -> ObserverState:
    return fold(ComparisonState(), items).observer


def test_what_was_told_of_rates_is_known_with_the_slowest() -> None:
    slow, busy = Pace(2, "budget"), Pace(4, "busy")
    its = told(ObserverPaced(1.0, busy), ObserverPaced(2.0, slow), ObserverPaced(3.0, USUAL))
    assert (its.pace, its.slowest) == (USUAL, slow)
    said = at_the_least(its.slowest)
    assert said == "At times it was looked at only 2 times a second, to stay below 5 % of a core."
    assert "since the machine was busy" in at_the_least(busy)


@pytest.mark.parametrize("hz", [0.0, -1.0, 1e9])
def test_a_rate_that_cannot_be_is_not_believed(hz: float) -> None:
    assert told(ObserverPaced(1.0, Pace(hz, "budget"))) == ObserverState()


def test_the_page_on_this_room_shows_the_table() -> None:
    page = (Path(rates_file).parent / "README.md").read_text(encoding="utf-8")
    for rule in RULES:
        assert f"| {rule.why} | {rule.when} | {rule.looks_hz:g} | {rule.pictures_hz:g} |\n" in page

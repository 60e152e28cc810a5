"""What a comparison will run: checked before anything starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tui.feeds.live.control import LEAN, LINES_HZ, STAND_BY, ProbeOrder
from tui.lessons import LessonError
from tui.lessons.knob import KnobValue
from tui.lessons.lesson import Calibration, Control, Scenario, Variant
from tui.telemetry.objects import Level
from tui.telemetry.text import plain

CALIBRATED = "calibrated"


class Plan(Struct, frozen=True):
    """The variants of one scenario, with one setting of the knobs, on one Python."""

    scenario: Scenario
    variants: tuple[Variant, ...]
    knobs: Mapping[str, KnobValue]
    """A value for each knob; `calibrated` where a short measurement before the first run shall find it."""
    repeats: int
    python: str
    """The interpreter's executable."""
    time_limit_s: float | None
    """For each run; None when a person lifted it."""
    probe: ProbeOrder = LEAN
    """How closely the probes are to look."""
    inherits_input: bool = False
    """Whether the program reads our own standard input."""
    is_own: bool = False
    """Whether it is a person's own program, whose environment stays as it is."""
    of: tuple[str, ...] = ()
    """Installed packages that are looked at as if they were a part of the program."""
    keeps: bool = False
    """Whether what the program leaves running lives on."""
    is_steered: bool = False
    """Whether the program is told on its standard input what a person changes, where its lesson knows how."""
    copy: Path | None = None
    """A person's edited copy, which is run in place of the scenario's program."""

    @property
    def title(self) -> str:
        """The scenario's, which says when it is not the scenario's own program that is run."""
        return f"{self.scenario.title} · edited copy" if self.copy else self.scenario.title

    @property
    def program(self) -> Path:
        """What is run."""
        return self.copy or self.scenario.program

    @property
    def control(self) -> Control | None:
        """How the running program is steered; None when it is not."""
        return self.scenario.control if self.is_steered else None

    @property
    def calibration(self) -> Calibration | None:
        """The measurement to make first, or None when no knob needs it."""
        calibration = self.scenario.calibration
        return calibration if calibration and self.knobs.get(calibration.knob) == CALIBRATED else None


def with_lines(plan: Plan) -> Plan:
    """Return a plan whose runs are looked at from the start on: which lines their threads are in."""
    return replace(plan, probe=replace(plan.probe, lines_hz=LINES_HZ))


def make_plan(
    scenario: Scenario,
    *,
    python: str,
    has: frozenset[str],
    usable_cores: float,
    variants: Sequence[str] = (),
    knobs: Mapping[str, KnobValue] | None = None,
    repeats: int = 1,
    time_limit_s: float | None = -1.0,
    is_steered: bool = False,
    copy: Path | None = None,
    level: Level | None = None,
    inherits_input: bool = False,
    is_own: bool = False,
    of: Sequence[str] = (),
    keeps: bool = False,
) -> Plan:
    """Return the plan; LessonError says in one sentence what cannot be.

    `has` holds the features (`module:attribute`) that the chosen Python has. Without `variants` every variant that this
    Python can run is taken; the baseline always comes first. `time_limit_s` -1 means the lesson's own, and so does no
    `level`: how closely locks are watched.
    """
    if not 1 <= repeats <= 100:
        raise LessonError(f"repeats cannot be {repeats}: give from 1 to 100.")
    chosen = [scenario.variant(name) for name in dict.fromkeys(variants)]
    for variant in chosen:
        if not can_run(variant, has):
            raise LessonError(f"{variant.name} needs {variant.needs_says or variant.needs}: choose another Python.")
    if not chosen:
        chosen = [variant for variant in scenario.variants if can_run(variant, has)]
    values, probe = default_knobs(scenario, usable_cores) | dict(knobs or {}), scenario.probe
    for name in values:
        scenario.knob(name)
    return Plan(
        scenario=scenario,
        variants=tuple(sorted(chosen, key=lambda v: (not v.baseline, scenario.variants.index(v)))),
        knobs=values,
        repeats=repeats,
        python=python,
        time_limit_s=scenario.time_limit_s if time_limit_s == -1.0 else time_limit_s,
        inherits_input=inherits_input,
        is_own=is_own,
        of=tuple(of),
        keeps=keeps,
        probe=ProbeOrder(
            level or probe.level, 0 if scenario.name else STAND_BY, microscope=probe.microscope, traffic=probe.traffic
        ),
        is_steered=is_steered,
        copy=copy,
    )


def usual_s(plan: Plan, usable_cores: float, has: frozenset[str]) -> float | None:
    """Return how long its lesson says that it takes; None where the plan is not the lesson's own."""
    able = {variant.name for variant in plan.scenario.variants if can_run(variant, has)}
    is_own = plan.knobs == default_knobs(plan.scenario, usable_cores) and {v.name for v in plan.variants} == able
    return plan.scenario.expected_s * plan.repeats if is_own and plan.copy is None else None


def can_run(variant: Variant, has: frozenset[str]) -> bool:
    """Whether a Python with these features has what the variant needs."""
    return variant.needs is None or variant.needs in has


def default_knobs(scenario: Scenario, usable_cores: float) -> dict[str, KnobValue]:
    """Return each knob's default on a machine with so many usable cores."""
    return {knob.name: knob.default_for(usable_cores) for knob in scenario.knobs}


def arguments(plan: Plan, variant: Variant, calibrated: Mapping[str, KnobValue] | None = None) -> list[str]:
    """Return the program's command-line arguments for one run of the plan."""
    found = list(variant.arguments)
    for name, value in (dict(plan.knobs) | dict(calibrated or {})).items():
        knob = plan.scenario.knob(name)
        if knob.kind == "flag":
            found += [knob.option] if value == "on" else []
        elif value not in ("default", CALIBRATED):
            found += [knob.option, str(value)]
    return [*found, plan.control.option] if plan.control else found


def shown_path(program: Path) -> str:
    """Return the program's path as a person would write it: with its folder, without the machine's own part."""
    return plain("/".join(program.parts[-2:]))


def workers_of(knobs: Mapping[str, KnobValue]) -> int | None:
    """Return the number of workers that the knobs ask for; None when there is no such knob."""
    value = knobs.get("workers")
    return int(value) if isinstance(value, int | float) else None


DOUBT = 1.15
"""What caches may add to a speed-up beyond the number of workers."""


class Doubts:
    """Baselines that are run again: what was faster than so many workers can be had a faster machine than they."""

    def __init__(self, plan: Plan, usable_cores: float) -> None:
        self._base = next((variant for variant in plan.variants if variant.baseline), None)
        workers = workers_of(plan.knobs)
        # Where a lesson is not about speed a variant may be any times as fast: without a lock, for example.
        is_about_speed = workers is not None and "panels" in plan.scenario.boards
        self._most = max(1.0, min(float(workers or 1), usable_cores)) * DOUBT if is_about_speed else None
        self._took_s: dict[tuple[str, int], float] = {}
        self._again: set[int] = set()

    def took(self, variant: str, repeat: int, elapsed_s: float) -> None:
        """Take a run that ended well."""
        self._took_s[variant, repeat] = elapsed_s

    def again(self) -> list[tuple[Variant, int]]:
        """Return the baseline's runs that are to be done again, each once."""
        base, most = self._base, self._most
        if base is None or most is None:
            return []
        least: dict[int, float] = {}
        for (variant, repeat), took_s in self._took_s.items():
            if variant != base.name:
                least[repeat] = min(took_s, least.get(repeat, took_s))
        slow = [repeat for repeat, its_s in least.items() if self._took_s.get((base.name, repeat), 0.0) > most * its_s]
        found = [repeat for repeat in slow if repeat not in self._again]
        self._again.update(found)
        return [(base, repeat) for repeat in found]

"""Makes up stories: from one number always the same one."""

from __future__ import annotations

import random
from typing import get_args

from tests.campaign.outcome import Ambiguous, outcome
from tests.campaign.story import Actor, Deed, Outcome, Story, Thing, Type, Verb, Way
from tests.campaign.writing import ENDS

NAMES = ("ada", "bob", "cyd", "dan", "eve")
TRIES = 200
_USES: dict[Type, tuple[tuple[Verb, ...], ...]] = {
    "Lock": (("acquire", "release"), ("acquire", "release"), ("acquire",)),
    "RLock": (("acquire", "release"), ("acquire", "acquire", "release", "release"), ("acquire", "acquire", "release")),
    "Semaphore": (("acquire", "release"), ("acquire",)),
    "Queue": (("put",), ("put",), ("get",), ("get",), ("put", "put"), ("get soon",)),
    "Event": (("set",), ("wait",)),
    "Condition": (("notify",), ("hear",)),
    "Barrier": (("meet",),),
}
"""What somebody does with a thing, in turn."""


def story(seed: int) -> tuple[Story, Outcome]:
    """Return a story that comes out in one way only, and how."""
    chance = random.Random(seed)
    for _ in range(TRIES):
        told = _story(chance)
        try:
            return told, outcome(told)
        except Ambiguous:
            continue
    raise RuntimeError(f"no story comes from {seed}")


def _story(chance: random.Random) -> Story:
    way: Way = chance.choice(get_args(Way) if chance.random() < 0.5 else ("threads", "fork"))
    names = NAMES[: chance.randint(1, 4)]
    things = tuple(_thing(chance, number) for number in range(chance.randint(1, 3)))
    daemons = {name for name in names if chance.random() < 0.2}
    plans: dict[str, list[tuple[Verb, str]]] = {name: _plan(chance, things, way) for name in names}
    if way == "threads" and len(names) > 1 and chance.random() < 0.3:
        who, whom = chance.sample(names, 2)
        plans[who] = [(verb, of) for verb, of in plans[who] if verb not in ENDS]
        plans[who].insert(chance.randint(0, len(plans[who])), ("join", whom))
    plans["main"] = [deed for deed in _plan(chance, things, way) if deed[0] != "exit"] if chance.random() < 0.3 else []
    moments = [name for name, plan in plans.items() for _ in plan]
    chance.shuffle(moments)
    last = len(moments)
    deeds: dict[str, list[Deed]] = {name: [] for name in ("main", *names)}
    for moment, name in enumerate(moments):
        verb, of = plans[name].pop(0)
        deeds[name].append(Deed(moment, verb, of))
    for name in chance.sample(names, chance.randint(0, len(names))):
        deeds["main"].append(Deed(last, "join", name))
        last += 1
    return Story(way, things, tuple(Actor(name, tuple(deeds[name]), name in daemons) for name in ("main", *names)))


def _thing(chance: random.Random, number: int) -> Thing:
    of: Type = chance.choice(get_args(Type))
    sizes = {"Semaphore": (1, 2), "Barrier": (2, 3), "Queue": (0, 1, 2)}
    return Thing(f"{of.lower()}_{number}", of, chance.choice(sizes.get(of, (0,))))


def _plan(chance: random.Random, things: tuple[Thing, ...], way: Way) -> list[tuple[Verb, str]]:
    plan: list[tuple[Verb, str]] = []
    for thing in chance.sample(things, chance.randint(1, len(things))):
        verbs = list(chance.choice(_USES[thing.type]))
        if way != "threads" and not thing.size and verbs == ["put"] and chance.random() < 0.5:
            verbs = ["put big"]
        at = chance.randint(0, len(plan))  # Within what is done with another thing, or behind it.
        plan[at:at] = [(verbs[0], thing.name)]
        plan += [(verb, thing.name) for verb in verbs[1:]]
    ends: tuple[Verb, ...] = ("raise", "tick", "serve") if way == "threads" else ("raise", "exit", "tick", "serve")
    if chance.random() < 0.25:
        plan.insert(chance.randint(0, len(plan)), (chance.choice(ends), ""))
        last = next(at for at, (verb, _) in enumerate(plan) if verb in ends)
        del plan[last + 1 :]
    return plan

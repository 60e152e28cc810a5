"""How a story comes out: its deeds in their order, one after another. It knows nothing of the product."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.campaign.story import Actor, Deed, Outcome, Story, Thing

ONE_GOES_ON = ("acquire", "get", "get soon", "put", "put big", "hear")
"""Of several who wait with one of these for the same thing it is anybody's guess who goes on first."""


class Ambiguous(Exception):  # noqa: N818
    """It may come out in more than one way."""


@dataclass(eq=False, slots=True)
class Playing:
    """One actor while the story goes on."""

    actor: Actor
    done: int = 0
    is_waiting: bool = False
    is_over: bool = False
    is_able: bool = False
    is_told: bool = False
    """Whether it was notified, or all have come to the barrier."""
    unsent: list[str] = field(default_factory=list)
    """Queues that hold a large item of its own."""

    @property
    def deed(self) -> Deed | None:
        """What it does next; None at its end."""
        return self.actor.deeds[self.done] if self.done < len(self.actor.deeds) else None


@dataclass(eq=False, slots=True)
class Shared:
    """One thing while the story goes on."""

    of: Thing
    holder: Playing | None = None
    depth: int = 0
    taken: int = 0
    """Of a lock or semaphore: permits that are out."""
    items: list[Playing | None] = field(default_factory=list)
    """Of a queue: who put a large item, None for a small one."""
    is_set: bool = False
    here: list[Playing] = field(default_factory=list)
    """Who is at a barrier or condition."""


class Play:
    """The story so far."""

    def __init__(self, story: Story) -> None:
        self.actors = {actor.name: Playing(actor) for actor in story.actors}
        self.main = self.actors[story.actors[0].name]
        self.things = {thing.name: Shared(thing) for thing in story.things}
        self.died: dict[str, str] = {}
        self.is_threads = story.way == "threads"

    def outcome(self, last: int) -> Outcome:
        """Play it to the end."""
        for moment in range(last + 2):
            for who in [who for who in self.actors.values() if self._is_due(who, moment)]:
                self._reach(who)
            self._settle(moment)
        return self._rest()

    def _is_due(self, who: Playing, moment: int) -> bool:
        """Whether it comes to its next deed just now; who has none comes to its end with its last."""
        deed = who.deed
        return not (who.is_waiting or who.is_over or who.is_able) and deed is not None and deed.moment == moment

    def _reach(self, who: Playing) -> None:
        deed = who.deed
        assert deed is not None
        if deed.verb in ("hear", "meet"):
            self._arrive(who, self.things[deed.of], deed)
        if self._can(who, deed):
            self._do(who, deed)
        else:
            who.is_waiting = True

    def _arrive(self, who: Playing, thing: Shared, deed: Deed) -> None:
        who.is_told = False
        thing.here.append(who)
        if deed.verb == "meet" and len(thing.here) == thing.of.size:
            for other in thing.here:
                other.is_told = True
            thing.here = []

    def _settle(self, moment: int) -> None:
        """Let those go on who can by now, until nobody can."""
        while True:
            late = [who for who in self.actors.values() if self._is_late(who, moment)]
            waiting = [who for who in self.actors.values() if who.is_waiting and self._goes_on(who)]
            if len(late) + len(waiting) > 1:
                self._check([*late, *waiting])
            if not late and not waiting:
                return
            for who in late[:1] or waiting[:1]:
                who.is_waiting = False
                self._next(who)

    def _is_late(self, who: Playing, moment: int) -> bool:
        if who.is_waiting or who.is_over or who.is_able:
            return False
        return who.deed is None or who.deed.moment <= moment

    def _next(self, who: Playing) -> None:
        deed = who.deed
        if deed is None:
            self._end(who)
        elif deed.verb in ("hear", "meet") and who.is_told:
            self._do(who, deed)
        else:
            self._reach(who)

    def _check(self, ready: list[Playing]) -> None:
        """Several go on at once: that must not matter."""
        deeds = [who.deed for who in ready if who.deed is not None]
        things = [deed.of for deed in deeds if deed.verb != "join"]
        if len(things) != len(set(things)) and any(deed.verb in ONE_GOES_ON for deed in deeds):
            raise Ambiguous
        if any(who.deed is not None and who.done + 1 < len(who.actor.deeds) for who in ready):
            raise Ambiguous  # What they do after that might meet.

    def _goes_on(self, who: Playing) -> bool:
        return self._can_end(who) if who.deed is None else self._can(who, who.deed)

    def _can(self, who: Playing, deed: Deed) -> bool:
        thing = self.things.get(deed.of)
        if thing is None:
            return deed.verb != "join" or self.actors[deed.of].is_over
        return CAN.get(deed.verb, _always)(who, thing)

    def _do(self, who: Playing, deed: Deed) -> None:
        thing = self.things.get(deed.of)
        who.done += 1
        if deed.verb in ("raise", "exit"):
            self.died[who.actor.name] = "ValueError" if deed.verb == "raise" else "3"
            who.done = len(who.actor.deeds)
            if deed.verb == "exit":
                who.unsent = []
        elif deed.verb in ("tick", "serve"):
            who.is_able = True
        elif thing is not None:
            DO[deed.verb](who, thing)
        if who.deed is None and not who.is_able:
            self._end(who)

    def _can_end(self, who: Playing) -> bool:
        others = [a for a in self.actors.values() if a is not who and not a.is_over and not a.actor.is_daemon]
        return not who.unsent and not (who is self.main and others)

    def _end(self, who: Playing) -> None:
        if who is self.main and not self.is_threads:
            for other in self.actors.values():
                other.is_over = other.is_over or other.actor.is_daemon  # That comes before the others are awaited.
                other.is_waiting = other.is_waiting and not other.is_over
        who.is_over = self._can_end(who)
        who.is_waiting = not who.is_over

    def _rest(self) -> Outcome:
        if self.main.is_over:
            return Outcome(died=self.died)
        left = {name: who for name, who in self.actors.items() if not who.is_over}
        return Outcome(
            False,
            {name: self._what(who) for name, who in left.items() if who.is_waiting},
            {name for name, who in left.items() if who.is_able},
            self.died,
            {name: its.holder.actor.name for name, its in self.things.items() if its.holder and its.holder.is_over},
        )

    def _what(self, who: Playing) -> str:
        if who.deed is not None:
            return who.deed.of
        if who.unsent:
            return who.unsent[0]
        return next(n for n, a in self.actors.items() if a is not who and not a.is_over and not a.actor.is_daemon)


def _always(who: Playing, thing: Shared) -> bool:
    return True


def _is_free(who: Playing, thing: Shared) -> bool:
    is_own = thing.of.type == "RLock" and thing.holder is who
    return is_own or thing.taken < max(1, thing.of.size)


def _take(who: Playing, thing: Shared) -> None:
    thing.depth += 1
    if thing.of.type == "Semaphore" or thing.depth == 1:
        thing.taken += 1
    thing.holder = None if thing.of.type == "Semaphore" else who


def _give(who: Playing, thing: Shared) -> None:
    thing.depth -= 1
    if thing.of.type == "Semaphore" or not thing.depth:
        thing.taken -= 1
        thing.holder = None


def _get(who: Playing, thing: Shared) -> None:
    whose = thing.items.pop(0)
    if whose is not None:
        whose.unsent.remove(thing.of.name)


def _put(who: Playing, thing: Shared) -> None:
    if any(whose not in (None, who) for whose in thing.items):
        raise Ambiguous  # It waits behind the large item, and so does its end.
    thing.items.append(None)


def _put_big(who: Playing, thing: Shared) -> None:
    _put(who, thing)
    thing.items[-1] = who
    who.unsent.append(thing.of.name)


def _set(who: Playing, thing: Shared) -> None:
    thing.is_set = True


def _notify(who: Playing, thing: Shared) -> None:
    if len(thing.here) > 1:
        raise Ambiguous
    for other in thing.here:
        other.is_told = True
    thing.here = []


def _nothing(who: Playing, thing: Shared) -> None:
    return


CAN: dict[str, Callable[[Playing, Shared], bool]] = {
    "acquire": _is_free,
    "put": lambda who, thing: not thing.of.size or len(thing.items) < thing.of.size,
    "put big": lambda who, thing: not thing.of.size or len(thing.items) < thing.of.size,
    "get": lambda who, thing: bool(thing.items),
    "get soon": lambda who, thing: bool(thing.items),
    "wait": lambda who, thing: thing.is_set,
    "hear": lambda who, thing: who.is_told,
    "meet": lambda who, thing: who.is_told,
}
DO: dict[str, Callable[[Playing, Shared], None]] = {
    "acquire": _take, "release": _give, "put": _put, "put big": _put_big,
    "get": _get, "get soon": _get, "set": _set, "wait": _nothing, "notify": _notify, "hear": _nothing, "meet": _nothing,
}  # fmt: skip


def outcome(story: Story) -> Outcome:
    """Return how it comes out; raise Ambiguous where that hangs on who is faster."""
    found = Play(story).outcome(story.last_moment)
    for actor in story.actors:
        whose = found.blocked.get(actor.name)
        if whose and any(deed.verb == "get soon" and deed.of == whose for deed in actor.deeds):
            del found.blocked[actor.name]
            found.able.add(actor.name)
    return found

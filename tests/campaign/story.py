"""A small concurrent program as data: who does what, at which of a row of moments that are far enough apart.

Everything happens in one known order, so `outcome` can say by itself how the program comes out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Verb = Literal[
    "acquire", "release", "put", "put big", "get", "get soon", "set", "wait", "notify", "hear", "meet", "join", "raise",
    "exit", "tick", "serve",
]  # fmt: skip
"""get soon: with a time limit, again and again until there is one · hear: wait at a condition · meet: at a barrier ·
exit: a process leaves with code 3 · tick: sleeps for ever, in short naps · serve: waits for a connection for ever."""
Way = Literal["threads", "fork", "spawn", "forkserver"]
Type = Literal["Lock", "RLock", "Semaphore", "Queue", "Event", "Condition", "Barrier"]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is shared."""

    name: str
    type: Type
    size: int = 0
    """Permits of a semaphore, parties of a barrier, most items of a queue; 0 for any number."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that somebody does."""

    moment: int
    """It is not done before this moment of the story; no two deeds have the same."""
    verb: Verb
    of: str = ""
    """The thing's or actor's name."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A thread or process, with what it does in turn."""

    name: str
    deeds: tuple[Deed, ...]
    is_daemon: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """A program. The first actor is the main thread, which starts the others."""

    way: Way
    things: tuple[Thing, ...]
    actors: tuple[Actor, ...]

    @property
    def last_moment(self) -> int:
        """The last one at which anything happens."""
        return max((deed.moment for actor in self.actors for deed in actor.deeds), default=0)


@dataclass(slots=True)
class Outcome:
    """How a story comes out."""

    ends: bool = True
    """Whether the program ends by itself."""
    blocked: dict[str, str] = field(default_factory=dict)
    """Who waits for ever, and for which thing or actor: a process with items that nobody takes for their queue."""
    able: set[str] = field(default_factory=set)
    """Who goes on for ever."""
    died: dict[str, str] = field(default_factory=dict)
    """Who ended badly: with `ValueError`, or with `3`."""
    held: dict[str, str] = field(default_factory=dict)
    """Locks whose holder has ended, and who that was."""

    @property
    def nobody_can_go_on(self) -> bool:
        """Whether all that is left waits for each other, or for somebody who is gone."""
        return not self.ends and not self.able

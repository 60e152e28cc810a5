"""Everything a key does, by name, in the command palette."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual import actions, work
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider

from tui import keys
from tui.play.lesson_keys import keys_of
from tui.screens.bindings import action_for
from tui.screens.stage.stage import Stage


class Palette(CommandPalette):
    """Textual's, but a search that finds the palette closed already ends nothing but itself."""

    @work(exclusive=True, group=CommandPalette._GATHER_COMMANDS_GROUP, exit_on_error=False)
    async def _gather_commands(self, search_value: str) -> None:
        await CommandPalette._gather_commands.__wrapped__(self, search_value)  # type: ignore[attr-defined]


class KeyCommands(Provider):
    """The key table as commands."""

    async def discover(self) -> Hits:
        for name, says, action in self._offered():
            yield DiscoveryHit(name, partial(self._do, action), help=says)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, says, action in self._offered():
            score = _score(query, name, matcher.match(name), matcher.match(says))
            if score > 0:
                yield Hit(score, matcher.highlight(name), partial(self._do, action), help=says)

    def _offered(self) -> Iterator[tuple[str, str, str]]:
        """Yield the commands that do something now: over a dialog only the app's own."""
        stage = self.screen if isinstance(self.screen, Stage) else None
        more = (*keys_of(stage.comparison.scenario), *stage.frame.keys) if stage else ()
        for name, says, action in (*commands(), *commands(more)):
            _, what, parameters = actions.parse(action_for(action))
            if action.startswith("app.") or (stage and stage.check_action(what, parameters)):
                yield name, says, action

    async def _do(self, action: str) -> None:
        await self.app.run_action(action_for(action), self.screen)


def _score(query: str, name: str, in_name: float, in_words: float) -> float:
    """Return how well a command fits: by the beginning of its name before all, then by its name, then by its words."""
    if name.casefold().startswith(query.strip().casefold()):
        return 2 + in_name
    return 1 + in_name if in_name > 0 else in_words / 2


def commands(of: tuple[keys.Key, ...] = keys.KEYS) -> Iterator[tuple[str, str, str]]:
    """Yield the name, the words and the action of every command."""
    for key in of:
        for name in key.keys if key.numbered else key.keys[:1]:
            shown = name if key.numbered else key.shown
            label = f"{key.label} {name}" if key.numbered else key.label
            yield f"{label}  ({shown})", key.says, key.action_for(name)

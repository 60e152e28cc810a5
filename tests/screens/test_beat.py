"""The frame tick steps while it is told to, and what it raises is heard."""

from __future__ import annotations

import pytest
from textual.app import App

from tests.support.scripted import until
from tui.screens.stage.beat import Beat


class Clocked(App[None]):
    steps = 0
    raises = False

    def on_mount(self) -> None:
        self.beat = Beat(self, 0.001, self.step)

    def step(self) -> None:
        self.steps += 1
        if self.raises:
            raise LookupError("a step that fails")


async def test_it_steps_from_go_to_rest() -> None:
    app = Clocked()
    async with app.run_test() as pilot:
        assert app.steps == 0
        app.beat.go()
        app.beat.go()
        await until(lambda: app.steps > 3, what="steps")
        app.beat.rest()
        before = app.steps
        await pilot.pause(0.02)
        assert app.steps == before


async def test_a_step_that_raises_ends_the_app() -> None:
    app = Clocked()
    with pytest.raises(LookupError):
        async with app.run_test():
            app.raises = True
            app.beat.go()
            await until(lambda: app.return_code is not None, what="the end")
    assert app.steps == 1

"""The board of Amdahl's wall: bars and chart, at every size and in every state."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.draw.picture import picture
from tests.support.jobs import Jobs
from tests.support.scripted import until
from tests.support.staging import Staged, staged
from tui.boards.amdahl.wall import paint, present
from tui.boards.amdahl.wall_view import WallView
from tui.boards.sheet import Sheet, painted
from tui.draw.glyphs import ASCII, UNICODE
from tui.learning.learning import Learner, learner_at
from tui.lessons.catalogue import find
from tui.model.amdahl.jobs import fitted, points_of
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.screens.dialogs.asked import AskCurve


def view(guess: float | None = None, **settings: object) -> WallView:
    jobs = Jobs(**settings)  # type: ignore[arg-type]
    run = fold(ComparisonState(), jobs.comparison()).runs[0]
    points = points_of(run)
    return WallView(
        most=jobs.workers, cores=jobs.cores, serial=jobs.serial / 100, points=points, fit=fitted(points, jobs.cores),
        guess=guess, facts="median of 3 rounds",
    )  # fmt: skip


def drawn(seen: WallView, width: int, height: int) -> list[str]:
    return picture(painted(paint, seen, Sheet(width, height, UNICODE))).splitlines()


def test_four_cores_and_six_workers() -> None:
    assert drawn(view(3.2, cores=4.0, workers=6, spread=0.1), 106, 24) == [
        "╭─ elapsed ───────────── median of 3 rounds ─╮╭─ speed-up ─────────────────── ● measured, least to most ─╮",
        "│ █ for one alone  █ shared out              ││                                 │              · ·       │",
        "│                                            ││                                 │            ·           │",
        "│   1 █████████████████████████████ 0.60 s   ││       the wall: 5.00×, 1 / 20 % │          ·             │",
        "│     █████████████████████████████          ││  5× ┤───────────────────────────│────────·─────────────  │",
        "│                                            ││                                 │    · ·                 │",
        "│   2 █████████████████ 0.36 s               ││                                 │  · ideal               │",
        "│     █████████████████                      ││                                 │·                       │",
        "│                                            ││  4× ┤                          ·│                        │",
        "│   3 ██████████████ 0.28 s                  ││                              ·  │                        │",
        "│     ██████████████                         ││                          · ·    │                        │",
        "│                                            ││                        ·        │        ◇   ◇  ◇▁       │",
        "│   4 ████████████ 0.24 s                    ││  3× ┤                ·          │  ◇  ◇▁▁│━━━━━━  │      │",
        "│     ████████████                           ││                    ·         ◇▁▁●━━━━━   ●        ●      │",
        "│                                            ││                  ·     │▁▁◇━━━  │        │        │      │",
        "│   5 ████████████ 0.24 s                    ││  2× ┤        · · ◇▁▁◇━━●        │                        │",
        "│     ████████████                           ││            · ▁│▁━━              │                        │",
        "│                                            ││          ·▁◇━ ●                 │                        │",
        "│   6 ████████████ 0.24 s                    ││       ▁▁◇━                      │                        │",
        "│     ████████████                           ││  1× ┤●                          │ 4 cores end            │",
        "│                                            ││      1        2        3        4        5        6      │",
        "│ 0.12 s for one alone in every row          ││                                                          │",
        "│                                            ││  ━ fit: 20 % alone  (20 % set)  ◇ you  · ideal           │",
        "╰────────────────────────────────────────────╯╰──────────────────────────────────────────────────────────╯",
    ]


def test_a_small_terminal() -> None:
    assert drawn(view(), 80, 17) == [
        "╭─ elapsed ─ median of 3 rounds ─╮╭─ speed-up ──────────────────── ● measured ─╮",
        "│ █ for one alone  █ shared out  ││      the wall: 5.00×                       │",
        "│                                ││ 5× ┤───────────│────────────────────────── │",
        "│   1 █████████████████ 0.60 s   ││                │                           │",
        "│     █████████████████          ││ 4× ┤           │                    ·      │",
        "│                                ││                │                · ·        │",
        "│   2 ██████████ 0.36 s          ││                │            ·  ideal       │",
        "│     ██████████                 ││ 3× ┤           │        · ·                │",
        "│                                ││                │    · ·        ▁▁▁▁▁▁━     │",
        "│   3 ██████████ 0.36 s          ││ 2× ┤          ·│· · ▁▁▁▁▁━━━━━━            │",
        "│     ██████████                 ││           · ▁▁▁●━━━━      ●           ●    │",
        "│                                ││       ▁▁▁━━━   │                           │",
        "│   4 ██████████ 0.36 s          ││ 1× ┤●━         │ 2 cores end               │",
        "│     ██████████                 ││     1          2          3           4    │",
        "│                                ││                                            │",
        "│ 0.12 s for one alone           ││ ━ fit: 20 % alone  (20 % set)  · ideal     │",
        "╰────────────────────────────────╯╰────────────────────────────────────────────╯",
    ]


def test_without_colours_texture_tells_the_parts_apart() -> None:
    rows = picture(painted(paint, view(), Sheet(60, 9, UNICODE, no_color=True))).splitlines()
    assert rows[2] == "│    1 ▆▆▆▆▆▆▆▆░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 0.60 s    │"


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize("size", [(40, 30), (60, 9), (71, 22), (72, 9), (120, 26), (200, 50)])
@pytest.mark.parametrize(
    "seen",
    [
        view(), view(4.0, workers=1), view(0.5, serial=0), view(18.0, serial=100), view(cores=1.0), view(workers=40),
        view(speed=lambda n: 1 / n), view(speed=lambda n: 3.0 * n), view(speed=lambda n: n**9.0),
        view(done=0), view(serial=1, cores=64.0, workers=3),
    ],
)  # fmt: skip
def test_anything_fits(seen: WallView, size: tuple[int, int], glyphs: object) -> None:
    sheet = Sheet(*size, glyphs)  # type: ignore[arg-type]
    assert len(painted(paint, seen, sheet)) == size[1] == len(painted(present, seen, sheet))


@asynccontextmanager
async def showing(size: tuple[int, int], learner: Learner | None = None, **settings: object) -> AsyncIterator[Staged]:
    told = Jobs(**settings).comparison()  # type: ignore[arg-type]
    async with staged(size, lambda plan: told, lessons=[find("amdahls-wall")], learner=learner) as at:
        yield at


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
async def test_every_size_and_key_stays_within_the_screen(size: tuple[int, int]) -> None:
    async with showing(size) as at:
        await at.start()
        for key in ("c", "c", "z", "z", "p", "p", "l"):
            await at.press(key)
            at.rows()


async def test_the_curve_is_bent_locked_drawn_and_graded(tmp_path: object) -> None:
    learner = learner_at(tmp_path)  # type: ignore[arg-type]
    async with showing((120, 40), learner) as at:
        await at.press("space")
        await until(lambda: isinstance(at.app.screen, AskCurve), what="the question")
        await at.press("enter")
        await at.sees("Nothing is locked yet: bend the curve first")
        await at.press("up", "up", "down", "right")
        await at.sees("times as fast with 10 workers")
        await at.press("3", ".", "5")
        await at.sees("you: 3.50× with 10")
        await at.press("enter")
        await until(lambda: bool(at.feeds), what="a run")
        await at.advance()
        await at.sees("you said 3.5 times · measured 1.7 times · ✗ too high")
        await at.sees("you: 3.50× with")
    (entry,) = learner.journal.read()
    assert (entry.guess, entry.outcome) == ("3.5 times", "too_high")

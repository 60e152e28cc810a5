"""A picture is one text: the rows of the screen, then for each row its runs of cells with one style."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from rich.segment import Segment
from rich.style import Style

from tests.support.staging import Staged
from tui.draw.cells import cell_width

TIME = re.compile(r"(?:20\d\d-)?\d\d-\d\d[ T-]\d\d:?\d\d(?::?\d\d)?")
"""What tells today's time: of an answer in the journal, or of an export."""
STYLES = "\nstyles\n"
"""What parts the rows of a picture from their styles."""
WORDS = ("bold", "dim", "italic", "underline", "blink", "reverse", "strike", "overline")


def text_of(picture: str) -> str:
    """Return a picture's rows without their styles."""
    return picture.partition(STYLES)[0]


def picture(at: Staged) -> str:
    """Return the screen: its rows, and each row's styles."""
    width, height = at.app.size
    rows = (f"{n:2}|{row}" for n, row in enumerate(at.rows()))
    styles = (f"{n:2}: {_runs(strip)}" for n, strip in enumerate(at.app.screen._compositor.render_strips()))
    return "\n".join((f"{width}x{height}", *rows, STYLES.rstrip(), *styles, ""))


def _runs(strip: Iterable[Segment]) -> str:
    """Return `first cell+cells style` for each run of one style."""
    runs, start = [], 0
    for words, run in groupby(strip, lambda segment: _words(segment.style)):
        size = sum(cell_width(segment.text) for segment in run)
        runs.append(f"{start}+{size} {words}")
        start += size
    return "; ".join(runs)


def _words(style: Style | None) -> str:
    if style is None:
        return "none"
    inks = (colour.name if colour else "-" for colour in (style.color, style.bgcolor))
    return " ".join([*(word for word in WORDS if getattr(style, word)), " on ".join(inks)])


@dataclass(slots=True)
class Album:
    """The folder of a set of pictures."""

    folder: Path
    count: int = 0

    def put(self, name: str, text: str) -> None:
        path = self.folder / f"{name}.txt"
        assert not path.exists(), f"two pictures of one name, or a folder that was not empty: {path}"
        path.write_text(TIME.sub(lambda found: re.sub(r"\d", "0", found[0]), text), encoding="utf-8")
        self.count += 1


@dataclass(slots=True)
class Camera:
    """One app that is open, and the pictures taken of it."""

    at: Staged
    album: Album
    name: str
    """What is on the screen and in which colours: how the names of its pictures begin."""

    async def settled(self) -> str:
        """Return the picture once it is the same three times."""
        last, same = "", 0
        for _ in range(200):
            await self.at.pilot.pause()
            now = picture(self.at)
            same = same + 1 if now == last else 0
            if same == 2:
                return now
            last = now
        raise AssertionError(f"{self.name} never stands still:\n{last}")

    async def drawn(self) -> None:
        """Draw once more: a board drawn first may show what a later one decided only the time after."""
        await self.settled()
        self.at.stage.show()

    async def take(self, what: str) -> str:
        width, height = self.at.app.size
        text = await self.settled()
        self.album.put(f"{self.name}.{width}x{height}.{what}", text)
        return text

    async def look(self, what: str, *keys: str, back: tuple[str, ...] = ("escape",)) -> None:
        """Press keys, take a picture, go back."""
        for key in keys:
            await self.at.press(key)
            if key != keys[-1]:  # What a key does may depend on what stands on the screen.
                await self.settled()
        await self.take(what)
        self.at.app.notify("")  # What stands in the key bar for some seconds.
        await self.at.press(*back)
        self.at.app.notify("")

    async def zooms(self, what: str) -> None:
        """Enlarge one board after the other, until the picture is whole again."""
        seen = {await self.settled()}
        for number in range(1, 16):
            await self.at.press("z")
            now = await self.take(f"{what}.zoom{number}")
            if now in seen:
                break
            seen.add(now)
        await self.at.press("escape")

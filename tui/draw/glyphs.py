"""The glyph sets. Every glyph takes one cell in every terminal; none of them has an emoji form."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import fields, force_setattr, replace

from tui.draw.cells import cell_width, tame


class Glyphs(Struct, frozen=True):
    """What everything on the screen is drawn with."""

    horizontal: str = "─"
    vertical: str = "│"
    top_left: str = "╭"
    top_right: str = "╮"
    bottom_left: str = "╰"
    bottom_right: str = "╯"
    tick: str = "┤"
    """Where an axis carries a label, and where an arrow leaves a frame to the left."""
    branch: str = "├"
    """Where an arrow leaves a frame to the right."""
    blocks: str = "▁▂▃▄▅▆▇█"
    """Eight heights, lowest first."""
    busy: str = "▆"
    """In a lane: runs."""
    waits: str = "▂"
    """In a lane: waits for a lock, a queue, a core."""
    idle: str = "▁"
    """In a lane: has no work. Not alive is a space."""
    solid: str = "█"
    dark: str = "▓"
    medium: str = "▒"
    light: str = "░"
    thick: str = "━"
    """Done, in a progress line."""
    thin: str = "─"
    """To do, in a progress line."""
    square: str = "■"
    """Full, in a meter."""
    dot: str = "·"
    """Empty, in a meter."""
    disc: str = "●"
    ring: str = "○"
    diamond: str = "◆"
    hollow: str = "◇"
    right: str = "▸"
    left: str = "◂"
    up: str = "↑"
    down: str = "↓"
    yes: str = "✓"
    no: str = "✗"
    times: str = "×"
    more: str = "…"
    """Where text is cut."""
    unknown: str = "–"
    """A number that is not known."""
    point: str = "•"
    """The decimal point of big digits."""
    ascii_only: bool = False
    heights: str = ""
    """Nine heights: a space and the blocks."""
    lane: str = ""
    """The six heights of a lane, no work to busy."""

    def __post_init__(self) -> None:
        """Fill what follows from the blocks."""
        force_setattr(self, "heights", " " + self.blocks)
        force_setattr(self, "lane", self.idle + self.blocks[1:5] + self.busy)

    def spell(self, text: str) -> str:
        """Return the text as this set can show it, in as many cells; what cannot be shown is `?`."""
        if not self.ascii_only or text.isascii():
            return text
        spelt = text.translate(_SPELLING)
        if spelt.isascii():
            return spelt
        return "".join(c if c.isascii() else "?".ljust(cell_width(c)) for c in tame(spelt))


UNICODE = Glyphs()
"""What a modern terminal shows."""

PROJECTOR = replace(
    UNICODE, horizontal="━", vertical="┃", top_left="┏", top_right="┓", bottom_left="┗", bottom_right="┛"
)
"""Heavy borders, for a room."""

ASCII = Glyphs(
    horizontal="-",
    vertical="|",
    top_left="+",
    top_right="+",
    bottom_left="+",
    bottom_right="+",
    tick="|",
    branch="|",
    blocks=".:-=+*#@",
    busy="#",
    waits=":",
    idle=".",
    solid="#",
    dark="=",
    medium="%",
    light=":",
    thick="=",
    thin="-",
    square="#",
    dot=".",
    disc="*",
    ring="o",
    diamond="#",
    hollow="+",
    right=">",
    left="<",
    up="^",
    down="v",
    yes="v",
    no="x",
    times="x",
    more="~",
    unknown="-",
    point=".",
    ascii_only=True,
)
"""For TERM=linux and LANG=C."""

_SPELLING = str.maketrans(
    {
        **dict(zip(UNICODE.blocks, ASCII.blocks, strict=True)),
        **{
            getattr(glyphs, slot.name): getattr(ASCII, slot.name)
            for glyphs in (PROJECTOR, UNICODE)
            for slot in fields(Glyphs)
            if isinstance(getattr(glyphs, slot.name), str) and len(getattr(glyphs, slot.name)) == 1
        },
        **dict.fromkeys("┄┆‘’", "'"),
        **dict.fromkeys("“”", '"'),
        "—": "-",
        "µ": "u",
        "\u00a0": " ",
        "\u202f": " ",
    }
)

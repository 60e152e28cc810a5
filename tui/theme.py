"""Colours, and nowhere else: the palettes, the Textual themes made from them, and `Inks`, which turns ink into style.

An ink is a string that the drawing functions use: a token, ` bold`, and a ground, as in `thread bold on select`.
Every colour is an exact value of the xterm-256 table, so truecolor and 256-colour terminals show the same picture.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from rich.style import Style
from textual.theme import Theme

from tui.draw.glyphs import ASCII, PROJECTOR, UNICODE, Glyphs
from tui.terminal import is_served

HUES = ("thread", "process", "good", "bad", "key", "third", "parent")
"""The tokens that tell the story; everything else is a grey."""

GREYS = ("background", "panel", "select", "rule", "faint", "muted", "foreground")


def _palette(greys: str, hues: str, ramps: str) -> Mapping[str, str]:
    """Return token → colour from words in the order of `GREYS`, `HUES`, and `low mid` of every hue but the parent's."""
    found = dict(zip(GREYS, greys.split(), strict=True)) | dict(zip(HUES, hues.split(), strict=True))
    steps = [f"{hue}.{step}" for hue in HUES[:-1] for step in ("low", "mid")]
    return MappingProxyType(found | dict(zip(steps, ramps.split(), strict=True)))


DARK = _palette(
    "#121212 #262626 #3a3a3a #444444 #585858 #8a8a8a #d0d0d0",
    "#ffaf00 #87d7ff #00af87 #d75f00 #ffff87 #5f87ff #af5faf",
    "#af5f00 #d78700 #5f87af #5fafd7 #005f5f #00875f #875f00 #af5f00 #87875f #afaf5f #5f5faf #5f87d7",
)
LIGHT = _palette(
    "#eeeeee #dadada #c6c6c6 #b2b2b2 #b2b2b2 #585858 #262626",
    "#875f00 #0087ff #00875f #5f0000 #121212 #000087 #5f005f",
    "#d7af5f #af8700 #87d7ff #5fafff #87d7af #5faf87 #d78787 #af5f5f #8a8a8a #585858 #8787d7 #5f5faf",
)
PROJECTION = _palette(
    "#000000 #000000 #444444 #bcbcbc #8a8a8a #d0d0d0 #ffffff",
    "#ffaf00 #87d7ff #00d7af #ff875f #ffff87 #af87ff #ff87ff",
    "#ffaf00 #ffaf00 #87d7ff #87d7ff #00d7af #00d7af #ff875f #ff875f #ffff87 #ffff87 #af87ff #af87ff",
)
"""Black, white and hues that all reach 7:1; no ramps, so that nothing is darker than it must be."""

PALETTES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"coreograph-dark": DARK, "coreograph-light": LIGHT, "coreograph-projector": PROJECTION}
)

TONES: Mapping[str, str] = MappingProxyType(
    {
        f"{hue}.{step}": f"color({number})"
        for hue, numbers in {
            "process": (23, 24, 31, 74, 117, 195),
            "thread": (58, 94, 130, 172, 214, 229),
            "third": (17, 18, 61, 63, 111, 189),
            "good": (22, 28, 29, 36, 79, 158),
            "bad": (52, 88, 124, 167, 210, 224),
            "key": (59, 101, 143, 186, 228, 230),
            "parent": (53, 54, 90, 133, 177, 225),
            "foreground": (236, 239, 242, 246, 251, 231),
        }.items()
        for step, number in zip("abcdef", numbers, strict=True)
    }
)
"""What pictures are painted with, the same in all palettes: six tones of a hue, dark to light, as numbers of the
xterm-256 table, whose escape codes are half as long as those of exact values."""

TERMINAL = "ansi-dark"
"""Textual's theme of the terminal's own sixteen colours."""

CYCLE = (*PALETTES, TERMINAL)
"""The themes, in the order in which the key turns them."""

SAID: Mapping[str, str] = MappingProxyType(
    {
        "coreograph-dark": "dark",
        "coreograph-light": "light",
        "coreograph-projector": "projector",
        TERMINAL: "terminal's own colours",
    }
)
"""The themes as a person calls them."""


def offered(color_system: str | None) -> tuple[str, ...]:
    """Return the themes that can be read here: the palettes need 256 colours."""
    return CYCLE if color_system in ("256", "truecolor") else (TERMINAL,)


_ANSI: Mapping[str, str] = MappingProxyType(
    {
        "rule": "bright_black",
        "faint": "bright_black",
        "muted": "white",
        "foreground": "default",
        "thread": "yellow",
        "process": "bright_cyan",
        "good": "green",
        "bad": "red",
        "key": "bright_yellow",
        "third": "bright_blue",
        "parent": "magenta",
    }
)
"""The sixteen-colour names; the low end of a ramp falls back to its hue."""

_DIM = frozenset({"rule", "faint", "muted"})
_BOLD = frozenset({"key"})


def themes() -> tuple[Theme, ...]:
    """Return the three palettes as Textual themes."""
    return tuple(
        Theme(
            name=name,
            primary=palette["process"],
            secondary=palette["third"],
            accent=palette["thread"],
            warning=palette["key"],
            error=palette["bad"],
            success=palette["good"],
            foreground=palette["foreground"],
            background=palette["background"],
            surface=palette["background"],
            panel=palette["panel"],
            boost=palette["panel"],
            dark=palette is not LIGHT,
            variables={token: palette[token] for token in (*GREYS[2:6], *HUES)}
            | {"footer-key-foreground": palette["key"], "block-cursor-background": palette["select"],
               "block-cursor-foreground": palette["foreground"], "block-cursor-text-style": "bold"},
        )
        for name, palette in PALETTES.items()
    )


def variable_defaults() -> dict[str, str]:
    """Return our own tokens for themes that do not have them, such as Textual's `ansi-dark`."""
    return {token: DARK[token] for token in (*GREYS[2:6], *HUES)}


class Inks:
    """Ink to style, for one theme; every answer is remembered."""

    def __init__(self, theme: str, *, no_color: bool = False, greyed: bool = False) -> None:
        self._palette = PALETTES.get(theme)
        if self._palette is None and theme != TERMINAL:
            self._palette = DARK
        self._no_color = no_color
        self._greyed = greyed
        self._known: dict[str, Style] = {}

    def style(self, ink: str) -> Style:
        """Return the style of an ink; an unknown token is plain text."""
        found = self._known.get(ink)
        if found is None:
            found = self._known[ink] = self._made(ink)
        return found

    def _made(self, ink: str) -> Style:
        front, _, ground = ink.partition(" on ")
        token, _, weight = front.partition(" ")
        if self._greyed:
            token = self._grey(token)
        bold = weight == "bold" or (token in _BOLD and (self._palette is LIGHT or self._palette is None))
        if self._palette is None or self._no_color:
            return self._sixteen(token, ground, bold)
        ground = self._grey(ground) if self._greyed else ground
        color = self._palette.get(token) or TONES.get(token) or self._palette["foreground"]
        behind = self._palette.get(ground) or TONES.get(ground) or self._palette["background"]
        return Style(color=color, bgcolor=behind, bold=bold)

    def _sixteen(self, token: str, ground: str, bold: bool) -> Style:
        """Without a palette: the terminal's names, or no colour; what is active or cut out of a hue stands reversed."""
        if token == "background" and ground.partition(".")[0] in HUES:
            token, ground = ground, "select"
            if not self._no_color:
                return Style(color=_ANSI[token.partition(".")[0]], bgcolor="default", bold=bold, reverse=True)
        reverse = ground == "select"
        dim = token in _DIM and not reverse
        if self._no_color:
            return Style(bold=bold, dim=dim, reverse=reverse)
        if reverse:
            return Style(color="default", bgcolor="default", bold=bold, reverse=True)
        name = _ANSI.get(token) or _ANSI.get(token.partition(".")[0], "default")
        return Style(color=name, bgcolor="default", bold=bold, dim=dim and token == "muted")

    @staticmethod
    def _grey(token: str) -> str:
        if token in TONES:
            return f"foreground{token[-2:]}"
        if "." in token:
            return "faint"
        return "muted" if token in HUES else token


@lru_cache(maxsize=32)
def inks(theme: str, no_color: bool, greyed: bool) -> Inks:
    """Return the inks of a theme; the same object every time."""
    return Inks(theme, no_color=no_color, greyed=greyed)


def glyphs(theme: str) -> Glyphs:
    """Return what a theme draws with: heavy borders for a room, ASCII where the terminal has nothing else."""
    if ascii_only():
        return ASCII
    return PROJECTOR if theme == "coreograph-projector" else UNICODE


@lru_cache(maxsize=1)
def ascii_only() -> bool:
    """Whether the terminal can only show ASCII: the Linux console, or a locale without an encoding."""
    if is_served():
        return False  # The terminal and the locale are the server's.
    if os.environ.get("TERM") == "linux":
        return True
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_CTYPE") or os.environ.get("LANG") or "UTF-8"
    return locale in ("C", "POSIX")


def first_theme(color_system: str | None, no_color: bool) -> str:
    """Return the theme to start with: the terminal's own colours where it has fewer than 256, or none are wanted."""
    return "coreograph-dark" if color_system in ("256", "truecolor") and not no_color else TERMINAL

"""Big digits: three rows for a panel, five rows for a presentation. At most three such numbers on a screen."""

from __future__ import annotations

from functools import lru_cache

from tui.draw.glyphs import UNICODE, Glyphs

Three = tuple[str, str, str]
Five = tuple[str, str, str, str, str]

_BIG: dict[str, Three] = {
    "0": ("┏━┓", "┃ ┃", "┗━┛"),
    "1": ("╺┓ ", " ┃ ", "╺┻╸"),
    "2": ("╺━┓", "┏━┛", "┗━╸"),
    "3": ("╺━┓", " ━┫", "╺━┛"),
    "4": ("╻ ╻", "┗━┫", "  ╹"),
    "5": ("┏━╸", "┗━┓", "╺━┛"),
    "6": ("┏━╸", "┣━┓", "┗━┛"),
    "7": ("╺━┓", "  ┃", "  ╹"),
    "8": ("┏━┓", "┣━┫", "┗━┛"),
    "9": ("┏━┓", "┗━┫", "╺━┛"),
    "–": ("   ", "╺━╸", "   "),
    "-": ("   ", "╺━╸", "   "),
    ".": (" ", " ", "•"),
    ":": (" ", "•", "•"),
}

_BIG_ASCII: dict[str, Three] = {
    "0": (" _ ", "| |", "|_|"),
    "1": ("   ", " | ", " | "),
    "2": (" _ ", " _|", "|_ "),
    "3": (" _ ", " _|", " _|"),
    "4": ("   ", "|_|", "  |"),
    "5": (" _ ", "|_ ", " _|"),
    "6": (" _ ", "|_ ", "|_|"),
    "7": (" _ ", "  |", "  |"),
    "8": (" _ ", "|_|", "|_|"),
    "9": (" _ ", "|_|", " _|"),
    "–": ("   ", "---", "   "),
    "-": ("   ", "---", "   "),
    ":": (" ", ".", "."),
}

_BLOCK: dict[str, Five] = {
    "0": ("█████", "█   █", "█   █", "█   █", "█████"),
    "1": ("███  ", "  █  ", "  █  ", "  █  ", "█████"),
    "2": ("█████", "    █", "█████", "█    ", "█████"),
    "3": ("█████", "    █", " ████", "    █", "█████"),
    "4": ("█   █", "█   █", "█████", "    █", "    █"),
    "5": ("█████", "█    ", "█████", "    █", "█████"),
    "6": ("█████", "█    ", "█████", "█   █", "█████"),
    "7": ("█████", "    █", "    █", "    █", "    █"),
    "8": ("█████", "█   █", "█████", "█   █", "█████"),
    "9": ("█████", "█   █", "█████", "    █", "█████"),
    "×": ("     ", "██ ██", " ███ ", " ███ ", "██ ██"),
    "s": ("    ", "████", "██  ", "  ██", "████"),
    "%": ("██  █", "██ █ ", "  █  ", " █ ██", "█  ██"),
    "–": ("    ", "    ", "████", "    ", "    "),
    "-": ("    ", "    ", "████", "    ", "    "),
    ".": ("  ", "  ", "  ", "  ", "██"),
    ",": ("  ", "  ", "  ", "██", " █"),
    ":": ("  ", "██", "  ", "██", "  "),
    " ": ("  ", "  ", "  ", "  ", "  "),
}


def _printable(text: str, glyphs: Glyphs) -> str:
    """Return the text with only characters that take one cell in this set."""
    text = glyphs.spell(text)
    return "".join(c if (c.isascii() and c.isprintable()) or c in "×–µ…·•" else "?" for c in text)


@lru_cache(maxsize=512)
def big(text: str, glyphs: Glyphs = UNICODE, unit: str = "") -> Three:
    """Return a number in three rows of equal width.

    Digits are three cells wide, a point one; every other character stands small on the last row, and so does the whole
    of `unit`: `big("3.30", unit="s")`, `big("13", unit=" of 16")`.
    """
    shapes = _BIG_ASCII if glyphs.ascii_only else _BIG
    drawn = [shapes.get(c) or (" ", " ", c) for c in _printable(text, glyphs)]
    drawn += [(" ", " ", c) for c in _printable(unit, glyphs)]
    return ("".join(d[0] for d in drawn), "".join(d[1] for d in drawn), "".join(d[2] for d in drawn))


def big_width(text: str, glyphs: Glyphs = UNICODE, unit: str = "") -> int:
    """Return how many cells `big` needs."""
    return len(big(text, glyphs, unit)[0])


@lru_cache(maxsize=256)
def block(text: str, scale: int = 1, glyphs: Glyphs = UNICODE) -> Five:
    """Return a number in five rows of equal width, of blocks; `scale` 2 draws every cell two cells wide.

    Knows digits and `. , : × s % –` and the space; other characters are left out as a space.
    """
    scale = max(1, scale)
    shapes = [_BLOCK.get(c, _BLOCK[" "]) for c in text.replace("x", "×")]
    rows = [" ".join(shape[row] for shape in shapes) for row in range(5)]
    drawn = [row.replace(" ", " " * scale).replace("█", glyphs.solid * scale) for row in rows]
    return (drawn[0], drawn[1], drawn[2], drawn[3], drawn[4])


def block_width(text: str, scale: int = 1) -> int:
    """Return how many cells `block` needs."""
    return len(block(text, scale)[0])

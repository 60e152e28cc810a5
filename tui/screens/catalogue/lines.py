"""The single rows of the page of all lessons: what it is, the groups, what is sought, the keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.boards.framed import first_that_fits, plain
from tui.boards.sheet import Sheet
from tui.boards.words import key_bar
from tui.boards.words.key_bar import KeyCap, KeysView
from tui.draw.cells import Row, apart, fit, join
from tui.draw.cells import width as row_width
from tui.learning.way import Part
from tui.screens.catalogue.view import CatalogueView, short

GROUND = "foreground on panel"
SIGNS: dict[Part, tuple[str, str]] = {
    "done": ("●", "good"), "open": ("○", "muted"), "missed": ("✗", "bad"), "none": ("·", "muted"),
}  # fmt: skip
LEGEND: tuple[Row, ...] = (
    (("●", "good"), (" predicted, run, answered   ", "muted"), ("✗", "bad"), (" missed a question", "muted")),
    (("●", "good"), (" predicted, run, answered", "muted")),
    (("predicted, run, answered", "muted"),),
)
HINT = "type a word (lock, queue, memory …)"


def header(page: CatalogueView, sheet: Sheet) -> Sequence[Row]:
    """`coreograph  all lessons        3 of 22 finished   CPython 3.13.0 · GIL on · 4 cores`."""
    name: Row = ((" coreograph", "key bold on panel"), ("  ", GROUND), ("all lessons", "foreground bold on panel"))
    count = f"{page.finished} of {page.many} finished"
    ends = [plain(f"{count}   {text} ", "muted on panel") for text in page.facts]
    shorter = [plain(f"{text} ", "muted on panel") for text in (count, f"{page.finished} of {page.many}")]
    return [apart(name, first_that_fits([*ends, *shorter], sheet.width - row_width(name) - 2), sheet.width, GROUND)]


def groups(page: CatalogueView, sheet: Sheet) -> Sequence[Row]:
    """`1 start  2 sharing  3 pools`; where there is no room, only the group at hand has its name."""
    tabs = _tabs(page, sheet.width)
    keys: Row = (("ctrl+p", "key"), (" all commands   ", "muted"), ("?", "key"), (" help ", "muted"))
    strip = join(plain(" "), *tabs)
    return [apart(strip, first_that_fits([keys], sheet.width - row_width(strip) - 3), sheet.width)]


def _tabs(page: CatalogueView, width: int) -> list[Row]:
    at = page.at.group if page.at else ""
    for spell in (str, short, lambda group: short(group) if group == at else ""):
        tabs = [_tab(number, spell(group), group == at) for number, group in enumerate(page.groups, 1)]
        if sum(map(row_width, tabs)) <= width - 2:
            return tabs
    return tabs


def _tab(number: int, name: str, is_active: bool) -> Row:
    ground = " on select" if is_active else ""
    ink = "foreground bold" if is_active else "foreground"
    key = f"{'key bold' if is_active else 'key'}{ground}"
    return ((f" {number} ", key), (f"{name} " if name else "", f"{ink}{ground}"))


def group_clicked(page: CatalogueView, sheet: Sheet, x: int, y: int) -> str | None:
    """Return which group was clicked on."""
    at = 1
    for number, tab in enumerate(_tabs(page, sheet.width), 1):
        if at <= x < at + row_width(tab):
            return f"group({number})"
        at += row_width(tab)
    return None


def find(page: CatalogueView, sheet: Sheet) -> Sequence[Row]:
    """`find: type a word` at the left, what the signs mean at the right where there is room."""
    typed: Row = ((page.find, "key bold"), ("▁", "key"))
    texts = [typed] if page.find else [plain(HINT, "muted"), plain(HINT.partition(" (")[0], "muted")]
    lefts = [join(plain("  find: ", "muted"), text) for text in texts]
    pairs = ((left, right) for left in lefts for right in LEGEND)
    both = ((left, right) for left, right in pairs if row_width(left) + row_width(right) + 5 <= sheet.width)
    left, right = next(both, (lefts[-1], ()))
    return [apart(left, join(right, plain("  ")), sheet.width)]


def keys_of(page: CatalogueView) -> KeysView:
    """Return the bar at the foot."""
    many = len(page.groups)
    caps = [KeyCap("enter", "open", "open", 1), KeyCap("↑ ↓", "choose", "move(1)", 4)]
    caps += [KeyCap(f"1-{min(many, 9)}", "group", "turn(1)", 5)] if many > 1 else []
    caps += [KeyCap("esc", "all again" if page.find else "back", "leave", 2), KeyCap("?", "help", "help", 3)]
    return KeysView(tuple(caps))


def keys(page: CatalogueView, sheet: Sheet) -> Sequence[Row]:
    return key_bar.paint(keys_of(page), sheet)


def key_clicked(page: CatalogueView, sheet: Sheet, x: int, y: int) -> str | None:
    return key_bar.clicked(keys_of(page), sheet, x, y)


def signs(parts: Sequence[Part]) -> Row:
    """Return `●●○`: predicted, run, answered."""
    return join(*(plain(*SIGNS[part]) for part in parts))


def said_at(row: Row, x: int, actions: Mapping[str, str]) -> str | None:
    """Return the action of the words under the pointer."""
    text = "".join(piece for piece, _ in row)
    found = ((action, text.find(words), len(words)) for words, action in actions.items())
    return next((action for action, at, size in found if at >= 0 and at <= x < at + size), None)


def labelled(label: str, rows: Sequence[Row], wide: int) -> list[Row]:
    """Return rows behind a label in a column of its own."""
    return [join(plain(fit("" if at else label, wide), "muted"), row) for at, row in enumerate(rows)]

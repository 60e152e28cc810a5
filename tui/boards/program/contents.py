"""What is in shared memory, a row each: blocks, values, a manager's objects."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.board import Board, of_run, up_to_a_sixth
from tui.boards.framed import plain
from tui.boards.row_board import called, framed_rows
from tui.boards.sheet import Sheet
from tui.draw import area, bars, numbers
from tui.draw.cells import Row, fit, join
from tui.draw.glyphs import Glyphs
from tui.model.state.shared import BlockState, ProxyState, ValueState
from tui.model.state.state import RunState
from tui.words.numbers import noun

_TYPES = {"b": "byte", "B": "byte", "c": "char", "h": "short", "i": "int", "I": "int", "l": "long", "f": "float",
          "d": "double", "q": "int64", "?": "bool", "u": "text"}  # fmt: skip
_CHARACTERS = "cu"


class ContentsView(Struct, frozen=True):
    """Blocks and values."""

    blocks: tuple[BlockState, ...] = ()
    values: tuple[ValueState, ...] = ()
    proxies: tuple[ProxyState, ...] = ()
    is_over: bool = False
    """Whether the run is over: what is not unlinked then stays for ever."""


def paint(view: ContentsView, sheet: Sheet) -> Sequence[Row]:
    """`total  int  42`, `psm_1  64 KiB  attached by 3  not unlinked`."""
    inner, glyphs = sheet.inner, sheet.glyphs
    has_strips = 2 * len(view.blocks) + len(view.values) + len(view.proxies) <= sheet.room
    rows: list[Row] = []
    for block in view.blocks:
        rows.append(_block(block, inner, view.is_over))
        rows += [_strip(block, inner, glyphs)] if has_strips and (block.cells or block.items) else []
    rows += [_value(value, inner) for value in view.values]
    rows += [_proxy(proxy, inner) for proxy in view.proxies]
    return framed_rows(rows, sheet, "shared memory")


def _block(block: BlockState, width: int, is_over: bool) -> Row:
    name = max(10, min(30, width // 3))
    attached = sum(max(0, use.created + use.attached - use.closed) for use in block.uses)
    is_gone = any(use.unlinked for use in block.uses)
    state = "unlinked" if is_gone else "not unlinked" if block.is_forgotten else ""
    return join(
        called(block.of, name, "key"),
        plain(fit(numbers.size_of(block.of.size_bytes), 10)),
        plain(fit(state, 14), "bad" if is_over and not is_gone else "muted"),
        plain(f"attached by {attached}", "muted") if width - name - 24 >= 14 else (),
    )


def _strip(block: BlockState, width: int, glyphs: Glyphs) -> Row:
    """Return its bytes at even distances, as heights; of a list its items."""
    if block.items:
        return plain("  " + fit(", ".join(block.items), width - 2))
    cells = [byte / 255 for byte in block.cells]
    return join(plain("  "), ((bars.columns(area.resample(cells, width - 2), 1.0, glyphs.lane), "key.mid"),))


def _value(value: ValueState, width: int) -> Row:
    name = max(10, min(30, width // 3))
    code = value.of.type.rpartition("(")[2].strip(")'")
    kind = fit(_TYPES.get(code, code) + (f" ×{value.of.length}" if value.of.length else ""), 11)
    shown = _said(value, code) or "–"
    return join(
        called(value.of, name, "key"),
        plain(kind, "muted"),
        plain(fit(shown, max(0, width - name - 11)), "foreground"),
    )


def _proxy(proxy: ProxyState, width: int) -> Row:
    name = max(10, min(30, width // 3))
    kind = proxy.of.type.rpartition(".")[2]
    said = f"{numbers.grouped(proxy.count.calls)} {noun(proxy.count.calls, 'call')}"
    mean = f" of {proxy.count.call_s / proxy.count.calls * 1e6:.0f} µs" if proxy.count.calls else ""
    whole = f"{said}{mean} · in a manager's process"
    shown = next((text for text in (whole, said + mean, said) if len(text) <= width - name - 11), "")
    return join(
        called(proxy.of, name, "key"),
        plain(fit(kind, 10) + " ", "muted"),
        plain(fit(shown, max(0, width - name - 11)), "foreground"),
    )


def _said(value: ValueState, code: str) -> str:
    """Return what a value holds: characters as text, the numbers of structures by name."""
    items = value.items[:64]
    if code in _CHARACTERS and value.of.length:
        return repr("".join(chr(int(item)) for item in items if 0 < item < 0x110000))
    said = [numbers.grouped(item) if abs(item) < 1e15 and item == int(item) else f"{item:.6g}" for item in items]
    if not value.of.fields:
        return ", ".join(said)
    many = len(value.of.fields)
    named = [f"{value.of.fields[place % many]} {text}" for place, text in enumerate(said)]
    return " · ".join(" ".join(named[at : at + many]) for at in range(0, len(named), many))


def _view(run: RunState) -> ContentsView:
    return ContentsView(run.blocks, run.values, run.proxies, run.phase == "over")


def _wants(run: RunState) -> int:
    return 2 * len(run.blocks) + len(run.values) + len(run.proxies)


BOARD = Board(
    "contents", paint, of_run(_view, None), title="memory", wants=of_run(_wants, 0), column=up_to_a_sixth,
    moves=False, count=lambda run: str(len(run.blocks) + len(run.values) + len(run.proxies)),
)

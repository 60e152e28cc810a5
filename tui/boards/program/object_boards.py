"""What workers share, a row each: locks with who holds and who waits, contents of shared memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.boards.framed import inner_width, plain
from tui.boards.row_board import RowBoard
from tui.draw import area, bars, numbers
from tui.draw.cells import Row, fit, join
from tui.model.state.shared import BlockState, ObjectName, ProxyState, ValueState
from tui.words.numbers import noun


@dataclass(frozen=True, slots=True)
class LockRow:
    """One lock."""

    of: ObjectName
    held_by: str
    """Who holds it; empty when that is not known, or nobody does."""
    waiting: tuple[str, ...]
    """Who waits for it now."""
    waits: int
    wait_s: float
    acquired: int | None
    is_looked_at: bool
    """Whether its holder is known at this level."""
    state: str = ""
    """What else is to say of it: `2 of 3 left`, `set`, `notified 4 times`."""
    is_stuck: bool = False
    """Whether it is part of a deadlock."""


@dataclass(frozen=True, slots=True)
class StuckStep:
    """One of those who wait for each other in a circle."""

    who: str
    holds: str
    """What the one before waits for; empty where that is this one's end."""
    wants: str


@dataclass(frozen=True, slots=True)
class LocksView:
    """Locks, those that are waited for longest first."""

    locks: tuple[LockRow, ...] = ()
    level: str = "lean"
    deadlock: tuple[StuckStep, ...] = ()
    """Those who wait for each other in a circle, in its order."""


@dataclass(frozen=True, slots=True)
class ContentsView:
    """Blocks and values."""

    blocks: tuple[BlockState, ...] = ()
    values: tuple[ValueState, ...] = ()
    proxies: tuple[ProxyState, ...] = ()
    is_over: bool = False
    """Whether the run is over: what is not unlinked then stays for ever."""


_TYPES = {"b": "byte", "B": "byte", "c": "char", "h": "short", "i": "int", "I": "int", "l": "long", "f": "float",
          "d": "double", "q": "int64", "?": "bool", "u": "text"}  # fmt: skip
_CHARACTERS = "cu"


class LockTable(RowBoard):
    """`balance_lock bank.py:2   Lock   held by clerk1, clerk2 waits   151×  4.2 s`; a deadlock stands first."""

    TITLE_HERE = "locks"

    def paint(self, view: object, width: int, height: int) -> Sequence[Row]:
        assert isinstance(view, LocksView)
        inner = inner_width(width)
        rows = self._deadlock(view.deadlock, inner, height - 2)
        facts = "" if width < 50 else "holders, waits" if view.level == "hold" else "waits, and who holds them then"
        if inner < 70 and 2 * len(view.locks) + len(rows) <= height - 2:
            rows += [row for lock in view.locks for row in self._two_rows(lock, inner)]
        else:
            rows += [self._row(lock, inner) for lock in view.locks]
        return self._framed(rows, facts, width, height)

    def _deadlock(self, steps: Sequence[StuckStep], width: int, height: int) -> list[Row]:
        """Return a row for each of those who wait in a circle; one for all where there is no room."""
        if not steps:
            return []
        size = 10 if width >= 36 else 0
        arrow = f" {self.glyphs.right} "
        if len(steps) > max(1, height // 2):
            forms = [[arrow.join(f"{step.who}{arrow}{step.wants}" for step in steps)]]
            forms.append([arrow.join(step.who for step in steps)])
        elif len(steps) == 1:
            forms = [[f"{step.who} waits for {step.wants}, which it holds itself"] for step in steps]
            forms += [[f"{step.who} waits for itself"] for step in steps]
        else:
            holds = [f"holds {step.holds}, " if step.holds else "" for step in steps]
            forms = [
                [f"{step.who} {held}{verb} {step.wants}" for step, held in zip(steps, holds, strict=True)]
                for verb in ("waits for", "wants")
            ]
            forms.append([f"{step.who}{arrow}{step.wants}" for step in steps])
        said = next((form for form in forms if max(map(len, form)) <= width - size), forms[-1])
        heads = ("deadlock", *[""] * (len(said) - 1))
        return [
            join(plain(fit(head, size), "bad bold"),
                 plain(fit(self.glyphs.spell(step), width - size, more=self.glyphs.more), "bad"))
            for head, step in zip(heads, said, strict=True)
        ]  # fmt: skip

    def _two_rows(self, lock: LockRow, width: int) -> tuple[Row, Row]:
        total, kind = self._total(lock), f" {_kind(lock.of)}"
        says, ink = self._says(lock, width - 2)
        name = self._called(lock.of, width - len(kind) - len(total), "bad" if lock.is_stuck else "foreground")
        return join(name, plain(kind, "muted"), plain(total)), plain(f"  {fit(says, width - 2)}", ink)

    def _row(self, lock: LockRow, width: int) -> Row:
        name, total = max(10, min(34, width * 2 // 5)), self._total(lock, is_brief=width < 70)
        kind = 14 if width >= 76 else 0
        room = max(0, width - name - kind - len(total))
        says, ink = self._says(lock, room)
        called = self._called(lock.of, name, "bad" if lock.is_stuck else "foreground")
        shown = plain(fit(_kind(lock.of), kind - 1, more=self.glyphs.more) + " ", "muted") if kind else ()
        return join(called, shown, plain(fit(says, room), ink), plain(total))

    def _total(self, lock: LockRow, *, is_brief: bool = False) -> str:
        """Return ` 120× 1.9 s`, and of how many where that is counted and there is room."""
        of = "" if lock.acquired is None or is_brief else f" of {numbers.grouped(lock.acquired)}"
        return f" {numbers.grouped(lock.waits)}{self.glyphs.times}{of} {lock.wait_s:.1f} s"

    def _says(self, lock: LockRow, room: int) -> tuple[str, str]:
        """Return who holds it and who waits, in as many words as fit, and their ink."""
        many = len(lock.waiting)
        held = f"held by {lock.held_by}, " if lock.held_by else "free, " if lock.is_looked_at else ""
        held += f"{lock.state}, " if lock.state else ""
        names = ", ".join(lock.waiting[:3]) + (f" and {many - 3} more" if many > 3 else "")
        verb = "waits" if many == 1 else "wait"
        waits, short = (f"{names} {verb}", f"{many} {verb}") if many else ("nobody waits", "")
        choices = (held + waits, (held + short).removesuffix(", "), waits, short, held.removesuffix(", "))
        texts = (self.glyphs.spell(text) for text in choices)
        return next((text for text in texts if len(text) <= room), ""), "bad" if many else "muted"


def _kind(of: ObjectName) -> str:
    """Return `Lock` for a lock among threads, `mp.Lock` for one among processes."""
    module, _, name = of.type.rpartition(".")
    return f"mp.{name}" if module == "multiprocessing" else name


class ContentBoard(RowBoard):
    """`total  int  42`, `psm_1  64 KiB  attached by 3  not unlinked`."""

    TITLE_HERE = "shared memory"

    def paint(self, view: object, width: int, height: int) -> Sequence[Row]:
        assert isinstance(view, ContentsView)
        inner = inner_width(width)
        has_strips = 2 * len(view.blocks) + len(view.values) + len(view.proxies) <= height - 2
        rows: list[Row] = []
        for block in view.blocks:
            rows.append(self._block(block, inner, view.is_over))
            rows += [self._strip(block, inner)] if has_strips and (block.cells or block.items) else []
        rows += [self._value(value, inner) for value in view.values]
        rows += [self._proxy(proxy, inner) for proxy in view.proxies]
        return self._framed(rows, "", width, height)

    def _block(self, block: BlockState, width: int, is_over: bool) -> Row:
        name = max(10, min(30, width // 3))
        attached = sum(max(0, use.created + use.attached - use.closed) for use in block.uses)
        is_gone = any(use.unlinked for use in block.uses)
        state = "unlinked" if is_gone else "not unlinked" if block.is_forgotten else ""
        return join(
            self._called(block.of, name, "key"),
            plain(fit(numbers.size_of(block.size_bytes, 0, self.glyphs), 10)),
            plain(fit(state, 14), "bad" if is_over and not is_gone else "muted"),
            plain(f"attached by {attached}", "muted") if width - name - 24 >= 14 else (),
        )

    def _strip(self, block: BlockState, width: int) -> Row:
        """Return its bytes at even distances, as heights; of a list its items."""
        if block.items:
            return plain("  " + fit(self.glyphs.spell(", ".join(block.items)), width - 2, more=self.glyphs.more))
        cells = [byte / 255 for byte in block.cells]
        return join(plain("  "), ((bars.columns(area.resample(cells, width - 2), 1.0, self.glyphs.lane), "key.mid"),))

    def _value(self, value: ValueState, width: int) -> Row:
        name = max(10, min(30, width // 3))
        code = value.of.type.rpartition("(")[2].strip(")'")
        kind = fit(_TYPES.get(code, code) + (f" ×{value.length}" if value.length else ""), 11)
        shown = self.glyphs.spell(_said(value, code)) or self.glyphs.unknown
        return join(
            self._called(value.of, name, "key"),
            plain(self.glyphs.spell(kind), "muted"),
            plain(fit(shown, max(0, width - name - 11), more=self.glyphs.more), "foreground"),
        )

    def _proxy(self, proxy: ProxyState, width: int) -> Row:
        name = max(10, min(30, width // 3))
        kind = proxy.of.type.rpartition(".")[2]
        said = f"{numbers.grouped(proxy.calls)} {noun(proxy.calls, 'call')}"
        mean = f" of {proxy.call_s / proxy.calls * 1e6:.0f} µs" if proxy.calls else ""
        whole = f"{said}{mean} · in a manager's process"
        shown = next((text for text in (whole, said + mean, said) if len(text) <= width - name - 11), "")
        return join(
            self._called(proxy.of, name, "key"),
            plain(fit(kind, 10, more=self.glyphs.more) + " ", "muted"),
            plain(fit(self.glyphs.spell(shown), max(0, width - name - 11)), "foreground"),
        )


def _said(value: ValueState, code: str) -> str:
    """Return what a value holds: characters as text, the numbers of structures by name."""
    items = value.items[:64]
    if code in _CHARACTERS and value.length:
        return repr("".join(chr(int(item)) for item in items if 0 < item < 0x110000))
    said = [numbers.grouped(item) if abs(item) < 1e15 and item == int(item) else f"{item:.6g}" for item in items]
    if not value.fields:
        return ", ".join(said)
    many = len(value.fields)
    named = [f"{value.fields[place % many]} {text}" for place, text in enumerate(said)]
    return " · ".join(" ".join(named[at : at + many]) for at in range(0, len(named), many))

"""Locks, a row each: who holds it, who waits for it, and who waits for each other in a circle."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.framed import plain
from tui.boards.row_board import called, framed_rows
from tui.boards.sheet import Sheet
from tui.draw import numbers
from tui.draw.cells import Row, fit, join
from tui.telemetry.objects import ObjectFound
from tui.words.numbers import verb


class LockRow(Struct, frozen=True):
    """One lock."""

    of: ObjectFound
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


class StuckStep(Struct, frozen=True):
    """One of those who wait for each other in a circle."""

    who: str
    holds: str
    """What the one before waits for; empty where that is this one's end."""
    wants: str


class LocksView(Struct, frozen=True):
    """Locks, those that are waited for longest first."""

    locks: tuple[LockRow, ...] = ()
    level: str = "lean"
    deadlock: tuple[StuckStep, ...] = ()
    """Those who wait for each other in a circle, in its order."""
    stuck: tuple[tuple[str, str], ...] = ()
    """Where there is no circle: who waits for what that nobody can end, as far as it is about locks."""
    is_over: bool = False
    """Whether the run is over: it is told in the past tense then."""


def paint(view: LocksView, sheet: Sheet) -> Sequence[Row]:
    """`balance_lock bank.py:2   Lock   held by clerk1, clerk2 waits   151×  4.2 s`; a deadlock stands first."""
    width, inner = sheet.width, sheet.inner
    rows = _deadlock(view, inner, sheet.room) or _stuck(view, inner, sheet.room)
    facts = "" if width < 50 else "holders, waits" if view.level == "hold" else "waits, and who holds them then"
    if inner < 70 and 2 * len(view.locks) + len(rows) <= sheet.room:
        rows += [row for lock in view.locks for row in _two_rows(lock, inner, is_over=view.is_over)]
    else:
        rows += [_row(lock, inner, is_over=view.is_over) for lock in view.locks]
    return framed_rows(rows, sheet, "locks", facts)


def _deadlock(view: LocksView, width: int, height: int) -> list[Row]:
    """Return a row for each of those who wait in a circle; one for all where there is no room."""
    steps = view.deadlock
    if not steps:
        return []
    wait, hold, want = ("waited", "held", "wanted") if view.is_over else ("waits", "holds", "wants")
    size = 10 if width >= 36 else 0
    arrow = " ▸ "
    if len(steps) > max(1, height // 2):
        forms = [[arrow.join(f"{step.who}{arrow}{step.wants}" for step in steps)]]
        forms.append([arrow.join(step.who for step in steps)])
    elif len(steps) == 1:
        forms = [[f"{step.who} {wait} for {step.wants}, which it {hold} itself"] for step in steps]
        forms += [[f"{step.who} {wait} for itself"] for step in steps]
    else:
        holds = [f"{hold} {step.holds}, " if step.holds else "" for step in steps]
        forms = [
            [f"{step.who} {held}{verb} {step.wants}" for step, held in zip(steps, holds, strict=True)]
            for verb in (f"{wait} for", want)
        ]
        forms.append([f"{step.who}{arrow}{step.wants}" for step in steps])
    said = next((form for form in forms if max(map(len, form)) <= width - size), forms[-1])
    heads = ("deadlock", *[""] * (len(said) - 1))
    return [
        join(plain(fit(head, size), "bad bold"),
             plain(fit(step, width - size), "bad"))
        for head, step in zip(heads, said, strict=True)
    ]  # fmt: skip


def _stuck(view: LocksView, width: int, height: int) -> list[Row]:
    """Return a row for each who waits for good; as many as leave half the room, the rest counted."""
    most = max(1, height // 2)
    wait, waits = ("waited", "waited") if view.is_over else ("wait", "waits")
    said = [f"{who} {waits} for {goal}" for who, goal in view.stuck]
    said = said if len(said) <= most else [*said[: most - 1], f"{len(said) - most + 1} more {wait} for good"]
    size = 7 if width >= 36 else 0
    heads = ("stuck", *[""] * (len(said) - 1))
    return [
        join(plain(fit(head, size), "bad bold"), plain(fit(words, width - size), "bad"))
        for head, words in zip(heads, said, strict=True)
    ] if said else []


def _two_rows(lock: LockRow, width: int, *, is_over: bool) -> tuple[Row, Row]:
    total, kind = _total(lock), f" {_kind(lock.of)}"
    says, ink = _says(lock, width - 2, is_over=is_over)
    name = called(lock.of, width - len(kind) - len(total), "bad" if lock.is_stuck else "foreground")
    return join(name, plain(kind, "muted"), plain(total)), plain(f"  {fit(says, width - 2)}", ink)


def _row(lock: LockRow, width: int, *, is_over: bool) -> Row:
    name, total = max(10, min(34, width * 2 // 5)), _total(lock, is_brief=width < 70)
    kind = 14 if width >= 76 else 0
    room = max(0, width - name - kind - len(total))
    says, ink = _says(lock, room, is_over=is_over)
    title = called(lock.of, name, "bad" if lock.is_stuck else "foreground")
    shown = plain(fit(_kind(lock.of), kind - 1) + " ", "muted") if kind else ()
    return join(title, shown, plain(fit(says, room), ink), plain(total))


def _total(lock: LockRow, *, is_brief: bool = False) -> str:
    """Return ` waited 120× 1.9 s`, and of how many where that is counted and there is room."""
    of = "" if lock.acquired is None or is_brief else f" of {numbers.grouped(lock.acquired)}"
    return f" waited {numbers.grouped(lock.waits)}×{of} {lock.wait_s:.1f} s"


def _says(lock: LockRow, room: int, *, is_over: bool) -> tuple[str, str]:
    """Return who holds it and who waits, in as many words as fit, and their ink."""
    many = len(lock.waiting)
    if is_over and not many:  # Whoever waited was ended: that nobody waits now says nothing of the run.
        return lock.state if len(lock.state) <= room else "", "muted"
    held = f"held by {lock.held_by}, " if lock.held_by else "free, " if lock.is_looked_at else ""
    held += f"{lock.state}, " if lock.state else ""
    names = ", ".join(lock.waiting[:3]) + (f" and {many - 3} more" if many > 3 else "")
    wait = verb(many, "wait")
    waits, short = (f"{names} {wait}", f"{many} {wait}") if many else ("nobody waits", "")
    choices = (held + waits, (held + short).removesuffix(", "), waits, short, held.removesuffix(", "))
    return next((text for text in choices if len(text) <= room), ""), "bad" if many else "muted"


def _kind(of: ObjectFound) -> str:
    """Return `Lock` for a lock among threads, `mp.Lock` for one among processes."""
    module, _, name = of.type.rpartition(".")
    return f"mp.{name}" if module in ("multiprocessing", "multiprocess") else name

"""What a program came to know of workers that went wrong, as it prints it: a row of the table `cases` for each case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.model.readings.reading import Group, Of, Reading, declare, once_a_run
from tui.model.state.printed import Row, number, rows_of, text
from tui.words.numbers import plural

if TYPE_CHECKING:
    from tui.model.readings.measured import Measured
    from tui.model.state.state import RunState

CASES_TABLE = "cases"
TOLD, BROKEN, UNTOLD, UNANSWERED, WELL = "told", "broken", "not told", "no answer", "all well"
"""What the program writes under `told`; else it is an exit code."""
KILLED = "is killed"


def is_exit(told: str) -> bool:
    return told.startswith("exit ")


def _counted(*told: str, kind: str = "") -> Of:
    """Return what counts the cases of which one of these was told: of one kind, or of all."""

    def value(run: RunState) -> float | None:
        rows = [row for row in rows_of(run, CASES_TABLE) if kind in ("", text(row, "kind"))]
        return float(sum(_is(row, told) for row in rows)) if rows else None

    return once_a_run(value)


def _is(row: Row, told: tuple[str, ...]) -> bool:
    said = text(row, "told")
    return said in told or (is_exit(said) and "exit" in told)


def _waited(run: RunState) -> float | None:
    rows = rows_of(run, CASES_TABLE)
    waited = [number(row, "after_s") or 0.0 for row in rows if text(row, "told") == UNANSWERED]
    return sum(waited) if rows else None


def _lines(measured: Measured) -> list[str]:
    counts = [
        (noun, round(measured.last(one) or 0))
        for noun, one in (
            ("told by an exception", TOLD_CASES), ("told by a broken pool", BROKEN_CASES),
            ("told by an exit code only", EXIT_CASES), ("not told", UNTOLD_CASES), ("no answer", UNANSWERED_CASES),
        )
    ]  # fmt: skip
    many = plural(round(measured.last(CASES) or 0), "case")
    said = ", ".join(f"{count} {noun}" for noun, count in counts if count)
    return [f"wrong: {many}: {said or 'all well'}"]


WRONG = Group(
    "wrong", "What the program came to know of workers that went wrong.",
    is_there=lambda measured: bool(measured.values(CASES)), lines=_lines,
)  # fmt: skip


def _declared(name: str, says: str, of: Of, title: str) -> Reading:
    return declare(Reading(name, says, "count", of, title, group=WRONG, tells="newest"))


CASES: Reading = _declared("cases", "ways in which a worker went wrong", once_a_run(
    lambda run: float(len(rows)) if (rows := rows_of(run, CASES_TABLE)) else None
), "cases")  # fmt: skip
TOLD_CASES: Reading = _declared(
    "told", "cases in which an exception reached the program's code", _counted(TOLD), "told",
)  # fmt: skip
BROKEN_CASES: Reading = _declared(
    "broken", "cases in which the pool said that it is broken", _counted(BROKEN), "broken",
)  # fmt: skip
EXIT_CASES: Reading = _declared(
    "exit_only", "cases of which only an exit code tells", _counted("exit"), "exit code only",
)  # fmt: skip
UNTOLD_CASES: Reading = _declared(
    "untold", "cases that nobody told of", _counted(UNTOLD), "not told",
)  # fmt: skip
UNANSWERED_CASES: Reading = _declared(
    "unanswered", "cases that the program waited for in vain", _counted(UNANSWERED), "no answer",
)  # fmt: skip
KILLED_TOLD: Reading = _declared(
    "killed_told", "cases of a killed worker in which an exception said so", _counted(TOLD, BROKEN, kind=KILLED),
    "killed: told",
)  # fmt: skip
KILLED_UNANSWERED: Reading = _declared(
    "killed_unanswered", "cases of a killed worker that the program waited for in vain",
    _counted(UNANSWERED, kind=KILLED), "killed: no answer",
)  # fmt: skip
KILLED_UNTOLD: Reading = _declared(
    "killed_untold", "cases of a killed worker after which the program went on",
    _counted(UNTOLD, WELL, "exit", kind=KILLED), "killed: went on",
)  # fmt: skip
WAITED: Reading = declare(Reading(
    "waited_in_vain_s", "seconds in which the program waited for answers that did not come", "seconds",
    once_a_run(_waited), "waited in vain", group=WRONG,
))  # fmt: skip

"""What a program came to know of workers that went wrong, as it prints it: a row of the table `cases` for each case."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.model.readings.reading import Fact, Group, Of, Reading, declare, once_a_run
from tui.model.state.printed import Row, number, rows_of, text
from tui.model.wrong.outcomes import BROKEN, CASES_TABLE, KILLED, TOLD, UNANSWERED, UNTOLD, WELL, is_exit
from tui.words.numbers import plural

if TYPE_CHECKING:
    from tui.model.readings.measured import Measured
    from tui.model.state.state import RunState

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


def _seen(what: str) -> Callable[[Measured], float | None]:
    """Return what sums a number of the cases of the newest run up, as it was seen in its processes."""

    def told(measured: Measured) -> float | None:
        from tui.model.wrong.cases import cases  # noqa: PLC0415 - a reading imports the state for types only

        return sum(getattr(case, what) for case in cases(measured.run)) if measured.run else None

    return told


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
    seen = [
        (round(one.told(measured) or 0), what)
        for one, what in (
            (LOST, "lost with a worker"), (REPLACED, "replaced"), (HANGS, "that could not come"),
        )
    ]  # fmt: skip
    nouns = ("task", "worker", "answer")
    more = ", ".join(f"{plural(count, noun)} {what}" for noun, (count, what) in zip(nouns, seen, strict=True) if count)
    return [f"wrong: {many}: {said or 'all well'}", *([f"seen: {more}"] if more else [])]


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
LOST: Fact = declare(Fact("lost", "tasks that were seen to be lost with their worker", WRONG, _seen("lost")))
REPLACED: Fact = declare(Fact("replaced", "workers that took the place of others", WRONG, _seen("new")))
HANGS: Fact = declare(Fact("for_ever", "answers that never would have come", WRONG, _seen("hangs")))
WAITED: Reading = declare(Reading(
    "waited_in_vain_s", "seconds in which the program waited for answers that did not come", "seconds",
    once_a_run(_waited), "waited in vain", group=WRONG,
))  # fmt: skip

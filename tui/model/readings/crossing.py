"""What it takes to get an object across to another process, and what is refused, as a program measures and says it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.model.crossing.readings import EACH, ONCE, Border, border_of
from tui.model.readings.reading import Group, Reading, declare, once_a_run
from tui.words.numbers import plural, size_in_bytes, span

if TYPE_CHECKING:
    from tui.model.readings.measured import Measured
    from tui.model.readings.reading import Of


def _said(value: Callable[[Border], float | None]) -> Of:
    return once_a_run(lambda run: value(border_of(run)) if run.rows else None)


def _share(border: Border) -> float | None:
    largest = border.largest
    return largest.pickling_s / largest.total_s if largest and largest.total_s else None


def _took(way: str) -> Callable[[Border], float | None]:
    return lambda border: table.took_s if (table := border.table(way)) else None


def _whether(what: str) -> Callable[[Border], float | None]:
    return lambda border: border.was_refused(what)


def _lines(measured: Measured) -> list[str]:
    said = border_of(measured.run) if measured.run else Border()
    lines = []
    if (largest := said.largest) is not None:
        parts = f"{span(largest.pickle_s)} to pickle, {span(largest.send_s)} to send, {span(largest.unpickle_s)}"
        size = size_in_bytes(largest.size_bytes)
        lines.append(f"{size} as {largest.called}: {span(largest.total_s)} to cross, {parts} to unpickle")
    if (shared := said.largest_shared) is not None:
        size, sent = size_in_bytes(shared.size_bytes), plural(round(shared.sent_bytes), "byte")
        lines.append(f"{size} as {shared.called}: {span(shared.total_s)} to cross, {sent} sent")
    if said.refusals:
        crossed = sum(one.has_crossed is True for one in said.refusals)
        lines.append(f"{plural(len(said.refusals), 'kind')} of object refused, {crossed} of them crossed when mended")
    return lines


CROSSING = Group(
    "crossing", "What it takes to get an object across to another process, and what is refused.",
    is_there=lambda measured: bool(measured.run and border_of(measured.run) != Border()), lines=_lines,
)  # fmt: skip
TOTAL: Reading = declare(Reading(
    "crossing_s", "seconds to get the largest object across: pickle, send, unpickle", "span",
    _said(lambda border: border.largest.total_s if border.largest else None), "crossing", group=CROSSING, digits=7,
))  # fmt: skip
PICKLING: Reading = declare(Reading(
    "pickling_share", "of that time, the share of pickling and unpickling", "share", _said(_share), "pickling",
    group=CROSSING,
))  # fmt: skip
SHARED: Reading = declare(Reading(
    "shared_crossing_s", "seconds to get as large a block of shared memory across", "span",
    _said(lambda border: border.largest_shared.total_s if border.largest_shared else None), "shared crossing",
    group=CROSSING, digits=7,
))  # fmt: skip
REFUSED: Reading = declare(Reading(
    "refused", "kinds of object that were refused", "count",
    _said(lambda border: float(len(border.refusals)) if border.refusals else None), "refused", group=CROSSING,
    tells="newest", place=1,
))  # fmt: skip
MENDED: Reading = declare(Reading(
    "mended", "of these, how many crossed when mended", "count",
    _said(lambda border: float(sum(one.has_crossed is True for one in border.refusals)) if border.refusals else None),
    "mended", group=CROSSING, tells="newest", place=1,
))  # fmt: skip
WHETHER: dict[str, Reading] = {
    what: declare(Reading(
        name, f"whether {what} was refused: 1, or 0", "count", _said(_whether(what)), group=CROSSING, tells="newest",
        place=3,
    ))
    for what, name in (
        ("a lambda", "refused_lambda"), ("an open file", "refused_file"), ("a generator", "refused_generator"),
        ("a settings object", "refused_settings"), ("a logger", "refused_logger"), ("a socket", "refused_socket"),
        ("a multiprocessing.Lock", "refused_mp_lock"),
    )
}  # fmt: skip
EACH_S: Reading = declare(Reading(
    "table_each_s", "seconds for all tasks when each brings the table", "seconds", _said(_took(EACH)), "with each task",
    group=CROSSING, place=2,
))  # fmt: skip
ONCE_S: Reading = declare(Reading(
    "table_once_s", "seconds for all tasks when each worker gets the table once", "seconds", _said(_took(ONCE)),
    "once per worker", group=CROSSING, place=2,
))  # fmt: skip

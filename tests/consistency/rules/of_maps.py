"""What must be so around a pool's results: the sentence, the row of a way and the wedge count the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.consistency.rule import rule
from tests.consistency.shot import Shot
from tui.model.maps.deliveries import deliveries, most_held
from tui.model.speed.readings import variants

ROW = re.compile(r"^│ +(\S+) +[·●\d]+ +(?:([\d.]+) s|–) +(?:([\d.]+) s|–) +(\d+|–) +(\d+|–) +│")


@rule("deliveries")
def a_row_is_what_was_seen_of_its_way(shot: Shot) -> Iterator[str]:
    """Its held results and its first one are those of the newest run, as its numbers are one run's."""
    state = shot.states.get("deliveries")
    called = {reading.called: reading.name for reading in variants(state)} if state else {}
    for line in shot.lines("deliveries"):
        found = ROW.match(line)
        run = state.newest(called.get(found[1], "?")) if found and state else None
        known = deliveries(run) if run is not None and state and state.header and state.header.repeats == 1 else None
        if found is None or known is None:
            continue
        if found[4] != str(most_held(known)):
            yield f"{found[1]} held {found[4]}, but it were {most_held(known)}"
        if (found[2] is None) != (known.first_s is None) or (found[2] and f"{known.first_s:.2f}" != found[2]):
            yield f"{found[1]}: first after {found[2]}, but it was {known.first_s}"


@rule("deliveries")
def what_is_held_back_is_one_count(shot: Shot) -> Iterator[str]:
    """In the sentence, and in the row of that way, once it has ended."""
    text = shot.text("sentence")
    said = re.search(r"(\S+) (?:kept the order.*?|gave all results at once: )(\d+) finished results?", text)
    rows = {found[1]: found[4] for line in shot.lines("deliveries") if (found := ROW.match(line))}
    if said and shot.is_over and rows.get(said[1]) not in (None, said[2]):
        yield f"{said[0]}, but in its row {rows[said[1]]}"


@rule("deliveries")
def a_first_result_is_told_once(shot: Shot) -> Iterator[str]:
    said = dict(re.findall(r"(\S+) after ([\d.]+) s", shot.text("sentence")))
    rows = {found[1]: found[2] for line in shot.lines("deliveries") if (found := ROW.match(line))}
    for name in said.keys() & rows.keys() if shot.is_over else ():
        if rows[name] is not None and said[name] != rows[name]:
            yield f"{name} after {said[name]} s in the sentence, {rows[name]} s in its row"


@rule("tasks")
def as_many_results_are_got_as_were_finished(shot: Shot) -> Iterator[str]:
    """Nobody gets what is not finished."""
    run = shot.state.newest()
    known = deliveries(run) if run is not None else None
    if known is not None and len(known.delivered) > len(known.finished):
        yield f"{len(known.delivered)} results of {len(known.finished)} finished tasks"

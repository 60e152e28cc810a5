"""What is said of crossing: every number of it was printed."""

from __future__ import annotations

import re

from tests.support.border import PRINTED, REFUSED, SIZES, SURPRISES, told
from tui.model.crossing.readings import SHARED, border
from tui.model.fold.fold import fold
from tui.model.readings.reading import readings
from tui.model.said.verdict import verdict
from tui.model.state.state import ComparisonState


def state(**settings: object) -> ComparisonState:
    return fold(ComparisonState(), told(**settings))  # type: ignore[arg-type]


def test_all_that_was_printed_is_known() -> None:
    said = border(state())
    assert [one.kind for one in said.crossings].count(SHARED) == 3 and said.kind == "floats"
    assert said.largest and said.largest.total_s == 0.1 and said.largest_shared
    assert said.largest_shared.sent_bytes == 86 and said.filled_s == 0.008
    assert [one.has_crossed for one in said.refusals] == [True, True, None]
    assert said.deepest and said.deepest.path == "job.settings.handlers[0].lock"
    assert len(said.surprises) == 6 and [one.pickled for one in said.tables] == [16, 2]


def test_the_sentences_rest_on_it() -> None:
    assert verdict(state()).text == (
        "Passing data is not free: 10 MB as a list of floats took 100 ms: "
        "20 % pickling, 12 % sending, 68 % unpickling. "
        "SharedMemory: as much got across in 400 µs: only its name was sent, 86 bytes; filling it took 8.0 ms, once. "
        "8.0 MB with each of 16 tasks: pickled 16 times, 1.2 s; given to the initializer: pickled 2 times, 300 ms. "
        "“Not picklable” is not bad luck: one leaf says no, job.settings.handlers[0].lock. "
        "Mended, 2 of 3 kinds crossed."
    )
    assert verdict(state()).short[-1].text == "12 % of it sending."


def test_the_shares_add_up_to_a_hundred() -> None:
    text = SIZES.replace("20   12   68", "33.334   33.333   33.333")
    said = verdict(state(printed={"sizes": text})).text
    assert sum(map(int, re.findall(r"(\d+) % ", said))) == 100, said


def test_what_took_as_long_is_neither_good_nor_bad() -> None:
    def inks(took_s: str) -> list[str]:
        told = verdict(state(printed={"surprises": SURPRISES.replace("0.300 s", f"{took_s} s")}))
        return [span.ink for span in told.sentences[0] if "pickled" in span.text]

    assert [inks(took_s) for took_s in ("0.300", "1.150", "2.000")] == [
        ["bad", "good"], ["foreground", "foreground"], ["good", "bad"],
    ]  # fmt: skip


def test_what_is_so_small_that_its_name_takes_longer() -> None:
    text = "\n".join(line for line in SIZES.splitlines() if "1000000" not in line and "100000" not in line)
    said = verdict(state(printed={"sizes": text})).text
    assert "SharedMemory: so little takes longer that way, 200 µs: only its name was sent, 84 bytes" in said, said


def test_a_busy_machine_and_a_single_core_are_told() -> None:
    assert "Other programs used 50 % of this machine: the times are rough." in verdict(state(others=2.0)).text
    assert "On one core both sides take turns" in verdict(state(usable_cores=1.0)).text
    assert "SharedMemory" not in verdict(state(others=2.0)).text, "no comparison of times then"


def test_while_it_runs_only_what_is_over_is_concluded() -> None:
    every = told()
    at = next(place for place, item in enumerate(every) if getattr(item, "table", "") == "mended")
    said = verdict(fold(ComparisonState(), every[:at])).text
    assert (
        said.startswith("Refused: a lambda was refused at job.work. Passing data is not free")
        and "bad luck" not in said
    )


def test_a_part_alone_says_what_it_can() -> None:
    assert verdict(state(printed={"refused": REFUSED})).text.startswith("“Not picklable” is not bad luck")
    assert verdict(state(printed={"refused": REFUSED})).short[0].text == "One leaf says no: "
    assert "bad luck" not in verdict(state(printed={"sizes": SIZES})).text
    assert verdict(state(printed={"sizes": "nothing that is known\n"})).text


def test_the_readings_that_questions_ask_for() -> None:
    run = state()
    found = {
        name: readings()[name].values(run, variant)
        for name, variant in (
            ("crossing_s", "sizes"), ("pickling_share", "sizes"), ("shared_crossing_s", "sizes"),
            ("refused", "refused"),
            ("mended", "refused"), ("table_each_s", "surprises"), ("table_once_s", "surprises"),
        )
    }  # fmt: skip
    assert {name: tuple(round(v, 6) for v in values) for name, values in found.items()} == {
        "crossing_s": (0.1,), "pickling_share": (0.88,), "shared_crossing_s": (0.0004,), "refused": (3.0,),
        "mended": (2.0,), "table_each_s": (1.2,), "table_once_s": (0.3,),
    }  # fmt: skip
    assert not readings()["crossing_s"].values(run, "refused") and set(PRINTED) == {"sizes", "refused", "surprises"}


def test_what_was_refused_is_known_by_its_kind() -> None:
    names, run = ("lambda", "file", "settings", "logger", "socket", "mp_lock", "generator"), state()
    whether = {name: readings()[f"refused_{name}"] for name in names}
    told = {name: its.values(run, "refused") + its.values(run, "surprises") for name, its in whether.items()}
    assert told.pop("generator") == (), "it was not sent here"
    assert told == {"lambda": (1,), "file": (1,), "settings": (1,), "logger": (0,), "socket": (0,), "mp_lock": (1,)}

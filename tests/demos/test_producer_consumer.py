from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.interpreters import Interpreter
from tests.support.plain import PATIENCE_S, command, lines, refusal
from tests.support.ways import WAYS as WAYS_TO_START

QUICK = ("--make-ms", 0.2, "--take-ms", 0.2)
WAYS = ("processes", "threads")


@dataclass(frozen=True, slots=True)
class Report:
    """What one way printed: made, taken and left by each producer and together."""

    rows: dict[str, tuple[int, int, int]]

    @property
    def together(self) -> tuple[int, int, int]:
        return self.rows["together"]


def report(printed: Sequence[str]) -> Report:
    """Read the last report, and add it up again."""
    begin = max(place for place, line in enumerate(printed) if line.split() == ["made", "taken", "left"])
    rows = {}
    for line in printed[begin + 1 : -1]:
        name, numbers = line[:8].strip(), line[8:].split()
        rows[name] = (int(numbers[0]), int(numbers[1]), int(numbers[2]))
    assert printed[-2].endswith("nothing lost, nothing twice")
    found = Report(rows)
    makers = [row for name, row in rows.items() if name != "together"]
    assert found.together == tuple(sum(row[column] for row in makers) for column in range(3))
    assert all(made == taken + left for made, taken, left in rows.values())
    return found


@WAYS_TO_START
def test_everything_made_is_taken_on_every_python(python: Interpreter, method: str) -> None:
    options = ("--items", 20, "--producers", 3, "--consumers", 2, "--maxsize", 4, *QUICK, "--start-method", method)
    printed = lines("producer_consumer", *options, python=python.path)
    assert [line.split(":")[0] for line in printed if "a queue of at most 4" in line] == list(WAYS)
    assert report(printed[: len(printed) // 2]).rows == report(printed).rows
    assert report(printed).rows == {"P1": (20, 20, 0), "P2": (20, 20, 0), "P3": (20, 20, 0), "together": (60, 60, 0)}


COMMANDS = st.one_of(
    st.sampled_from(["put", "take-one", "count", "nonsense", "", "make x", "bound -1", "take -5", "make nan"]),
    st.builds("producer {:+d}".format, st.integers(-3, 3)),
    st.builds("consumer {:+d}".format, st.integers(-3, 3)),
    st.builds("make {:.2f}".format, st.floats(0, 2)),
    st.builds("take {:.2f}".format, st.floats(0, 2)),
    st.builds("bound {}".format, st.integers(0, 8)),
)


OPTIONS = st.fixed_dictionaries({
    "--producers": st.integers(0, 4), "--consumers": st.integers(0, 4), "--maxsize": st.integers(0, 6),
    "--items": st.integers(0, 40), "--size": st.integers(0, 70_000),
})  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=12, deadline=None)
@given(options=OPTIONS, typed=st.lists(COMMANDS, max_size=12), ends=st.booleans())
def test_nothing_is_lost_or_doubled_however_it_is_steered(
    way: str, options: dict[str, int], typed: list[str], ends: bool
) -> None:
    text = "".join(f"{line}\n" for line in [*typed, *(["end"] if ends else [])])
    given_options = [part for option in options.items() for part in option]
    report(lines("producer_consumer", way, "--control", *given_options, *QUICK, typed=text))


@WAYS_TO_START
def test_steering_in_every_python(python: Interpreter, method: str) -> None:
    typed = "producer +2\nconsumer +1\nput\nmake 0\nbound 0\nproducer -1\nbound 3\nconsumer -1\nput\n"
    options = ("--control", "--items", 15, *QUICK, "--start-method", method)
    found = report(lines("producer_consumer", "processes", *options, python=python.path, typed=typed))
    assert found.together[0] >= 15


class Steered:
    """The program while it runs, and somebody at its keyboard."""

    def __init__(self, *options: object) -> None:
        self.program = subprocess.Popen(
            command("producer_consumer", *options, "--control"),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def type(self, line: str) -> None:
        _open(self.program.stdin).write(f"{line}\n")
        _open(self.program.stdin).flush()

    def answer(self, line: str) -> str:
        self.type(line)
        return _open(self.program.stdout).readline().strip()

    def counts(self) -> tuple[int, int]:
        """How many are made, and how many of them on the way."""
        words = self.answer("count").split()
        return int(words[0]), int(words[2])

    def end(self) -> Report:
        printed, errors = self.program.communicate("end\n", timeout=PATIENCE_S)
        assert self.program.returncode == 0 and not errors
        return report(printed.splitlines())


def _open(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


@pytest.mark.parametrize("way", WAYS)
def test_a_lifted_bound_lets_the_queue_grow_and_a_new_one_stops_it(way: str) -> None:
    steered = Steered(way, "--items", 0, "--maxsize", 2, "--make-ms", 1, "--take-ms", 100)
    _open(steered.program.stdout).readline()
    assert max(steered.counts()[1] for _ in range(50)) <= 2 + 3, "two slots, and three puts that have just been counted"
    steered.type("bound 0")
    while steered.counts()[1] < 50:
        pass
    steered.type("take 0")
    steered.type("bound 2")
    assert steered.answer("consumer +1") == "Not now: the old queue is not empty yet."
    while steered.counts()[1] > 5:
        pass
    found = steered.end()
    assert set(found.rows) == {"P1", "P2", "P3", "together"} and found.together[0] > 50


@pytest.mark.parametrize("way", WAYS)
def test_by_hand_alone(way: str) -> None:
    steered = Steered(way, "--producers", 0, "--consumers", 0, "--maxsize", 2)
    assert "0 producers" in _open(steered.program.stdout).readline()
    assert steered.answer("take-one") == "The queue is empty."
    steered.type("put")
    steered.type("put")
    assert steered.answer("put") == "The queue is full."
    assert steered.counts() == (2, 2)
    assert steered.answer("take-one") == "taken"
    assert steered.answer("shout").startswith("Not understood: 'shout'; for instance producer +1")
    assert steered.end().rows == {"by hand": (2, 1, 1), "together": (2, 1, 1)}


@pytest.mark.parametrize("way", WAYS)
def test_what_nobody_took_is_counted_as_left(way: str) -> None:
    options = ("--items", 0, "--seconds", 0.3, "--maxsize", 0, "--make-ms", 1, "--take-ms", 50)
    made, taken, left = report(lines("producer_consumer", way, *options)).together
    assert made == taken + left and left > taken


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--items", 0), "never ends without --seconds or --control"),
        (("--producers", 0), "there must be a producer and a consumer"),
        (("--consumers", 101), "invalid choice: 101"),
        (("--make-ms", -1), "give from 0 to 60000"),
        (("--take-ms", "nan"), "give from 0 to 60000"),
        (("--maxsize", -1), "give 0 or more"),
        (("--size", "x"), "invalid number value"),
    ],
)
def test_settings_that_cannot_be(options: tuple[object, ...], says: str) -> None:
    assert says in refusal("producer_consumer", *options)

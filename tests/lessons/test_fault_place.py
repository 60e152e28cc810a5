"""Where in a TOML file a fault is said to be."""

from __future__ import annotations

import tomllib

import pytest

from tui.lessons.fault_place import line_of, place_of
from tui.telemetry.shape import ShapeError

TEXT = '''title = "T"
says = """
[[quiz]]
answer = 0
"""

[probe] # how closely
level = "lean"
[[quiz]]
question = "1"
answers = [
    "a",  # [
    "b]",
]
[[quiz]]
question = "2"
scale = { lost = 1, made = 2 }
[[quiz.parts]]
name = "x"
'''


@pytest.mark.parametrize(
    ("path", "line", "place"),
    [
        (("title",), 1, ": title is odd"),
        (("says",), 2, ": says is odd"),
        (("probe", "level"), 8, ", [probe]: level is odd"),
        (("probe",), 7, ": [probe] is odd"),
        (("probe", "traffic"), 7, ", [probe]: traffic is odd"),
        (("quiz", 0), 9, ": [[quiz]] 1 is odd"),
        (("quiz", 0, "answers", 1), 11, ", [[quiz]] 1: entry 2 of answers is odd"),
        (("quiz", 1, "question"), 16, ", [[quiz]] 2: question is odd"),
        (("quiz", 1, "scale", "made"), 17, ", [quiz.scale]: made is odd"),
        (("quiz", 1, "parts", 0, "name"), 19, ", [[quiz.parts]] 1: name is odd"),
        (("nothing",), None, ": nothing is odd"),
        ((), None, ": it is odd"),
    ],
)
def test_the_section_the_field_and_the_line_are_told(path: tuple[str | int, ...], line: int | None, place: str) -> None:
    assert line_of(path, TEXT) == line
    assert place_of(ShapeError("is odd", *path), tomllib.loads(TEXT)) == place

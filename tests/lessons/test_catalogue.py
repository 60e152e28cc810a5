from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tui.feeds.live.plan import arguments, can_run, default_knobs, make_plan
from tui.lessons.catalogue import FOLDER, LessonError, catalogue, find, read_lesson

LESSON = """
title = "T"
summary = "S"
expected_s = 1
time_limit_s = 5
[[variants]]
name = "one"
hue = "thread"
[[knobs]]
name = "workers"
option = "--workers"
kind = "int"
default = 2
minimum = 1
maximum = 8
"""


def lesson(folder: Path, text: str) -> Path:
    path = folder / "a_b.toml"
    path.write_text(text, encoding="utf-8")
    path.with_suffix(".py").write_text("", encoding="utf-8")
    return path


def test_every_lesson_that_comes_along_can_be_read() -> None:
    scenarios, broken = catalogue()
    assert not broken and "threads-vs-processes" in [scenario.name for scenario in scenarios]


@pytest.mark.parametrize("program", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_program_is_plain(program: Path) -> None:
    """Standard library only, no word of coreograph, and no name that hides a standard module."""
    source = program.with_suffix(".py").read_text(encoding="utf-8")
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names
    assert "coreograph" not in source and program.stem not in sys.stdlib_module_names


def test_a_lesson_beside_a_program_is_a_scenario(tmp_path: Path) -> None:
    scenario = read_lesson(lesson(tmp_path, LESSON))
    assert scenario.name == "a-b" and scenario.tab == "a-b" and scenario.baseline is None
    assert find("a-b", tmp_path) == scenario


def test_groups_follow_each_other_and_own_lessons_come_last(tmp_path: Path) -> None:
    sharing = 'group = "sharing"'
    for name, head in (("a", ""), ("b", 'group = "limits"'), ("c", sharing), ("d", f"{sharing}\norder = 2")):
        (tmp_path / f"{name}.toml").write_text(f"{head}\n{LESSON}", encoding="utf-8")
        (tmp_path / f"{name}.py").touch()
    found, _ = catalogue(tmp_path)
    assert [(its.name, its.group) for its in found] == [
        ("d", "sharing"), ("c", "sharing"), ("b", "limits"), ("a", "your own"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("title = ", "titel = "), r"in line 2: titel is unknown; perhaps title\."),
        (('title = "T"', ""), r"a_b\.toml is broken: title is missing\."),
        (('title = "T"', "title = 3"), r"in line 2: title must be a text, not 3\."),
        (('title = "T"', 'title = "\\u001b[2J"'), "title holds a character that cannot be shown"),
        (('title = "T"', 'title = "\\tT"'), "title holds a tabulator: write spaces"),
        (("expected_s = 1", 'expected_s = "x"'), "expected_s must be a number"),
        (('hue = "thread"', 'hue = "pink"'), "hue 'pink' is unknown"),
        (('title = "T"', 'title = "T"\ngroup = "sharin"'), r"in line 3: group 'sharin' is unknown.*sharing"),
        (('[[variants]]\nname = "one"\nhue = "thread"', ""), r"it has no \[\[variants\]\]"),
        (("[[variants]]", "[[others]]"), r"others is unknown"),
        (('kind = "int"', 'kind = "dial"'), "kind 'dial'"),
        (("default = 2", 'default = "calibrated"'), "no \\[calibration\\]"),
        (("default = 2", 'default = "x"'), "default cannot be 'x': give a whole number, from 1 to 8, or cores"),
        (("time_limit_s = 5", "time_limit_s = 0"), "above 0"),
        (("[[knobs]]", "[knobs]"), r"\[knobs\] must be a list, not a table: write \[\[knobs\]\]"),
        (("summary", "= ="), "cannot be read"),
        (("default = 2", f"default = {'9' * 400}"), "default must be a number or a text, not a number of"),
        (("default = 2", f"default = {'9' * 5000}"), "cannot be read"),
        (("default = 2", f"default = {'[' * 100_000}"), "cannot be read"),
        (("default = 2", "default = inf"), "default must be a number or a text, not inf"),
        (("default = 2", "default = 9"), "default cannot be 9: give a whole number, from 1 to 8"),
        (("default = 2", "default = 2\nstep = nan"), "step must be a number, not nan"),
        (("default = 2", 'default = 2\nless = "ab"'), "less must be one character"),
        (("[[knobs]]", '[[results]]\npattern = "x"\nscale = { lost = "x" }\n[[knobs]]'), "lost must be a number"),
        (("[[knobs]]", '[[results]]\npattern = "("\n[[knobs]]'), "pattern is no regular expression"),
        (("[[knobs]]", '[[results]]\npattern = "(?P<a>x)"\n[[knobs]]'), "the reading 'a', which is unknown"),
        (("[[knobs]]", '[[tables]]\nname = "a/b"\ntitle = "A"\npattern = "x"\n[[knobs]]'), "a name of small letters"),
        (
            ("[[knobs]]", '[[tables]]\nname = "a"\ntitle = "A"\npattern = "(?P<way>x)"\nnumbers = ["wy"]\n[[knobs]]'),
            "has no group 'wy'; choose from way",
        ),
        (('title = "T"', 'title = "T"\nboards = ["panels", "gears"]'), "in line 3: entry 2 of boards is 'gears'"),
        (('title = "T"', 'title = "T"\nboards = []'), "in line 3: boards must name one at least"),
        (("default = 2", "default = 2\nfactor = 0.5"), "factor must be above 1, at most 1000"),
        (("default = 2", "default = 2\nfactor = 1e14"), "factor must be above 1, at most 1000"),
        (("maximum = 8", "maximum = 7.5"), "maximum must be a whole number, not 7.5"),
        (("default = 2", "default = 2\nat_most = 0"), "at_most must be from 1 to 1024, not 0"),
        (("expected_s = 1", "expected_s = 1e14"), "expected_s must be from 0 to 86400"),
        (("time_limit_s = 5", "time_limit_s = 1e14"), "time_limit_s must be above 0, at most 86400"),
        (("summary", "sumary"), "sumary is unknown; perhaps summary"),
        (("hue = ", "hues = "), r"\[\[variants\]\] 1: hues is unknown; perhaps hue"),
        (("minimum", "minmum"), r"\[\[knobs\]\] 1: minmum is unknown; perhaps minimum"),
        (("[[knobs]]", "[probe]\nmicroscope = -1\n[[knobs]]"), "microscope must be from 0 to 1000, not -1"),
    ],
)
def test_a_broken_lesson_is_one_sentence_and_leaves_the_others(
    tmp_path: Path, change: tuple[str, str], says: str
) -> None:
    lesson(tmp_path, LESSON.replace(*change))
    (tmp_path / "good.toml").write_text(LESSON, encoding="utf-8")
    (tmp_path / "good.py").write_text("", encoding="utf-8")
    scenarios, broken = catalogue(tmp_path)
    assert [scenario.name for scenario in scenarios] == ["good"]
    assert [lesson.name for lesson in broken] == ["a-b"]
    with pytest.raises(LessonError, match=says):
        find("a-b", tmp_path)


def test_lines_of_a_text_become_one(tmp_path: Path) -> None:
    told = LESSON.replace('summary = "S"', 'summary = """\nIt is long,\nand ends."""')
    assert read_lesson(lesson(tmp_path, told)).summary == "It is long, and ends."


def test_a_lesson_without_a_program_says_so(tmp_path: Path) -> None:
    (tmp_path / "a_b.toml").write_text(LESSON, encoding="utf-8")
    with pytest.raises(LessonError, match=r"has no program: put a_b\.py beside it"):
        read_lesson(tmp_path / "a_b.toml")


def test_names_that_do_not_exist_say_what_does() -> None:
    scenario = find("threads-vs-processes")
    with pytest.raises(LessonError, match=r"no scenario 'x': choose from .*threads-vs-processes"):
        find("x")
    with pytest.raises(LessonError, match="no variant 'x': choose from sequential, threads"):
        scenario.variant("x")
    with pytest.raises(LessonError, match="no knob 'x': choose from workers"):
        scenario.knob("x")


@pytest.mark.parametrize("text", ["x", "0", "65", "1.5", "-1", "", "nan", "1e3"])
def test_a_number_of_workers_that_cannot_be(text: str) -> None:
    with pytest.raises(LessonError, match="workers cannot be"):
        find("threads-vs-processes").knob("workers").parse(text)


def test_knobs_turn_and_stop_at_their_ends() -> None:
    scenario = find("threads-vs-processes")
    workers, size = scenario.knob("workers"), scenario.knob("size")
    assert workers.parse("64") == 64 and workers.turned(64, 1) == 64 and workers.turned(4, -1) == 3
    assert size.turned(1000, 1) == 1250 and size.turned(1000, -1) == 1000
    assert scenario.knob("start_method").turned("default", 1) == "fork"
    with pytest.raises(LessonError, match="choose default, fork"):
        scenario.knob("start_method").parse("clone")


def test_a_plan_takes_what_this_python_can_run_and_puts_the_baseline_first() -> None:
    scenario = find("threads-vs-processes")
    plan = make_plan(scenario, python="py", has=frozenset(), usable_cores=8, variants=["processes", "sequential"])
    assert [variant.name for variant in plan.variants] == ["sequential", "processes"]
    assert plan.knobs["workers"] == 4 and plan.calibration is not None and plan.time_limit_s == 60
    everything = make_plan(scenario, python="py", has=frozenset(), usable_cores=1)
    assert [variant.name for variant in everything.variants] == ["sequential", "threads", "processes"]
    assert everything.knobs["workers"] == 2
    with pytest.raises(LessonError, match=r"interpreters needs Python 3\.14 or later"):
        make_plan(scenario, python="py", has=frozenset(), usable_cores=8, variants=["interpreters"])
    assert can_run(scenario.variant("interpreters"), frozenset({"concurrent.futures:InterpreterPoolExecutor"}))
    with pytest.raises(LessonError, match="repeats cannot be 0"):
        make_plan(scenario, python="py", has=frozenset(), usable_cores=8, repeats=0)


def test_a_programs_arguments_leave_out_what_is_left_to_the_program() -> None:
    scenario = find("threads-vs-processes")
    plan = make_plan(scenario, python="py", has=frozenset(), usable_cores=2)
    found = arguments(plan, plan.variants[1])
    assert found == ["threads", "--workers", "2", "--tasks", "40", "--switch-interval", "5.0"]
    assert "7" in arguments(plan, plan.variants[1], {"size": 7})
    assert default_knobs(scenario, 3.5)["workers"] == 3

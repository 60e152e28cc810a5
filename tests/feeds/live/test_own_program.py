"""A person's own program as a scenario: which file it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.interpreters import Interpreter, interpreters
from tui.feeds.live.own_program import module_file, program_scenario
from tui.lessons.catalogue import LessonError

FILES = {
    "shop/__init__.py": "print('imported')", "shop/__main__.py": "", "shop/till.py": "", "bare/__init__.py": "",
    "spread/part.py": "", "one.py": "",
}  # fmt: skip


@pytest.mark.parametrize("python", interpreters()[:: max(1, len(interpreters()) - 1)], ids=str)
def test_a_module_is_found_as_minus_m_finds_it_and_nothing_of_it_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, python: Interpreter
) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names = ("one", "shop", "shop.till", "spread.part", "bare", "one.more", "nothing", "sys")
    files = [module_file(name, python.path) for name in names]
    found = [path and path.relative_to(tmp_path).as_posix() for path in files]
    assert found == ["one.py", "shop/__main__.py", "shop/till.py", "spread/part.py", None, None, None, None]


def test_a_folder_is_its_main_file_and_what_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    with pytest.raises(LessonError, match="is a folder without a "):
        program_scenario([str(tmp_path / "app")])
    (tmp_path / "app" / "__main__.py").touch()
    scenario = program_scenario([str(tmp_path / "app"), "x"])
    assert scenario.program.name == "__main__.py" and scenario.target == (str(tmp_path / "app"),)
    assert scenario.tab == "app" and scenario.variants[0].arguments == ("x",)

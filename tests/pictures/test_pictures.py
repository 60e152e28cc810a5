"""How golden recordings look at their end, and that pictures can be taken and compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pictures.camera import Album
from tests.pictures.compared import compare
from tests.pictures.golden import FOLDER, GOLDEN, SIZES, ends
from tests.pictures.opening import Recording
from tests.pictures.sections import replays


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
async def test_a_recording_ends_with_the_picture_that_is_kept(path: Path) -> None:
    """A difference that is wanted is kept with `python -m tests.pictures golden`."""
    for name, text in (await ends(path)).items():
        assert text.splitlines() == (FOLDER / name).read_text(encoding="utf-8").splitlines(), name


def test_no_picture_is_kept_of_what_is_gone() -> None:
    names = {f"{path.stem}.{width}x{height}.txt" for path in GOLDEN for width, height in SIZES}
    assert {path.name for path in FOLDER.iterdir()} == names


async def test_two_sets_of_pictures_are_compared(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        await replays(Album(tmp_path / name), [Recording(GOLDEN[0])], [(80, 24)])
    a, b = tmp_path / "a", tmp_path / "b"
    assert not compare(a, b)
    first = sorted(a.iterdir())[0]
    text = first.read_text(encoding="utf-8")
    assert text.startswith("80x24\n 0| coreograph") and "bold" in text
    first.write_text(text.replace("bold", "dim"), encoding="utf-8")
    assert list(compare(a, b)) == [first.name] and not compare(a, b, is_text=True)

"""The pictures that the tests compare with: how each golden recording ends, as text, at two sizes."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.pictures.camera import Album, text_of
from tests.pictures.opening import Recording, put, replay

RECORDINGS = Path(__file__).parents[1] / "recordings"
GOLDEN = sorted(RECORDINGS.glob("*.jsonl"))
FOLDER = RECORDINGS / "pictures"
SIZES = ((80, 24), (120, 40))


async def ends(path: Path) -> Mapping[str, str]:
    """Return the last pictures of a recording by the names of their files."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for width, height in SIZES:
            async with replay(Album(Path(folder)), Recording(path), (width, height)) as taking:
                await put(taking, 1.0)
                found[f"{path.stem}.{width}x{height}.txt"] = text_of(await taking.settled()) + "\n"
    return found


async def renew() -> int:
    """Write the golden pictures anew; return how many there are."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.txt"):
        old.unlink()
    for path in GOLDEN:
        for name, text in (await ends(path)).items():
            (FOLDER / name).write_text(text, encoding="utf-8")
    return len(GOLDEN) * len(SIZES)

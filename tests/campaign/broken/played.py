"""One try by its number: of which class it is, and what is wrong with what came of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

from tests.campaign.broken import commands, kept
from tests.campaign.broken.judging import GOOD_LESSON, fallen, lesson, recording
from tests.campaign.broken.lessons import HOWS, changed_lesson, spoiled_file
from tests.campaign.broken.recordings import KINDS

COMMANDS = 100
"""Every so many tries are a real command's."""


def tried(seed: int) -> tuple[str, str]:
    """Return the class of a try, and what is wrong; nothing when nothing is."""
    random, folder = Random(seed), Path(tempfile.mkdtemp(prefix="broken-"))
    try:
        kind, judge = _try(seed, random, folder)
        return kind, fallen(judge) if not kind.startswith("command") else judge()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _try(seed: int, random: Random, folder: Path) -> tuple[str, Callable[[], str]]:
    if seed % COMMANDS == 0:
        is_pipe = seed % (10 * COMMANDS) == 0
        return ("command on a pipe", partial(commands.waiting, folder, random)) if is_pipe else (
            "command", partial(commands.told, folder, random),
        )  # fmt: skip
    draw = random.randrange(20)
    if draw < 2:
        return "journal", partial(kept.journal, folder, random)
    if draw < 3:
        return "settings", partial(kept.settings, folder, random)
    if draw < 11:
        kind = random.choice(list(KINDS))
        (folder / "r.jsonl").write_bytes(KINDS[kind](random))
        return kind, partial(recording, folder / "r.jsonl", random)
    kind = random.choice([*HOWS, "lesson spoiled"])
    how = HOWS.get(kind, "")
    data, changed = changed_lesson(random, how) if how else (spoiled_file(random), "")
    (folder / "tried.toml").write_bytes(data)
    (folder / "tried.py").write_text("", encoding="utf-8")
    for source in GOOD_LESSON:
        shutil.copy(source, folder / f"good{source.suffix}")
    return kind, partial(lesson, folder, random, how, changed)

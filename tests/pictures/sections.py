"""What pictures are taken of: recordings as they are replayed and as they ran live, lessons, keys, the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from tests.pictures.camera import Album, Camera
from tests.pictures.opening import MODES, Recording, Size, environment, idle, live, put, replay, tell
from tui.feeds.recorder import state_folder
from tui.lessons.catalogue import catalogue

SIZES = ((60, 20), (80, 24), (120, 40), (200, 60))
PLACES = (("at15", 0.15), ("at55", 0.55), ("end", 1.0))
"""Shares of a recording's time."""
ANYWHERE = (
    ("code", "c"), ("code-note", "c", "down", "down"), ("code-page", "c", "pagedown"), ("presenter", "p"),
    ("output", "o"), ("explanation", "l"), ("explanation-end", "l", "end"), ("quiz", "y"), ("results", "a"),
    ("journal", "j"), ("journal-n", "j", "n", "n"), ("variants", "v"), ("knobs", "k"), ("microscope", "m"),
    ("help", "question_mark"), ("help-down", "question_mark", "pagedown"), ("message", "enter"),
)  # fmt: skip
"""What is taken, and the keys that lead there."""
IDLE = (
    ("knobs-turned", "k", "down", "right"), ("variants-turned", "v", "down", "space"), ("time-limit", "L"),
    ("slow", "s"), ("lessons", "0"),
)  # fmt: skip
ENDED = (
    ("compared", "enter"), ("quiz-answered", "y", "1", "enter"), ("results-right", "a", "right"),
    ("knobs-turned", "k", "right"),
)  # fmt: skip
WORDS = (
    "list", "--version", "--help", "list --help", "doctor --help", "run --help", "watch --help", "replay --help",
    "nonsense", "run nonsense --plain", "run counters --plain --knob workers=many", "watch --plain",
    "run counters --plain --knob speed=2", "run counters --plain --workers 1000", "run counters --plain --variant one",
    "run counters --plain --time-limit soon", "watch --plain nowhere.py", "replay --plain nowhere.jsonl",
)  # fmt: skip
"""What is asked of the command line."""


async def replays(album: Album, recordings: Sequence[Recording], sizes: Sequence[Size] = SIZES) -> None:
    """Take every recording at three places and four sizes; in terminals with less, at two sizes."""
    for mode in MODES:
        for one in recordings:
            for size in sizes if mode == "colour" else sizes[1:3]:
                async with replay(album, one, size, mode) as taking:
                    for what, share in PLACES:
                        await put(taking, share)
                        await taking.take(what)


async def replay_keys(album: Album, recordings: Sequence[Recording]) -> None:
    """Take what the keys show of every recording, in its middle and at its end."""
    for one in recordings:
        async with replay(album, one, (120, 40)) as taking:
            await put(taking, 0.55)
            await taking.zooms("at55")
            await put(taking, 1.0)
            await taking.zooms("end")
            await _look(taking, "end.", ANYWHERE)
            await taking.look("end.hex", "h", back=("h",))
            for step in ("step1", "step2"):
                await taking.look(f"end.{step}", "n", back=())
            await _turn(taking)
            await taking.look("end.home", "home")
            for theme in ("light", "projector", "terminal"):
                await taking.look(f"themed.{theme}", "t", back=())
        async with replay(album, one, (80, 24)) as taking:
            await put(taking, 1.0)
            await _look(taking, "end.", ANYWHERE)
            await _turn(taking)


async def lives(album: Album, recordings: Sequence[Recording]) -> None:
    """Take runs as they go on and end: lessons with the question before them, and programs that are watched."""
    for one in recordings:
        for size in SIZES[1:3]:
            async with live(album, one, size) as taking:
                for what, share in PLACES:
                    await tell(taking, share * one.end_s)
                    await taking.take(what)
                    if what == "at55":
                        await taking.look("at55.frozen", "full_stop", back=("full_stop",))
                        await _look(taking, "at55.", ANYWHERE[:4])
                await _look(taking, "end.", ANYWHERE + ENDED)
                await taking.at.press("a", "x")  # Its dialog tells paths of this machine.
                for path in sorted((state_folder() / "results").glob("*")):
                    album.put(f"{taking.name}.{size[0]}.export{path.suffix}", path.read_text(encoding="utf-8"))


async def idles(album: Album, recordings: Sequence[Recording]) -> None:
    """Take the first screens, and what the keys show before anything was started."""
    for lesson in catalogue()[0]:
        for mode in MODES:
            for size in SIZES if mode == "colour" else SIZES[1:3]:
                async with idle(album, lesson, size, mode) as taking:
                    await taking.take("first")
                    if mode == "colour" and size in {SIZES[0], SIZES[2]}:
                        await _look(taking, "", ANYWHERE + IDLE)
        async with idle(album, lesson, SIZES[2]) as taking:
            await taking.look("prediction", "space", back=())
            await taking.look("prediction-moved", "down", "right", back=("enter",))
            await taking.take("refused")


async def said(album: Album, recordings: Sequence[Recording]) -> None:
    """Take what the command line prints."""
    asked = {words: words.split() for words in WORDS}
    for one in recordings:
        asked |= {f"{one.path.stem}.{form}": ["replay", str(one.path), f"--{form}"] for form in ("plain", "json")}
    with environment("ascii"):
        os.environ |= {"COLUMNS": "80"}
        for name, words in asked.items():
            done = subprocess.run([sys.executable, "-m", "tui", *words], capture_output=True, text=True, check=False)
            album.put(f"said.{name}", f"exit code {done.returncode}\n{done.stdout}--- errors\n{done.stderr}")


async def _look(taking: Camera, before: str, looks: Sequence[tuple[str, ...]]) -> None:
    for what, *keys in looks:
        await taking.look(f"{before}{what}", *keys)


async def _turn(taking: Camera) -> None:
    for number in (1, 2, 3):
        await taking.look(f"end.tab{number}", "tab", back=())


SECTIONS: dict[str, Callable[[Album, Sequence[Recording]], Coroutine[Any, Any, None]]] = {
    "replays": replays, "replay-keys": replay_keys, "lives": lives, "idles": idles, "said": said,
}  # fmt: skip

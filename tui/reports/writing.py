"""Writes the results into the user's state folder: whole files or none."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from tui.feeds.recorder import state_folder
from tui.files import own_folder, private_file
from tui.play.kept import SessionResults
from tui.reports.as_csv import as_csv, tables_as_csv
from tui.reports.as_markdown import as_markdown
from tui.telemetry.text import plain

RESULTS = "results"
FORMATS: Mapping[str, Callable[[SessionResults], str]] = {
    ".md": as_markdown,
    ".csv": as_csv,
}
"""How a file's name ends → what writes the results into it."""


class WritingError(Exception):
    """Why nothing was written and what to do, in one sentence."""


def results_folder() -> Path:
    """Return where results are written, beside the recordings."""
    return state_folder() / RESULTS


def write(results: SessionResults) -> tuple[Path, ...]:
    """Write a file of each format, and one of each table that programs print; return their paths.

    WritingError, and no file, when one cannot be written.
    """
    folder = results_folder()
    texts = {suffix: written(results) for suffix, written in FORMATS.items()}
    texts |= {f".{name}.csv": text for name, text in tables_as_csv(results).items()}
    drafts: list[Path] = []
    paths: list[Path] = []
    try:
        own_folder(RESULTS)
        stem = _fresh(folder, tuple(texts))
        for suffix, text in texts.items():
            drafts.append(folder / f".{stem}{suffix}.{os.getpid()}")
            with private_file(drafts[-1]) as file:
                file.write(text.encode("utf-8", "replace"))
        for draft, suffix in zip(drafts, texts, strict=True):
            paths.append(draft.replace(folder / f"{stem}{suffix}"))
    except OSError as error:
        for path in (*drafts, *paths):
            with suppress(OSError):
                path.unlink()
        why = error.strerror or type(error).__name__
        raise WritingError(
            f"Nothing was written to {plain(str(folder))} ({why}): make that folder writable, or start coreograph with "
            "XDG_STATE_HOME set to a folder that is, then press x again."
        ) from None
    return tuple(paths)


def _fresh(folder: Path, suffixes: tuple[str, ...]) -> str:
    """Return a name with the time in it that no file of the folder has."""
    now = time.strftime("%Y-%m-%d-%H%M%S")
    stem, n = now, 1
    while any((folder / f"{stem}{suffix}").exists() for suffix in suffixes):
        n += 1
        stem = f"{now}-{n}"
    return stem

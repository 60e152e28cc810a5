"""Whatever stands in a run directory, its readers raise nothing, say nothing absurd and take little memory.

What is written is made from `layout`'s own names: a new word, ring kind or meta line is among it as soon as it is
there. What is read goes the way it goes in the app: contents, recording, state.
"""

from __future__ import annotations

import os
import random
import resource
import struct
import subprocess
import sys
import threading
from itertools import count, islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.probe.observing import environment
from tests.support.hostile import (
    COUNTS,
    EVENTS,
    HEADER,
    LINES,
    SLOT,
    STORMS,
    Change,
    Looking,
    MetaBytes,
    Run,
    bounded,
    honest,
)
from tui.probe import layout
from tui.probe.reap.folders import remove_temporary


def test_the_layout_says_of_what_its_lines_consist() -> None:
    """The fuzz is made from it."""
    letters = dict(LINES)
    assert {"P", "X", "T", "t", "N", "O", "L", "S", "C", "E", "W", *layout.OBJECT_KINDS} <= set(letters)
    assert letters["T"].split() == ["slot", "generation", "native_id", "start_ns", "role", "kind", "name", "target"]
    assert len(HEADER) >= 16 and len(SLOT) >= 20 and len(COUNTS) >= 11 and len(EVENTS) >= 13


def _storm(changes: list[Change]) -> None:
    with honest() as run, bounded():
        for number, change in enumerate(changes):
            change(run)
            if number % 3 == 0:
                run.looking.look()
        run.looking.look()
        late = Looking(run.directory)
        late.look()
        late.close()
        remove_temporary(str(run.directory))


HOSTILE = settings(
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


@settings(HOSTILE, max_examples=50)
@given(STORMS)
def test_nothing_that_stands_there_raises(changes: list[Change]) -> None:
    _storm(changes)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(10))
def test_nothing_that_stands_there_raises_at_length(number: int) -> None:
    seed(number)(settings(HOSTILE, max_examples=600, derandomize=False)(given(STORMS)(_storm)))()


def _full_rings(run: Run) -> None:
    record = struct.Struct("=qqqq").pack
    for slot in range(layout.THREAD_SLOTS):
        kinds = (EVENTS[number % len(EVENTS)] for number in count())
        ring = b"".join(
            record(number, ((1 << 52) - layout.RING_RECORDS + number) << 8 | kind, 1 << 40, 1)
            for number, kind in zip(range(1, layout.RING_RECORDS + 1), kinds, strict=False)
        )
        os.pwrite(run.file, ring, layout.ring_offset(slot))
        for field, value in ((layout.S_STATE, layout.SLOT_ALIVE), (layout.S_GENERATION, 1 << 40),
                             (layout.S_NATIVE_ID, 7 + slot), (layout.S_RING_COUNT, 1 << 52)):  # fmt: skip
            run.put(layout.slot_word(slot, field), value)


def _all_rows(run: Run) -> None:
    run.put(layout.H_OBJECTS, (1 << 63) - 1)
    for row in range(layout.OBJECT_SLOTS):
        for field in range(layout.OBJECT_WORDS):
            run.put(layout.object_word(row, field), (-1) ** row * ((1 << 62) + row))


def _great_contents(run: Run) -> None:
    block = Path("/dev/shm") / f"coreograph-test-{os.getpid()}"
    with block.open("wb") as file:
        file.truncate(1 << 34)
    run.add(b"O\t77\tblock\tSharedMemory\tx\ta.py:1\t5\t%s\t%d\n" % (block.name.encode(), 1 << 40))
    run.add(b"O\t78\tblock\tSharedMemory\ty\ta.py:1\t5\t%s\t%d\n" % (block.name.encode(), 1 << 22))
    with block.open("rb") as file:
        line = b"O\t79\tvalue\tArray\tz\ta.py:1\t5\t%d\t0\t%d\td\t%d\t%d\n"
        run.add(line % (file.fileno(), 1 << 40, 1 << 40, os.getpid()))
        run.looking.look()
    block.unlink()


def _lines(line: bytes) -> Change:
    """Return what writes half a megabyte of this line with rising numbers."""
    lines = (line.replace(b"%d", b"%d" % n) + b"\n" for n in count(1))
    return MetaBytes(b"".join(islice(lines, (1 << 19) // (len(line) + 6))))


FLOODS: dict[str, Change] = {
    "full rings of all slots": _full_rings,
    "all rows of objects": _all_rows,
    "great contents": _great_contents,
    "objects": _lines(b"O\t%d\tqueue\tt\tn\tp\t5\t0\tfirst"),
    "one value again and again": _lines(b"O\t1003\tvalue\tt\tn\tp\t5\t0\t0\t8\ti\t1\t7"),
    "threads": _lines(b"T\t1\t%d\t%d\t5\tworker\tthread\tn"),
    "exits": _lines(b"X\t%d\t0\t5"),
    "names": _lines(b"P\tname %d\tworker"),
    "what is not observed": _lines(b"N\t%d\twhy"),
    "files": _lines(b"L\t%d\t" + b"x" * 3000),
    "empty lines": _lines(b""),
    "fields": _lines(b"\t" * 4000),
    "a line without an end": MetaBytes(b"x" * (3 << 20)),
}


def test_nothing_announced_takes_much_memory() -> None:
    for flood in FLOODS.values():
        with honest() as run, bounded():
            flood(run)
            for _ in range(4):
                run.looking.look()


@pytest.mark.slow
def test_millions_of_objects_take_little_memory() -> None:
    with honest() as run, bounded():
        for first in range(1, 3_000_000, 20_000):
            run.add(b"".join(b"O\t%d\tqueue\tt\tn\tp\t5\t0\tfirst\n" % key for key in range(first, first + 20_000)))
            run.looking.look()


def _torn(rounds: int, seed: int) -> None:
    """Let another thread write, cut and stretch both files so often while they are read."""
    chance = random.Random(seed)

    def spoil() -> None:
        words = [*HEADER[1:], *(layout.slot_word(slot, field) for slot in range(5) for field in SLOT)]
        rows = [layout.object_word(row, field) for row in range(5) for field in range(layout.OBJECT_WORDS)]
        for _ in range(rounds):
            run.put(chance.choice(chance.choice((words, rows))), chance.choice((0, 1, -1, 1 << 40, 1 << 62, 3)))
            os.pwrite(run.file, chance.randbytes(64), chance.randrange(layout.RINGS_AT + 5 * layout.RING_BYTES))
            run.add(chance.randbytes(20) + b"\nT\t1\t%d\t9\t5\twork" % chance.randrange(99))
            for file, most in ((run.file, layout.SEGMENT_BYTES), (run.lines, 1 << 20)):
                if chance.random() < 0.1:
                    os.truncate(file, chance.randrange(most))

    with honest() as run:
        thread = threading.Thread(target=spoil)
        thread.start()
        try:
            looks = 0
            while thread.is_alive() or looks < 50:
                run.looking.look()
                looks += 1
        finally:
            thread.join()


def test_files_that_change_while_they_are_read_do_no_harm() -> None:
    _torn(1500, 1)


@pytest.mark.slow
def test_files_that_change_while_they_are_read_do_no_harm_at_length() -> None:
    for number in range(40):
        _torn(20_000, number)


PROBED = """
import multiprocessing, queue, threading
def work(own, lock):
    with lock: own.put(1)
if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    own, lock, here = context.Queue(), context.Lock(), queue.Queue()
    one = context.Process(target=work, args=(own, lock))
    one.start()
    here.put(own.get())
    one.join()
    with threading.Lock(): print(here.get(), one.exitcode)
"""


@pytest.mark.parametrize("form", ["fifo", "folder", "/dev/zero", "sparse", "x" * 4096, "random"])
def test_a_program_runs_whatever_the_probe_finds_there(form: str, tmp_path: Path) -> None:
    """Hostile `ctl`, `keys`, `temp` and `main` files: at worst less is seen."""
    (tmp_path / "program.py").write_text(PROBED, encoding="utf-8")
    run_directory = tmp_path / "run"
    run_directory.mkdir()
    chance = random.Random(form)
    for name in (layout.CTL_FILE, layout.KEYS_FILE, layout.TEMP_FILE, layout.MAIN_FILE):
        path = run_directory / name
        if form == "fifo":
            os.mkfifo(path)
        elif form == "folder":
            path.mkdir()
        elif form == "sparse":
            with path.open("wb") as file:
                file.truncate(1 << 40)
        elif form == "random":
            words = [layout.MAGIC, *(chance.randrange(-(1 << 63), 1 << 63) for _ in range(20))]
            path.write_bytes(struct.pack(f"={len(words)}q", *words))
        elif form.startswith("/"):
            path.symlink_to(form)
        else:
            path.write_text(form)
    done = subprocess.run(
        [sys.executable, str(tmp_path / "program.py")], env=environment(run_directory), capture_output=True, text=True,
        timeout=60, check=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)),
    )  # fmt: skip
    assert (done.stdout, done.stderr, done.returncode) == ("1 0\n", "", 0)
    looking = Looking(run_directory)
    looking.look()
    looking.close()
    remove_temporary(str(run_directory))

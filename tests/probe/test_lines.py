"""Where a worker is said to be."""

from __future__ import annotations

from pathlib import Path

from tests.probe.observing import started
from tests.support.waiting import wait_until
from tui.feeds.live.control import Control, ProbeOrder
from tui.probe import layout


def test_a_forked_worker_in_the_library_is_not_where_its_parent_was(tmp_path: Path) -> None:
    Control(tmp_path, ProbeOrder(lines_hz=50)).close()
    with started("idle.py", run_directory=tmp_path) as program:
        worker = program.line().strip()

        def words() -> memoryview[int] | None:
            path = next(tmp_path.glob(f"{worker}-*.seg"), None)
            return memoryview(path.read_bytes()[: layout.OBJECTS_AT]).cast("q") if path is not None else None

        def is_looked_at() -> bool:
            found = words()
            return found is not None and found[layout.slot_word(0, layout.S_LINE_NS)] > 0

        wait_until(is_looked_at, what="a look at the worker")
        found = words()
        assert found is not None and found[layout.slot_word(0, layout.S_LINE)] == 0
        program.end("\n")

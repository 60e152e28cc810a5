"""`watch` of programs with many of a kind: the app keeps to a share of a core, and its footer says at which rates.

The same share as in `app_cpu`, taken when the app has had six seconds to find its rates. Beside it is btop at 0.1 s
with the same program alone. What the footer said at the end stands below the row.
"""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.peers import app, btop
from tests.benchmarks.processes import python_of
from tests.benchmarks.registry import ROOT, SHARE, Numbers, Row, Setting, Target, Way
from tests.benchmarks.rows.app_cpu import FURTHER, MANY, shows

SETTLES_S, WINDOW_S = (6.0, 1.0), (5.0, 1.0)


def _watch(*words: str | Path) -> Way:
    def measure(setting: Setting) -> Numbers:
        with app(setting, ["watch", *words]) as its:
            return shows(its, setting, setting.seconds(*SETTLES_S), setting.seconds(*WINDOW_S))

    return Way("app", measure, is_ours=True)


def _row(kind: str, count: int) -> Row:
    words = (MANY, kind, str(count))
    says = f"app CPU, `watch` of {count} {kind}"
    return Row(f"large-{kind}", says, (_watch(*words), btop([python_of(ROOT), *words])), SHARE, "share",
               Target(5.0, "value", stretch=3.0), FURTHER,
               quick_pairs=int(kind == "processes"))  # fmt: skip


ROWS = [_row("processes", 200), _row("threads", 128), _row("queues", 200)]

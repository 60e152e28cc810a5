"""Telemetry of one job with more and more workers, written by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from tests.support.builders import comparison, whole_run
from tui.telemetry.vocabulary import ComparisonEnded, RowPrinted, RunEnded, Telemetry, VariantPlanned

ONE_S = 0.6
"""What the job takes one worker."""


def by_amdahl(serial: float, cores: float) -> Callable[[int], float]:
    """Return how many times as fast so many workers are, where those without a core bring nothing."""
    return lambda workers: 1 / (serial + (1 - serial) / max(1.0, min(workers, cores)))


@dataclass(slots=True)
class Jobs:
    """Writes a comparison: `Jobs(cores=2).comparison()`. The jobs follow each other; the run takes as long as they."""

    cores: float = 2.0
    serial: int = 20
    """Percent that were set."""
    workers: int = 4
    rounds: int = 3
    spread: float = 0.02
    """By what part the times of rounds differ."""
    speed: Callable[[int], float] | None = None
    """None: by Amdahl's law."""
    others: float = 0.0
    """Cores' worth that other programs use."""
    outcome: str = "ended"
    done: int | None = None
    """After how many jobs it is that is told; None: it is over."""

    def rows(self) -> list[tuple[tuple[str, str | float], ...]]:
        """Return the cells of each row, in the order in which they are printed."""
        speed = self.speed or by_amdahl(self.serial / 100, self.cores)
        found: list[tuple[tuple[str, str | float], ...]] = []
        for number in range(self.workers * self.rounds):
            turn, workers = number // self.workers, number % self.workers + 1
            off = 1 + self.spread * (turn - (self.rounds - 1) / 2)
            took_s = ONE_S / speed(workers) * off
            alone_s = ONE_S * self.serial / 100 * off
            found.append((
                ("done", float(number + 1)), ("of", float(self.workers * self.rounds)), ("workers", float(workers)),
                ("took_s", round(took_s, 4)), ("alone_s", round(alone_s, 4)), ("result", "5411919457080"),
            ))  # fmt: skip
        return found

    def comparison(self) -> list[Telemetry]:
        rows = self.rows()[: self.done]
        took_s = 0.5 + sum(float(dict(row)["took_s"]) for row in rows)
        who = {"kind": "process", "workers": self.workers, "share": 0.4, "others": self.others}
        run = whole_run(0, "processes", 0.0, took_s, **who)  # type: ignore[arg-type]
        told: list[Telemetry] = [self._header(), *run[:-1]]
        at_s = 0.2
        for row in rows:
            at_s += float(dict(row)["took_s"])
            told.append(RowPrinted(at_s, 0, "jobs", row))
        told.sort(key=lambda item: item.at_s)
        if self.done is not None:
            return told
        ended = replace(run[-1], outcome=self.outcome, message="" if self.outcome == "ended" else "it broke")
        assert isinstance(ended, RunEnded)
        return [*told, ended, ComparisonEnded(ended.at_s)]

    def _header(self) -> Telemetry:
        return replace(
            comparison(usable_cores=self.cores), scenario="amdahls-wall", title="amdahl's wall",
            program="demos/amdahls_wall.py", boards=("wall",), cores=max(1, int(self.cores)),
            variants=(VariantPlanned("processes", "process", "a pool", False, "multiprocessing.Pool"),),
            knobs=(("workers", f"{self.workers}"), ("serial", f"{self.serial}"), ("rounds", f"{self.rounds}")),
        )  # fmt: skip

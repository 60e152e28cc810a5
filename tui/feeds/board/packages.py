"""What installed packages make for themselves, and who was found inside them: it is not looked at, and that is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from tui.feeds.board.board_file import whole
from tui.feeds.board.object_entry import MOST_COUNT
from tui.feeds.board.observed import ObservedThread, newest
from tui.feeds.board.read_batch import ReadBatch
from tui.telemetry.text import plain
from tui.telemetry.vocabulary import NotObserved
from tui.telemetry.waits import InsidePackage

MOST_PACKAGES = 256
TOLD = 3
"""So many packages are told by name, those first that made most."""
KINDS = ("lock", "queue", "pipe", "value", "block")
WHY = "made by installed packages for themselves; `--of PACKAGE` looks at a package, too"


class PackageBook:
    """How many objects of which kind each package made, over all processes."""

    def __init__(self) -> None:
        self.made: dict[str, dict[tuple[str, int], int]] = {}
        """Of each package, by kind and pid."""
        self._told = ""

    def of(self, pid: int) -> PackageLines:
        """Return what takes one process's lines."""
        return PackageLines(pid, self)

    def tell(self, batch: ReadBatch) -> None:
        """Tell them, if that is news."""
        says = self._says() if self.made else ""
        if says != self._told:
            self._told = says
            batch.tell(NotObserved, batch.now_ns, says, WHY, is_newer=True)

    def _says(self) -> str:
        sums: dict[str, Counter[str]] = {}
        for package, its in self.made.items():
            sums[package] = Counter()
            for (what, _), number in its.items():
                sums[package][what] += number
        most = sorted(sums, key=lambda package: (-sums[package].total(), package))
        said = [f"{_counted(sums[package])} of {package}" for package in most[:TOLD]]
        rest: Counter[str] = sum((sums[package] for package in most[TOLD:]), Counter())
        if rest:
            others = len(most) - TOLD
            said.append(f"{_counted(rest)} of {others} other package{'s' * (others > 1)}")
        return "; ".join(said)


def _counted(made: Counter[str]) -> str:
    most = sorted(made, key=lambda what: (-made[what], what))
    return ", ".join(f"{made[what]} {what}{'s' * (made[what] > 1)}" for what in most)


class PackageLines(Struct, frozen=True):
    """Takes one process's lines on packages into the book."""

    pid: int
    book: PackageBook

    def line(
        self, letter: str, fields: Sequence[str], threads: Sequence[Sequence[ObservedThread]], batch: ReadBatch
    ) -> None:
        """Take the fields of a `U` or `I` line; what does not fit is passed by. Numbers grow."""
        match (letter, *fields):
            case ("U", package, what, text) if what in KINDS:
                name, made = plain(package, 40), self.book.made
                if name in made or len(made) < MOST_PACKAGES:
                    of = made.setdefault(name, {})
                    of[what, self.pid] = max(whole(text, 0, MOST_COUNT) or 0, of.get((what, self.pid), 0))
            case ("I", slot, _, package, inside_text, looks_text):
                tid = newest(threads, whole(slot) or 0)
                inside, looks = whole(inside_text, 0), whole(looks_text, 1)
                if tid is not None and inside is not None and looks is not None and inside <= looks:
                    its = self.pid, tid, plain(package, 40), inside / looks
                    batch.tell(InsidePackage, batch.now_ns, *its)

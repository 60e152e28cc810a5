"""The books on event loops: what threads say of the loops that run in them, put into the vocabulary."""

from __future__ import annotations

from collections.abc import Sequence

from tui.feeds.board.board_file import Header, whole
from tui.feeds.board.observed import Threads, Waiting, newest
from tui.feeds.board.read_batch import ReadBatch
from tui.probe import layout
from tui.telemetry.loops import LookerSeen, Loop, LoopsSeen, LoopStood
from tui.telemetry.who import Who

MOST_LOOPS = 1024
_MOST_NS = 1 << 53
Words = tuple[int, int, int, int, int]
"""S_LOOP to S_LONGEST_NS of a thread."""
NO_LOOP: Words = (0, 0, 0, 0, 0)


class LoopBook:
    """What is known of the event loops of a run."""

    def __init__(self) -> None:
        self._words: dict[Who, Words] = {}
        self._told: dict[Who, Loop] = {}
        self._lookers: set[Who] = set()
        self._over: set[Who] = set()
        """Threads whose process has ended: forgotten once what they did last was told."""

    def see(self, who: Who, words: Words, waits: Waiting | None = None) -> None:
        """Take what a thread's slot says, and for what it waits."""
        if words == NO_LOOP and who not in self._words:
            return
        if waits is not None and waits.why == "loop":
            words = (words[0], 0, *words[2:])
        if any(words) and (who in self._words or len(self._words) < MOST_LOOPS):
            self._words[who] = words
            self._over.discard(who)
        elif who in self._words:
            _, _, stood, stood_ns, longest_ns = self._words[who]
            self._words[who] = (0, 0, stood, stood_ns, longest_ns)

    def looker(self, header: Header, batch: ReadBatch) -> None:
        """Tell of the probe's own thread in a process, once."""
        who = Who(header.pid, header.looker)
        if 0 < header.looker < 1 << 31 and who not in self._lookers and len(self._lookers) < MOST_LOOPS:
            self._lookers.add(who)
            batch.tell(LookerSeen, batch.now_ns, *who[:2])

    def forget(self, pid: int) -> None:
        """Take note that a process has ended; what is not told yet will be."""
        self._lookers = {who for who in self._lookers if who.pid != pid}
        self._over.update(who for who in self._words if who.pid == pid)

    def tell(self, batch: ReadBatch) -> None:
        """Tell what changed since the last call."""
        loops = {who: self._loop(who, words, batch) for who, words in self._words.items()}
        news = tuple(loop for who, loop in loops.items() if loop != self._told.get(who))
        self._told = loops
        if news:
            batch.tell(LoopsSeen, batch.now_ns, news)
        for who in self._over:
            del self._words[who], self._told[who]
        self._over = set()

    @staticmethod
    def _loop(who: Who, words: Words, batch: ReadBatch) -> Loop:
        kind, turn_ns, stood, *times_ns = (min(max(0, word), _MOST_NS) for word in words)
        is_long = 0 < turn_ns <= batch.now_ns - layout.LONG_TURN_NS
        stood_s, longest_s = (time_ns / 1e9 for time_ns in times_ns)
        since_s = batch.at_s(turn_ns) if is_long and kind else None
        return Loop(who.pid, who.tid, kind > 0, kind != layout.LOOP_ANY, since_s, stood, stood_s, longest_s)


def line(fields: Sequence[str], threads: Threads, pid: int, batch: ReadBatch) -> None:
    """Take a `B` line's fields; what does not fit is passed by."""
    match fields:
        case [slot, at_text, since_text, others, function, path, line_text]:
            tid = newest(threads, index) if (index := whole(slot)) is not None else None
            at_ns, since_ns, number = whole(at_text), whole(since_text), whole(line_text, 0, 1 << 31)
            if tid is not None and at_ns is not None and since_ns is not None and number is not None:
                since_s = batch.at_s(since_ns)
                batch.tell(LoopStood, at_ns, pid, tid, since_s, others == "1", function, path, number)

"""What one process's board says, followed from its first word to its end and put into the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter

from msgspec.structs import replace

from tui.feeds.board import observed, process_starts
from tui.feeds.board.board_file import MOST_TASKS, BoardFile, Header, Record, Words, whole
from tui.feeds.board.header_news import HeaderNews
from tui.feeds.board.object_book import ObjectBook
from tui.feeds.board.observed import Counts, ObservedProcess, ObservedThread
from tui.feeds.board.read_batch import ReadBatch
from tui.feeds.board.ring_records import RingRecords
from tui.feeds.board.task_records import TaskRecords
from tui.feeds.board.task_times import TIMES, ThreadTimes
from tui.feeds.board.traffic import MOST
from tui.probe import layout
from tui.telemetry.tasks import TaskCount
from tui.telemetry.vocabulary import Kind, PaceChanged, ProcessNamed, ProcessStarted, Role, ThreadEnded, ThreadStarted
from tui.telemetry.who import Who

MOST_THREADS = 65536
"""Threads of one process whose tasks are counted one by one."""
MOST_READS = 16
"""How often in a row a process's lines are read when it has ended: 16 MB of them."""
MOST_FILES = 1000
"""Source files of one process that lines are told of."""
_ROLES: Mapping[str, Role] = {"main": "main", "worker": "worker", "helper": "helper"}
_KINDS: Mapping[str, Kind] = {"thread": "thread", "interpreter": "interpreter"}
_COUNTS = itemgetter(
    layout.S_SUBMITTED, layout.S_STARTED, layout.S_ENDED, layout.S_FAILED, layout.S_CPU_NS, layout.S_CALLS
)
_MOVED = itemgetter(layout.S_PUTS, layout.S_GETS)
_BLANK: Words = (0,) * layout.SLOT_WORDS
Says = tuple[Role, Kind, str, str]
"""What a thread says of itself: role, kind, name and what it is to do."""


class WatchedProcess:
    """What is known of one process's board."""

    def __init__(self, file: BoardFile, header: Header, book: ObjectBook) -> None:
        self.file = file
        self.book = book
        self.tasks, self.packages = TaskRecords(header.pid), book.packages.of(header.pid)
        self.keys: dict[int, int] = {}
        """Row of the table of objects → key."""
        self.records = RingRecords(header.pid, book, self.tasks, self.keys)
        self.files: dict[int, str] = {}
        """Number of a source file → path."""
        self.header = header
        self.process = ObservedProcess(
            header.pid, header.parent_pid, _ROLES[layout.ROLE_NAMES[header.role]], "", header.start_ns
        )
        self.is_told = False
        self.news = HeaderNews(book.loops)
        self.lines_ns = -1
        """When the newest of the lines was written that were read."""
        self.is_ending = False
        self.threads: list[list[ObservedThread]] = [[] for _ in range(layout.THREAD_SLOTS)]
        """Of each slot, those whose records may still come: all but the last have ended."""
        self.generations = [0] * layout.THREAD_SLOTS
        self.totals: dict[int, Counts] = {}
        self.times = ThreadTimes()
        self.first: ThreadStarted | None = None
        """What was told of the process's first thread."""
        self.dirty: dict[int, bool] = {}
        """Threads whose counts changed, and whether each is in a task."""
        self.stale: dict[int, int] = {}
        """Slots in which threads have ended, and how many had when the last read was over: the first ones there."""

    def read(self, batch: ReadBatch, *, is_last: bool = False) -> None:
        """Read everything new and tell it. `is_last`: it may have died between writing something and saying so.

        Objects come before threads: a wait that a thread is seen in is then not yet among those of its object's row.
        """
        for row, words in self.file.read_objects():
            self.keys[row] = words[layout.O_KEY]
            self.book.row((self.header.pid, self.header.start_ns), words)
        board = self.file.read_board()
        if board is None and self.is_told and not is_last and not self.file.has_rest:
            return
        header, slots = board or (None, [])
        self._see(header, batch)
        records = [(index, self._new_records(index, words, batch)) for index, words in slots]
        for line in self._new_lines(batch, is_last=is_last):
            self._line(line, batch)
        if self.header.objects > len(self.keys):
            self.keys.update(self.file.read_keys(self.header.objects))
        for index, words in slots:
            self._slot(index, words, batch)
        for index, new in records:
            if new:
                self.records.take(self.threads[index], new, batch)
        self._forget_ended()
        if self.dirty:
            batch.counts += [self._task_count(tid, busy, batch) for tid, busy in self.dirty.items()]
            self.dirty = {}

    def read_out(self, batch: ReadBatch) -> None:
        """Read what a process has left that writes no more."""
        for _ in range(MOST_READS):
            self.read(batch, is_last=True)
            if not self.file.has_more_lines():
                return

    def _new_records(self, index: int, slot: Words, batch: ReadBatch) -> list[Record]:
        new, lost = self.file.read_ring(index, slot[layout.S_RING_COUNT], max(64, batch.events))
        batch.events -= len(new)
        batch.dropped += lost
        return new

    def _new_lines(self, batch: ReadBatch, *, is_last: bool) -> list[list[str]]:
        """Return the new lines; the process itself, which is told first, is not among them."""
        if self.header.line_ns == self.lines_ns and self.is_told and not is_last and not self.file.has_rest:
            return []
        self.lines_ns = self.header.line_ns
        lines = list(self.file.read_lines())
        if self.is_told:
            return lines
        for line in lines:
            if line[0] == "P":
                self._line(line, batch)
        self._tell_process(batch)
        return [line for line in lines if line[0] != "P"]

    def _forget_ended(self) -> None:
        for index, number in list(self.stale.items()):
            threads = self.threads[index]
            del threads[:number]
            self.stale[index] = sum(thread.ended for thread in threads)
            if not self.stale[index]:
                del self.stale[index]

    def end(self, batch: ReadBatch, at_ns: int) -> None:
        """Tell that every thread still there has ended, and close."""
        source = self.header.pid, self.header.start_ns
        self.book.forget_process(source, self.keys.values(), at_ns, self.header.exit_ns > 0)
        for index, threads in enumerate(self.threads):
            for thread in threads[-1:]:
                self._thread_ended(index, thread, at_ns, batch)
        batch.counts += [self._task_count(tid, False, batch) for tid in self.dirty]
        self.file.close()

    def _task_count(self, tid: int, busy: bool, batch: ReadBatch) -> TaskCount:
        submitted, started, ended, failed, cpu_ns, calls = self.totals[tid]
        times = self.times.told(tid, ended, batch)
        return TaskCount(self.header.pid, tid, submitted, started, ended, failed, busy, cpu_ns / 1e9, calls, times)

    def _see(self, header: Header | None, batch: ReadBatch) -> None:
        if header is None or header.pid != self.header.pid:
            return
        if header.hook_errors != self.process.hook_errors:
            self.process = replace(self.process, hook_errors=header.hook_errors)
        self.news.tell(self.header, header, batch)
        self.header = header

    def _tell_process(self, batch: ReadBatch) -> None:
        self.is_told = True
        p = self.process
        process_starts.forked(self.header, batch)
        batch.tell(ProcessStarted, p.start_ns, p.pid, p.parent_pid, p.role, p.name, observed=True)

    def _line(self, fields: list[str], batch: ReadBatch) -> None:
        match fields:
            case ["P", name, role, *rest] if role in _ROLES:
                self._named(name, _ROLES[role], batch)
                process_starts.began(rest, self.header.pid, batch)
            case ["C" | "G" | "K" as letter, *rest]:
                process_starts.BY_LETTER[letter](rest, self.header.pid, batch)
            case ["X", pid, exit_code, seen_ns]:
                numbers = whole(pid, 1), whole(exit_code, -(1 << 31), 1 << 32), whole(seen_ns)
                if None not in numbers:
                    batch.exits.append(numbers)  # type: ignore[arg-type]
            case ["T", slot, generation, tid, start_ns, role, kind, name, target] if role in _ROLES and kind in _KINDS:
                index = whole(slot, 0, layout.THREAD_SLOTS - 1)
                numbers = whole(generation, 1), whole(tid, 1, (1 << 31) - 1), whole(start_ns)
                if index is not None and None not in numbers:
                    thread = ObservedThread(*numbers)  # type: ignore[arg-type]
                    self._thread_started(index, thread, (_ROLES[role], _KINDS[kind], name, target), batch)
            case ["t", slot, generation, end_ns, *texts] if len(texts) == 13:
                self._thread_left(whole(slot, 0, layout.THREAD_SLOTS - 1), generation, whole(end_ns), texts, batch)
            case ["L", number, path]:
                self.files[whole(number, 1, MOST_FILES) or 0] = path
            case ["S", at_ns_text, interval_us]:
                self._paced(whole(at_ns_text), whole(interval_us), batch)
            case ["W" | "E" | "R" | "Z" | "B" | "F" | "U" | "I" as letter, *rest]:
                (self.packages if letter in "UI" else self.tasks).line(letter, rest, self.threads, batch)
            case ["O" | "V" as letter, *rest]:
                (self.book.made if letter == "O" else self.book.updates.made)(self.header.pid, rest, batch)
            case ["N", what, why]:
                batch.not_observed(what, why)

    def _thread_left(
        self, index: int | None, which: str, at_ns: int | None, texts: list[str], batch: ReadBatch
    ) -> None:
        *counts, puts, gets, pool, calls, first_ns, last_ns, in_tasks_ns, ran_ns = (
            whole(text, 0, MOST if 5 <= place < 8 else 1 << 53) for place, text in enumerate(texts)
        )
        numbers = (*counts, calls)
        if index is not None and at_ns is not None and puts is not None and gets is not None and None not in numbers:
            for thread in self.threads[index][-1:]:
                if str(thread.generation) == which and not thread.ended:
                    thread.pool = pool or thread.pool
                    self.times.take(thread, (first_ns or 0, last_ns or 0, in_tasks_ns or 0, ran_ns or 0, 0, 0))
                    self._count(thread, numbers, False)  # type: ignore[arg-type]
                    thread.moved = self.book.traffic.count(Who(self.header.pid, thread.tid), thread.moved, (puts, gets))
                    self._thread_ended(index, thread, at_ns, batch)

    def _paced(self, at_ns: int | None, interval_us: int | None, batch: ReadBatch) -> None:
        if at_ns is not None and interval_us is not None:
            batch.tell(PaceChanged, at_ns, self.header.pid, interval_us / 1e6 or None)

    def _named(self, name: str, role: Role, batch: ReadBatch) -> None:
        is_new_role = role != self.process.role
        self.process = replace(self.process, name=name, role=role)
        if self.is_told:
            batch.tell(ProcessNamed, batch.now_ns, self.header.pid, name, role)
            if is_new_role and self.first is not None and self.threads[0]:
                batch.items.append(replace(self.first, role=role))

    def _slot(self, index: int, slot: Words, batch: ReadBatch) -> None:
        generation, tid = slot[layout.S_GENERATION], slot[layout.S_NATIVE_ID]
        is_alive = slot[layout.S_STATE] == layout.SLOT_ALIVE
        if generation > self.generations[index] and is_alive and 0 < tid < 1 << 31:
            role, kind = slot[layout.S_ROLE], slot[layout.S_KIND] == layout.KIND_INTERPRETER
            name = layout.ROLE_NAMES[role if 0 <= role < len(layout.ROLE_NAMES) else layout.ROLE_WORKER]
            says = _ROLES[name], _KINDS[layout.KIND_NAMES[kind]], "", ""
            thread = ObservedThread(generation, tid, max(0, slot[layout.S_START_NS]))
            self._thread_started(index, thread, says, batch)
        for thread in self.threads[index][-1:]:
            if thread.generation == generation and not thread.ended:
                before, thread.slot = thread.slot or _BLANK, slot
                self._seen(thread, slot, before)

    def _seen(self, thread: ObservedThread, slot: Words, before: Words) -> None:
        """Take what a thread's slot says; only what is not as before is looked at closely."""
        who = Who(self.header.pid, thread.tid)
        if slot[layout.S_POOL] != before[layout.S_POOL]:
            thread.pool = max(0, slot[layout.S_POOL]) or thread.pool
        state, were = slot[layout.S_STATE], before[layout.S_STATE]
        if (state, _COUNTS(slot), TIMES(slot)) != (were, _COUNTS(before), TIMES(before)):
            counts = tuple([min(max(0, count), MOST_TASKS) for count in _COUNTS(slot)])
            is_busy = state == layout.SLOT_ALIVE and slot[layout.S_STARTED] > slot[layout.S_ENDED]
            is_new = self.times.take(thread, TIMES(slot))
            self._count(thread, counts, is_busy, is_new=is_new)
        if _MOVED(slot) != _MOVED(before):
            puts, gets = _MOVED(slot)
            thread.moved = self.book.traffic.count(who, thread.moved, (max(0, puts), max(0, gets)))
        waits = observed.waited_for(slot, self.keys, self.files, self.threads)
        self.book.waiting(who, waits, slot[layout.S_LOOP : layout.S_LONGEST_NS + 1])  # type: ignore[arg-type]
        word = slot[layout.S_LINE]
        if word or before[layout.S_LINE]:
            function = self.tasks.functions.get(word & layout.LINE_BITS, "")
            self.book.line(who, observed.current_line(word, self.files), function, observed.waited_at_line(word))
            self.book.stays(who, observed.stay_of(slot, self.files))

    def _thread_started(self, index: int, thread: ObservedThread, says: Says, batch: ReadBatch) -> None:
        if thread.generation <= self.generations[index]:
            return
        role, kind, name, target = says
        self.generations[index] = thread.generation
        for earlier in self.threads[index][-1:]:
            self._thread_ended(index, earlier, thread.start_ns, batch)
        self.threads[index].append(thread)
        at_s, pid = batch.at_s(thread.start_ns), self.header.pid
        item = ThreadStarted(at_s, batch.run, pid, thread.tid, kind, role, name, target)
        if index == 0:
            role = self.process.role
            self.first = item = replace(item, role=role, kind="thread" if role == "main" else "process")
        batch.items.append(item)
        if thread.tid in self.totals:
            self.dirty[thread.tid] = False

    def _thread_ended(self, index: int, thread: ObservedThread, at_ns: int, batch: ReadBatch) -> None:
        if thread.ended:
            return
        self._count(thread, thread.counts, False)
        thread.ended = True
        self.stale.setdefault(index, 0)
        self.book.waiting(Who(self.header.pid, thread.tid), None)
        batch.tell(ThreadEnded, max(at_ns, thread.start_ns), self.header.pid, thread.tid)

    def _count(self, thread: ObservedThread, counts: Counts, busy: bool, *, is_new: bool = False) -> None:
        counts = tuple(map(max, counts, thread.counts))  # type: ignore[assignment]
        if (counts, busy) == (thread.counts, thread.busy) and not is_new:
            return
        before = self.totals.get(thread.tid, (0, 0, 0, 0, 0, 0))
        if thread.tid not in self.totals and len(self.totals) >= MOST_THREADS:
            return
        more = [new - old for new, old in zip(counts, thread.counts, strict=True)]
        a, b, c, d, e, f = (total + by for total, by in zip(before, more, strict=True))
        self.totals[thread.tid] = (a, b, c, d, e, f)
        if thread.pool:
            self.book.worked(thread.pool, (more[1], more[2], more[3], more[5]))
        self.dirty[thread.tid] = busy
        thread.counts, thread.busy = counts, busy

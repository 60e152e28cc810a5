"""The board's layout, stated once for the writer (inside observed processes) and the reader (the app).

A run directory (mode 0700) holds a file `main` with the main process's pid, a file `ctl` that the app writes and the
processes read, a file `keys` with the keys of the objects that the program itself made (one word each, appended), a
file `temp` with multiprocessing's temporary folders (`device inode path` each, a line, appended), a file
`code-<tag>` with the probe's code (see `pack`), a file `own` with the installed packages that are the program's (a line
each, with a tab and how the path of what is run must begin for that, or nothing), and for each observed process two
files that outlive it:

    <pid>-<start_ns>.seg    counters, objects and rings, a memory map of native 64-bit words with one writing process
    <pid>-<start_ns>.meta   descriptive facts, one line each, appended by a single write

Segment: one header, THREAD_SLOTS slots, a table of OBJECT_SLOTS objects, one ring for each thread slot. The file is
sparse: untouched rings cost nothing.
A slot has exactly one writing thread; it is reused after its thread ended, with `GENERATION` one higher. Slot 0 belongs
to the process's first thread and is never reused; the others are first taken in ascending order. `H_MAGIC` comes last.

Ring record, RECORD_BYTES, four words: time (perf_counter_ns), number << 8 | kind, value, duration_ns. `number` counts
from 1 and goes on when a slot is reused; record n stands at place (n - 1) % RING_RECORDS. A record is whole when its
number is the one expected at its place. Which thread wrote it follows from its time.

An object (queue, pipe, lock, value, shared memory) has a key, the same in every process that uses it, and a row in the
table of each such process; what it did is the sum over all rows with its key, those of dead processes included. A row's
words are written by whoever holds the object's own lock at that moment, so they are exact without a lock of ours. A
row's key is written last.

Meta line: letter, then tab-separated fields, `%09 %0A %25` for tab, newline and percent:

    P name role target ns cpu_ns since_ns until_ns modules   the process says who it is; role is one of ROLE_NAMES. What
                            multiprocessing has it do begins at ns, 0 for not yet: `square in pools.py`, nothing for
                            Python's own functions; the process has used so much CPU by then. It is left out in the
                            first line of a process. The last three where the main module was imported again
    X pid exit_code seen_ns a child's exit code, seen by its parent
    K pid number by_library ns                 a signal was about to be sent to another process, to a group's first one,
                                or, as 0, to all of one's own group; by_library is 1 where a library did so
    Z key ns                a pool was ended at once by its own program
    C pid method asked_ns made_ns command    a child was asked for and made, told by its parent, with its command where
                                it executes one
    G ns name has_run words…    the process is about to become the program with this name; has_run is 1 where that has
                                the run's environment, words are its first arguments. `G 0`: it did not
    T slot generation native_id start_ns role kind name target         a thread began; written before its slot says so
    t slot generation end_ns submitted started ended failed cpu_ns puts gets pool calls
                                first_ns last_ns in_tasks_ns tasks_cpu_ns   a thread ended, with its final counts
    N what why              something could not be observed
    O key kind type name place made_ns more…                           an object was made; `more` depends on its kind:
        queue maxsize order     most items, 0 for any number; order is one of ORDER_NAMES
        pipe peer               the key of the other end; the same key when it is one way only
        lock of limit           the key of the value it guards, or of the lock that a condition uses, or 0; permits
                                of a semaphore at first, parties of a barrier, or 0
        value fd offset size code length holder_pid fields             where its bytes are: a file open in holder_pid;
                                a structure's fields: `name:code:offset`, separated by commas
        block name size is_list                                        1 for a ShareableList
        pool workers            most workers, 0 where that is not said
        proxy                   something that a manager's process has
    V number key item place what EVENT_UPDATED stands for: an item, as Python writes it, of an object, and where
    U package what number   an installed package has made so many of that for itself in this process
    I slot generation package inside looks   of so many looks at the thread in this slot so many found it inside an
                            installed package, or in Python's own code that this has called
    L number path           a source file, for the lines that slots tell
    F number line name      the function that a line is in which a slot tells
    E slot kind task type text ns   an exception in the thread that has this slot; kind is one of ERROR_NAMES; task
                                is the number of the task it ended, or -1. Of tasks and pools two more: the pool's
                                key, and the pid of the worker where that is another process, or 0
    W number key what       a function that this process gives to, or gets from, the pool with this key: module and
                                name; nothing for `what` stands for the pool alone
    B slot ns since_ns others function path line    an event loop has stood still since then, in this function;
                                others: 1 where something else was due meanwhile
    S ns interval_us        the switch interval was lengthened for slow motion; 0: the program has its own back

A thread's tasks: `submitted` by it, `started` and `ended` in it; `failed` ones are among the ended.
"""

WORD = 8
MAGIC = 0x434F5245_00000007
"""`CORE` and the layout's version."""

HEADER_WORDS = 64
(
    H_MAGIC, H_PID, H_PARENT_PID, H_START_NS, H_ROLE, H_STATE, H_EXIT_CODE, H_EXIT_NS, H_SLOTS_USED,
    H_THREADS_WITHOUT_SLOT, H_GIL, H_HOOK_ERRORS, H_VERSION, H_OBJECTS, H_OBJECTS_WITHOUT_ROW, H_LEVEL, H_ASKED_NS,
    H_SIGNALS, H_LOOKER, H_CPU_NS, H_LINE_NS
) = range(21)  # fmt: skip
"""H_ASKED_NS: when `os.fork` was called for this process; 0 where its parent tells how it was made. H_SIGNALS: 1 when
the program has set a handler of its own for a signal. H_LOOKER: native id of the probe's own thread, or 0.
H_CPU_NS: CPU time of all its threads when it was about to end; 0 before. H_LINE_NS: when it had written its newest meta
line: whoever has read the lines since then need not look for others."""
H_PICKLED, H_UNPICKLED = 24, 27
"""Each the first of three words: large messages that were pickled or read back, the CPU time in ns, the bytes."""

STATE_RUNNING, STATE_EXITING = 1, 2
GIL_UNKNOWN, GIL_ON, GIL_OFF = 0, 1, 2

ROLE_NAMES = ("main", "worker", "helper")
ROLE_MAIN, ROLE_WORKER, ROLE_HELPER = range(3)

THREAD_SLOTS = 128
SLOT_WORDS = 31
(
    S_STATE, S_GENERATION, S_NATIVE_ID, S_START_NS, S_ROLE, S_RING_COUNT, S_SUBMITTED, S_STARTED, S_ENDED, S_FAILED,
    S_KIND, S_CPU_NS, S_WAITS_FOR, S_WAIT_SINCE_NS, S_LINE, S_LINE_NS, S_PUTS, S_GETS,
    S_POOL, S_CALLS, S_LOOP, S_TURN_NS, S_STOOD, S_STOOD_NS, S_LONGEST_NS,
    S_FIRST_NS, S_LAST_NS, S_IN_TASKS_NS, S_TASKS_CPU_NS, S_UNPICKLE_NS, S_PICKLE_NS
) = range(31)  # fmt: skip
"""It is in a task where S_STARTED is more than S_ENDED. S_KIND: KIND_THREAD or KIND_INTERPRETER.
S_CPU_NS: the thread's own CPU time when
its last task ended, and when it ended itself; a sampler from outside misses what happens after its last look.
S_WAITS_FOR: 0, or what `waits_word` gives, written after S_WAIT_SINCE_NS. S_LINE: file number << 32 | line of what it
executes, seen at S_LINE_NS; 0 where it is not known. From bit LINE_SIZE on stands what it waited for when it was seen
there: 0 for nothing known, or 1 more than the kind. With OF_WAIT it is where it began the wait that began at
S_LINE_NS, and of no other; with OF_STAY where it stays, until another word stands there. S_PUTS, S_GETS: items that it
put and took, plus ONE_NONE for each None; 0 while nobody asks. S_POOL: key of the pool whose tasks it works off, or 0;
S_CALLS: calls in those that have ended.
S_LOOP: LOOP_ANY where an event loop runs in the thread, LOOP_TOLD where its turns are told; S_TURN_NS: when it last
began to go through what is to be done: that is over when it waits for something to do. S_STOOD, S_STOOD_NS,
S_LONGEST_NS: turns of LONG_TURN_NS or more that others had to wait for, their number, time and longest.
S_FIRST_NS: when its first task began; S_LAST_NS: when its last one ended, S_IN_TASKS_NS: how long it was in tasks by
then, both written when S_CPU_NS is. S_TASKS_CPU_NS, S_UNPICKLE_NS, S_PICKLE_NS: the CPU time in tasks and the time to
unpickle them and to pickle their results, of the first FIRST_LOOKS tasks and of one in LOOKS_EVERY, for which it is
counted so often. A task is unpickled and its result pickled outside of it."""
FIRST_LOOKS, LOOKS_EVERY = 16, 64
LOOP_NONE, LOOP_ANY, LOOP_TOLD = range(3)
LONG_TURN_NS = 100_000_000
ONE_NONE = 1 << 40
OF_WAIT, OF_STAY = 1 << 62, 1 << 61
LINE_SIZE = 56
LINE_BITS = (1 << LINE_SIZE) - 1

SLOT_FREE, SLOT_ALIVE, SLOT_ENDED = range(3)
KIND_NAMES = ("thread", "interpreter")
KIND_THREAD, KIND_INTERPRETER = range(2)

SLOTS_AT = HEADER_WORDS * WORD
OBJECTS_AT = SLOTS_AT + THREAD_SLOTS * SLOT_WORDS * WORD
OBJECT_SLOTS = 256
OBJECT_WORDS = 16
OBJECTS_BYTES = OBJECT_SLOTS * OBJECT_WORDS * WORD
O_KEY = 0
"""A row's first word."""
(
    Q_PUTS,
    Q_GETS,
    Q_BYTES_PUT,
    Q_BYTES_GOT,
    Q_SENT,
    Q_LOST,
    Q_FULL_WAITS,
    Q_FULL_NS,
    Q_EMPTY_WAITS,
    Q_EMPTY_NS,
    Q_DONE,
    Q_JOINS,
    Q_JOIN_NS,
) = range(1, 14)
"""Of a queue or a pipe's end: items put (accepted by `put`; 0 where nothing lies between `put` and the pipe: what was
sent and what was lost has been put there), taken, their pickled bytes written to and read from the pipe, items written
to the pipe, items lost because they could not be pickled or sent, or were thrown away by `shutdown`, waits on full and
on empty, items said to be done by `task_done`, waits in `join` until all are."""
(
    L_WAITS, L_WAIT_NS, L_ACQUIRED, L_HELD_NS, L_HOLDER, L_HELD_SINCE_NS, L_LEVEL, L_TOLD, L_STATE,
    L_SIGNAL_WAITS, L_SIGNAL_NS, L_TOLD_NS, L_COPY_OF,
) = range(1, 14)  # fmt: skip
"""Of a lock: acquisitions that had to wait and how long; from LEVEL_COUNTS on all acquisitions; at LEVEL_HOLD also how
long it was held, who holds it (native thread id, 0 nobody) and since when. L_LEVEL: the level here, plus 1.
Below LEVEL_HOLD L_HOLDER is whom a waiting thread saw, or what a thread holds while it waits, seen at L_HELD_SINCE_NS;
of several processes' rows the youngest is right, and none while nobody waits.
A thread lock is each process's own; where it was copied by a fork while a thread of the parent held it, L_COPY_OF is
that parent and L_HOLDER that thread.
L_TOLD: how often a condition was notified, an event set, a barrier passed. L_TOLD_NS: when, at the latest:
written as somebody in the process begins to wait after it was told there.
L_STATE: of an event ns << 1 | whether it is set, of a barrier ns << 1 | whether it is broken, the youngest of all rows
is right; of a semaphore permits left + 1, from LEVEL_COUNTS on. L_SIGNAL_WAITS, L_SIGNAL_NS: waits to be told, by a
condition, event or barrier; of a condition without a lock of the program's L_WAITS is about its own lock."""
(B_CREATED, B_ATTACHED, B_CLOSED, B_UNLINKED, B_ADDRESS) = range(1, 6)
"""Of a block of shared memory: how often this process did that, and where it has it."""
(T_SUBMITTED, T_DROPPED, T_DELIVERED, T_WAITS, T_WAIT_NS, T_AHEAD, T_READ, T_OUT) = range(1, 9)
"""Of a pool: tasks handed in; those that never began because they were cancelled or could not be pickled; those whose
results the program got; waits for results, about. What its workers did stands in their slots. Of an input that is read
as it goes, such as a generator's: T_AHEAD, by how many tasks the reading was ahead of the results at most; once it was
read to its end, T_READ, how many tasks it had, and T_OUT, how many results the program had got by then."""
P_CALLS, P_NS, V_ACCESSES = 1, 2, 1
"""Of a proxy: calls to the manager's process and their time. Of a value under the microscope: accesses, about."""

SHORT_WAIT_NS = 20_000
"""A `recv` that takes less has not waited: it takes as long to copy a message."""
WAIT_NAMES = ("full", "empty", "lock", "signal", "result", "join", "reply", "loop")
WAIT_FULL, WAIT_EMPTY, WAIT_LOCK, WAIT_SIGNAL, WAIT_RESULT, WAIT_JOIN, WAIT_REPLY, WAIT_LOOP = range(8)
"""For room, an item, a lock or permit, to be told by a condition, event or barrier, a task's result, a thread's or
process's end, a manager's answer, something to do in an event loop."""
WAIT_BITS = 3
OBJECT_KINDS = ("queue", "pipe", "lock", "value", "block", "pool", "proxy")
ERROR_NAMES = ("task", "thread", "process", "program", "pickling", "pool")
ERROR_TASK, ERROR_THREAD, ERROR_PROCESS, ERROR_PROGRAM, ERROR_PICKLING, ERROR_POOL = range(6)
"""What an exception ended: a task, a thread, a process, the program; an item or result that cannot be pickled; a pool
that lost a worker."""
ORDER_NAMES = ("first", "last", "least")
"""Which item a queue gives next: the oldest, the newest, or the smallest."""

RINGS_AT = 65536
RING_RECORDS = 2048
RECORD_BYTES = 32
RING_BYTES = RING_RECORDS * RECORD_BYTES
SEGMENT_BYTES = RINGS_AT + THREAD_SLOTS * RING_BYTES

assert OBJECTS_AT + OBJECTS_BYTES <= RINGS_AT

EVENT_SUBMITTED, EVENT_TASK_STARTED, EVENT_TASK_ENDED, EVENT_TASK_FAILED, EVENT_READ, EVENT_WRITE = range(1, 7)
EVENT_PUT, EVENT_PUT_NONE, EVENT_SENT, EVENT_UNSENT, EVENT_GOT, EVENT_GOT_NONE, EVENT_LOST = range(7, 14)
EVENT_DELIVERED, EVENT_UPDATED = 14, 15
"""Ring kinds. Value: the task's number within its pool, for multiprocessing's pools job << 32 | index in its call.
Duration: the task's, for ended and failed; else number of a W line << 32 | a count: of the calls in a task that starts,
of the tasks that were submitted or delivered. The task is the last of these; where they are more than its index + 1 it
is one of as many jobs. An index of ALL_TASKS: all of the job.
EVENT_READ, EVENT_WRITE: one access to a value under the microscope. Value: the number, or a float's bits; duration: row
of the object << 1 | whether it is a float.
EVENT_PUT to EVENT_LOST: an item was put, is being written to the pipe, was not written after all, was taken, could not
be pickled or sent. Value: the queue's key; duration: how many of that kind this process has with it, EVENT_UNSENT: has
left. EVENT_UPDATED: something was read and written, in so long, 0 where somebody else was at it. Value: of a V line."""

ALL_TASKS = (1 << 32) - 1

CTL_FILE = "ctl"
CTL_BYTES = 64
(C_MAGIC, C_LEVEL, C_LINES_HZ, C_MICROSCOPE, C_GO, C_SWITCH_US, C_TRAFFIC) = range(7)
"""Words of `ctl`. C_LINES_HZ: how often to look at current lines, 0 never, -1 not yet, but it may be asked for soon.
C_MICROSCOPE: arm the n-th value made by the program, counted from 1; 0 none. C_GO: perf_counter_ns from which on armed
accesses are recorded; 0 not yet. C_SWITCH_US: the switch interval for slow motion, in µs; 0 the program's own.
C_TRAFFIC: 1 when who puts into queues and who takes is to be told; read as a process begins."""
LEVEL_LEAN, LEVEL_COUNTS, LEVEL_HOLD = range(3)
LEVEL_NAMES = ("lean", "counts", "hold")
ACCESSES = 2000
"""Accesses that one thread's window of the microscope holds; then it disarms itself."""

META_LINE_BYTES = 4096
"""No meta line is longer, its newline included."""

MAIN_FILE = "main"
OWN_FILE = "own"
KEYS_FILE = "keys"
PACK_PREFIX = "code-"
"""Before the tag of the Python whose code it is."""
TEMP_FILE = "temp"
TEMP_PREFIX = "pymp-"
"""How multiprocessing names its temporary folders."""

RUN_DIRECTORY_VARIABLE = "COREOGRAPH_RUN"
"""Environment variable with the run directory. The probe does nothing without it."""


def slot_word(slot: int, field: int) -> int:
    """Return the index of a slot's field in the segment's 64-bit words."""
    return HEADER_WORDS + slot * SLOT_WORDS + field


def object_word(row: int, field: int) -> int:
    """Return the index of an object's field in the segment's 64-bit words."""
    return OBJECTS_AT // WORD + row * OBJECT_WORDS + field


def waits_word(row: int, kind: int) -> int:
    """Return what a slot says while its thread waits for an object; OBJECT_SLOTS for a row is for none of them."""
    return 1 + (row << WAIT_BITS | kind)


def of_thread(slot: int) -> int:
    """Return what stands for a row where what is waited for is the thread that has a slot."""
    return OBJECT_SLOTS + 1 + slot


def joins_word(slot: int) -> int:
    """Return what a slot says while its thread waits for the end of the thread that has another slot."""
    return waits_word(of_thread(slot), WAIT_JOIN)


def ends_word(pid: int) -> int:
    """Return what a slot says while its thread waits for the end of another process."""
    return waits_word(OBJECT_SLOTS + 1 + THREAD_SLOTS + pid, WAIT_JOIN)


PIDS = 1 << 31
"""More than any system has."""


def last_word(slot: int) -> int:
    """Return what a main thread's slot says while the program's end waits for one thread alone, which has that slot."""
    return waits_word(OBJECT_SLOTS + 1 + THREAD_SLOTS + PIDS + slot, WAIT_JOIN)


def ring_offset(slot: int) -> int:
    """Return where a slot's ring begins, in bytes."""
    return RINGS_AT + slot * RING_BYTES

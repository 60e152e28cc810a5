"""The board's layout, stated once for the writer (inside observed processes) and the reader (the app).

A run directory (mode 0700) holds a file `main` with the main process's pid, and for each observed process two files
that outlive it:

    <pid>-<start_ns>.seg    counters and rings, a memory map of native 64-bit words with one writing process
    <pid>-<start_ns>.meta   descriptive facts, one line each, appended by a single write

Segment: one header, THREAD_SLOTS slots, one ring for each slot. The file is sparse: untouched rings cost nothing.
A slot has exactly one writing thread; it is reused after its thread ended, with `GENERATION` one higher. Slot 0 belongs
to the process's first thread and is never reused; the others are first taken in ascending order. `H_MAGIC` comes last.

Ring record, RECORD_BYTES, four words: time (perf_counter_ns), number << 8 | kind, value, duration_ns. `number` counts
from 1 and goes on when a slot is reused; record n stands at place (n - 1) % RING_RECORDS. A record is whole when its
number is the one expected at its place. Which thread wrote it follows from its time.

Meta line: letter, then tab-separated fields, `%09 %0A %25` for tab, newline and percent:

    P name role             the process says who it is; role is one of ROLE_NAMES
    X pid exit_code seen_ns a child's exit code, seen by its parent
    T slot generation native_id start_ns role kind name                a thread began; written before its slot says so
    t slot generation end_ns submitted started ended failed cpu_ns     a thread ended, with its final counts
    N what why              something could not be observed

A thread's tasks: `submitted` by it, `started` and `ended` in it; `failed` ones are among the ended.
"""

WORD = 8
MAGIC = 0x434F5245_00000001
"""`CORE` and the layout's version."""

HEADER_WORDS = 64
(
    H_MAGIC,
    H_PID,
    H_PARENT_PID,
    H_START_NS,
    H_ROLE,
    H_STATE,
    H_EXIT_CODE,
    H_EXIT_NS,
    H_SLOTS_USED,
    H_THREADS_WITHOUT_SLOT,
    H_GIL,
    H_HOOK_ERRORS,
    H_VERSION,
) = range(13)

STATE_RUNNING, STATE_EXITING = 1, 2
GIL_UNKNOWN, GIL_ON, GIL_OFF = 0, 1, 2

ROLE_NAMES = ("main", "worker", "helper")
ROLE_MAIN, ROLE_WORKER, ROLE_HELPER = range(3)

THREAD_SLOTS = 128
SLOT_WORDS = 16
(
    S_STATE,
    S_GENERATION,
    S_NATIVE_ID,
    S_START_NS,
    S_ROLE,
    S_RING_COUNT,
    S_SUBMITTED,
    S_STARTED,
    S_ENDED,
    S_FAILED,
    S_TASK,
    S_TASK_START_NS,
    S_KIND,
    S_CPU_NS,
) = range(14)
"""S_TASK: the task it is in, or -1. S_KIND: KIND_THREAD or KIND_INTERPRETER. S_CPU_NS: the thread's own CPU time when
its last task ended, and when it ended itself; a sampler from outside misses what happens after its last look."""

SLOT_FREE, SLOT_ALIVE, SLOT_ENDED = range(3)
KIND_NAMES = ("thread", "interpreter")
KIND_THREAD, KIND_INTERPRETER = range(2)

SLOTS_AT = HEADER_WORDS * WORD
RINGS_AT = 32768
RING_RECORDS = 2048
RECORD_BYTES = 32
RING_BYTES = RING_RECORDS * RECORD_BYTES
SEGMENT_BYTES = RINGS_AT + THREAD_SLOTS * RING_BYTES

assert SLOTS_AT + THREAD_SLOTS * SLOT_WORDS * WORD <= RINGS_AT

EVENT_SUBMITTED, EVENT_TASK_STARTED, EVENT_TASK_ENDED, EVENT_TASK_FAILED = range(1, 5)
"""Ring kinds. Value: the task's number within its pool, for multiprocessing's pools job << 32 | index in its call.
Duration: the task's, for ended and failed. Submissions are counted, not told: EVENT_SUBMITTED is kept free."""

META_LINE_BYTES = 4096
"""No meta line is longer, its newline included."""

MAIN_FILE = "main"

RUN_DIRECTORY_VARIABLE = "COREOGRAPH_RUN"
"""Environment variable with the run directory. The probe does nothing without it."""


def slot_word(slot: int, field: int) -> int:
    """Return the index of a slot's field in the segment's 64-bit words."""
    return HEADER_WORDS + slot * SLOT_WORDS + field


def ring_offset(slot: int) -> int:
    """Return where a slot's ring begins, in bytes."""
    return RINGS_AT + slot * RING_BYTES

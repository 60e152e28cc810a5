"""The sampler's arithmetic: shares of cores, one thread's interval, the books, the machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.feeds.sampling.cores import CoreShares, CoreTimes, place_run
from tui.feeds.sampling.descriptors import DescriptorBudget
from tui.feeds.sampling.files import StatLine
from tui.feeds.sampling.ledger import CpuAccount, CpuLedger
from tui.feeds.sampling.machine import container_quota, counts_turns, machine, may_ask_descendants
from tui.feeds.sampling.threads import IdleClock, ThreadRecord
from tui.telemetry.vocabulary import ThreadSample

MS = 1_000_000


class Cores:
    """A reader that gives what it is given."""

    forks: int | None = None

    def __init__(self, *reads: list[CoreTimes]) -> None:
        self.reads = list(reads)

    def read(self) -> list[CoreTimes]:
        return self.reads.pop(0)

    def close(self) -> None:
        pass


def ran(core: int | None, seconds: float) -> ThreadSample:
    return ThreadSample(1, 1, seconds, 0.0, 0.0, "running", core)


def test_busy_shares_are_what_was_counted_since_the_last_look() -> None:
    shares = CoreShares(Cores([(0, 0), (50, 100)], [(5, 10), (50, 110)], [(5, 10), (60, 120)]))
    assert shares.take() == (0.5, 0.0)
    assert shares.take() == (0.5, 1.0), "where nothing was counted the last share stays"


def test_a_core_that_comes_or_goes_starts_anew() -> None:
    shares = CoreShares(Cores([(0, 0)], [(5, 10), (5, 10)], [(15, 20), (5, 20)]))
    assert shares.take() == (0.0, 0.0)
    assert shares.take() == (1.0, 0.0)


@pytest.mark.parametrize(
    ("samples", "busy", "expected"),
    [
        ([], (0.5, 0.5), (0.0, 0.0)),
        ([ran(0, 0.05)], (0.75, 0.5), (0.5, 0.0)),
        ([ran(0, 0.05), ran(0, 0.05)], (0.5, 0.5), (0.5, 0.5)),  # it moved: the time was used somewhere busy
        ([ran(1, 0.1)], (0.0, 0.25), (0.0, 0.25)),
        ([ran(None, 0.1)], (1.0,), ()),
        ([ran(7, 0.1)], (1.0,), ()),
        ([ran(None, 0.0)], (1.0,), (0.0,)),
    ],
)
def test_the_run_is_placed_where_cores_were_busy(
    samples: list[ThreadSample], busy: tuple[float, ...], expected: tuple[float, ...]
) -> None:
    assert place_run(samples, busy, 0.1) == pytest.approx(expected)


@given(
    st.lists(st.tuples(st.integers(0, 3), st.floats(0, 0.2)), max_size=8),
    st.tuples(*[st.floats(0, 1)] * 4),
)
def test_no_core_holds_more_of_the_run_than_it_was_busy(used: list[tuple[int, float]], busy: tuple[float, ...]) -> None:
    placed = place_run([ran(core, seconds) for core, seconds in used], busy, 0.1)
    assert all(0 <= here <= share + 1e-9 for here, share in zip(placed, busy, strict=True))


def thread(first: bytes = b"0 0 0", born_ms: int = 100) -> ThreadRecord:
    record = ThreadRecord(1, 1, "schedstat", DescriptorBudget(0))
    record.advance(first, born_ms * MS)
    return record


def interval(record: ThreadRecord, text: bytes, ms: int = 100) -> tuple[float, ...]:
    ran_s, wanted_s, off_s = record.advance(text, ms * MS)
    assert wanted_s is not None
    assert off_s is not None
    return tuple(round(seconds * 1000) for seconds in (ran_s, wanted_s, off_s))


def text_of(ran_ms: int, waited_ms: int, turns: int) -> bytes:
    return b"%d %d %d\n" % (ran_ms * MS, waited_ms * MS, turns)


def test_an_interval_is_split_in_three() -> None:
    assert interval(thread(), text_of(30, 20, 4)) == (30, 20, 50)


def test_the_first_interval_holds_all_since_the_start() -> None:
    assert interval(ThreadRecord(1, 1, "schedstat", DescriptorBudget(0)), text_of(7, 1, 2), ms=10) == (7, 1, 2)


def test_time_counted_late_is_told_later_and_none_is_lost() -> None:
    record = thread()
    assert interval(record, text_of(104, 0, 1)) == (100, 0, 0)
    assert interval(record, text_of(150, 0, 2)) == (50, 0, 50)


def test_a_thread_that_gets_no_turn_wants_a_core_all_the_time() -> None:
    record = thread(text_of(50, 0, 1))
    record.runnable = True
    assert interval(record, text_of(50, 0, 1)) == (0, 100, 0)
    assert interval(record, text_of(50, 0, 1)) == (0, 100, 0)
    assert interval(record, text_of(80, 250, 2)) == (30, 50, 20), "what was told early is not told again"


def test_without_run_queue_times_only_what_ran_is_known() -> None:
    record = ThreadRecord(1, 1, "schedstat", DescriptorBudget(0))
    assert record.advance(stat_line(utime=29), 1000 * MS) == (0.29, None, None)
    idle = record.idle_sample(0.1)
    assert (idle.ran_s, idle.wanted_s, idle.off_s) == (0.0, None, None)


@given(st.lists(st.floats(0.02, 0.5), max_size=60))
def test_what_waiting_threads_are_told_follows_the_clock(intervals: list[float]) -> None:
    clock = IdleClock()
    told = [clock.tell(seconds) for seconds in intervals]
    assert all(seconds >= 0 for seconds in told)
    assert sum(told) == pytest.approx(sum(intervals), abs=0.101)


def test_a_jittering_tick_gives_one_interval() -> None:
    clock = IdleClock()
    assert len({clock.tell(seconds) for seconds in (0.1, 0.103, 0.098, 0.101, 0.099, 0.104, 0.095) * 9}) <= 2


def stat_line(name: str = "python", utime: int = 0, waited: int = 0) -> bytes:
    fields = [
        "S",
        "7",
        *["0"] * 9,
        str(utime),
        "0",
        str(waited),
        "0",
        "20",
        "0",
        "3",
        "0",
        "55",
        "0",
        "0",
        "0",
        "9",
        "0",
        "8",
    ]
    return f"42 ({name}) {' '.join([*fields, *['0'] * 9, '0', '1', '0'])}\n".encode()


def test_a_name_may_hold_brackets_and_spaces() -> None:
    stat = StatLine(stat_line("a) b (c", utime=150, waited=20))
    assert (stat.name, stat.state, stat.parent_pid) == ("a) b (c", "S", 7)
    assert (stat.cpu_s, stat.waited_s) == (1.5, 0.2)
    assert (stat.threads, stat.start_ticks, stat.image) == (3, 55, (9, 8))


def test_the_books_find_what_ended_between_two_looks() -> None:
    ledger, parent = CpuLedger(), CpuAccount()
    ledger.enter(parent, of_threads_s=1.0, booked_s=1.0, waited_s=0.0)
    assert ledger.take(0.0) == 0.0
    ledger.enter(parent, of_threads_s=1.0, booked_s=1.5, waited_s=0.3)  # a thread and a child came and went
    assert ledger.take(0.0) == 0.0, "what is in the books now may still be seen"
    ledger.enter(parent, of_threads_s=1.0, booked_s=1.5, waited_s=0.3)
    assert ledger.take(0.0) == pytest.approx(0.8)
    assert ledger.take(0.0) == pytest.approx(0.0)


def test_what_was_seen_of_a_child_is_not_found_again() -> None:
    ledger, parent, child = CpuLedger(), CpuAccount(), CpuAccount()
    ledger.enter(child, of_threads_s=2.0, booked_s=2.0, waited_s=0.0)
    ledger.enter(parent, of_threads_s=0.0, booked_s=0.0, waited_s=2.1)  # waited for before its end was noticed
    assert ledger.take(0.0) == 0.0
    ledger.close_account(child, of_threads_s=2.0)
    assert ledger.take(0.0) == pytest.approx(0.1)


def test_the_reapers_account_counts_from_the_first_look() -> None:
    ledger = CpuLedger()
    assert ledger.take(5.0) == 0.0
    assert ledger.take(6.0) == 0.0
    assert ledger.take(6.0) == pytest.approx(1.0)


def test_this_machine_is_told() -> None:
    facts = machine()
    assert facts.cores >= facts.affinity >= 1
    assert 0 < facts.usable_cores <= facts.affinity
    assert set(facts.sees) <= {"cores", "threads", "placement", "run_queue", "reasons"}


V2 = "25 1 0:22 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"
V1 = "25 1 0:22 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"


def group(root: Path, path: str, **files: str) -> None:
    folder = root / path
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name.replace("cpu_", "cpu.", 1)).write_text(text + "\n", encoding="ascii")


def test_the_least_quota_on_the_way_up_counts(tmp_path: Path) -> None:
    group(tmp_path, "sys/fs/cgroup/a/b/c", cpu_max="max 100000")
    (tmp_path / "sys/fs/cgroup/a/b/cpu.max").write_text("150000 100000\n", encoding="ascii")
    (tmp_path / "sys/fs/cgroup/a/cpu.max").write_text("400000 100000\n", encoding="ascii")
    (tmp_path / "cpu.max").write_text("1 100000\n", encoding="ascii")
    assert container_quota("0::/a/b/c\n", V2, tmp_path) == 1.5
    assert container_quota("0::/a\n", V2, tmp_path) == 4.0


def test_a_group_that_the_container_hides_leaves_its_ancestors(tmp_path: Path) -> None:
    group(tmp_path, "sys/fs/cgroup/cpu,cpuacct", cpu_cfs_quota_us="50000", cpu_cfs_period_us="100000")
    own = "4:cpu,cpuacct:/docker/0123\n3:memory:/docker/0123\n"
    assert container_quota(own, V1, tmp_path) == 0.5


@pytest.mark.parametrize("limit", ["-1", "", "nonsense"])
def test_no_limit_is_none(tmp_path: Path, limit: str) -> None:
    group(tmp_path, "sys/fs/cgroup/cpu,cpuacct", cpu_cfs_quota_us=limit, cpu_cfs_period_us="100000")
    assert container_quota("4:cpu,cpuacct:/\n0::/\n", V1, tmp_path) is None


def test_a_kernel_without_accounting_prints_zeros() -> None:
    assert counts_turns("12 0 1\n")
    assert not counts_turns("0 0 0\n")
    assert not counts_turns(None)


def test_yama_at_two_or_more_hides_the_reasons_from_all_but_root() -> None:
    assert may_ask_descendants("1\n")
    assert may_ask_descendants(None)

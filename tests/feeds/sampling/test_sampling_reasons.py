"""A blocked call to a reason: the rules, on texts as Linux gives them."""

from __future__ import annotations

import pytest

from tui.feeds.sampling.wait_reason import (
    BlockedCall,
    FdKind,
    RuntimePlace,
    needs_channel,
    parse_call,
    reason_of_runnable,
    reason_of_wait,
)

RUNTIME = RuntimePlace(0x7F0000002000, 0x7F0000009000, other_gils=False)
NO_PYTHON = RuntimePlace(0, 0, other_gils=False)
OTHER_GILS = RuntimePlace(0x7F0000002000, 0x7F0000009000, other_gils=True)
IN_RUNTIME, ON_HEAP = "0x7f0000002040", "0x55aa00001000"


class Around:
    """A process whose descriptors and memory are given."""

    def __init__(self, runtime: RuntimePlace | None = RUNTIME, memory: bytes | None = None, **kinds: FdKind) -> None:
        self.place = runtime
        self.memory = memory
        self.kinds = {int(name[2:]): kind for name, kind in kinds.items()}

    def runtime(self) -> RuntimePlace | None:
        return self.place

    def kind_of(self, fd: int) -> FdKind:
        return self.kinds.get(fd, "unknown")

    def peek(self, address: int, size: int) -> bytes | None:
        return None if self.memory is None else self.memory[:size]


def reason(text: str, around: Around | None = None, state: str = "S", channel: str = "", arch: str = "x86_64") -> str:
    return reason_of_wait(state, parse_call(text + " 0x7ffc0 0x7f123"), channel, arch, around or Around())


def futex(number: int, address: str, op: str, timeout: str) -> str:
    return f"{number} {address} {op} 0x0 {timeout} 0x0 0xffffffff"


@pytest.mark.parametrize(
    ("address", "op", "timeout", "runtime", "expected"),
    [
        (IN_RUNTIME, "0x89", "0x7f10", RUNTIME, "gil"),  # its condition
        (IN_RUNTIME, "0x80", "0x0", RUNTIME, "gil"),  # its mutex
        (IN_RUNTIME, "0x189", "0x0", RUNTIME, "gil"),  # the forced switch
        (IN_RUNTIME, "0x89", "0x7f10", OTHER_GILS, "gil"),
        (ON_HEAP, "0x189", "0x0", RUNTIME, "lock"),  # lock.acquire()
        (ON_HEAP, "0x89", "0x7f10", RUNTIME, "lock"),  # lock.acquire(timeout=…)
        (ON_HEAP, "0x89", "0x7f10", OTHER_GILS, "unknown"),
        (ON_HEAP, "0x189", "0x0", OTHER_GILS, "lock"),
        (ON_HEAP, "0x109", "0x0", None, "lock"),  # multiprocessing.Lock
        (ON_HEAP, "0x109", "0x7f10", OTHER_GILS, "lock"),
        (ON_HEAP, "0x89", "0x7f10", None, "unknown"),
        (ON_HEAP, "0x189", "0x0", None, "unknown"),
        (ON_HEAP, "0x89", "0x7f10", NO_PYTHON, "lock"),
    ],
)
def test_a_futex_is_the_gil_where_the_runtime_lies(
    address: str, op: str, timeout: str, runtime: RuntimePlace | None, expected: str
) -> None:
    for number, arch in ((202, "x86_64"), (98, "aarch64")):
        assert reason(futex(number, address, op, timeout), Around(runtime), arch=arch) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("pipe", "queue"),
        ("local socket", "queue"),
        ("socket", "io"),
        ("file", "io"),
        ("other", "unknown"),
        ("unknown", "unknown"),
    ],
)
@pytest.mark.parametrize(("number", "arch"), [(0, "x86_64"), (1, "x86_64"), (63, "aarch64"), (64, "aarch64")])
def test_a_transfer_is_named_after_its_descriptor(kind: FdKind, expected: str, number: int, arch: str) -> None:
    assert reason(f"{number} 0x5 0x7f00 0x4 0x0 0x0 0x0", Around(fd5=kind), arch=arch) == expected


POLLED = (5).to_bytes(4, "little") + b"\1\0\0\0" + (6).to_bytes(4, "little") + b"\1\0\0\0"


@pytest.mark.parametrize(
    ("text", "around", "arch", "expected"),
    [
        ("7 0x0 0x0 0x3e8 0x0 0x0 0x0", Around(), "x86_64", "sleep"),
        ("73 0x0 0x0 0x7f10 0x0 0x0 0x0", Around(), "aarch64", "sleep"),
        ("7 0x7f00 0x2 0xffffffff 0x0 0x0 0x0", Around(memory=POLLED, fd5="socket", fd6="pipe"), "x86_64", "queue"),
        ("271 0x7f00 0x2 0xffffffff 0x0 0x0 0x0", Around(memory=POLLED, fd5="socket", fd6="file"), "x86_64", "io"),
        ("7 0x7f00 0x2 0xffffffff 0x0 0x0 0x0", Around(memory=None), "x86_64", "unknown"),
        ("7 0x7f00 0x2 0xffffffff 0x0 0x0 0x0", Around(memory=POLLED, fd5="socket"), "x86_64", "unknown"),
        ("270 0x0 0x0 0x0 0x0 0x7f10 0x0", Around(), "x86_64", "sleep"),
        ("270 0x7 0x7f00 0x0 0x0 0x7f10 0x0", Around(memory=b"\x40", fd6="pipe"), "x86_64", "queue"),
        ("72 0x7 0x7f00 0x0 0x0 0x7f10 0x0", Around(memory=b"\x40", fd6="socket"), "aarch64", "io"),
        ("270 0x7 0x7f00 0x0 0x0 0x7f10 0x0", Around(memory=None), "x86_64", "unknown"),
        ("270 0x7 0x7f00 0x0 0x0 0x7f10 0x0", Around(memory=b"\0"), "x86_64", "sleep"),
    ],
)
def test_a_wait_for_several_descriptors_is_judged_by_them(text: str, around: Around, arch: str, expected: str) -> None:
    assert reason(text, around, arch=arch) == expected


@pytest.mark.parametrize(
    ("number", "arch", "expected"),
    [
        (35, "x86_64", "sleep"),
        (230, "x86_64", "sleep"),
        (101, "aarch64", "sleep"),
        (115, "aarch64", "sleep"),
        (61, "x86_64", "join"),
        (247, "x86_64", "join"),
        (260, "aarch64", "join"),
        (95, "aarch64", "join"),
        (232, "x86_64", "io"),
        (22, "aarch64", "io"),
        (45, "x86_64", "io"),
        (73, "x86_64", "lock"),
        (34, "x86_64", "unknown"),  # pause
        (-1, "x86_64", "unknown"),
        (230, "riscv64", "unknown"),
    ],
)
def test_some_calls_wait_for_one_thing_only(number: int, arch: str, expected: str) -> None:
    assert reason(f"{number} 0x1 0x1 0x1 0x1 0x0 0x0", arch=arch) == expected


@pytest.mark.parametrize(
    ("state", "expected"), [("T", "stopped"), ("t", "stopped"), ("Z", "ended"), ("X", "ended"), ("D", "io")]
)
def test_some_states_say_it_all(state: str, expected: str) -> None:
    assert reason_of_wait(state, None, "", "x86_64", Around()) == expected


def test_what_the_kernel_refuses_to_tell_is_unknown() -> None:
    assert reason_of_wait("S", None, "", "x86_64", Around()) == "unknown"


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ("hrtimer_nanosleep", "sleep"),
        ("futex_do_wait", "gil"),
        ("do_wait", "unknown"),
        ("", "unknown"),
        ("0", "unknown"),
    ],
)
def test_a_call_that_goes_on_after_a_stop_is_told_by_its_channel(channel: str, expected: str) -> None:
    text = futex(219, IN_RUNTIME, "0x89", "0x7f10")
    assert reason(text, channel=channel) == expected
    assert needs_channel(BlockedCall(219, ()), "x86_64")
    assert not needs_channel(BlockedCall(219, ()), "aarch64")


def test_a_running_thread_is_in_no_call() -> None:
    assert parse_call("running\n") is None
    assert parse_call("") is None
    assert parse_call("-1 0x7ffe 0x7f00\n") == BlockedCall(-1, (0x7FFE, 0x7F00))


@pytest.mark.parametrize(
    ("ran_s", "wanted_s", "expected"),
    [(0.1, 0.0, "running"), (0.02, 0.08, "core"), (0.0, 0.1, "core"), (0.05, None, "running"), (0.0, None, "core")],
)
def test_a_runnable_thread_runs_or_wants_a_core(ran_s: float, wanted_s: float | None, expected: str) -> None:
    assert reason_of_runnable(ran_s, wanted_s) == expected

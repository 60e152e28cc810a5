"""Whatever comes from the keyboard, it goes on hearing."""

from __future__ import annotations

import random

import pytest
from textual import events
from textual.message import Message

from tui.console.keyboard import CTRL_C, MOST_PASTED, PAUSE_S, Keyboard


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def keys(told: list[Message]) -> list[str]:
    return [its.key for its in told if isinstance(its, events.Key)]


def pasted(told: list[Message]) -> list[str]:
    return [its.text for its in told if isinstance(its, events.Paste)]


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        (b"\xffq", ["�", "q"]),
        ("é".encode("latin-1") + b"q", ["�", "q"]),
        ("é".encode(), ["é"]),
        (b"\x1b[M \xff\xffq", ["q"]),
        (b"\x1b[M \xc3\xa9q", ["q"]),
        (b"\x1b[99999999999uq", []),
        (b"\x1b[1114112u\x1b[Aq", ["up", "q"]),
    ],
    ids=["a byte", "Latin-1", "UTF-8", "X10 mouse", "X10 mouse that reads as UTF-8", "a huge key", "no character"],
)
def test_what_cannot_be_read_is_replaced_or_left_out(typed: bytes, heard: list[str]) -> None:
    keyboard = Keyboard()
    characters = [its.character if len(its.key) > 5 else its.key for its in _keys(keyboard.take(typed))]
    assert characters == heard
    assert keys(keyboard.take(b"q")) == ["q"]


def _keys(told: list[Message]) -> list[events.Key]:
    return [its for its in told if isinstance(its, events.Key)]


@pytest.mark.parametrize("cut", range(1, 9))
def test_a_character_a_report_and_a_mark_may_come_in_two_reads(cut: int) -> None:
    for typed, heard in (("ü€".encode(), ["ü", "€"]), (b"\x1b[M \xff\xffq", ["q"])):
        keyboard = Keyboard()
        told = keyboard.take(typed[:cut]) + (keyboard.take(typed[cut:]) if typed[cut:] else [])
        assert [its.character for its in _keys(told)] == heard
    keyboard, typed = Keyboard(), b"\x1b[200~text\x1b[201~"
    assert pasted(keyboard.take(typed[:cut]) + keyboard.take(typed[cut:])) == ["text"]
    assert keys(keyboard.take(b"q")) == ["q"]


def test_a_large_paste_is_one_paste() -> None:
    keyboard, text = Keyboard(), "line of text\n" * 8000
    data = b"\x1b[200~" + text.encode() + b"\x1b[201~"
    told = [its for at in range(0, len(data), 4096) for its in keyboard.take(data[at : at + 4096])]
    assert pasted(told) == [text] and keys(keyboard.take(b"q")) == ["q"]


def test_a_paste_whose_end_never_comes_is_over_after_a_moment() -> None:
    clock = Clock()
    keyboard = Keyboard(clock)
    assert keyboard.take(b"\x1b[200~text") == [] and keyboard.take(b"q") == []
    clock.now_s += PAUSE_S / 2
    assert keyboard.tick() == []
    clock.now_s += PAUSE_S
    assert pasted(keyboard.tick()) == ["textq"]
    assert keys(keyboard.take(b"q")) == ["q"]


def test_ctrl_c_alone_ends_a_paste() -> None:
    keyboard = Keyboard(Clock())
    assert keyboard.take(b"\x1b[200~text") == []
    told = keyboard.take(CTRL_C)
    assert pasted(told) == ["text"] and keys(told) == ["ctrl+c"]


def test_a_paste_that_goes_on_for_ever_is_not_kept() -> None:
    clock = Clock()
    keyboard = Keyboard(clock)
    keyboard.take(b"\x1b[200~")
    for _ in range(2 * MOST_PASTED // 65536):
        assert keyboard.take(b"x" * 65536) == []
    told = keyboard.take(b"y\x1b[201~q")
    assert keys(told) == ["q"]
    (text,) = pasted(told)
    assert MOST_PASTED <= len(text) < MOST_PASTED + 2 * 65536 and "y" not in text


@pytest.mark.parametrize("seed", range(12))
def test_random_bytes_break_nothing_and_make_it_deaf_to_nothing(seed: int) -> None:
    rng, clock = random.Random(seed), Clock()
    keyboard = Keyboard(clock)
    letters = b"\x1b[<0123456789;:MmuR~IO?$yA\xff\xc3\xe9t"
    for _ in range(30):
        keyboard.take(rng.randbytes(rng.randrange(200)))
        keyboard.take(bytes(rng.choices(letters, k=rng.randrange(200))))
        keyboard.tick()
    clock.now_s += 2 * PAUSE_S
    keyboard.tick()
    keyboard.take(b"\x1b\x1b" + b" " * 40)  # Ends what was begun.
    assert "q" in keys(keyboard.take(b"q"))

"""Big digits, as the mock-ups draw them."""

from hypothesis import given
from hypothesis import strategies as st

from tests.draw.picture import alphabet
from tui.draw.digits import big, big_width, block, block_width
from tui.draw.glyphs import ASCII, UNICODE, Glyphs


def test_threads_vs_processes_120() -> None:
    assert big("3.30", unit="s") == (
        "╺━┓ ╺━┓┏━┓ ",
        " ━┫  ━┫┃ ┃ ",
        "╺━┛•╺━┛┗━┛s",
    )
    assert big("0.98", unit=" ×") == (
        "┏━┓ ┏━┓┏━┓  ",
        "┃ ┃ ┗━┫┣━┫  ",
        "┗━┛•╺━┛┗━┛ ×",
    )
    assert big("1.0") == (
        "╺┓  ┏━┓",
        " ┃  ┃ ┃",
        "╺┻╸•┗━┛",
    )
    assert big("3.69") == (
        "╺━┓ ┏━╸┏━┓",
        " ━┫ ┣━┓┗━┫",
        "╺━┛•┗━┛╺━┛",
    )


def test_counters_and_queue() -> None:
    assert big("612,408") == (
        "┏━╸╺┓ ╺━┓ ╻ ╻┏━┓┏━┓",
        "┣━┓ ┃ ┏━┛ ┗━┫┃ ┃┣━┫",
        "┗━┛╺┻╸┗━╸,  ╹┗━┛┗━┛",
    )
    assert big("13", unit=" of 16") == (
        "╺┓ ╺━┓      ",
        " ┃  ━┫      ",
        "╺┻╸╺━┛ of 16",
    )


def test_the_remaining_digits_and_the_unknown() -> None:
    assert big("57 –") == (
        "┏━╸╺━┓    ",
        "┗━┓  ┃ ╺━╸",
        "╺━┛  ╹    ",
    )


def test_ascii() -> None:
    assert big("0123456789", ASCII) == (
        " _     _  _     _  _  _  _  _ ",
        "| | |  _| _||_||_ |_   ||_||_|",
        "|_| | |_  _|  | _||_|  ||_| _|",
    )
    assert big("3.69", ASCII, " ×") == (
        " _   _  _   ",
        " _| |_ |_|  ",
        " _|.|_| _| x",
    )


def test_presenter_60() -> None:
    assert block("0.98×") == (
        "█████    █████ █████      ",
        "█   █    █   █ █   █ ██ ██",
        "█   █    █████ █████  ███ ",
        "█   █        █ █   █  ███ ",
        "█████ ██ █████ █████ ██ ██",
    )


def test_presenter_120() -> None:
    assert block("3.69×", 2) == (
        "██████████        ██████████  ██████████            ",
        "        ██        ██          ██      ██  ████  ████",
        "  ████████        ██████████  ██████████    ██████  ",
        "        ██        ██      ██          ██    ██████  ",
        "██████████  ████  ██████████  ██████████  ████  ████",
    )


def test_blocks_in_ascii() -> None:
    assert block("1 s", 1, ASCII) == (
        "###          ",
        "  #      ####",
        "  #      ##  ",
        "  #        ##",
        "#####    ####",
    )
    assert block("x", 1) == block("×", 1)


@given(st.text(max_size=12), st.text(max_size=4), st.integers(1, 3), st.sampled_from([UNICODE, ASCII]))
def test_rectangular_for_any_text(number: str, unit: str, scale: int, glyphs: Glyphs) -> None:
    for rows in (big(number, glyphs, unit), block(number, scale, glyphs)):
        assert len({len(row) for row in rows}) == 1
        assert set("".join(rows)) <= alphabet(glyphs)
    assert big_width(number, glyphs, unit) == len(big(number, glyphs, unit)[0])
    assert block_width(number, scale) == len(block(number, scale)[0])

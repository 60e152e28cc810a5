"""The frame of a panel."""

from hypothesis import given
from hypothesis import strategies as st

from tests.draw.picture import check_row, text
from tui.draw.glyphs import ASCII, PROJECTOR, UNICODE, Glyphs
from tui.draw.panel import frame


def test_as_drawn_at_120_and_80() -> None:
    assert text(frame(60, 22, "threads", "4 workers in 1 process", "thread").top) == (
        "╭─ threads ─────────────────────── 4 workers in 1 process ─╮"
    )
    assert text(frame(40, 14, "processes", "4 in 4", "process").top) == "╭─ processes ───────────────── 4 in 4 ─╮"
    assert text(frame(40, 14).bottom) == "╰──────────────────────────────────────╯"


def test_inks_and_focus() -> None:
    top, left, right, bottom = frame(17, 3, "cores", "now")
    assert top == (("╭─ ", "rule"), ("cores", "foreground bold"), (" ─ ", "rule"), ("now", "muted"), (" ─╮", "rule"))
    assert left == right == ("│", "rule")
    assert bottom == (("╰───────────────╯", "rule"),)
    failed = frame(26, 3, "processes", (("✗ failed", "bad"),), "bad", focused=True)
    assert failed.top == (("╭─ ", "bad"), ("processes", "bad bold"), (" ─ ✗ failed ─╮", "bad"))
    assert failed.left == ("│", "bad")


def test_facts_shrink_before_the_title() -> None:
    tops = [text(frame(width, 3, "threads", "4 workers in 1").top) for width in (30, 26, 22, 21, 13, 12, 8, 7, 3, 2, 1)]
    assert tops == [
        "╭─ threads ─ 4 workers in 1 ─╮",
        "╭─ threads ─ 4 workers… ─╮",
        "╭─ threads ─ 4 wor… ─╮",
        "╭─ threads ─────────╮",
        "╭─ threads ─╮",
        "╭─ threa… ─╮",
        "╭─ t… ─╮",
        "╭─────╮",
        "╭─╮",
        "╭╮",
        "│",
    ]


def test_other_glyphs() -> None:
    assert text(frame(20, 3, "queue", "×8", glyphs=ASCII).top) == "+- queue ----- x8 -+"
    assert text(frame(20, 3, "queue", "×8", glyphs=PROJECTOR).top) == "┏━ queue ━━━━━ ×8 ━┓"


@given(
    st.integers(-2, 250),
    st.integers(-1, 4),
    st.tuples(st.text("abc ·", max_size=30), st.text("123 ×", max_size=60)),
    st.booleans(),
    st.sampled_from([UNICODE, ASCII]),
)
def test_exact_at_any_size(width: int, height: int, said: tuple[str, str], focused: bool, glyphs: Glyphs) -> None:
    drawn = frame(width, height, *said, "thread", focused=focused, glyphs=glyphs)
    check_row(drawn.top, width if height > 0 else 0, glyphs)
    check_row(drawn.bottom, width if height > 1 else 0, glyphs)
    assert len(drawn.left[0]) + len(drawn.right[0]) == max(0, min(width, 2))

"""The picture of last time: when it is shown, what it may hold, and that whatever ends us restores the terminal."""

from __future__ import annotations

import os
import signal
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.modes import changed
from tests.support.terminal import Terminal
from tests.support.waiting import wait_until
from tui import files
from tui.console import opening
from tui.console.keeping import _without_numbers
from tui.console.opening import Row, kept, key_of, painted, path_of
from tui.files import put_in_place
from tui.lessons.index import how_lessons_are


class Opened(Terminal):
    """The app, stopped before it has imported what it takes to draw."""

    def __init__(
        self, state: Path, size: tuple[int, int] = (120, 40), does: str = "", *, is_new: bool = False,
        **environment: str,
    ) -> None:  # fmt: skip
        code = (
            "import os, signal, sys\n"
            "sys.path.insert(0, os.getcwd())\n"
            "class Held:\n"
            "    def find_spec(self, name, path=None, target=None):\n"
            "        if name == 'tui.cli':\n"
            "            os.kill(os.getpid(), signal.SIGSTOP)\n"
            f"            {does or 'pass'}\n"
            "sys.meta_path.insert(0, Held())\n"
            "from tui.start import main\n"
            "sys.argv[:] = ['coreograph']\n"
            "sys.exit(main())\n"
        )
        through = ["bash", "-c", 'exec "$1" -c "$2"', "bash", sys.executable, code]
        super().__init__([], state, size, environment, through, is_new=is_new)

    def stopped(self) -> None:
        """Wait until it stands there."""

        def is_stopped() -> bool:
            self.read()
            stat = Path(f"/proc/{self.child.pid}/stat").read_text()
            return stat.rpartition(")")[2].split()[0] == "T"

        wait_until(is_stopped, 30, "it has stopped")
        self.read()

    def go_on(self) -> None:
        self.tell(signal.SIGCONT)

    def tell(self, number: int) -> None:
        assert self.child.pid
        os.kill(self.child.pid, number)


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder with a picture of 120×40, of a terminal in full colour."""
    folder = tmp_path_factory.mktemp("state")
    _settled()
    terminal = Opened(folder)
    terminal.stopped()
    assert not terminal.raw  # There is no picture yet.
    terminal.go_on()
    terminal.see("Nothing is running")
    wait_until(lambda: _read(terminal) or list(folder.rglob("pictures/*")), 20, "the picture is kept")
    terminal.press("q")
    assert terminal.ended() == 0
    return folder


def _settled() -> None:
    """What was written just now is not relied on."""
    wait_until(lambda: bool(how_lessons_are()), 10, "the lessons are settled")


def _read(terminal: Terminal) -> bool:
    """Take in what was written; False, to go on with what is waited for."""
    terminal.read()
    return False


def test_it_is_there_before_anything_is_imported_and_nothing_in_it_is_untrue(state: Path) -> None:
    """What stands on the terminal is what stands there later, or nothing; and no number is among it but of keys."""
    does = f"print(*sys.modules, file=open('{state}/said', 'w'))"
    terminal = Opened(state, does=does)
    terminal.stopped()
    first = list(terminal.screen.display)
    assert "Nothing is running yet." in terminal.text and "cores" in terminal.text
    assert not [row for at, row in enumerate(first) if at not in (1, 39) and any(map(str.isdigit, row))]
    terminal.go_on()

    def is_drawn_without_a_gap() -> bool:
        """The app draws over it: nothing that stood there is away for a moment."""
        terminal.read()
        assert "Nothing is running yet." in terminal.text and "pool of threads" in terminal.text
        return "CPython" in terminal.text and "takes about" in terminal.text

    wait_until(is_drawn_without_a_gap, 30, "the app has drawn")
    later = list(terminal.screen.display)
    differs = [(a, b) for a, b in zip("".join(first), "".join(later), strict=True) if a != b]
    assert all(a == " " for a, _ in differs) and 0 < len(differs) < 100
    assert terminal.raw.count(b"\x1b[?1049h") == 1 and b"\x1b[2J" not in terminal.raw  # It is not cleared meanwhile.
    said = (state / "said").read_text().split()
    assert not {"textual", "rich", "asyncio", "pathlib", "typing", "msgspec", "argparse", "json"} & set(said)
    terminal.press("q")
    assert terminal.ended() == 0
    assert not changed(terminal.raw) and termios.tcgetattr(terminal.child.child_fd) == terminal.attributes
    terminal.nothing_is_left()


def test_who_is_new_sees_all_lessons_and_never_what_others_begin_with(tmp_path: Path) -> None:
    """At the first start, and at once at the second one, as long as nothing was learnt."""
    _settled()
    terminal = Opened(tmp_path, is_new=True)
    terminal.stopped()
    assert not terminal.raw
    terminal.go_on()
    terminal.see("Begin with threads vs processes")
    wait_until(lambda: _read(terminal) or list(tmp_path.rglob("pictures/*")), 20, "the picture is kept")
    terminal.press("ctrl+c")
    assert terminal.ended() == 0 and b"Nothing is running" not in terminal.raw
    again = Opened(tmp_path, is_new=True)
    again.stopped()
    assert "2 sharing" in again.text and "enter open threads vs processes" in again.text
    again.go_on()
    again.see("CPython")
    assert b"Nothing is running" not in again.raw
    again.press("enter")
    again.see("Nothing is running")
    again.press("q")
    assert again.ended() == 0
    learnt = Opened(tmp_path)
    learnt.stopped()
    assert not learnt.raw  # The picture was of somebody who is new.
    learnt.go_on()
    learnt.see("Nothing is running")
    learnt.press("q")
    assert learnt.ended() == 0


def test_what_is_typed_meanwhile_is_neither_lost_nor_shown(state: Path) -> None:
    terminal = Opened(state)
    terminal.stopped()
    before = terminal.text
    terminal.press("2")
    terminal.read()
    assert terminal.text == before
    terminal.go_on()
    terminal.see("Producers")
    terminal.press("q")
    assert terminal.ended() == 0


def test_a_terminal_that_is_made_larger_meanwhile_is_drawn_whole(state: Path) -> None:
    terminal = Opened(state)
    terminal.stopped()
    terminal.child.setwinsize(50, 150)
    terminal.screen.resize(50, 150)
    terminal.go_on()
    terminal.see("CPython")
    wait_until(lambda: _read(terminal) or "space" in terminal.screen.display[49], 10, "the keys are in the last row")
    assert len(terminal.screen.display[0].rstrip()) > 140
    terminal.press("ctrl+c")
    assert terminal.ended() == 0


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130), ("SIGQUIT", 131)])
def test_a_signal_meanwhile_restores_the_terminal(state: Path, name: str, code: int) -> None:
    terminal = Opened(state)
    terminal.stopped()
    assert changed(terminal.raw)
    terminal.tell(getattr(signal, name))
    terminal.go_on()
    assert terminal.ended() == code
    assert not changed(terminal.raw) and termios.tcgetattr(terminal.child.child_fd) == terminal.attributes
    terminal.nothing_is_left()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGUSR1, signal.SIGSEGV])
def test_where_we_cannot_the_guardian_restores_it(state: Path, number: int) -> None:
    terminal = Opened(state)
    terminal.stopped()
    terminal.tell(number)
    terminal.go_on()
    assert terminal.ended() is None
    wait_until(lambda: _read(terminal) or not changed(terminal.raw), 10, "the guardian has restored the terminal")
    wait_until(lambda: termios.tcgetattr(terminal.child.child_fd) == terminal.attributes, 10, "the modes are as before")


def test_what_breaks_meanwhile_is_told_on_the_terminal_as_it_was(state: Path) -> None:
    terminal = Opened(state, does="raise RuntimeError('it is broken')")
    terminal.stopped()
    terminal.go_on()
    assert terminal.ended() == 1
    told = terminal.raw.partition(b"\x1b[?1049l")[2]
    assert b"it is broken" in told and not changed(terminal.raw)
    assert termios.tcgetattr(terminal.child.child_fd) == terminal.attributes


@pytest.mark.parametrize(
    ("size", "environment"),
    [((119, 40), {}), ((120, 40), {"NO_COLOR": "1"}), ((120, 40), {"TERM": "xterm"}), ((120, 40), {"COLORTERM": ""}),
     ((120, 40), {"LC_ALL": "C"}), ((120, 40), {"TERM": "dumb"}), ((120, 40), {"PYTHONIOENCODING": "latin-1"})],
    ids=str,
)  # fmt: skip
def test_another_terminal_has_another_picture_or_none(
    state: Path, size: tuple[int, int], environment: dict[str, str]
) -> None:
    terminal = Opened(state, size, "", is_new=False, **environment)
    terminal.stopped()
    assert not terminal.raw and termios.tcgetattr(terminal.child.child_fd) == terminal.attributes
    terminal.tell(signal.SIGKILL)
    terminal.go_on()


ROWS: list[Row] = [[("1;38;2;1;2;3", "one"), ("", "  ")], [("0", "two  ")]]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A key, and a state folder that holds a picture of 5×2 for it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(files, "SETTLED_NS", 0)
    key = key_of(5, 2)
    _put(key, ROWS)
    return key


def _put(key: str, rows: list[Row], change: Callable[[str], str] = str) -> None:
    lines = "\n".join(f"{y}\t{ink}\t{text}" for y, row in enumerate(rows) for ink, text in row)
    path = Path(path_of(key))
    path.parent.parent.mkdir(mode=0o700, exist_ok=True)
    put_in_place(path.parent, path.name, change(f"{key}\n\n{lines}").encode("utf-8", "surrogatepass"))


def test_what_was_kept_is_what_is_drawn(own: str) -> None:
    assert kept(own, 5, 2) == ROWS
    assert painted(ROWS) == (
        b"\x1b[?7l\x1b[1;1H\x1b[0;1;38;2;1;2;3mone\x1b[0m  \x1b[2;1H\x1b[0;0mtwo  \x1b[0m"
    )  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("one", "\x1b[2J"),
        lambda text: text.replace("one", "\x9b2J"),
        lambda text: text.replace("one", "\x07"),
        lambda text: text.replace("one", "\ud800"),
        lambda text: text.replace("one", "a\u202eb"),
        lambda text: text.replace("one", "too long"),
        lambda text: text.replace("1;38;2;1;2;3", "1m\x1b[2J"),
        lambda text: text.replace("1;38;2;1;2;3", "?1049"),
        lambda text: text.replace("1;38;2;1;2;3", "1;" * 31),
        lambda text: text.replace("1;38;2;1;2;3", "١"),
        lambda text: text.replace("\n1\t", "\n2\t"),
        lambda text: text.replace("\n1\t", "\n-1\t"),
        lambda text: text.replace("\n1\t", "\n0\t"),
        lambda text: text.replace("\n1\t", "\nx\t"),
        lambda text: text + "\n",
        lambda text: text + "\n1\t0\tmore",
        lambda text: text[:-6],
        lambda text: text.replace("coreograph", "coreography", 1),
        lambda text: "",
        lambda text: "x" * 500_000,
    ],
)
def test_what_no_painter_writes_is_not_shown(own: str, change: Callable[[str], str]) -> None:
    _put(own, ROWS, change)
    assert kept(own, 5, 2) is None


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o400])
def test_what_others_may_write_or_read_is_not_shown(own: str, mode: int) -> None:
    Path(path_of(own)).chmod(mode)
    assert kept(own, 5, 2) is None


def test_nothing_is_shown_after_a_lesson_has_changed(own: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "how_lessons_are", lambda: ["another"])
    assert kept(key_of(5, 2), 5, 2) is None
    monkeypatch.setattr(opening, "how_lessons_are", list)
    assert key_of(5, 2) == ""


def test_nothing_is_shown_after_a_guess_or_a_setting(own: str) -> None:
    """An idle app may ask for a guess that was given since."""
    folder = Path(path_of(own)).parent.parent
    for name in opening.LEARNT:
        before = key_of(5, 2)
        (folder / name).write_text("{}")
        assert key_of(5, 2) != before
    assert kept(key_of(5, 2), 5, 2) is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("│  takes about 11 s, 2 workers   │", "│                                │"),
        ("╭─ cores ───── 2 cores ─╮", "╭─ cores ─────         ─╮"),
        ("+- cores ------ 2 cores -+", "+- cores -----            "),
        ("○ idle   CPython 3.11.7 · GIL on", "○ idle                          "),
        ("│ 1-4   pick another │", "│       pick another │"),
        ("no number", "no number"),
    ],
)
def test_numbers_are_left_out_with_what_stands_beside_them(text: str, left: str) -> None:
    told = "".join(_without_numbers(text))
    assert len(told) == len(text) and told.split() == left.split()

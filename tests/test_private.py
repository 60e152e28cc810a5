"""What a run leaves, and what it keeps while it runs, is the user's alone; and what cannot begin leaves nothing."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.waiting import wait_until
from tests.support.watched import command, environment, program, started, watched
from tui.feeds.recorder import Recorder, new_recording, state_folder
from tui.files import private_file, private_folder, read_at_most
from tui.learning.journal import Entry, Journal
from tui.learning.settings import Settings
from tui.play.edited import ready_copy
from tui.play.kept import SessionResults
from tui.reports.writing import write

SHARED = Path("/dev/shm")


@pytest.fixture(autouse=True)
def _nothing_is_masked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    """Return the permissions of all that is in a folder, and its own."""
    return {str(path): stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}


def assert_private(folder: Path) -> None:
    found = modes(folder)
    assert found and all(mode == (0o700 if Path(path).is_dir() else 0o600) for path, mode in found.items()), found


def keep_all(tmp_path: Path) -> None:
    """Let everything be written that is kept from one start to the next."""
    Recorder(lambda: new_recording("x")).close()
    Journal(state_folder()).add([Entry("quiz", "", "", "", "", "", "right")])
    Settings(state_folder()).set_asks(False)
    write(SessionResults())
    (tmp_path / "lesson.py").write_text("print(1)\n", encoding="utf-8")
    ready_copy(tmp_path / "lesson.py")


def test_what_is_kept_is_the_users_alone(tmp_path: Path) -> None:
    keep_all(tmp_path)
    assert len(modes(state_folder())) >= 10
    assert_private(state_folder())


def test_what_was_open_to_others_is_closed(tmp_path: Path) -> None:
    keep_all(tmp_path)
    for path in (state_folder(), *state_folder().rglob("*")):
        path.chmod(0o777)
    keep_all(tmp_path)
    for path in (state_folder(), *state_folder().iterdir()):
        if path.is_dir() or path.suffix in (".json", ".jsonl", ".gz"):
            assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


def test_a_folder_of_a_persons_own_keeps_its_mode_and_the_recording_in_it_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir(0o755)
    (folder / "r.jsonl").write_text("of before")
    (folder / "r.jsonl").chmod(0o644)
    done = watched(tmp_path, ["--plain", "--record", "mine/r.jsonl"], program(tmp_path, "print(1)\n"))
    assert done.returncode == 0 and list(modes(folder).values()) == [0o755, 0o600]


def test_a_link_is_left_as_somebody_has_set_it(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir(0o755)
    (tmp_path / "link").symlink_to("there")
    assert private_folder(tmp_path / "link") == tmp_path / "link"
    assert stat.S_IMODE((tmp_path / "there").stat().st_mode) == 0o755


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("/dev/zero")],
                         ids=["fifo", "folder", "link"])  # fmt: skip
def test_what_is_no_file_is_neither_waited_for_nor_read(tmp_path: Path, make: object) -> None:
    make(tmp_path / "odd")  # type: ignore[operator]
    with pytest.raises(OSError, match=r"it is no file|Is a directory"):
        read_at_most(tmp_path / "odd", 10)


def test_a_pipe_that_nobody_reads_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="No such device"):
        private_file(tmp_path / "pipe")


def test_a_recording_into_a_pipe_or_a_device_says_nothing_of_what_it_cannot_read_again() -> None:
    recorder = Recorder(lambda: Path("/dev/null"))
    recorder.write(b"x\n", 1.0)
    assert recorder.end_block() is None and not recorder.trouble
    recorder.close()


def test_no_two_recordings_have_one_name_and_each_name_is_a_files() -> None:
    found = {new_recording("a/../b\x1b" + "x" * 300) for _ in range(3)}
    assert len(found) == 3 and all(path.is_file() and path.name.isprintable() for path in found)


def _seen_by_another(folder: Path) -> str:
    """Return which files a user without any rights of ours can read in a folder."""
    code = (
        "import os, sys\n"
        "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "for root, folders, files in os.walk(sys.argv[1]):\n"
        "    for name in files:\n"
        "        try: open(os.path.join(root, name), 'rb').close(); print(os.path.join(root, name))\n"
        "        except OSError: pass\n"
    )
    done = subprocess.run(["/usr/bin/env", "python3", "-c", code, str(folder)], capture_output=True, check=False)
    return done.stdout.decode() + done.stderr.decode()


def test_another_user_sees_nothing_of_a_run_that_is_on(tmp_path: Path) -> None:
    name = program(tmp_path, "import threading\nprint('secret', flush=True)\nthreading.Event().wait()\n")
    with started(tmp_path, name) as process:
        own = f"coreograph-{process.pid}-"
        (boards,) = wait_until(lambda: [*SHARED.glob(f"{own}*")], 20, "its boards")
        wait_until(lambda: list(boards.glob("*.seg")), 20, "a board")
        wait_until(lambda: list(tmp_path.glob("state/coreograph/recordings/*")), 20, "its recording")
        assert_private(boards)
        assert_private(tmp_path / "state" / "coreograph")
        if os.getuid() == 0:
            assert _seen_by_another(tmp_path / "state") == _seen_by_another(boards) == ""
        process.terminate()
        process.communicate()


def test_a_run_that_cannot_begin_leaves_nothing_and_names_the_folder(tmp_path: Path) -> None:
    name = program(tmp_path, "print(1)\n")
    (tmp_path / "temporary").mkdir()
    with subprocess.Popen(
        ["bash", "-c", 'ulimit -f 16; exec "$@"', "bash", *command("watch", "--plain", name)],
        cwd=tmp_path, env=environment(tmp_path / "state") | {"TMPDIR": str(tmp_path / "temporary")},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        out, errors = process.communicate()
    assert process.returncode == 1 and not out
    assert "The run cannot begin (File too large): raise the limit for files (ulimit -f) and see to /" in errors
    places = [*(tmp_path / "temporary").iterdir(), *SHARED.iterdir()]
    assert not [path for path in places if path.name.startswith(f"coreograph-{process.pid}-")]

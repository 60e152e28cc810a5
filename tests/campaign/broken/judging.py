"""What is to come of a broken file: one sentence, or the picture and the report, within limits of memory and time."""

from __future__ import annotations

import json
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from tests.support.scripted import MACHINE
from tui.board_names import FRAME
from tui.boards.board import find
from tui.boards.frame import Slow, TabsView
from tui.boards.scene import first_of, frame_of, view_of
from tui.boards.sheet import Sheet, painted
from tui.draw.cells import width as row_width
from tui.draw.glyphs import ASCII, UNICODE
from tui.feeds.feed import Feed
from tui.feeds.live.plan import Plan, arguments, make_plan
from tui.lessons.catalogue import FOLDER, LessonError, Scenario, catalogue
from tui.play.comparison import Comparison
from tui.play.look import Look
from tui.play.opening import open_recording
from tui.play.player import Player
from tui.play.tape import Tape
from tui.reports.as_json.told import json_of
from tui.reports.as_text import closing, opening, run_line
from tui.telemetry.codec import RecordingError
from tui.telemetry.text import plain

MOST_BYTES = 512 << 20
"""What one try may take more memory than the process has before it."""
MOST_CPU_S = 30.0
SIZES = ((60, 20), (80, 24), (120, 40), (200, 60))


class TooLongError(Exception):
    """A try took more CPU than it may."""


@contextmanager
def bounded() -> Iterator[None]:
    """Whoever asks for too much memory gets a MemoryError, and who takes too long a TooLongError."""

    def too_long(number: int, frame: object) -> None:
        raise TooLongError(f"more than {MOST_CPU_S:g} s of CPU")

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    before = signal.signal(signal.SIGVTALRM, too_long)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MOST_BYTES, hard))
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST_CPU_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        signal.signal(signal.SIGVTALRM, before)


def fallen(judge: Callable[[], str]) -> str:
    """Return what is wrong after a try; nothing when nothing is."""
    try:
        with bounded():
            return judge()
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f" in {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
        return f"{type(error).__name__}: {str(error)[:200]!r}{where}"


def sentence_fault(text: str) -> str:
    """Return what is wrong with a sentence."""
    if "\n" in text or len(text) > 2_000 or plain(text, 2_000) != text:
        return f"no harmless sentence: {text[:200]!r}"
    return "" if text.endswith(".") else f"no sentence: {text[:200]!r}"


def recording(path: Path, random: Random) -> str:
    try:
        tape = open_recording(path)
        state = tape.final()
    except RecordingError as error:
        return sentence_fault(str(error))
    told = "\n".join([opening(state), *(run_line(state, run) for run in state.runs), closing(state)])
    json.dumps(json_of(state))
    if plain(told, len(told) * 4, keep_lines=True) != told:
        return f"a report with characters that a terminal obeys: {told[:300]!r}"
    return pictures(tape, random)


def pictures(tape: Tape, random: Random) -> str:
    """Paint all that the stage shows at some moment, on a sheet of some size."""
    player = Player(None, tape)
    for share in (random.random(), 1.0):
        player.seek(tape.start_s + share * max(0.0, tape.end_s - tape.start_s))
        known = {scenario.name: scenario for scenario in catalogue()[0]}
        here = Comparison(None, MACHINE, _no_feed, player=player, known=known)
        if fault := _painted(here, random):
            return fault
    return ""


def _no_feed(plan: Plan) -> Feed:
    raise RuntimeError("Nothing is run here.")


def _painted(here: Comparison, random: Random) -> str:
    width, height = size = random.choice(SIZES)
    glyphs = random.choice((UNICODE, UNICODE, ASCII))
    slow, look = Slow(), Look()
    slow.take(here.readings, True)
    frame = frame_of(here, look, TabsView(("x",), 0), slow=slow, broken=None, size=size)
    look.show_first(first_of(frame))
    sheet = Sheet(width, random.choice((height, 9, 3)), glyphs, glyphs is ASCII, has_tones=glyphs is not ASCII)
    for name in (*FRAME, *(name for name, _ in frame.wanted.boards)):
        board = find(name)
        for each in board.ids:
            if (view := view_of(frame, each)) is None:
                continue
            rows = painted(board.paint, view, sheet)
            if [row_width(row) for row in rows] != [width] * sheet.height:
                return f"{each} does not keep to its sheet of {width} columns"
            if odd := [text for row in rows for text, _ in row if plain(text, len(text)) != text]:
                return f"{each} draws {odd[0][:80]!r}"
    return ""


def lesson(folder: Path, random: Random, how: str, changed: str) -> str:
    """Judge a folder with a good lesson and one that may be broken."""
    scenarios, broken = catalogue(folder)
    if not any(scenario.name == "good" for scenario in scenarios):
        return "the good lesson is not there"
    for one in broken:
        if fault := sentence_fault(one.sentence):
            return fault
    accepted = [scenario for scenario in scenarios if scenario.name != "good"]
    if how == "unknown" and changed and accepted:
        return f"an unknown name is accepted, instead of {changed}"
    return next(filter(None, (_played_with(scenario, random) for scenario in accepted)), "")


def _played_with(scenario: Scenario, random: Random) -> str:
    """Turn each knob of a lesson, plan a run, look at the lesson before it runs."""
    for knob in scenario.knobs:
        default = 2 if knob.default in ("cores", "calibrated") else knob.default
        for clicks in (1, -1, 30, -30):
            knob.parse(str(knob.turned(default, clicks)))
    try:
        plan = make_plan(scenario, python="python", has=frozenset(), usable_cores=2.0)
    except LessonError as error:
        return sentence_fault(str(error))
    for variant in plan.variants:
        arguments(plan, variant)
    return _painted(Comparison(scenario, MACHINE, _no_feed), random)


GOOD_LESSON = (FOLDER / "counters.toml", FOLDER / "counters.py")

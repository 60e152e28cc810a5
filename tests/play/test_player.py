from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.builders import classic, comparison, whole_run
from tests.support.scripted import ScriptedFeed
from tests.support.taped import HandClock, taped
from tui.feeds.recorder import Recorder
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState
from tui.play.opening import open_recording
from tui.play.player import Player
from tui.play.tape import Tape
from tui.telemetry.vocabulary import Telemetry

RECORDINGS = sorted((Path(__file__).parent.parent / "recordings").glob("*.jsonl"))


def straight(told: Sequence[Telemetry], position_s: float) -> ComparisonState:
    """Return what was known at a time, when all before it is folded at once."""
    reached_s, found = 0.0, []
    for item in told:
        reached_s = max(reached_s, item.at_s)
        if reached_s > position_s:
            break
        found.append(item)
    return fold(ComparisonState(), found)


def live(told: Sequence[Telemetry], path: Path) -> tuple[Player, ScriptedFeed, HandClock]:
    feed, clock = ScriptedFeed(told), HandClock()
    return Player(feed, Tape(Recorder(lambda: path)), clock), feed, clock


def advance(player: Player, feed: ScriptedFeed, to_s: float) -> None:
    feed.advance(to_s)
    player.tick()


def stand(player: Player) -> str:
    return player.playhead.at


# A recording


def test_a_recording_is_played_at_its_own_pace_and_stands_still_while_it_is_held() -> None:
    clock = HandClock()
    player = Player(None, taped(classic()), clock)
    assert player.state.header and stand(player) == "past"
    player.tick()
    clock.now_s = 4.5
    assert player.tick() and player.state.runs[-1].variant == "threads"
    player.playhead.hold()
    clock.now_s = 20.0
    assert not player.tick() and player.playhead.position_s == 4.5 and stand(player) == "held"
    player.playhead.let_go()
    player.tick()
    assert not player.is_over and stand(player) == "past" and player.playhead.position_s == 4.5
    clock.now_s = 40.0
    player.tick()
    assert player.is_over and stand(player) == "end" and player.state.runs[-1].outcome == "ended"
    assert player.playhead.position_s == player.playhead.length_s == player.state.at_s


def test_going_back_from_the_end_goes_on_or_stands_as_it_did_before() -> None:
    player = Player(None, taped(classic()), HandClock())
    player.seek(1e9)
    assert stand(player) == "end"
    player.seek(3.0)
    assert stand(player) == "past"
    player.playhead.hold()
    player.seek(1e9)
    assert stand(player) == "end"
    player.seek(3.0)
    assert stand(player) == "held"


def test_seeking_shows_the_state_as_it_was() -> None:
    told = sorted(classic(), key=lambda item: item.at_s)
    player = Player(None, taped(told), HandClock())
    for position in (9.2, 2.0, 5.0, 0.0, 100.0, -3.0):
        player.seek(position)
        assert player.state == straight(told, max(0.0, position))


def test_seeking_in_a_long_recording_reads_from_what_is_kept() -> None:
    told: list[Telemetry] = [comparison()]
    for index in range(30):
        told += whole_run(index, "threads", index * 10.0, 9.0, repeat=index)
    tape = taped(told)
    player = Player(None, tape, HandClock())
    player.seek(299.0)
    assert tape.block_before(299.0).after_s > 200.0
    for position in (150.0, 20.0, 19.9, 250.3):
        player.seek(position)
        assert player.state == straight(told, position)


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_going_back_and_forth_at_random_ends_where_folding_straight_ends(path: Path) -> None:
    tape = open_recording(path)
    told, chance = list(tape.told()), random.Random(path.name)
    clock = HandClock()
    player = Player(None, tape, clock)
    for _ in range(12):
        player.seek(chance.uniform(-1.0, tape.end_s + 1.0))
        player.tick()
        for _ in range(3):
            clock.now_s += chance.uniform(0.0, 0.4)
            player.tick()
        assert player.state == straight(told, player.playhead.position_s)
    player.seek(tape.end_s)
    assert stand(player) == "end" and player.state == tape.final()


def test_a_recording_that_breaks_ends_the_play_in_a_sentence_and_can_be_played_again(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    told = RECORDINGS[0].read_bytes()
    path.write_bytes(told.replace(b'"parent_pid":', b'"mother_pid":', 1))
    line = told[: told.index(b'"parent_pid":')].count(b"\n") + 1
    player = Player(None, open_recording(path), HandClock())
    player.seek(1e9)
    assert player.is_over
    assert player.trouble.startswith(f"{path} cannot be used: line {line}: ProcessStarted.mother_pid is unknown")
    player.seek(0.0)
    assert not player.is_over and not player.trouble


# A run


def test_a_live_run_can_be_held_and_let_go_and_goes_on_meanwhile(tmp_path: Path) -> None:
    player, feed, _ = live(classic(), tmp_path / "r.jsonl")
    advance(player, feed, 3.0)
    assert stand(player) == "live" and player.playhead.state is player.state
    player.playhead.hold()
    held = player.playhead.state
    advance(player, feed, 6.0)
    assert stand(player) == "held" and player.playhead.state is held
    assert player.state == straight(classic_in_order(), 6.0) and player.playhead.length_s > player.playhead.position_s
    player.playhead.let_go()
    assert stand(player) == "live" and player.playhead.state is player.state
    player.playhead.hold()
    advance(player, feed, 100.0)
    assert player.is_over and stand(player) == "held"
    player.playhead.let_go()
    assert stand(player) == "end" and player.playhead.state.runs[-1].outcome == "ended"


def test_one_can_go_back_in_a_live_run_and_come_to_what_it_tells_now(tmp_path: Path) -> None:
    player, feed, clock = live(classic(), tmp_path / "r.jsonl")
    told = classic_in_order()
    advance(player, feed, 5.0)
    player.seek(2.0)
    assert stand(player) == "past" and player.playhead.state == straight(told, 2.0)
    advance(player, feed, 6.0)
    clock.now_s += 1.5
    advance(player, feed, 7.0)
    assert player.playhead.position_s == 3.5 and player.playhead.state == straight(told, 3.5)
    assert player.state == straight(told, 7.0), "nothing of the run is lost meanwhile"
    player.playhead.hold()
    clock.now_s += 100.0
    assert not player.tick() and stand(player) == "held" and player.playhead.position_s == 3.5
    player.playhead.let_go()
    player.tick()
    clock.now_s += 100.0
    player.tick()
    assert stand(player) == "live" and player.playhead.state is player.state
    advance(player, feed, 100.0)
    assert stand(player) == "end"
    player.seek(0.5)
    assert stand(player) == "past" and player.is_over and player.playhead.state == straight(told, 0.5)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_wherever_one_goes_in_a_live_run_it_is_what_was_known_then(data: st.DataObject) -> None:
    told, feed, clock = classic_in_order(), ScriptedFeed(classic()), HandClock()
    player = Player(feed, Tape(), clock)
    for _ in range(8):
        clock.now_s += data.draw(st.floats(0.0, 2.0))
        advance(player, feed, clock.now_s)
        match data.draw(st.sampled_from(("seek", "hold", "let go", "on"))):
            case "seek":
                player.seek(data.draw(st.floats(0.0, 12.0)))
            case "hold":
                player.playhead.hold()
            case "let go":
                player.playhead.let_go()
        if stand(player) in ("live", "end"):
            assert player.playhead.state is player.state
        assert player.playhead.state == straight(told, player.playhead.position_s)
    assert player.state == straight(told, clock.now_s)


def classic_in_order() -> list[Telemetry]:
    return sorted(classic(), key=lambda item: item.at_s)


def test_a_long_live_run_is_gone_back_into_over_many_blocks(tmp_path: Path) -> None:
    told: list[Telemetry] = [comparison()]
    for index in range(60):
        told += whole_run(index, "threads", index * 10.0, 9.0, repeat=index)
    told.sort(key=lambda item: item.at_s)
    player, feed, _ = live(told, tmp_path / "r.jsonl")
    for tick in range(600):
        advance(player, feed, float(tick))
    assert len(player.tape._blocks) > 2
    for position in (450.5, 20.0, 19.9, 590.3, 300.0):
        player.seek(position)
        assert player.playhead.state == straight(told, position)
    player.close()


class BrokenFeed(ScriptedFeed):
    """A feed whose system gives up."""

    def poll(self) -> Sequence[Telemetry]:
        raise OSError(24, "Too many open files")


def test_a_feed_that_breaks_ends_the_play_in_a_sentence() -> None:
    player = Player(BrokenFeed([]))
    assert player.tick() and player.is_over
    assert player.trouble == "The run broke off: [Errno 24] Too many open files."

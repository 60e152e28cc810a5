from __future__ import annotations

import json
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.builders import classic
from tui.telemetry import codec
from tui.telemetry.before import BOARDS
from tui.telemetry.codec import RecordingError
from tui.telemetry.text import plain
from tui.telemetry.vocabulary import ComparisonStarted, ObserverSampled, OutputWritten, Telemetry


def test_what_is_written_is_read_again() -> None:
    for item in classic():
        assert codec.decode(codec.encode(item)) == item


@pytest.mark.parametrize(("about", "boards"), [(None, BOARDS["speed"]), *BOARDS.items()])
def test_a_recording_of_before_says_its_boards_in_one_word(about: str | None, boards: tuple[str, ...]) -> None:
    kind, fields = json.loads(codec.encode(classic()[0]))
    fields = {name: value for name, value in fields.items() if name != "boards"} | ({"about": about} if about else {})
    read = codec.decode(json.dumps([kind, fields]).encode())
    assert isinstance(read, ComparisonStarted) and read.boards == boards


def test_a_board_that_was_renamed_is_read_by_its_name_of_today() -> None:
    kind, fields = json.loads(codec.encode(classic()[0]))
    read = codec.decode(json.dumps([kind, fields | {"boards": ["baseline", "panels"]}]).encode())
    assert isinstance(read, ComparisonStarted) and read.boards == ("runners", "panels")


def test_a_number_that_is_not_finite_is_written_as_zero() -> None:
    item = ObserverSampled(1.0, float("nan"))
    assert codec.decode(codec.encode(item)) == ObserverSampled(1.0, 0.0)


def test_every_word_of_the_vocabulary_has_a_decoder() -> None:
    for kind in get_args(Telemetry):
        codec.SHAPES.reader(kind)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(classic()), st.data())
def test_a_changed_value_is_refused_or_fits(item: Telemetry, data: st.DataObject) -> None:
    """Whatever stands in a field: telemetry of the right types comes out, or one RecordingError."""
    name, fields = json.loads(codec.encode(item))
    field = data.draw(st.sampled_from(sorted(fields)))
    fields[field] = data.draw(_JSON)
    try:
        found = codec.decode(json.dumps([name, fields]).encode())
    except RecordingError:
        return
    assert type(found) is type(item)


@pytest.mark.parametrize(
    "line",
    ["", "{", "[]", "null", '["RunEnded"]', '["NoSuchThing", {}]', '["ComparisonEnded", {"at_s": 1e400}]',
     '["ComparisonEnded", {"at_s": NaN}]', '["ComparisonEnded", {"at_s": true}]', '["ComparisonEnded", 3]',
     '["ComparisonEnded", {"at_s": 1, "more": 2}]', "[" * 100_000, '[["a"], {}]', '[{}, {}]'],
)  # fmt: skip
def test_what_is_no_telemetry_is_refused(line: str) -> None:
    with pytest.raises(RecordingError):
        codec.decode(line.encode())


def test_text_in_a_recording_is_made_harmless() -> None:
    item = codec.decode(codec.encode(OutputWritten(0.0, 0, "stdout", "a\x1b[31mb\u202ec\nd", 4)))
    assert isinstance(item, OutputWritten) and item.text == "a·[31mb·c\nd"


@given(st.text(max_size=80), st.integers(1, 60), st.booleans())
def test_plain_text_is_short_and_holds_no_control_character(text: str, limit: int, keep_lines: bool) -> None:
    found = plain(text, limit, keep_lines)
    assert len(found) <= limit
    assert all(c.isprintable() or (c == "\n" and keep_lines) or c.isspace() for c in found)
    assert "\x1b" not in found and "\u202e" not in found and "\x9b" not in found

"""The strip of all forms, where there is no room for the table."""

from __future__ import annotations

import pytest

from tests.draw.picture import picture
from tui.boards.counter.form_table import FormsView, paint
from tui.boards.sheet import Sheet, painted
from tui.draw.glyphs import UNICODE
from tui.lessons.catalogue import find
from tui.model.counter.readings import Form

FORMS = tuple(Form(one.name, one.hue, one.says, "waiting", title=one.title) for one in find("counters").variants)


@pytest.mark.parametrize("width", [80, 90, 100, 119])
def test_no_name_is_cut_from_80_columns_on_and_columns_stand_apart(width: int) -> None:
    rows = picture(painted(paint, FormsView(FORMS), Sheet(width, 2, UNICODE))).splitlines()
    said = "\n".join(rows)
    assert all(form.called in said for form in FORMS) and "…" not in said
    assert all("–  " in row or row.rstrip().endswith("–") for row in rows)


def test_where_there_is_no_room_names_give_way_and_shares_stay() -> None:
    rows = picture(painted(paint, FormsView(FORMS), Sheet(60, 2, UNICODE))).splitlines()
    assert sum(row.count("–") for row in rows) == len(FORMS) and "…" in rows[0]

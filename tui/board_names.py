"""The boards: one table, from the name that a lesson lists to the module that declares it as `BOARD`.

A new board is a file or a folder in `tui/boards/` and a line here.
"""

from __future__ import annotations

OF_A_LESSON = {
    "runners": "tui.boards.speed.runners",
    "panels": "tui.boards.speed.panels",
    "curve": "tui.boards.speed.curve",
    "queue-results": "tui.boards.queue.results",
    "queue": "tui.boards.queue.queue",
    "lanes": "tui.boards.queue.lanes",
    "forms": "tui.boards.counter.forms",
    "form-table": "tui.boards.counter.form_table",
    "microscope": "tui.boards.counter.microscope",
    "block": "tui.boards.memory.block",
    "ways": "tui.boards.memory.ways",
    "copies": "tui.boards.variable.copies",
    "ladder": "tui.boards.variable.ladder",
    "told": "tui.boards.wrong.told",
    "case": "tui.boards.wrong.case",
    "crossings": "tui.boards.crossing.crossings",
    "refused": "tui.boards.crossing.refused",
    "surprises": "tui.boards.crossing.surprises",
    "deliveries": "tui.boards.maps.deliveries",
    "wall": "tui.boards.amdahl.wall",
    "guard": "tui.boards.birth.guard",
    "crossover": "tui.boards.tiny.crossover",
    "large-chunk": "tui.boards.tiny.large_chunk",
}
"""Boards that show what a lesson says, or how its variants compare."""

OF_ANY_RUN = {
    "tree": "tui.boards.program.tree",
    "tasks": "tui.boards.program.tasks",
    "time-split": "tui.boards.tiny.time_split",
    "queues": "tui.boards.program.queues",
    "locks": "tui.boards.program.locks",
    "contents": "tui.boards.program.contents",
    "errors": "tui.boards.wrong.errors",
    "births": "tui.boards.birth.births",
    "output": "tui.boards.program.output",
    "cores": "tui.boards.speed.cores",
}
"""Boards that need a run and nothing else: a person's own program is shown with all that have something."""

BOARDS = {**OF_A_LESSON, **OF_ANY_RUN}

COMPARED = ("runners", "panels", "cores", "curve")
"""The boards of a lesson that lists none: who gets a core, and what comes of it."""

FRAME = {
    "header": "tui.boards.words.header_bar",
    "tabs": "tui.boards.words.tab_bar",
    "turns": "tui.boards.words.turns",
    "sentence": "tui.boards.words.sentence_box",
    "code": "tui.boards.code.source",
    "lines": "tui.boards.code.line_board",
    "events": "tui.boards.words.event_list",
    "presenter": "tui.boards.words.presenter_head",
    "picture": "tui.boards.words.presenter_picture",
    "notes": "tui.boards.words.presenter_notes",
    "foot": "tui.boards.words.presenter_foot",
    "enlarge": "tui.boards.words.enlarge_note",
    "keys": "tui.boards.words.key_bar",
}
"""What stands around every lesson's boards."""

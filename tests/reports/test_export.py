"""The results as files: what is in them reads back as it was measured, and nothing in them is taken for a formula."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.kept import compared, run
from tui.model.readings.reading import readings
from tui.play.kept import SessionResults, taken_in
from tui.reports import writing
from tui.reports.as_csv import as_csv
from tui.reports.as_markdown import as_markdown
from tui.reports.reference import page

LINES = [(("expected", 100.0), ("lost", lost)) for lost in (10.0, 30.0)]


def session() -> SessionResults:
    """Two settings of one lesson, repeats, a failed run, and another lesson."""
    first = [
        *(run("sequential", 4.0 + n, n, started_s=10.0 * n) for n in range(2)),
        *(run("threads", 4.4 + n, n, started_s=10.0 * n + 5, others=3.0) for n in range(2)),
        run("processes", 0.3, outcome="failed", message="Ended with exit code 1: MemoryError.", started_s=8.0),
    ]
    results = taken_in(SessionResults(), compared(first))
    results = taken_in(results, compared([run("threads", 2.2, started_s=40.0)], workers=2))
    return taken_in(results, compared([run("threads", 1.0, results=LINES, told=1, started_s=60.0)], title="a counter"))


def read(results: SessionResults) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(results))))


def test_every_run_reads_back_as_it_was_measured() -> None:
    lines = read(session())
    assert [(line["variant"], line["outcome"], line["round"]) for line in lines] == [
        ("sequential", "ended", "1"),
        ("threads", "ended", "1"),
        ("processes", "failed", "1"),
        ("sequential", "ended", "1"),
        ("threads", "ended", "1"),
        ("threads", "ended", "1"),
        ("threads", "ended", "1"),
        ("threads", "ended", "2"),
    ]
    threads = [line for line in lines if line["variant"] == "threads"]
    assert [float(line["elapsed_s"]) for line in threads if line["elapsed_s"]] == [4.4, 5.4, 2.2, 1.0]
    assert [float(line["speed_up"]) for line in threads[:2]] == pytest.approx([4.0 / 4.4, 5.0 / 5.4])
    assert [line["repeat"] for line in threads] == ["1", "2", "1", "1", "1"]
    assert [line["comparison"] for line in threads] == ["1", "1", "2", "3", "3"]
    assert [line["busy"] for line in threads] == ["yes", "yes", "no", "no", "no"]
    assert [line["steered"] for line in threads] == ["no", "no", "no", "yes", "yes"]
    assert [line["lost"] for line in threads] == ["", "", "", "10.0", "30.0"]
    assert {line["knob_size"] for line in lines} == {"1000000"}
    assert [line["knob_workers"] for line in threads] == ["4", "4", "2", "4", "4"]
    times = [datetime.fromisoformat(line["started"]) for line in lines]
    assert times == sorted(times) and all(time.tzinfo for time in times) and times[-1].timestamp() == 60.0
    failed = lines[2]
    assert failed["message"] == "Ended with exit code 1: MemoryError."
    assert not any(failed[reading.key] for reading in readings().values())


def test_the_reference_names_every_column() -> None:
    columns = {"knob_…" if name.startswith("knob_") else name for name in read(session())[0]}
    assert not [name for name in columns if f"`{name}`" not in page()]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "\t=", "\n="])
def test_no_text_is_a_formula_for_a_spreadsheet(start: str) -> None:
    state = compared([run("threads", 1.0, outcome="failed", message=f"{start}HYPERLINK(1)\x1b[2J")])
    assert state.header is not None
    header = replace(state.header, scenario=f"{start}cmd", knobs=(("workers", "-3"), ("way", f"{start}a")))
    (line,) = read(taken_in(SessionResults(), replace(state, header=header)))
    for cell in (line["message"], line["lesson"], line["knob_way"]):
        assert cell.startswith(("'", "·")) and "\x1b" not in cell and "\n" not in cell
    assert line["knob_workers"] == "-3"


def test_the_markdown_has_a_table_for_each_lesson_and_setting() -> None:
    text = as_markdown(session())
    assert [line for line in text.splitlines() if line.startswith("## ")] == ["## threads vs processes", "## a counter"]
    assert text.count("| variant |") == 3
    assert "- Python: CPython 3.13.0, GIL on" in text and "- machine: Linux, 4 cores" in text
    assert "- knobs: workers 2, size 1 000 000" in text and "steered while it ran" in text
    assert "| threads | 2 | 4.90 s (4.40–5.40 s) | 0.92× (0.91–0.93×) | busy |" in text
    assert "| processes | 1 | – | – | failed |" in text
    assert "processes: Ended with exit code 1: MemoryError." in text and "cannot be relied on" in text
    assert "| variant | runs | elapsed | expected | lost | lost share | remarks |" in text
    assert "| threads | 1 | 1.00 s | 100 | 20 (10–30) | 20 % (10–30 %) |  |" in text


def test_markdown_from_outside_stays_text() -> None:
    text = as_markdown(taken_in(SessionResults(), compared([run("threads", 1.0)], title="a|b <script> [x](y)\x1b[2J")))
    assert r"## a\|b \<script\> \[x\](y)·\[2J" in text


def test_files_are_written_whole_with_the_time_in_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    results = session()
    first, second = writing.write(results), writing.write(results)
    folder = writing.results_folder()
    assert folder.is_relative_to(tmp_path) and folder.name == "results"
    assert sorted(folder.iterdir()) == sorted([*first, *second])
    assert [path.suffix for path in first] == [".md", ".csv"] and first[0].stem == first[1].stem
    assert first[0].read_text(encoding="utf-8") == as_markdown(results)
    assert first[1].read_text(encoding="utf-8") == as_csv(results)


def test_what_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    folder = writing.results_folder()
    folder.parent.mkdir(parents=True)
    folder.write_text("a file stands in the way")
    with pytest.raises(writing.WritingError, match="press x again") as caught:
        writing.write(session())
    assert str(folder) in str(caught.value) and "\n" not in str(caught.value)
    folder.unlink()
    folder.mkdir()
    stem = writing._fresh(folder, (".md", ".csv"))
    monkeypatch.setattr(writing, "_fresh", lambda folder, suffixes: stem)
    (folder / f"{stem}.csv").mkdir()  # The second file cannot take its place: the first one goes too.
    with pytest.raises(writing.WritingError):
        writing.write(session())
    assert [path.name for path in folder.iterdir()] == [f"{stem}.csv"]

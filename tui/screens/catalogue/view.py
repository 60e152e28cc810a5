"""What the page of all lessons knows of each, taken from the lessons, the journal and the last runs. No widget here."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.words.header_bar import machine_facts
from tui.feeds.live.plan import default_knobs, workers_of
from tui.learning.last_runs import LastRun
from tui.learning.learning import Learner
from tui.learning.way import Progress, guesses, next_in, progress
from tui.lessons.groups import SHORT
from tui.lessons.lesson import Scenario
from tui.play.comparison import Comparison
from tui.screens.stage.shelf import Shelf
from tui.words.numbers import plural

BROKEN = "cannot be read"
"""The heading of lessons that could not be read."""


class Lesson(Struct, frozen=True):
    """One lesson."""

    place: int
    """Among all, as the stage counts them."""
    name: str
    group: str
    title: str
    summary: str
    """What it is about; of one that could not be read, why."""
    progress: Progress | None = None
    """None for one that could not be read."""
    expected_s: float = 0.0
    """What its run takes with its own settings."""
    workers: int | None = None
    question: str = ""
    """What is to be predicted."""
    compared: tuple[tuple[str, str, str], ...] = ()
    """Of each variant that this Python can run its name, hue, and how it is done."""
    last: LastRun | None = None
    sought: str = ""
    """All words by which it is found, in small letters."""

    @property
    def seconds(self) -> str:
        return f"{self.expected_s:g} s" if self.progress else ""

    @property
    def is_finished(self) -> bool:
        return self.progress is not None and self.progress.is_finished


class CatalogueView(Struct, frozen=True):
    """The page."""

    lessons: tuple[Lesson, ...]
    """All of them, group after group."""
    here: int
    """The lesson on the stage, by its place."""
    marked: int
    """By its place."""
    guesses: tuple[int, int] = (0, 0)
    """Predictions that came out right, and those with a clear outcome."""
    find: str = ""
    """What was typed."""
    facts: tuple[str, ...] = ()
    """On what Python and machine, in several lengths, the longest first."""

    @property
    def found(self) -> tuple[Lesson, ...]:
        """The lessons that hold every word typed, a part of one being enough."""
        words = self.find.casefold().split()
        return tuple(its for its in self.lessons if all(word in its.sought for word in words))

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that have lessons, in their order."""
        return tuple(dict.fromkeys(its.group for its in self.lessons))

    @property
    def at(self) -> Lesson | None:
        """The marked lesson, if it is among those that are shown."""
        return next((its for its in self.found if its.place == self.marked), None)

    @property
    def many(self) -> int:
        """How many lessons can be read."""
        return sum(its.progress is not None for its in self.lessons)

    @property
    def finished(self) -> int:
        return sum(its.is_finished for its in self.lessons)

    @property
    def next(self) -> Lesson | None:
        """The lesson that comes next for whoever is where the stage is; None when all are finished."""
        group = next((its.group for its in self.lessons if its.place == self.here), "")
        known = [(its, its.progress) for its in self.lessons if its.progress is not None]
        place = next_in(group, [(its.group, how) for its, how in known])
        return None if place is None else known[place][0]

    @property
    def is_new(self) -> bool:
        """Whether nothing is done yet."""
        return not any("done" in its.progress.parts or its.progress.missed for its in self.lessons if its.progress)


def short(group: str) -> str:
    """Return a group's name in a word or two."""
    return SHORT.get(group, group)


def catalogue_view(shelf: Shelf, learner: Learner | None) -> CatalogueView:
    """Return the page as it is when it is opened: the lesson that comes next is marked."""
    entries = learner.journal.read() if learner else ()
    runs = learner.runs.read() if learner else {}
    found = []
    for place, its in enumerate(shelf.comparisons):
        if its.scenario is not None:
            how = progress(its.scenario, entries, runs)
            found.append(_lesson(its, its.scenario, place, how, runs.get(its.scenario.name)))
    many = len(shelf.comparisons)
    found += [
        Lesson(many + place, its.name, BROKEN, its.name, its.sentence, sought=f"{its.name} {its.sentence}".casefold())
        for place, its in enumerate(shelf.broken)
    ]
    names = [its.name for its in found]
    machine = shelf.comparison.facts
    facts = machine_facts(machine.interpreter, machine.gil, machine.cores, machine.usable_cores)
    page = CatalogueView(tuple(found), shelf.index, shelf.index, guesses(names, entries), facts=facts)
    return marked(page, page.next.place if page.next else shelf.index)


def marked(page: CatalogueView, place: int) -> CatalogueView:
    return CatalogueView(page.lessons, page.here, place, page.guesses, page.find, page.facts)


def sought(page: CatalogueView, text: str) -> CatalogueView:
    """Return the page with another text to find; the first lesson that has it is marked unless the marked one does."""
    fresh = CatalogueView(page.lessons, page.here, page.marked, page.guesses, text, page.facts)
    return fresh if fresh.at or not fresh.found else marked(fresh, fresh.found[0].place)


def _lesson(here: Comparison, scenario: Scenario, place: int, how: Progress, last: LastRun | None) -> Lesson:
    variants = tuple((its.called, its.hue, its.says) for its in scenario.variants if here.runnable(its))
    texts = (scenario.name, scenario.tab, scenario.title, scenario.group, scenario.summary, *scenario.explanation)
    asked = scenario.prediction.question if scenario.prediction else ""
    forms = (text for its in scenario.variants for text in (its.name, its.title, its.says, its.word or ""))
    words = (*texts, asked, *forms)
    return Lesson(
        place,
        scenario.name,
        scenario.group,
        scenario.title,
        scenario.summary,
        how,
        scenario.expected_s,
        workers_of(default_knobs(scenario, here.facts.usable_cores)),
        asked,
        variants,
        last,
        " ".join(words).casefold(),
    )


def takes(lesson: Lesson) -> str:
    """Return `about 13 s, 4 workers`."""
    seconds = [f"about {lesson.seconds}"] if lesson.seconds else []
    return ", ".join([*seconds, *([plural(lesson.workers, "worker")] if lesson.workers else [])])


def neighbours(page: CatalogueView, lesson: Lesson) -> tuple[Lesson | None, Lesson | None]:
    """Return the lesson before in the same group, and the one behind."""
    mine: Sequence[Lesson] = [its for its in page.lessons if its.group == lesson.group]
    at = mine.index(lesson)
    return (mine[at - 1] if at else None), (mine[at + 1] if at + 1 < len(mine) else None)


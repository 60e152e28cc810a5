"""What sentences are made of: spans of one colour, and words for numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tui.model.speed.readings import VariantReading
from tui.model.state.state import ComparisonState
from tui.words.numbers import cores, in_words

BUSY_MACHINE = 0.15
"""Above this share of the machine used by other programs a comparison is not trusted."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a sentence in one colour."""

    text: str
    ink: str = "foreground"
    """A theme token, `bold` may follow."""


Sentence = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the screen says in words."""

    sentences: tuple[Sentence, ...]
    """One to four, the most important first."""
    short: Sentence
    """The one sentence for a projector, at most about 50 characters."""
    trusted: bool
    """Whether the comparison can be relied on."""

    @property
    def text(self) -> str:
        return " ".join("".join(span.text for span in sentence) for sentence in self.sentences)


class Words(Protocol):
    """What can be said of comparisons about one thing. Every claim rests on a reading named beside it."""

    is_spoiled_by_others: bool
    """Whether a busy machine makes what is measured untrue."""
    judges_all: bool
    """Whether a run that did not end well, or was stopped, is spoken of like any other, behind what went wrong."""

    def now(self, reading: VariantReading, state: ComparisonState) -> tuple[Sentence, ...]:
        """Return what is said of the variant that runs."""

    def conclusions(self, finished: Sequence[VariantReading], state: ComparisonState) -> tuple[Sentence, ...]:
        """Return what the finished variants show; nothing when there is nothing to compare yet."""

    def all_the_same(self, finished: Sequence[VariantReading]) -> tuple[Sentence, ...]:
        """Return what is left to say when the machine was too busy to compare."""

    def short(self, said: Sequence[Sentence], finished: Sequence[VariantReading], state: ComparisonState) -> Sentence:
        """Return the one sentence for a projector."""


def sentence(text: str, ink: str = "foreground") -> tuple[Sentence, ...]:
    return ((Span(text, ink),),)


def named(reading: VariantReading) -> Span:
    """Return the variant's name with a capital, in its hue."""
    return Span(reading.name.capitalize(), f"{reading.hue} bold")


def took(reading: VariantReading) -> Sentence:
    """Return what can be said of a variant by itself."""
    used = "" if reading.cores_used is None else f", {cores(reading.cores_used)}"
    lasted = f": {in_words(len(reading.lanes), 'worker')} took {reading.elapsed_s or 0.0:.2f} s{used}."
    return (named(reading), Span(f"{lasted} Run another variant to compare."))

"""What sentences are made of: spans of one colour, and words for numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from tui.model.speed.readings import VariantReading
from tui.model.state.state import ComparisonState
from tui.words.numbers import capital, cores, in_words

BUSY_MACHINE = 0.15
"""Above this share of the machine used by other programs a comparison is not trusted."""


class Span(Struct, frozen=True):
    """A stretch of a sentence in one colour."""

    text: str
    ink: str = "foreground"
    """A theme token, `bold` may follow."""


Sentence = tuple[Span, ...]


class Verdict(Struct, frozen=True):
    """What the screen says in words."""

    sentences: tuple[Sentence, ...]
    """One to five, the most important first."""
    short: Sentence
    """The one sentence for a projector, at most about 50 characters."""
    closing: Sentence = ()
    """What the measurements teach in one sentence, once all is over; empty where that is the first of the sentences."""
    doubt: str = ""
    """Why the comparison cannot be relied on, in a few words that begin no sentence; empty when it can."""

    @property
    def trusted(self) -> bool:
        """Whether the comparison can be relied on."""
        return not self.doubt

    @property
    def text(self) -> str:
        return " ".join("".join(span.text for span in sentence) for sentence in self.sentences)


class Words(Struct, frozen=True):
    """What can be said of comparisons about one thing. Every claim rests on a reading named beside it."""

    now: Callable[[VariantReading, ComparisonState], tuple[Sentence, ...]]
    """Says something of the variant that runs."""
    conclusions: Callable[[Sequence[VariantReading], ComparisonState], tuple[Sentence, ...]]
    """Says what the finished variants show; nothing when there is nothing to compare yet."""
    short: Callable[[Sequence[Sentence], Sequence[VariantReading], ComparisonState], Sentence]
    """Makes of all that was said the one sentence for a projector."""
    though_busy: Callable[[Sequence[VariantReading], ComparisonState], tuple[Sentence, ...]] | None = None
    """Says what is left where others kept the machine busy; None where that spoils nothing that is measured."""
    closes: bool = False
    """Whether the sentence for a projector is what the measurements teach, once all is over."""
    has_rates: bool = False
    """Whether numbers a second are said, which a busy machine makes lower."""
    judges_all: bool = False
    """Whether a run that did not end well, or was stopped, is spoken of like any other, behind what went wrong."""


def sentence(text: str, ink: str = "foreground") -> tuple[Sentence, ...]:
    return ((Span(text, ink),),)


def named(reading: VariantReading) -> Span:
    """Return the variant's name with a capital, in its hue."""
    return Span(capital(reading.called), f"{reading.hue} bold")


def took(reading: VariantReading) -> Sentence:
    """Return what can be said of a variant by itself."""
    used = "" if reading.cores_used is None else f", {cores(reading.cores_used)}"
    lasted = f": {in_words(len(reading.lanes), 'worker')} took {reading.elapsed_s or 0.0:.2f} s{used}."
    return (named(reading), Span(f"{lasted} Run another variant to compare."))

"""What sentences are made of: spans of one colour, and words for numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tui.model.speed.readings import VariantReading
from tui.model.state.state import ComparisonState

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
        """The sentences as plain text."""
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
    """Return the variant's name, in its hue."""
    return Span(reading.name.capitalize(), f"{reading.hue} bold")


def percent(share: float) -> str:
    """Return `40 %`."""
    return f"{share:.0%}".replace("%", " %")


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number(count: int) -> str:
    """Return a small number as a word."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def workers(count: int) -> str:
    return f"{number(count)} worker{'' if count == 1 else 's'}"


def cores(amount: float, suffix: str = " busy") -> str:
    """`one core busy`, `2.6 cores busy`: what rounds to a whole number is said in words, as the digits show it."""
    whole = round(amount)
    if round(amount, 1) == whole and whole >= 1:
        return f"{number(whole)} core{'' if whole == 1 else 's'}{suffix}"
    return f"{amount:.1f} cores{suffix}"


def took(reading: VariantReading) -> Sentence:
    """Return what can be said of a variant by itself."""
    used = "" if reading.cores_used is None else f", {cores(reading.cores_used)}"
    lasted = f": {workers(len(reading.lanes))} took {reading.elapsed_s or 0.0:.2f} s{used}."
    return (named(reading), Span(f"{lasted} Run another variant to compare."))

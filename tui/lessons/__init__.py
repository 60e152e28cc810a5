"""Reads the lessons of `demos/`: what each says, checked, as frozen values."""

from __future__ import annotations


class LessonError(ValueError):
    """A lesson, or a part of it, that cannot be used; the text is one sentence: what, and what to do."""

"""What is known of a process's birth besides when it was asked for, made and began."""

from __future__ import annotations

from msgspec import Struct


class Born(Struct, frozen=True):
    """Whether it had to import the main module again, and what it had in memory soon after it began."""

    again_from_s: float | None = None
    """When it began to import the main module again; None where it did not, as a copy of a process that has it."""
    again_until_s: float | None = None
    again_modules: int = 0
    """Modules that were imported for that."""
    own_bytes: int | None = None
    """Memory that no other process has; None where that is not told."""
    shared_bytes: int | None = None
    """Memory that others have too: what a copy has not changed, and the files of Python itself."""

"""What may go wrong although nothing has been seen to: told behind what was lost, before what holds a program up."""

from __future__ import annotations

from msgspec import Struct


class Notice(Struct, frozen=True):
    """One thing that a person should know of."""

    head: str
    """`Input taken ahead`: in bold."""
    says: str
    """What was seen, with its numbers."""
    tries: str
    """One thing to try."""

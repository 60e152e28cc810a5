"""Waiting for a condition instead of sleeping."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")

GLANCE_S = 0.003


def wait_until(condition: Callable[[], Answer], within_s: float = 10.0, what: str = "") -> Answer:
    """Return the condition's first true answer; fail when there is none in time."""
    deadline = time.monotonic() + within_s
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within_s:g} s: {what or condition}")
        time.sleep(GLANCE_S)

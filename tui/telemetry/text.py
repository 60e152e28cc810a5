"""Text from outside, made harmless before anything else sees it."""

from __future__ import annotations

_SHOWN = {"\t": "    ", "\r": ""}


def quoted(text: str) -> str:
    """Return a text in quotes, as it stands in a sentence: short, and harmless."""
    return plain(repr(text[:60]), 40)


def plain(text: str, limit: int = 200, keep_lines: bool = False) -> str:
    """Return the text without control, format, surrogate and unassigned characters, cut to `limit` characters.

    No escape sequence and no change of writing direction survives; each such character becomes `·`.
    With `keep_lines` newlines stay and the *end* of a long text is kept, as for a program's output.
    """
    if (text.replace("\n", "") if keep_lines else text).isprintable():
        safe = text
    else:
        safe = "".join(
            c if c == "\n" and keep_lines else _SHOWN.get(c) if c in _SHOWN else _safe(c) for c in text  # type: ignore[misc]
        )
    if len(safe) <= limit:
        return safe
    return "…" + safe[len(safe) - limit + 1 :] if keep_lines else safe[: limit - 1] + "…"


def _safe(character: str) -> str:
    if character.isprintable():
        return character
    from unicodedata import category  # noqa: PLC0415  # Seldom needed.

    return character if category(character) == "Zs" else "·"

"""A connection's work once more, where it has failed in place of the original. The rules stand in `guard`.

The original goes the same way, comes to the same, and raises it with its own frames, as it would have without us. Up to
Python 3.10 ours stay between them. Nothing here keeps what is raised.
"""

from __future__ import annotations

from ..guard import unseen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn


class Sending:
    """Stands for a connection whose `_send` has raised."""

    def __init__(self, error: BaseException) -> None:
        unseen(error)
        self._errors = [error]

    def _send(self, buf: Any) -> NoReturn:
        raise self._errors.pop()


class Receiving:
    """Stands for a connection that gave no more than the beginning of a message, or none: its end was closed, or what
    read has raised."""

    _handle = -1

    def __init__(self, receive: Any, came: bytes, error: BaseException | None = None, *, is_body: bool = False) -> None:
        if error is not None:
            unseen(error)
        self._receive, self._errors = receive, [] if error is None else [error]
        self._came = [came] if came else []
        self._is_body = is_body

    def _recv(self, size: Any) -> Any:
        if self._is_body and not self._came:
            raise self._errors.pop()
        return self._receive(self, size, self._read)

    def _read(self, handle: int, size: int) -> bytes:
        if self._came:
            return self._came.pop()
        if self._errors:
            raise self._errors.pop()
        return b""

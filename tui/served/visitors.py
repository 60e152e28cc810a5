"""The server of `coreograph serve`: textual-serve, with rules of ours.

For loopback only; only a page that came from here may connect, as any site's could; and when the server ends, so do the
apps of its visitors.
"""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web
from textual_serve.server import Server

from tui.streams import say

HOST = "localhost"
ENDING_S = 8.0
"""How long the visitors' apps may take to end when the server does."""


class Visitors(Server):
    """Starts the command anew for each page that is opened."""

    def __init__(self, command: str, port: int) -> None:
        super().__init__(command, host=HOST, port=port, title="coreograph")
        self._visits: set[asyncio.Task[Any]] = set()
        self._origins = [f"http://{name}:{port}" for name in (HOST, "127.0.0.1", "[::1]")]

    def serve(self, debug: bool = False) -> None:
        """Serve until interrupted or told to end. OSError when the port cannot be used."""
        web.run_app(self._make_app(), host=self.host, port=self.port, print=self._say_where, access_log=None)

    def _say_where(self, _: str) -> None:
        say(f"coreograph is served at {self.public_url}, to browsers of this machine. ctrl+c ends it.")

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing yet: the port may be taken."""

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        if request.headers.get("Origin") not in self._origins:
            raise web.HTTPForbidden(text="Only a page that is served here may connect.")
        visit = asyncio.current_task()
        assert visit is not None
        self._visits.add(visit)
        try:
            return await super().handle_websocket(request)
        finally:
            self._visits.discard(visit)

    async def on_shutdown(self, app: web.Application) -> None:
        for visit in self._visits:
            visit.cancel()
        if self._visits:
            await asyncio.wait(self._visits, timeout=ENDING_S)

"""An event loop that has nothing to do, sleeps in a callback while a timer is due, computes, or waits for itself."""

# mypy: ignore-errors

import asyncio
import os
import sys
import threading
import time


async def beats():
    while True:
        await asyncio.sleep(0.02)


def answered():
    """Say so on the standard output, and wait for a line."""
    print("here", flush=True)
    sys.stdin.readline()


async def idles():
    print("here", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)


async def naps():
    await asyncio.sleep(0.05)
    time.sleep(0.7)
    await asyncio.sleep(0.05)
    time.sleep(0.3)


async def alone():
    time.sleep(0.7)


async def asks(loop):
    print("here", flush=True)
    asyncio.run_coroutine_threadsafe(alone(), loop).result()


async def main(way):
    beat = asyncio.ensure_future(beats()) if way != "alone" else None
    if way == "asks":
        threading.Thread(target=leaves, daemon=True).start()
        await asks(asyncio.get_running_loop())
    await {"idles": idles, "naps": naps, "alone": alone}[way]()
    if beat is not None:
        beat.cancel()


def leaves():
    sys.stdin.readline()
    os._exit(0)


asyncio.run(main(sys.argv[1]))

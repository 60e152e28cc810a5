"""Lets asyncio run a function in its own executor."""

# mypy: ignore-errors

import asyncio


def square(x):
    return x * x


async def main():
    print(await asyncio.get_running_loop().run_in_executor(None, square, 3))


asyncio.run(main())

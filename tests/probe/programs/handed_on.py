"""Tasks whose function is handed on by something else: a partial, a context, a decorator, a cache, asyncio."""

# mypy: ignore-errors

import asyncio
import contextvars
import functools
from concurrent.futures import ThreadPoolExecutor


def square(number):
    return number * number


def timed(function):
    def wrapper(*arguments, **named):
        return function(*arguments, **named)

    return wrapper


@timed
def halve(number):
    return number / 2


@functools.lru_cache
def kept(number):
    return number


class Clerk:
    @timed
    def sign(self, number):
        return number


def later(callback):
    def job():
        return callback(2)

    return job


async def main():
    await asyncio.to_thread(square, 2)
    await asyncio.get_running_loop().run_in_executor(None, functools.partial(halve, 2))


with ThreadPoolExecutor(1) as pool:
    run = contextvars.copy_context().run
    tasks = [
        functools.partial(square, 2), functools.partial(functools.partial(run, halve), 2), later(square),
        functools.partial(kept, 1), functools.partial(Clerk().sign, 1), functools.partial(run, abs, -1),
    ]  # fmt: skip
    print([pool.submit(task).result() for task in tasks], pool.submit(run, square, 3).result())
    print(type(pool.submit(None).exception()).__name__)
asyncio.run(main())

"""Spawns workers that cannot have the probe; they must be able to unpickle what the parent sends."""

# mypy: ignore-errors

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

if __name__ == "__main__":
    os.environ.pop("PYTHONPATH", None)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as executor:
        print(sum(executor.map(abs, range(10))))
    with context.Pool(1) as pool:
        print(sum(pool.map(abs, range(10))))
    with context.Manager() as manager:
        print(manager.list([1, 2]))

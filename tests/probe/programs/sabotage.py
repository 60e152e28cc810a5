"""Breaks the probe's own clock, if there is a probe, and works on."""

# mypy: ignore-errors

import sys
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(1) as executor:
    executor.submit(int).result()
    executor.submit(int).result()
    working = sys.modules.get("coreograph_probe.working")
    if working is not None:
        working.perf_counter_ns = None
    print(sum(executor.map(abs, range(-300, 0))))

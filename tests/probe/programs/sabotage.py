"""Breaks the probe's own clock, if there is a probe, and works on."""

# mypy: ignore-errors

import sys
from concurrent.futures import ThreadPoolExecutor

segment = sys.modules.get("coreograph_probe.segment")
with ThreadPoolExecutor(1) as executor:
    executor.submit(int).result()
    executor.submit(int).result()
    if segment is not None:
        segment.perf_counter_ns = None
    print(sum(executor.map(abs, range(-300, 0))))

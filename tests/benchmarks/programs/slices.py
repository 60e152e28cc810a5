"""Works in slices: for each line `N` that it reads, N rounds of additions; prints seconds of the clock and of CPU."""

import sys
import time

for line in sys.stdin:
    rounds = int(line)
    start, cpu = time.perf_counter(), time.process_time()
    total = 0
    for _ in range(rounds):
        for number in range(1_000):
            total += number * number
    print(time.perf_counter() - start, time.process_time() - cpu, flush=True)

"""What a look at a run costs, in one checkout: prints CPU seconds of the median look, ten of which are taken a second.

    python looking.py PID LOOKS [portable]

Looks that meet the tree and find out who is quiet go before. CPU of this process, so a loaded machine changes it
little, but cold caches do: the looks are a tenth of a second apart, as in the app. `portable`: by psutil.
"""

from __future__ import annotations

import sys
import time
from statistics import median

from tui.feeds.sampling.portable import PortableCores, PortableTree
from tui.feeds.sampling.sampler import ProcessSampler

PERIOD_S, MEETS = 0.1, 15


def main() -> None:
    pid, looks = int(sys.argv[1]), int(sys.argv[2])
    if sys.argv[3:] == ["portable"]:
        sampler = ProcessSampler(pid, backend=PortableTree(pid), core_reader=PortableCores())
    else:
        sampler = ProcessSampler(pid)
    costs = []
    at = time.perf_counter()
    for _ in range(looks + MEETS):
        at += PERIOD_S
        time.sleep(max(at - time.perf_counter(), 0))
        before = time.process_time()
        sampler.sample()
        costs.append(time.process_time() - before)
    sampler.close()
    print(median(costs[MEETS:]))


if __name__ == "__main__":
    main()

"""Says its switch interval for each line it reads: `thread` asks in a new thread, `fork` and `spawn` in a new process,
`set X` sets its own and asks at once."""

import multiprocessing
import sys
import threading
from typing import Any


def say() -> None:
    print(f"{sys.getswitchinterval():g}", flush=True)


def main() -> None:
    for line in sys.stdin:
        word, _, value = line.strip().partition(" ")
        if word == "set":
            sys.setswitchinterval(float(value))
            say()
            continue
        kind: Any = threading.Thread if word == "thread" else multiprocessing.get_context(word).Process  # type: ignore[attr-defined]
        one = kind(target=say)
        one.start()
        one.join()


if __name__ == "__main__":
    main()

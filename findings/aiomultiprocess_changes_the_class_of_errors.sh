#!/usr/bin/env bash
# aiomultiprocess 0.9.1, CPython 3.11: an error raised by a task of a Pool reaches the caller as ProxyException.
# It is no subclass of the class that was raised, so `except ValueError` around `await pool.apply(...)` never catches the
# ValueError of the task. Its only content is the text of the worker's traceback; attributes of the error are gone. Pools
# of the standard library raise an instance of the same class.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q aiomultiprocess==0.9.1
cat > "$place/program.py" <<'PROGRAM'
import asyncio

import aiomultiprocess


async def work(number):
    raise ValueError(f"{number} is too much")


async def main():
    async with aiomultiprocess.Pool(1) as pool:
        try:
            await pool.apply(work, (3,))
        except ValueError:
            print("caught as ValueError")
        except Exception as error:
            print("caught as", type(error).__name__, "- a ValueError:", isinstance(error, ValueError))
            print("last line of its text:", str(error).strip().splitlines()[-1])


if __name__ == "__main__":
    asyncio.run(main())
PROGRAM
cat > "$place/seen" <<'SEEN'
caught as ProxyException - a ValueError: False
last line of its text: ValueError: 3 is too much
SEEN
(cd "$place" && venv/bin/python program.py) | tee "$place/now"
diff "$place/seen" "$place/now" && echo "as described"

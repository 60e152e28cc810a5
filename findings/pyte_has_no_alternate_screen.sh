#!/usr/bin/env bash
# pyte 0.8.2: a program that leaves its alternate screen leaves its picture there.
# The emulator takes `CSI ? 1049 h` and `l` without a word but has one screen only: what stood there before is overwritten,
# and does not come back as it does in every terminal that people use. Who tests with it that a full-screen program gives
# the terminal back as it was has to look at the bytes that were written, not at the screen.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q pyte==0.8.2
cat > "$place/program.py" <<'PROGRAM'
import pyte

screen = pyte.Screen(24, 3)
stream = pyte.Stream(screen)
stream.feed("$ program\r\n")
print("before:", [line.rstrip() for line in screen.display])
stream.feed("\x1b[?1049h\x1b[2J\x1b[Hfull screen")
stream.feed("\x1b[?1049l")
print("after:", [line.rstrip() for line in screen.display])
PROGRAM
cat > "$place/seen" <<'SEEN'
before: ['$ program', '', '']
after: ['full screen', '', '']
SEEN
(cd "$place" && venv/bin/python program.py) | tee "$place/now"
diff "$place/seen" "$place/now" && echo "as described"

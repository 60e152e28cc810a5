#!/usr/bin/env bash
# pyte 0.8.2: style codes with colons, and strings of the device-control kind, are put on the screen as text.
# `CSI 4 : 3 m` (a curly underline), `CSI 38 : 2 : : R : G : B m` (true colour as the standard writes it) and the queries
# that programs begin with `ESC P` or `ESC _` end up as letters; a query begun with `CSI > ... m`, which asks for key
# reports, underlines what follows. All of them are taken in silence by the terminals that people use.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q pyte==0.8.2
cat > "$place/program.py" <<'PROGRAM'
import pyte

SAID = {
    "curly underline": "\x1b[4:3mA",
    "true colour with colons": "\x1b[38:2::1:2:3mA",
    "question about a capability": "\x1bP+q544e\x1b\\A",
    "question about pictures": "\x1b_Gi=1\x1b\\A",
    "question about keys": "\x1b[>4;2mA",
}
for what, codes in SAID.items():
    screen = pyte.Screen(20, 1)
    pyte.Stream(screen).feed(codes)
    underlined = "underlined" if screen.buffer[0][0].underscore else "plain"
    print(f"{what}: {screen.display[0].rstrip()!r} {underlined}")
PROGRAM
cat > "$place/seen" <<'SEEN'
curly underline: '3mA' plain
true colour with colons: '2::1:2:3mA' plain
question about a capability: '+q544eA' plain
question about pictures: 'Gi=1A' plain
question about keys: 'A' underlined
SEEN
(cd "$place" && venv/bin/python program.py) | tee "$place/now"
diff "$place/seen" "$place/now" && echo "as described"

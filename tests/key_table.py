"""The table of all keys for `tui/screens/README.md`; `python -m tests.key_table` prints it."""

from __future__ import annotations

from tui.boards.board import all_keys
from tui.keys import by_place, names


def table() -> str:
    lines = ["| key | what it does |", "|---|---|"]
    for heading, keys in by_place(all_keys()):
        lines.append(f"| **{heading}** | |")
        lines += [f"| `{names(key)}` | {key.says} |" for key in keys]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(table())

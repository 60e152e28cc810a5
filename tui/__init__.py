"""coreograph: runs concurrency scenarios in real child processes and shows live what happens.

`tui/README.md` says what is in each room, and how to add a board, a reading, a hook or an export.
"""

__version__ = "0.1.0"

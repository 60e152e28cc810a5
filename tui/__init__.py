"""coreograph: runs concurrency scenarios in real child processes and shows live what happens.

The rooms, and which way imports may go (`tests/test_layers.py` holds them):

    probe/      rides inside the observed processes; standard library only, imports nothing of ours
    telemetry/  what a run says, in the past tense, and how a recording writes it down
    feeds/      where telemetry comes from: a live run, a recording, a test's script
    model/      the pure fold of telemetry into one frozen state, and what is read from it
    draw/       numbers in, cells out; imports nothing of ours
    widgets/    one board per file, fed by attributes
    screens/    what fills the terminal
    reports/    the same state as plain text and JSON

`telemetry ← model ← widgets ← screens ← app`, `draw ← widgets`, `telemetry ← feeds ← player ← screens`,
`model ← player`, `model ← reports`. Only `feeds` knows psutil and `/proc`.
"""

__version__ = "0.1.0"

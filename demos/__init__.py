"""The scenarios: each a plain Python program (`name.py`) and its lesson (`name.toml`), side by side.

The contract: a program uses the standard library only, knows nothing of coreograph, takes its knobs as ordinary
command-line options, runs on its own (`python demos/threads_vs_processes.py`) on Python 3.9 and later, and prints its
result. A lesson states title, variants, knobs and time limit; it may ask for a prediction, explain, hold a quiz, and
say how the running program is steered. Adding these two files adds the scenario; nothing else is registered.
"""

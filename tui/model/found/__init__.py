"""What holds a program up: one file for each kind of finding, and `findings`, which picks what is told.

One folder because the kinds are looked for side by side, and any may be what is told.
"""

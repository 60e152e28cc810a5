"""What holds a program up: one file for each kind of finding, and `findings`, which picks what is told."""

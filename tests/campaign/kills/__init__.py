"""Random kills, signals, keys and closed terminals, in real pseudo-terminals."""

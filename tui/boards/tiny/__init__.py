"""The boards of small tasks: where the time went, the crossover, a chunk that is too large."""

"""Boards: one widget a file, each a function of one frozen view. They know the model's readings, never the player."""

"""The start-up board, and what becomes of a program without its guard."""

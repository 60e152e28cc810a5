"""How workers come to be: what their start was spent with, and what becomes of them without the guard."""

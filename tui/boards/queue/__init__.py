"""A queue, slot by slot, with who puts and who takes."""

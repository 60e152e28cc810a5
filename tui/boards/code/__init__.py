"""The program's source, and who is where in it."""

"""Owns a run and ends it, whoever is killed. Does not ride in observed processes."""

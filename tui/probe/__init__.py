"""Rides inside observed processes. Python ≥ 3.9, standard library only, imports nothing of ours."""

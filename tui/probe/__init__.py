"""Rides inside observed processes. Python ≥ 3.9, standard library only, imports nothing of ours.

One folder because it travels as one package into every observed process; what does not ride is in `reap/`.
"""

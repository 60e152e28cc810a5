"""Reads the boards that the probes write, without trust, and puts them into the vocabulary."""

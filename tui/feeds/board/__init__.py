"""Reads the boards that the probes write, without trust, and puts them into the vocabulary.

One folder because each module reads one part of the same two files.
"""

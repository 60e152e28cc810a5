"""Sentences and named readings, whatever they are about."""

"""Broken files, made by a number: whatever stands in them, one sentence comes of it or the picture."""

"""Measurements: they print medians, ratios and spread, and assert nothing. `python -m tests.benchmarks` runs them."""

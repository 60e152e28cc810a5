"""Runs programs for real: launched, sampled, steered and reaped."""
